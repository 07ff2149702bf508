"""When an attack or deal takes place, and with what weapons an attack is made."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.amounts.times import counts_from_event
from kg.extract.events.other_times import YEAR_ALONE, events_own, in_inner_clause, only_bounds, verb_above
from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.tree import SUBJECTS, preposition_of
from kg.extract.text.page import Page
from kg.records import Fact, Ref, Span, TimeExpression

_OPENING: Final = 40
_FEW_DAYS: Final = 31
_DATING: Final = lexicon.words("dating_verbs")
_VERBS: Final = frozenset({"VERB", "AUX"})
_RIGHT_BEHIND: Final[tuple[list[str], ...]] = ([], ["on"], ["in"])
_HAPPENING: Final = (
    _DATING
    | lexicon.words("light_verbs")
    | lexicon.words("undergoing_verbs")
    | lexicon.words("detonation_verbs")
    | lexicon.words("sending_verbs")
    | lexicon.words("outcome_verbs")
    | frozenset(row["word"] for row in lexicon.table("harm_words"))
    | {"is", "was", "were", "are", "be", "been", "saw", "seen"}
)
_DYING: Final = frozenset({"died", "dies", "succumbed"})
# "Took responsibility for the raid last evening".
_OWNED_UP_TO: Final = frozenset({"responsibility", "credit", "blame"})
_AFTERWARDS: Final = frozenset({"after", "following", "because", "since", "over", "despite", "against", "about"})
_OWN_CLAUSES: Final = frozenset({"acl", "acl:relcl"})
_BEFORE_NOUN: Final = frozenset({"nmod:poss", "nmod", "nmod:desc", "nmod:unmarked", "compound", "nummod", "amod"})
_ARTICLES: Final[tuple[list[str], ...]] = (["a"], ["an"], ["the"])
_MOST_BEFORE_NOUN: Final = 3


def moments(frame: Frame, page: Page, times: Sequence[TimeExpression]) -> list[Fact]:
    """When: a time of the trigger's own phrase or of a clause that says how it came about, else the nearest time of the
    clause, else of the sentence; of several in a clause first one that the trigger's own verb has, and one with known
    days.
    """
    sentence = page.sentence_of(frame.trigger)
    times = [t for t in times if sentence.begin <= t.words.begin and t.words.end <= sentence.end]
    times = [t for t in times if not only_bounds(page, t, frame.trigger)]
    if not times:
        return []
    if page.has_tree:
        word = page.tokens(frame.trigger).root
        roots = {t.ref: page.tokens(t.words).root for t in times}
        told = _own_time(page, times, roots, frame.trigger, word)
        if told is not None:
            return [Fact(told.ref, told.words, "strike.when-own")]
        times = _without_events(page, times, roots, word)
        times = [t for t in times if not _is_of_aftermath(t, roots[t.ref], word)]
    return _nearest(frame, page, events_own(page, times, frame))


def _nearest(frame: Frame, page: Page, times: Sequence[TimeExpression]) -> list[Fact]:
    sentence = page.sentence_of(frame.trigger)
    verbs = _verbs_of(page.tokens(frame.trigger).root) if page.has_tree and times else frozenset()
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    found: list[Fact] = []
    for span, rule in (
        (frame.clause, "strike.when-clause"),
        (opening, "strike.when-opening"),
        (sentence, "strike.when-sentence"),
    ):
        inside = [t for t in times if span.begin <= t.words.begin and t.words.end <= span.end]
        inside = [t for t in inside if not verbs or not in_inner_clause(page, t, verbs)]
        if not inside:
            continue
        nearest = min(inside, key=lambda t: _remoteness(page, t, frame.trigger, verbs))
        found.append(Fact(nearest.ref, nearest.words, rule))
        if not verbs or not _remoteness(page, nearest, frame.trigger, verbs)[0]:
            return found[-1:]
    return found[:1]


def _own_time(
    page: Page, times: Sequence[TimeExpression], roots: Mapping[Ref, Token], trigger: Span, word: Token
) -> TimeExpression | None:
    """The time that only a trigger has: before it in its phrase ("the 2015 bombing"), in a clause that says how it came
    about ("the truce that they signed in May"), or counted back from another ("two days after").
    """
    noun = word.pos_ not in _VERBS
    telling = {c.i for c in word.rights if noun and c.dep_ in _OWN_CLAUSES and c.lower_ in _DATING}
    counted: TimeExpression | None = None
    for time in times:
        root = roots[time.ref]
        if counts_from_event(page, time.words):
            if time.words.end <= trigger.begin and (_is_of(word, _event(page, time)) or _opens(page, time, trigger)):
                counted = time
        elif time.words.end <= trigger.begin:
            if root.head.i == word.i and root.dep_ in _BEFORE_NOUN:
                return time
        elif root.head.i == word.i or verb_above(root).i in telling or (noun and _is_right_behind(page, time, trigger)):
            return time
    return counted


def _is_right_behind(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether nothing but a participle that dates it stands between a noun and a time: "a truce agreed last month"."""
    words = page.words
    between = words.lowers[words.range_of(trigger)[1] : words.range_of(time.words)[0]]
    return between[:1] != [] and between[0] in _DATING and between[1:] in _RIGHT_BEHIND


def _is_of_aftermath(time: TimeExpression, root: Token, word: Token) -> bool:
    """Whether a time hangs on a verb that tells what came of an attack or deal: "rallied on Saturday against the
    bombing", "closed on Saturday after gunmen attacked", "girls wounded in the blast died on Saturday".
    """
    if time.earliest and time.latest and (time.latest - time.earliest).days > _FEW_DAYS:
        return False
    verb = verb_above(root)
    if not verb.is_ancestor(word):
        return False
    link = next(child for child in verb.children if child.i == word.i or child.is_ancestor(word))
    if verb.lower_ in _DYING and link.dep_ in SUBJECTS and _is_in_own_clause(link, word):
        return True
    if any(child.lower_ in _OWNED_UP_TO for child in verb.rights):
        return True
    if verb.lower_ in _HAPPENING:
        return False
    mark = preposition_of(link) or next((child.lower_ for child in link.lefts if child.dep_ == "mark"), "")
    return mark in _AFTERWARDS


def _is_in_own_clause(noun: Token, word: Token) -> bool:
    """Whether a word stands in a clause that tells of a noun: "girls wounded in the blast"."""
    clauses = (a for a in (word, *word.ancestors) if a.dep_ in _OWN_CLAUSES or (a.dep_ == "amod" and a.i > noun.i))
    return any(noun.is_ancestor(clause) for clause in clauses)


def _event(page: Page, time: TimeExpression) -> Token:
    """What a time such as "two days after" is counted from."""
    return page.tokens(Span(time.words.end - 1, time.words.end)).root.head


def _is_of(word: Token, event: Token) -> bool:
    """Whether a word is an event, goes on from it ("hacked and shot"), or takes part in it."""
    joined = word.dep_ == "conj" and word.head.i == event.i
    return word.i == event.i or joined or (word.pos_ not in _VERBS and verb_above(word).i == event.i)


def _opens(page: Page, time: TimeExpression, trigger: Span) -> bool:
    """Whether a trigger is the noun that comes right behind a time: "two days after a suicide bombing"."""
    words = page.words
    between = words.lowers[words.range_of(time.words)[1] : words.range_of(trigger)[0]]
    return len(between) <= _MOST_BEFORE_NOUN and between[:1] in _ARTICLES and all(w.isalpha() for w in between)


def _without_events(
    page: Page, times: Sequence[TimeExpression], roots: Mapping[Ref, Token], word: Token
) -> list[TimeExpression]:
    """Times without those of an event from which another is counted ("two days after the raid of 3 May"), and without
    the days of such an event.
    """
    events = [_event(page, t) for t in times if counts_from_event(page, t.words)]
    if not events:
        return list(times)
    others = [event for event in events if event.i != word.i and not event.is_ancestor(word)]
    kept = []
    for time in times:
        if counts_from_event(page, time.words):
            if time.earliest is None:
                kept.append(time)
        elif not any(event.is_ancestor(roots[time.ref]) for event in others):
            kept.append(time)
    return kept


def _remoteness(page: Page, time: TimeExpression, trigger: Span, verbs: frozenset[int]) -> tuple[bool, bool, bool, int]:
    """Whether a time hangs on a verb that does not rule the trigger, only tells the year of what it names ("the 2003
    invasion"), has no known days, and how far away it stands.
    """
    other = bool(verbs) and verb_above(page.tokens(time.words).root).i not in verbs
    return other, _names_year(page, time), time.earliest is None, time.words.gap(trigger)


def _names_year(page: Page, time: TimeExpression) -> bool:
    """Whether a year stands before a noun that it tells from others."""
    words = page.words
    past = words.range_of(time.words)[1]
    alone = YEAR_ALONE.fullmatch(page.text(time.words)) is not None
    return (
        alone
        and past < len(words)
        and words.forms[past].isalpha()
        and page.tokens(time.words).root.head.idx > time.words.begin
    )


def _verbs_of(token: Token) -> frozenset[int]:
    """The trigger's word and the verbs that rule it."""
    return frozenset({token.i, *(above.i for above in token.ancestors if above.pos_ in _VERBS or above.dep_ == "root")})


@cache
def _weapons() -> dict[str, list[tuple[str, ...]]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicon.words("weapons"):
        phrase = tuple(name.replace("-", " - ").split())
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: sorted(phrases, key=len, reverse=True) for first, phrases in by_first.items()}


def weapons(frame: Frame, page: Page) -> list[Fact]:
    """Weapons named in the trigger, before it, as its subject, or after "with" and "using"."""
    words = page.words
    spans = [
        frame.premodifier,
        frame.trigger,
        *frame.after("with", "by"),
        frame.subject if frame.voice is Voice.ACTIVE else None,
    ]
    using = [n for n in range(*words.range_of(frame.clause)) if words.lowers[n] == "using"]
    spans += [words.span_of(n + 1, min(n + 12, len(words))) for n in using if n + 1 < len(words)]
    found: dict[str, Fact] = {}
    for span in spans:
        if span is None:
            continue
        first, past = words.range_of(span)
        at = first
        while at < past:
            phrase = next(
                (p for p in _weapons().get(words.lowers[at], ()) if tuple(words.lowers[at : at + len(p)]) == p), None
            )
            if phrase:
                where = words.span_of(at, at + len(phrase))
                found.setdefault(page.text(where).lower(), Fact(page.text(where), where, "strike.weapon"))
            at += len(phrase) if phrase else 1
    return list(found.values())
