"""What the words around an event make of it: stated, alleged, reported, denied, threatened, planned or feared.

This is the local reading of one trigger; claims elsewhere in the article may revise it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import lexicon
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.tree import SUBJECTS, span_of
from kg.extract.grammar.word_classes import AUXILIARIES, MODALS
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.records import Fact, Factuality, Span

_RULE: Final = "factuality"
_REACH: Final = 7
_SHORT_REACH: Final = 1
_KNOWN: Final = frozenset({"the", "this", "these", "that", "those"})
_ANY: Final = frozenset({"a", "an", "any", None})
_STOPS: Final = AUXILIARIES | MODALS | {"that", "which", "who", "whereby", "where", "and", "but", "said", "says"}
_BESIDE: Final = 3
_STRENGTH: Final = (
    Factuality.ALLEGED,
    Factuality.DENIED,
    Factuality.NOT_HAPPENED,
    Factuality.THREATENED,
    Factuality.PROPOSED,
    Factuality.HYPOTHETICAL,
    Factuality.ATTRIBUTED,
)


_SUBORDINATORS: Final = frozenset({"if", "unless", "whether"})
_GAP: Final = "…"
_LONGEST_GAP: Final = 5
_MARKS: Final = frozenset(",;:.!?")
_DID: Final = frozenset({"did", "had", "have", "has"})
_NOT: Final = frozenset({"not", "n't", "never"})
_IMAGINING: Final = frozenset({"imagine", "imagining", "suppose", "supposing"})
_VERBS: Final = frozenset({"VERB", "AUX"})
_PARTICIPLES: Final = frozenset({"VBG", "VBN"})
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_PREMODIFIERS: Final = frozenset({"compound", "nmod", "nmod:desc", "amod"})
_QUOTES: Final = frozenset({'"', "“", "'", "‘", "«"})
_MONTH: Final = "May"
# "A bid to stop the fighting" takes the fighting for granted.
_NOT_OF_KNOWN: Final = MODALS | {"stop", "stopping", "end", "ending", "halt", "halting"}


@dataclass(frozen=True, slots=True)
class _Cue:
    """A phrase of the table: its words, where it stands, and what it makes of an event."""

    words: tuple[str, ...]
    where: str
    factuality: Factuality


@cache
def _cues() -> dict[str, list[_Cue]]:
    by_first: dict[str, list[_Cue]] = {}
    for row in lexicon.table("modality"):
        phrase = tuple(row["phrase"].split())
        by_first.setdefault(phrase[0], []).append(_Cue(phrase, row["where"], Factuality(row["factuality"])))
    return by_first


def factuality_of(page: Page, frame: Frame) -> Fact:
    """The local factuality of a trigger, on the cue that shows it; Stated on the trigger itself where no cue stands
    near.
    """
    words = page.words
    known = frame.voice is Voice.NOMINAL and frame.determiner in _KNOWN
    clause = words.range_of(frame.clause)
    first = clause[0] - (clause[0] > 0 and words.lowers[clause[0] - 1] in _SUBORDINATORS)
    first = _before_quotes(page, frame, first)
    first, past_clause = _with_verbs(page, frame, first, clause[1])
    found: dict[Factuality, tuple[int, int]] = {}
    cues = _cues()
    for at, lower in enumerate(words.lowers[first:past_clause], first):
        for cue in cues.get(lower, ()):
            past = _past(words, at, cue)
            if past is None or (known and words.lowers[at] in _NOT_OF_KNOWN) or _is_no_cue(words, at):
                continue
            if _is_of_other_verb(page, frame, cue, at, past) or _is_withheld(page, at):
                continue
            if cue.factuality is Factuality.ALLEGED and is_of_doer(page, words.span_of(at, past), frame.trigger):
                continue
            if (_reaches(words, frame, cue, at, past) or _is_said_of(page, frame, cue, at)) and not _in_aside(
                page, words.spans[at], frame.trigger
            ):
                found.setdefault(cue.factuality, (at, past))
    _keep_the_inner(words, found)
    _keep_the_doubt(words, frame, found)
    if not _IMAGINING.isdisjoint(frame.governors):
        return Fact(Factuality.HYPOTHETICAL, frame.trigger, f"{_RULE}.hypothetical")
    if Factuality.HYPOTHETICAL in found and _is_forestalled(words, frame, found[Factuality.HYPOTHETICAL]):
        return Fact(Factuality.NOT_HAPPENED, words.span_of(*found[Factuality.HYPOTHETICAL]), f"{_RULE}.nothappened")
    if Factuality.HYPOTHETICAL in found and _is_negated(words, frame, found[Factuality.HYPOTHETICAL]):
        return Fact(Factuality.NOT_HAPPENED, words.span_of(*found[Factuality.HYPOTHETICAL]), f"{_RULE}.nothappened")
    for factuality in _STRENGTH:
        if factuality in found:
            return Fact(factuality, words.span_of(*found[factuality]), f"{_RULE}.{factuality.value.lower()}")
    return Fact(Factuality.STATED, frame.trigger, f"{_RULE}.stated")


def _is_of_other_verb(page: Page, frame: Frame, cue: _Cue, at: int, past: int) -> bool:
    """Whether a word such as "allegedly" belongs to a verb that does not rule the trigger: "shot after they had
    allegedly crossed the line", "bombed a factory, allegedly belonging to X", "though no losses were reported".
    """
    if cue.where != "with" or cue.words[0] == "according" or not page.has_tree:
        return False
    word = page.tokens(page.words.spans[past - 1]).root
    verb = word if word.pos_ in _VERBS else word.head
    if 0 < word.i < len(page.doc) - 1 and word.nbor(-1).text == "," and word.nbor(1).tag_ in _PARTICIPLES:
        verb = word.nbor(1)
    target = page.tokens(frame.trigger)
    ruling = {token.i for each in target for token in (each, *each.ancestors)}
    # "A bombing, allegedly carried out by X": who did it is open.
    blames = verb.head.i in {each.i for each in target} and any(child.dep_ == "obl:agent" for child in verb.rights)
    return verb.pos_ in _VERBS and verb.i not in ruling and not blames


def is_of_doer(page: Page, hedge: Span, trigger: Span) -> bool:
    """Whether an adjective leaves open who did a deed, not that it was done: "suspected militants attacked"."""
    if not page.has_tree:
        return False
    word, adjective = page.tokens(trigger).root, page.tokens(hedge).root
    noun = adjective.head
    if adjective.dep_ != "amod" or not adjective.i < noun.i < word.i or noun.pos_ not in _NOUNS:
        return False
    return not (noun.head.i == word.i and noun.dep_ in _PREMODIFIERS)


def _is_withheld(page: Page, at: int) -> bool:
    """Whether "deny" tells of something kept from somebody: "deny them a haven to plot attacks"."""
    if not page.words.lowers[at].startswith("den") or not page.has_tree:
        return False
    return any(child.dep_ == "iobj" for child in page.tokens(page.words.spans[at]).root.children)


def _is_negated(words: Words, frame: Frame, cue: tuple[int, int]) -> bool:
    """Whether "any" stands under a negated past: "did not carry out any attack"."""
    past = not _DID.isdisjoint(frame.governors) and not _NOT.isdisjoint(frame.governors)
    return past and words.lowers[cue[0] : cue[1]] == ["any"]


def _in_aside(page: Page, cue: Span, trigger: Span) -> bool:
    """Whether a cue stands in a relative clause in which the trigger does not: "X, who had asked for help, condemned
    the raid".
    """
    if not page.has_tree or cue.end > trigger.begin:
        return False
    token, target = page.tokens(cue).root, page.tokens(trigger).root
    for above in (token, *token.ancestors):
        if above.dep_ == "acl:relcl" and above.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
            return not (above.left_edge.i <= target.i <= above.right_edge.i)
    return False


def _is_no_cue(words: Words, at: int) -> bool:
    """Whether a word is the month of May, or the end of a compound: "non-stop"."""
    return words.forms[at] == _MONTH or (at > 0 and words.lowers[at - 1] == "-")


def _past(words: Words, at: int, cue: _Cue) -> int | None:
    """The word after a cue that begins at a word; None where it does not stand there."""
    if _GAP not in cue.words:
        past = at + len(cue.words)
        return past if tuple(words.lowers[at:past]) == cue.words else None
    gap = cue.words.index(_GAP)
    head, tail = cue.words[:gap], cue.words[gap + 1 :]
    start = at + gap
    if tuple(words.lowers[at:start]) != head:
        return None
    for end in range(start + 1, min(len(words), start + _LONGEST_GAP + 1)):
        if words.lowers[end - 1] in _MARKS:
            return None
        if tuple(words.lowers[end : end + len(tail)]) == tail:
            return end + len(tail)
    return None


def _reaches(words: Words, frame: Frame, cue: _Cue, at: int, past: int) -> bool:
    """Whether a cue stands where it colours the trigger."""
    trigger = words.range_of(frame.trigger)
    if cue.where == "with":
        return True
    if cue.where == "after":
        return _is_predicate(words, frame, at)
    phrase_begin = words.range_of(frame.premodifier)[0] if frame.premodifier else trigger[0]
    if cue.factuality is Factuality.NOT_HAPPENED:
        determined = phrase_begin > 0 and words.lowers[phrase_begin - 1] == frame.determiner
        return past <= trigger[0] and phrase_begin - determined - past < _SHORT_REACH
    return past <= trigger[0] and phrase_begin - past < _REACH


def _before_quotes(page: Page, frame: Frame, first: int) -> int:
    """The first word of the clause of a noun in quotation marks: "promised to launch a “decisive operation”"."""
    quoted = first > 0 and page.words.lowers[first - 1] in _QUOTES
    if not quoted or frame.voice is not Voice.NOMINAL or not page.has_tree:
        return first
    verb = page.tokens(frame.trigger).root.head
    while verb.dep_ == "xcomp" and verb.head.i < verb.i:
        verb = verb.head
    ruling = page.words.range_of(Span(verb.idx, verb.idx + len(verb)))[0]
    return min(first, ruling) if verb.pos_ in _VERBS else first


def _with_verbs(page: Page, frame: Frame, first: int, past: int) -> tuple[int, int]:
    """The words of a clause, as far as the verb of which a possible event is the subject, and from the verb that says
    so: "threatened that strikes on X … would follow".
    """
    if frame.voice is not Voice.NOMINAL or frame.determiner not in _ANY or not page.has_tree:
        return first, past
    noun = page.tokens(frame.trigger).root
    verb = noun.head
    if noun.dep_ not in SUBJECTS or verb.i < noun.i:
        return first, past
    past = max(past, page.words.range_of(span_of(verb))[1])
    saying = verb.head if verb.dep_ == "ccomp" and verb.head.i < noun.i else noun
    return min(first, page.words.range_of(span_of(saying))[0]), past


def _is_said_of(page: Page, frame: Frame, cue: _Cue, at: int) -> bool:
    """Whether a helping word belongs to the verb of which a possible event is the subject, however far behind it:
    "strikes on such towns as X would follow".
    """
    if cue.where != "after" or frame.voice is not Voice.NOMINAL or frame.determiner not in _ANY or not page.has_tree:
        return False
    noun, helping = page.tokens(frame.trigger).root, page.tokens(page.words.spans[at]).root
    return noun.dep_ in SUBJECTS and helping.dep_ == "aux" and helping.head.i == noun.head.i


def _is_predicate(words: Words, frame: Frame, at: int) -> bool:
    """Whether a word opens what is said of an event that is named as a possible one: "an invasion would be …"."""
    if frame.voice is not Voice.NOMINAL or frame.determiner not in _ANY:
        return False
    between = words.lowers[words.range_of(frame.trigger)[1] : at]
    return len(between) < _REACH and all(word not in _STOPS and word not in _MARKS for word in between)


def _keep_the_inner(words: Words, found: dict[Factuality, tuple[int, int]]) -> None:
    """Of a threat or warning "of" what is itself named a risk or possibility only the latter counts."""
    outer, inner = found.get(Factuality.THREATENED), found.get(Factuality.HYPOTHETICAL)
    if outer and inner and words.lowers[outer[1] - 1] == "of" and 0 <= inner[0] - outer[1] < _BESIDE:
        del found[Factuality.THREATENED]


def _keep_the_doubt(words: Words, frame: Frame, found: dict[Factuality, tuple[int, int]]) -> None:
    """What is feared is no threat though it "will" come; nor is "any attack" that somebody warns of an answer to."""
    outer, inner = found.get(Factuality.THREATENED), found.get(Factuality.HYPOTHETICAL)
    if outer is None:
        return
    coming = words.lowers[outer[0] : outer[1]] == ["will"]
    if coming and inner is not None and words.lowers[inner[0]].startswith("fear"):
        del found[Factuality.THREATENED]
    elif frame.determiner == "any":
        found[Factuality.HYPOTHETICAL] = found.pop(Factuality.THREATENED)


def _is_forestalled(words: Words, frame: Frame, cue: tuple[int, int]) -> bool:
    """Whether something came before what could have been done: "withdrew before the jets could attack"."""
    return words.lowers[cue[0] : cue[1]] == ["could"] and "before" in frame.governors
