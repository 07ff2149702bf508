"""Who holds a zone: "X-held", "controlled by X", "under X control", "X patrols the zone"."""

from collections.abc import Sequence
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import sides_meant, unnamed_subject
from kg.extract.grammar.syntax import Voice, frame_of, ruling_verbs
from kg.extract.grammar.tree import RELATIVE, SUBJECTS, children, preposition_of
from kg.extract.grammar.word_classes import AUXILIARIES, PREPOSITIONS
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import is_held, zone_noun_begins, zone_nouns
from kg.extract.zones.owners import described, holder_before, is_of_fighters, is_power, may_hold, owner_of, possessor
from kg.extract.zones.plain import clings
from kg.extract.zones.relative import held_by_clause
from kg.extract.zones.retaking import retaken_by, retakers
from kg.extract.zones.taking import STATIONED, TAKEN, takers
from kg.records import Fact, MentionKind, Span, ZoneKind

_HOLDING: Final = {
    first: tuple(tuple(p.split()) for p in sorted(lexicon.words("holding_phrases")) if p.split()[0] == first)
    for first in {phrase.split()[0] for phrase in lexicon.words("holding_phrases")}
}
_HELD: Final = frozenset({"held", "controlled", "occupied"})
_ENDS: Final = frozenset({";", "."})
_RULE: Final = frozenset({"control", "rule", "occupation", "administration", "authority", "sway", "grip"})
_TAKING: Final = lexicon.words("taking_participles")
_KEEPING: Final = lexicon.words("keeping_verbs")
_FORMERLY: Final = frozenset({"formerly", "previously", "once", "former"})
_HOLDING_REACH: Final = 22
MANAGED: Final = "zone.managed-by"
_MANAGING: Final = frozenset(
    {
        "run",
        "administered",
        "maintained",
        "monitored",
        "supervised",
        "overseen",
        "guarded",
        "manned",
        "policed",
        "secured",
    }
)
_DECLARING: Final = frozenset({"declared", "declares", "imposed", "imposes", "proclaimed", "drew", "draws"})
_FORBIDDEN: Final = frozenset({ZoneKind.NO_FLY_ZONE, ZoneKind.EXCLUSION_ZONE})
_LINES: Final = frozenset({ZoneKind.FRONT_LINE, ZoneKind.HUMANITARIAN_CORRIDOR})
_RELATIVE_REACH: Final = 6
_RELATIVES: Final = frozenset({"whose", "which", "who", "whom", "that"})
_PRONOUNS: Final = frozenset({"it", "they", "them"})
_QUOTES: Final = frozenset({'"', "“", "”", "'", "’"})
_HARD: Final = frozenset({",", ";", ".", ":", "(", ")", "and", "but"})
_UNREAL: Final = frozenset({"not", "never", "n't", "will", "would", "could", "may", "might", "should", "to", "longer"})
_FINITE: Final = frozenset({"VBZ", "VBP", "VBD"})
_CHAIN: Final = 6
_LATTER_BACK: Final = 12
_PARTS: Final = frozenset({"part", "parts"})
_NO_HOLDERS: Final = frozenset({"self", "long", "non"})
_NEGATING: Final = frozenset({"longer", "not", "never", "n't"})
_NEGATED_WITHIN: Final = 3


def holders(page: Page, fillers: Fillers, kind: ZoneKind, bounds: tuple[int, int, int], sentence: Span) -> list[Fact]:
    """Who holds an area: "X-held", "controlled by X", "under X control", "which X controls", "X patrols it"."""
    words = page.words
    first, head, past = bounds
    if _FORMERLY & set(words.lowers[first:head]):
        return retakers(page, fillers, words, first)
    for at in range(first, head):
        if at >= 2 and is_held(page, at):
            hyphen = at - (words.lowers[at - 1] in {"-", "–"})
            return [] if _is_of_others(words, hyphen) else holder_before(page, fillers, words, first, hyphen)
    if kind is ZoneKind.HELD_AREA:
        plain = words.lowers[head] not in _PARTS  # "20 % were fighters part of X"
        named = [m for m in fillers.within(words.span_of(first, past)) if plain and may_hold(page, fillers, m, head)]
        named = named or possessor(page, fillers, first, head)
        if named:
            return [Fact(m.denotes, m.span, "zone.holder-named") for m in named]
        if is_of_fighters(words, head):
            named_so = described(fillers, page, words.lowers[head - 1], words.spans[head - 1])
            if named_so:
                return [Fact(named_so, words.spans[head - 1], "zone.holder-named")]
    elif owner := owner_of(page, fillers, first):
        return [Fact(owner.denotes, owner.span, "zone.possessor")]
    elif words.lowers[past - 1] == "lines" and (side := _side_of(page, fillers, first, head)):
        return side
    end = min(words.range_of(sentence)[1], past + _HOLDING_REACH)
    return (
        _told_after(page, fillers, past, end)
        or _of_relative(page, fillers, _past_whole(fillers, words, past), end)
        or (held_by_clause(page, fillers, words.span_of(head, past)) if kind is ZoneKind.HELD_AREA else [])
        or _keepers(page, fillers, words, past - 1, kind)
        or [f for f in takers(page, fillers, words.span_of(head, past)) if kind not in _LINES or f.rule == STATIONED]
    )


def _side_of(page: Page, fillers: Fillers, first: int, head: int) -> list[Fact]:
    """Whose lines are told by a word right before: "rebel lines"."""
    if first >= head:
        return []
    before = page.words.spans[head - 1]
    named = [m.denotes for m in fillers.mentions_touching(before) if may_hold(page, fillers, m, head)]
    ref = next(iter(named), None) or described(fillers, page, page.words.lowers[head - 1], before)
    return [Fact(ref, before, "zone.holder-named")] if ref is not None and is_power(fillers, ref) else []


def says_kept(words: Words, past: int) -> bool:
    """Whether words right behind an area say that it is held, by whomever: "areas under the control of clans"."""
    if words.lowers[past : past + 1] == ["under"]:
        return not _RULE.isdisjoint(words.lowers[past + 2 : past + 5])
    held = (phrase for phrase in _HOLDING.get("".join(words.lowers[past : past + 1]), ()) if phrase[0] in _HELD)
    return any(tuple(words.lowers[past : past + len(phrase)]) == phrase for phrase in held)


def _is_of_others(words: Words, hyphen: int) -> bool:
    """Whether the word before the hyphen of "X-held" names nobody who holds it: "self-run", "non-government-held"."""
    return words.lowers[hyphen - 1] in _NO_HOLDERS or words.lowers[max(0, hyphen - 3) : hyphen - 1] == ["non", "-"]


def _told_under(page: Page, zone: Span, control: Span) -> bool:
    """Whether "under X control" tells of an area, by the tree, and not of what else a clause behind it speaks of: "in
    parts of the city, bringing the town under X control".
    """
    if not page.has_tree:
        return True
    token, area = page.tokens(control).root, page.tokens(zone).root
    for _ in range(_CHAIN):
        above = token.head
        if any(s.i > area.i and s.lower_ not in RELATIVE for s in children(token, *SUBJECTS)):
            return False  # "holding the north, while most of X was under Y control"
        if above.i == token.i or above.i <= area.i:
            return True
        if token.dep_ == "acl:relcl":
            return False  # "moved into the towns to ask those who had stayed under Y rule"
        objects = children(above, "obj") if above.pos_ == "VERB" else []
        if objects and objects[0].i < token.i and objects[0].i > area.i:
            return False
        token = above
    return True


def _told_after(page: Page, fillers: Fillers, past: int, end: int) -> list[Fact]:
    """Whom the words after an area name as its holder: "held by X", "under X control"."""
    words = page.words
    for at in range(past, end):
        lower = words.lowers[at]
        if lower in _ENDS:
            break
        if lower == "in" and (
            hands := next((n for n in range(at + 2, min(end, at + 5)) if words.lowers[n] == "hands"), 0)
        ):
            return _controllers(page, fillers, words, at + 1, hands)
        if lower not in _HOLDING and lower != "under":
            if at > past and lower in zone_noun_begins() and _is_area(words, at):
                break
            continue
        for holding in _HOLDING.get(lower, ()):
            if tuple(words.lowers[at : at + len(holding)]) == holding and at + len(holding) < end:
                if _FORMERLY & set(words.lowers[max(past, at - 2) : at]):
                    return retaken_by(page, fillers, at, end)
                if _NEGATING & set(words.lowers[max(past, at - _NEGATED_WITHIN) : at]):
                    return []
                rule = TAKEN if holding[0] in _TAKING else MANAGED if holding[0] in _MANAGING else "zone.controlled-by"
                return _by(page, fillers, words.span_of(at + len(holding), end), rule)
        if lower == "under":
            stop = next((n for n in range(at + 1, min(end, at + 6)) if words.lowers[n] in _RULE), at)
            if _NEGATING & set(words.lowers[max(past, at - _NEGATED_WITHIN) : at]):
                return []
            if stop > at + 1 and _told_under(page, words.spans[past - 1], words.spans[stop]):
                return _controllers(page, fillers, words, at + 1, stop)
    return []


def _is_area(words: Words, at: int) -> bool:
    """Whether another area is named at a word, of which what follows may tell: "a zone in territory held by X"."""
    return any(noun.needs == "control" for noun in zone_nouns(words, at))


def _by(page: Page, fillers: Fillers, span: Span, rule: str) -> list[Fact]:
    """Whom a phrase after "by" names; of "troops from X and Y" X and Y, of a pronoun the one it means."""
    words = page.words
    first, past = words.range_of(span)
    if words.lowers[first] in _PRONOUNS:
        return _meant(page, fillers, words.spans[first], rule)
    relative = next((n for n in range(first, past) if words.lowers[n] in _RELATIVES), past)
    past = max(first + 1, relative)
    actors = fillers.heads(words.span_of(first, past), fillers.is_doer, through=("of", "from"))
    if len(actors) == 1 and actors[0].kind is MentionKind.NOMINAL:
        after = words.range_of(actors[0].span)[1]
        if words.lowers[after : after + 1] == ["from"] and after + 1 < past:
            actors = fillers.heads(words.span_of(after + 1, past), fillers.is_actor, reach=3) or actors
    named = ((ref, where) for m in actors for ref, where in sides_meant(page, fillers, m))
    return [Fact(ref, where, rule) for ref, where in named]


def _meant(page: Page, fillers: Fillers, pronoun: Span, rule: str) -> list[Fact]:
    meant = antecedent(page, fillers.entities, pronoun)
    return [Fact(meant, pronoun, rule)] if meant and is_power(fillers, meant) else []


def _past_whole(fillers: Fillers, words: Words, past: int) -> int:
    """Past the place of which an area is a part: "the part of X it still controls"."""
    if words.lowers[past : past + 1] != ["of"] or past + 1 >= len(words):
        return past
    first = min(past + 1 + (words.lowers[past + 1] == "the"), len(words) - 1)
    whole = [m for m in fillers.mentions_touching(words.spans[first]) if fillers.is_place(m)]
    return max((words.range_of(m.span)[1] for m in whole), default=past)


def _of_relative(page: Page, fillers: Fillers, past: int, end: int) -> list[Fact]:
    """Who holds an area by the clause that follows it: "the areas it controlled", "land that X holds"."""
    words = page.words
    while past < end and words.lowers[past] in _QUOTES:
        past += 1
    first = past + (words.lowers[past : past + 1] in (["that"], ["which"], ["where"]))
    for at in range(first + 1, min(end, first + _RELATIVE_REACH)):
        if words.lowers[at - 1] in _HARD or words.lowers[at - 1] in PREPOSITIONS:
            return []
        if _finite(page, at):
            past_subject = at - sum(words.lowers[n] in AUXILIARIES for n in range(max(first + 1, at - 2), at))
            subject = words.span_of(first, past_subject)
            rule = _managed(words.lowers[at]) or "zone.held-relative"
            if words.lowers[first] in _PRONOUNS:  # "it still controls"
                return _meant(page, fillers, words.spans[first], rule)
            found = fillers.subjects(subject, fillers.is_actor)
            meant = (each for m in found for each in sides_meant(page, fillers, m))
            return [Fact(ref, where, rule) for ref, where in meant]
    return []


def _managed(verb: str) -> str | None:
    """The rule of a verb that an office may do to any place: "the council administers the suburbs"."""
    return MANAGED if verb in lexicon.words("managing_verbs") else None


def _finite(page: Page, at: int) -> bool:
    """Whether a word is a verb of holding, by its tag where there is one."""
    words = page.words
    if words.lowers[at] not in _KEEPING or not page.has_tree:
        return False
    token = page.tokens(words.spans[at]).root
    # what stands right behind a noun, and has no object, is a clause of it, however the parser hung it
    return token.dep_ == "acl:relcl" or (token.tag_ in _FINITE and not children(token, "obj"))


def _controllers(page: Page, fillers: Fillers, words: Words, first: int, stop: int) -> list[Fact]:
    """Whose control it is between "under" and "control"; "its" and "their" take up an actor before."""
    named = [m for m in fillers.within(words.span_of(first, stop)) if fillers.is_actor(m)]
    if named:
        return [Fact(m.denotes, m.span, "zone.under-control") for m in named]
    if words.lowers[first] not in {"its", "their", "his"}:
        return []
    latter = next((n for n in range(first - 1, max(1, first - _LATTER_BACK), -1) if words.lowers[n] == "latter"), None)
    if latter is not None and words.lowers[latter - 1] == "the":
        pointed = unnamed_subject(page, fillers, words.span_of(latter - 1, latter + 1))
        return [Fact(m.denotes, words.spans[first], "zone.under-own-control") for m in pointed]
    return _meant(page, fillers, words.spans[first], "zone.under-own-control")


def _keepers(page: Page, fillers: Fillers, words: Words, head: int, kind: ZoneKind) -> list[Fact]:
    """Who holds, patrols or declares a zone by the verb of which it is the object: "X and Y patrol the buffer zone"."""
    if not _is_object(page, words.spans[head]):
        return []
    for verb in ruling_verbs(page, words.spans[head])[:1]:
        told, token = page.text(verb).lower(), page.tokens(verb).root
        if token.dep_ == "ccomp" and not children(token, *SUBJECTS):
            continue  # "X said that Y had control over", where the parser took "control" for another verb of X
        if kind is ZoneKind.HELD_AREA and told in lexicon.words("watching_verbs"):
            continue
        if told in _KEEPING or (told in _DECLARING and kind in _FORBIDDEN):
            frame = frame_of(page, verb, True)
            if frame.voice is Voice.ACTIVE and not _is_unreal(frame.governors):
                actors = fillers.subjects(frame.subject, fillers.is_doer)
                if not actors and kind is ZoneKind.HELD_AREA:
                    actors = unnamed_subject(page, fillers, frame.subject)
                meant = (each for m in actors for each in sides_meant(page, fillers, m))
                rule = _managed(told) or "zone.kept-by"
                return [Fact(ref, where, rule) for ref, where in meant if is_power(fillers, ref)]
    return []


def _is_unreal(governors: Sequence[str]) -> bool:
    """Whether the words over a verb keep it from being so; "continued to" does not."""
    real = {"to"} if not lexicon.words("implicative_verbs").isdisjoint(governors) else set()
    return bool(_UNREAL & set(governors) - real)


def _is_object(page: Page, zone: Span) -> bool:
    """Whether a zone is what a verb is done to, and not only where: "patrol the zone", not "hold land in the zone"."""
    if not page.has_tree:
        return True
    token = page.tokens(zone).root
    return token.dep_ not in {"obl", "nmod"} or preposition_of(token) in {None, "of"} or clings(token)
