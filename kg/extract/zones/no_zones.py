"""What looks like a zone and is none: a measure of another, more of a place named before, where troops fight."""

from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import ruling_verbs
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import zone_nouns
from kg.records import Fact, MentionKind, Span, ZoneKind

_OF_BATTLE: Final = frozenset(
    {"defense", "defence", "defensive", "fighting", "firing", "military", "combat", "mortar", "artillery"}
)
_TOLD_WITHIN: Final = 250
_NAMED_BACK: Final = 150


def measures_other(words: Words, past: int, kind: ZoneKind) -> bool:
    """Whether an area only tells how much of another: "a stretch of territory", "swathes of land"."""
    if kind is not ZoneKind.HELD_AREA or words.lowers[past : past + 1] != ["of"] or past + 2 >= len(words):
        return False
    if words.lowers[past + 1] == "the" and any(n.kind is ZoneKind.FRONT_LINE for n in zone_nouns(words, past + 2)):
        return True  # "that stretch of the front"
    after = zone_nouns(words, past + 1)
    return any(noun.kind is ZoneKind.HELD_AREA and noun.needs in {"", "control"} for noun in after)


def is_told_of_name(page: Page, fillers: Fillers, words: Words, begin: int, head: str) -> bool:
    """Whether a phrase only tells more of a place named before: "X, a rebel-held town", or takes it up: "X. … in the
    rebel-held town".
    """
    if begin >= 2 and words.lowers[begin - 1] == ",":
        before = fillers.mentions_touching(words.spans[begin - 2])
        named = (m for m in before if m.denotes in fillers.entities.places)
        return any(m.span.end == words.spans[begin - 2].end for m in named)
    if head.endswith("s") or words.lowers[begin] not in {"the", "this"}:
        return False
    at = words.spans[begin].begin
    line = page.article.text.rfind("\n", 0, at) + 1
    named_before = fillers.within(Span(max(line, at - _TOLD_WITHIN), at))
    return any(m.denotes in fillers.entities.places and m.kind is MentionKind.NAME for m in named_before)


def are_occupied(page: Page, held_by: Sequence[Fact], words: Words, at: int, begin: int) -> bool:
    """Whether positions are a piece of land that somebody holds, and not where his troops stand and fight."""
    if words.lowers[at - 1] in _OF_BATTLE or words.lowers[begin] in {"its", "their", "our", "his"}:
        return False
    kept = any(fact.rule == "zone.kept-by" for fact in held_by)
    verbs = [page.text(span).lower() for span in ruling_verbs(page, words.spans[at])[:1]] if kept else []
    return all(verb.startswith("occup") for verb in verbs)


def is_geographic(page: Page, fillers: Fillers, enclave: Span) -> bool:
    """Whether "the enclave" takes up a place that is called so for where it lies, whoever holds it."""
    plain = lexicon.words("geographic_enclaves")
    before = (m for m in fillers.around(enclave.begin, _NAMED_BACK) if m.span.end <= enclave.begin)
    called = next((m for m in before if page.text(m.span).lower() in plain), None)
    held = page.words.lowers[page.words.range_of(enclave)[0]] != "enclave"
    return called is not None and not held and called.denotes in fillers.entities.places


def only_tells_where(page: Page, span: Span) -> bool:
    """Whether a front is only the adjective of what lies there: "frontline positions", "front line advisers"."""
    if not page.has_tree:
        return False
    token = page.tokens(span).root
    return token.dep_ in {"compound", "amod"} and token.head.i > token.i
