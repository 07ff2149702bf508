"""Where an attack happens, read from the frame of its trigger, else from its sentence."""

from collections.abc import Mapping, Sequence
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.specificity import level, most_specific
from kg.extract.grammar.frame import Frame, Phrase, Voice
from kg.extract.strikes.doers import is_taking
from kg.extract.strikes.place_phrases import aimed_at, apart_from_landmarks, place_of_clause, with_listed
from kg.extract.strikes.roles import facts
from kg.extract.strikes.sites import is_weak
from kg.extract.strikes.targets import participle_objects
from kg.extract.text.page import Page
from kg.records import Fact, Mention, MentionKind, Place, Ref, Span

_AT: Final = (
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "around",
    "across",
    "into",
    "over",
    "through",
    "throughout",
    "within",
    "along",
    "towards",
    "toward",
    "including",
    "between",
    "off",
    "on",
    "upon",
    "beside",
    "aboard",
    "opposite",
    "beyond",
)
_BEFORE_OR_AFTER: Final = frozenset({"after", "before", "since", "until", "because", "although", "though"})
_AGREED: Final = lexicon.words("agreeing_verbs") | {"signed"}
_CARING: Final = frozenset({"hospital", "hospitals", "clinic", "clinics", "morgue", "mortuary"})
_CARED: Final = frozenset(
    {"died", "dies", "succumbed", "treated", "taken", "brought", "admitted", "rushed", "transferred", "recovering"}
)
# What an attack is near to is not where it is.
_BESIDE: Final = frozenset({"near", "outside", "off", "towards", "toward"})
_POSITIONS: Final = frozenset({"position", "positions", "trench", "trenches", "site", "sites", "hideout", "hideouts"})
_NEAR: Final = 400
_BESIDE_REACH: Final = 20
_DIRECTIONS: Final = frozenset(word.lower() for word in lexicon.words("directions")) | {"outskirts", "outside"}
_OPENING: Final = 40


def locations(fillers: Fillers, frame: Frame, page: Page, target: Sequence[Fact]) -> list[Fact]:
    """Where: the most specific places of the trigger's own phrases, else of its sentence's opening, else what was
    targeted.
    """

    def place(mention: Mention) -> bool:
        return fillers.is_place(mention)

    phrases = [p for p in frame.phrases if p.preposition in _AT and not _of_doer(frame, p)]
    phrases = [p for p in phrases if not _is_of_care(page, p) and not _is_of_agreeing(page, p)]
    landmarks = [m for p in phrases if p.preposition in _BESIDE for m in _places_in(fillers, p.span)]
    landmarks = [m for m in landmarks if m.kind is MentionKind.NOMINAL and _is_one_of_many(page, m)]
    own = [m for p in phrases for m in with_listed(fillers, _places_in(fillers, p.span)) if m not in landmarks]
    harmed = {Voice.ACTIVE: frame.object, Voice.PASSIVE: frame.subject}.get(frame.voice)
    if harmed:
        own += with_listed(fillers, _places_in(fillers, harmed))
    own += aimed_at(fillers, frame)
    if frame.voice is Voice.NOMINAL and frame.object:
        own += _places_in(fillers, frame.object, reach=5)
    if frame.premodifier:
        own += [m for m in fillers.within(frame.premodifier) if place(m)]
    if frame.voice is not Voice.NOMINAL:
        own += [m for m in participle_objects(fillers, frame, page) if place(m)]
        if is_taking(page.text(frame.trigger)) and not own:
            own += place_of_clause(fillers, frame.trigger)
    targeted = [
        Mention(f.words, MentionKind.NAME, f.value)
        for f in target
        if isinstance(f.value, Ref) and _is_place(fillers, f.value)
    ]
    own = apart_from_landmarks(fillers, [m for m in own if not is_weak(page, m)])
    weak = [m for m in targeted if m.kind is MentionKind.NAME and _is_weak_site(fillers, m)]
    own += [m for m in targeted if m not in own and m not in weak]
    if not own:
        own = (
            _towns(fillers, [*weak, *landmarks])
            or landmarks
            or _beside_places(fillers, frame, page)
            or _opening_places(fillers, frame, page)
        )
    return facts(most_specific(own or weak, fillers), "strike.location")


def _is_one_of_many(page: Page, site: Mention) -> bool:
    """Whether a building or facility is told as any of its sort: "a market"."""
    words = page.words
    return words.lowers[words.range_of(site.span)[0] - 1] in {"a", "an"}


def _head_of(page: Page, span: Span) -> Token:
    """The word of a phrase on which the others hang, which no mark at its end is."""
    tokens = page.tokens(span)
    inside = {token.i for token in tokens}
    return next((t for t in tokens if not t.is_punct and t.head.i not in inside), tokens.root)


def _is_of_care(page: Page, phrase: Phrase) -> bool:
    """Whether a phrase tells where those who were harmed were cared for or died: "died in hospital"."""
    if not page.has_tree:
        return False
    noun = _head_of(page, phrase.span)
    return noun.lower_ in _CARING and noun.head.lower_ in _CARED


def _is_of_agreeing(page: Page, phrase: Phrase) -> bool:
    """Whether a phrase tells where a deal was made after which it happens: "after they signed a truce in X"."""
    if not page.has_tree:
        return False
    verb = _head_of(page, phrase.span).head
    after = verb.dep_ == "advcl" and not _BEFORE_OR_AFTER.isdisjoint(child.lower_ for child in verb.lefts)
    return after and verb.lower_ in _AGREED


def _is_weak_site(fillers: Fillers, mention: Mention) -> bool:
    """Whether what is attacked is a position or the like, which is less of a place than the town where it lies."""
    last = fillers.page.last_word(mention.span)
    return last in _POSITIONS and any(m.denotes == mention.denotes for m in fillers.within(mention.span))


def _towns(fillers: Fillers, sites: Sequence[Mention]) -> list[Mention]:
    """The named places in which sites lie."""
    places = (fillers.entities.places.get(site.denotes) for site in sites)
    lying = (fact for place in places if place is not None for fact in place.within)
    return [Mention(fact.words, MentionKind.NAME, fact.value) for fact in lying if isinstance(fact.value, Ref)]


def _of_doer(frame: Frame, phrase: Phrase) -> bool:
    """Whether a phrase only tells where a doer is from: "claimed by the Houthi movement in Yemen"."""
    doers = (frame.agent, frame.subject if frame.voice is not Voice.PASSIVE else None)
    return any(d is not None and d.begin < phrase.span.begin and phrase.span.end <= d.end for d in doers)


def _places_in(fillers: Fillers, span: Span, reach: int = 12) -> list[Mention]:
    """The place that a phrase names, with a smaller one that follows: "in the Yemeni city of Taiz"."""
    found = fillers.heads(span, fillers.is_place, reach=reach)
    if found:
        rest = Span(found[-1].span.end, max(found[-1].span.end, span.end))
        smaller = fillers.heads(rest, fillers.is_place, through=("of",), reach=4) if rest.begin < rest.end else []
        found += [m for m in smaller if level(m.denotes, fillers) > level(found[0].denotes, fillers)]
    return found


def _is_place(fillers: Fillers, ref: Ref) -> bool:
    return ref in fillers.entities.places or ref in fillers.entities.zones


def _beside_places(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """Places beside which the clause says it happens: "south of X", "30 km from X"."""
    words = page.words
    first = words.range_of(frame.trigger)[1]
    past = words.range_of(frame.clause)[1]
    for at in range(first, min(past - 1, first + _BESIDE_REACH)):
        if words.lowers[at + 1] == "of" and words.lowers[at] in _DIRECTIONS and at + 2 < past:
            found = fillers.heads(words.span_of(at + 2, past), fillers.is_place, reach=4)
            if found:
                return found
    return []


def _opening_places(fillers: Fillers, frame: Frame, page: Page) -> list[Mention]:
    """Places that a preposition names where the sentence opens: "In Syria, …"."""
    sentence = page.sentence_of(frame.trigger)
    opening = Span(sentence.begin, min(sentence.begin + _OPENING, frame.trigger.begin))
    return [
        m for m in fillers.within(opening) if fillers.is_place(m) and is_located(page, m) and not _is_of_noun(page, m)
    ]


def _is_of_noun(page: Page, mention: Mention) -> bool:
    """Whether a place only tells where the noun before it is, not where something happens: "officials in X said"."""
    if not page.has_tree:
        return False
    token = page.tokens(mention.span).root
    while (
        token.dep_ in {"flat", "compound", "appos", "nmod"}
        and token.head.dep_ not in {"nsubj", "nsubj:pass"}
        and token.head.i != token.i
    ):
        token = token.head
    return token.dep_ == "nmod" and token.head.dep_ in {"nsubj", "nsubj:pass"} and token.head.i < token.i


def sentence_places(fillers: Fillers, frame: Frame, page: Page) -> list[Fact]:
    """Places that a preposition names anywhere in the trigger's sentence, for an attack whose own phrases name none."""
    sentence = page.sentence_of(frame.trigger)
    near = Span(max(sentence.begin, frame.trigger.begin - _NEAR), min(sentence.end, frame.trigger.end + _NEAR))
    places = [m for m in fillers.within(near) if fillers.is_place(m) and is_located(page, m)]
    places = [m for m in places if not _is_in_other_clause(page, m, frame.trigger)]
    return facts(most_specific(places, fillers), "strike.location-sentence")


def _is_in_other_clause(page: Page, place: Mention, trigger: Span) -> bool:
    """Whether a place belongs to a clause in which the trigger does not stand: "clashes began after X signed in Y"."""
    if not page.has_tree:
        return False
    target = page.tokens(trigger).root
    ruling = {target.i, *(above.i for above in target.ancestors)}
    token = page.tokens(place.span).root
    while token.head.i != token.i and token.i not in ruling:
        if token.dep_ == "advcl" and any(child.lower_ in _BEFORE_OR_AFTER for child in token.lefts):
            return True
        token = token.head
    return False


def is_located(page: Page, mention: Mention) -> bool:
    """Whether a preposition of place stands shortly before a mention."""
    words = page.words
    at = words.range_of(mention.span)[0]
    return any(preposition in words.lowers[max(0, at - 4) : at] for preposition in _AT)


def namesakes(places: Mapping[Ref, Place]) -> dict[Ref, frozenset[Ref]]:
    """For each place those whose name holds all words of its own: "western Mosul" of "Mosul"."""
    words = {ref: frozenset(place.label.lower().split()) for ref, place in places.items()}
    by_word: dict[str, list[Ref]] = {}
    for ref, own in words.items():
        for word in own:
            by_word.setdefault(word, []).append(ref)
    found = {}
    for ref, own in words.items():
        first = min(own, key=lambda word: len(by_word[word]), default="")
        wider = frozenset(other for other in by_word.get(first, ()) if other != ref and own <= words[other])
        if wider:
            found[ref] = wider
    return found
