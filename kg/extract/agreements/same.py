"""Whether a trigger speaks of a deal told before."""

from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from kg.extract.agreements.agreeing import ACCUSING, REJECTING
from kg.extract.agreements.deal import Days, Deal, Known, Trait
from kg.extract.agreements.mention import OWN_DAY, DealMention, values
from kg.extract.agreements.parties import FIGHTING
from kg.extract.events.side_words import only_counts
from kg.extract.grammar.word_classes import DETERMINERS
from kg.extract.text.words import Words
from kg.records import AgreementKind, AgreementStatus, Fact, Factuality, Ref, Span

_OWN_DAYS: Final = frozenset({OWN_DAY, "agreement.when-made", "strike.when-own"})
_EQUATING: Final = frozenset({"was", "is", "are", "were", "a", "an", "the", "called", "known", "as", "(", ")", ","})
_NAMING: Final = frozenset({"referred to as", "known as", "dubbed", "called", "termed", "described as"})
_QUOTES: Final = frozenset({'"', "“", "”", "'", "‘", "’"})
_NAMED_WITHIN: Final = 20
_REPLACING: Final = frozenset({"replaced", "replaces", "replacing", "replace", "superseded", "supersedes", "succeeded"})
_APPOSED_WITHIN: Final = 4
_EQUATING_REACH: Final = 5
_WITH_WHOM: Final = frozenset({"between", "with"})
_ON: Final = frozenset({"on", "for", "of", "to"})
_OPENING: Final = frozenset(
    {"a", "an", "the", "establishing", "implementing", "reaching", "immediate", "full", "nationwide", "establish"}
    | {"implement", "reach", "seek", "achieve", "impose", "begin", "start", "observe", "secure", "declare", "temporary"}
)
_STOPS: Final = frozenset({".", ";", "?", "!"})
_SOON: Final = 150
_BY_A_DEAL: Final = frozenset({"under", "in", "through"})
_AT_ONCE: Final = 25
_SAME_BREATH: Final = 400
_TOLD_WITHIN: Final = 900
_DENIALS: Final = frozenset({"denied", "denies", "deny", "denying", "disputed", "confirmed", "confirms"})
_DENIED_WITHIN: Final = 9
_DENYING: Final = frozenset({Factuality.DENIED, Factuality.NOT_HAPPENED})
_INDEFINITE: Final = frozenset({"a", "an", "any"})
_FEWEST_INITIALS: Final = 2
_MORE_LETTERS: Final = 2
_PLAIN: Final = frozenset(
    {"new", "another", "peace", "temporary", "similar", "final", "bilateral", "local", "humanitarian"}
)
_ACTING: Final = frozenset({"agreement.subject", "agreement.under", "agreement.signatory"})


def same(words: Words, mention: DealMention, deal: Deal, known: Known) -> bool:
    """Whether a mention speaks of a deal: by its name, else where nothing sets them apart and it takes up, by "the"
    or by what both tell, what was told before.
    """
    if _equated(words, deal.mentions[-1].span, mention.span):
        return True
    if _replaces(words, deal.mentions[-1].span, mention.span):
        return False
    if _is_done_under(words, mention, deal.mentions[-1]):
        return True
    if mention.sense == "agreed" and mention.span.begin - deal.mentions[-1].span.end < _SAME_BREATH:
        return bool(values(mention.party) & values(deal.party))
    if mention.name and deal.names:
        return any(_same_name(mention.name, name) for name in deal.names)
    only_heading = mention.heading or deal.all_are(Trait.HEADING)
    if mention.fresh and not only_heading:
        return False
    if mention.entry and deal.mentions[-1].entry not in {None, mention.entry} and not mention.definite:
        return False
    if mention.plural != deal.mentions[-1].plural and not only_heading:
        return False
    if mention.newer and mention.definite and deal.any_is(Trait.OLDER):
        return False
    if (
        _clash_of_subjects(mention, deal)
        or _clash_of_kinds(mention, deal)
        or _clash(_telling(words, mention, known.persons), _with_kin(_told(words, deal, known.persons), known))
    ):
        return False
    if mention.factuality.value in _DENYING and not mention.formal:
        near = mention.span.begin - deal.mentions[-1].span.end < _SAME_BREATH
        if near or values(mention.party) & _with_kin(values(deal.party), known):
            return True
    asked = mention.status is not None and mention.status.value is AgreementStatus.PROPOSED
    if asked and not mention.definite and not only_heading and deal.any_is(Trait.REACHED):
        return False
    if not only_heading and _is_made_anew(words, mention, deal, known):
        return False
    if not mention.pointing and _clash_of_days(mention, deal, known.days):
        return False
    if mention.name and not only_heading:
        denied = deal.all_are(Trait.DENIED)
        return mention.definite and not denied and _is_near(words, mention, deal)
    return (
        mention.definite
        or only_heading
        or _is_told_again(mention, deal, known)
        or _is_called_alike(words, mention, deal)
        or _tells_nothing_new(words, mention, deal, known)
    )


def _replaces(words: Words, last: Span, this: Span) -> bool:
    """Whether a sentence says that one deal has taken the place of the other."""
    between = words.lowers[words.range_of(last)[1] : words.range_of(this)[0]]
    return len(between) <= _NAMED_WITHIN and not _REPLACING.isdisjoint(between) and _STOPS.isdisjoint(between)


def _is_near(words: Words, mention: DealMention, deal: Deal) -> bool:
    """Whether a name stands near enough to a deal to be its name: one with a plain noun ("the Sochi agreement") farther
    off than a full name.
    """
    first, past = words.range_of(mention.span)
    plain = words.forms[past - 1][0].islower()
    return first - words.range_of(deal.mentions[-1].span)[1] < (_SOON if plain else _AT_ONCE)


def _is_done_under(words: Words, mention: DealMention, last: DealMention) -> bool:
    """Whether a deal is what was just said to be done: "exchanged prisoners under a deal"."""
    if last.sense != "verb" or mention.span.begin > last.frame.clause.end:
        return False
    first = words.range_of(mention.frame.premodifier or mention.span)[0]
    return not _BY_A_DEAL.isdisjoint(words.lowers[max(0, first - 2) : first])


def _is_told_again(mention: DealMention, deal: Deal, known: Known) -> bool:
    kind = mention.kind or mention.topic
    if mention.kind and not deal.kinds and mention.kind not in deal.topics and _is_typed(deal):
        return False
    if kind and kind in deal.kinds | deal.topics and (mention.frame.determiner not in _INDEFINITE or _only_asked(deal)):
        return True
    ours, theirs = values(mention.party), values(deal.party)
    pairs = len(ours) > 1 and len(theirs) > 1
    far = pairs or mention.span.begin - deal.mentions[-1].span.end > _SAME_BREATH
    far = far and mention.frame.determiner in _INDEFINITE
    if far and ours and theirs and not (ours <= _with_kin(theirs, known) or theirs <= _with_kin(ours, known)):
        return False
    return bool(ours & _with_kin(theirs, known)) or bool(values(mention.location) & values(deal.location))


def _is_called_alike(words: Words, mention: DealMention, deal: Deal) -> bool:
    """Whether the same adjective tells of what sort a deal is that was told not long before: "a secret pact"."""
    last = deal.mentions[-1]
    ours, theirs = mention.frame.premodifier, last.frame.premodifier
    if ours is None or theirs is None or mention.span.begin - last.span.end > _TOLD_WITHIN:
        return False
    called = words.text[ours.begin : ours.end].lower()
    return called.isalpha() and called not in _PLAIN and called == words.text[theirs.begin : theirs.end].lower()


def _is_made_anew(words: Words, mention: DealMention, deal: Deal, known: Known) -> bool:
    """Whether a deal of another kind or of others is said to be made some time after one was made."""
    again = mention.reached and mention.frame.determiner in _INDEFINITE and deal.any_is(Trait.REACHED)
    if not again or mention.span.begin - deal.mentions[-1].span.end < _SOON:
        return False
    first = words.range_of(mention.span)[0]
    if not _DENIALS.isdisjoint(words.lowers[max(0, first - _DENIED_WITHIN) : first]):
        return False
    ours, theirs = _with_kin(values(mention.party), known), values(deal.party)
    return not (mention.kind and mention.kind in deal.kinds) and not (len(ours & theirs) > 1 or not ours)


def _tells_nothing_new(words: Words, mention: DealMention, deal: Deal, known: Known) -> bool:
    """Whether nothing sets a deal apart from one of its kind told not long before: "a truce has been signed"."""
    far = mention.span.begin - deal.mentions[-1].span.end > _TOLD_WITHIN
    if far or not mention.kind or mention.kind not in deal.kinds:
        return False
    gone = deal.any_is(Trait.GONE)
    made = mention.reached and bool(mention.when) and deal.any_is(Trait.REACHED)
    on_its_day = bool(deal.when) and not _clash_of_days(mention, deal, known.days)
    if mention.reached and len(values(mention.party)) > 1 and deal.names and not deal.party:
        return False  # "until the X Truce was signed. … Y and Z agreed on a ceasefire"
    if (made and not on_its_day) or (gone and mention.reached):
        return False
    named, others = _named(words, mention.party), _named(words, deal.party)
    pairs = ((named, others), (mention.location, deal.location), (() if on_its_day else mention.when, deal.when))
    return all(not ours or not theirs for ours, theirs in pairs)


def _is_typed(deal: Deal) -> bool:
    """Whether the words of a deal say what it is about, so that "a ceasefire" is another one: "the grain deal"."""
    return deal.any_is(Trait.TYPED)


def _only_asked(deal: Deal) -> bool:
    """Whether a deal has so far only been called for."""
    return deal.all_are(Trait.ASKED)


def _same_name(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two names may be of one deal: the words of one are among those of the other, or its initials."""
    mine, other = set(ours), set(theirs)
    return mine <= other or other <= mine or _is_acronym(ours, theirs) or _is_acronym(theirs, ours)


def _is_acronym(short: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether one word has the initials of a name in their order, and of small words between: "sofa" of "status of
    forces" (agreement).
    """
    if len(short) != 1 or len(name) < _FEWEST_INITIALS or not 0 < len(short[0]) - len(name) <= _MORE_LETTERS:
        return False
    letters = iter(short[0])
    return short[0][0] == name[0][0] and all(word[0] in letters for word in name)


def _clash_of_kinds(mention: DealMention, deal: Deal) -> bool:
    """Whether the words of two deals say that they are of different kinds; what a plain "the deal" is about does
    not.
    """
    if mention.formal and deal.kinds == {AgreementKind.CEASEFIRE} and not deal.any_is(Trait.FORMAL):
        return True
    if mention.kind is AgreementKind.CEASEFIRE and deal.any_is(Trait.FORMAL):
        return AgreementKind.CEASEFIRE not in deal.kinds
    if mention.kind:
        return mention.kind not in deal.kinds if deal.kinds else deal.all_are(Trait.SUBJECT)
    topic: AgreementKind | None = mention.topic if not mention.definite or mention.told_apart else None
    every = deal.kinds | deal.topics
    return topic is not None and bool(every) and topic not in every


def _clash_of_subjects(mention: DealMention, deal: Deal) -> bool:
    """Whether a deal is about something else: "the grain deal" after a prisoner swap."""
    known = deal.subjects
    if not mention.subject or any(mention.subject & subject for subject in known):
        return False
    return bool(known) or bool(deal.kinds)


def _told(words: Words, deal: Deal, persons: Set[Ref]) -> set[Ref]:
    """The parties of a deal that tell it apart from others."""
    return values(_named(words, deal.party)) - persons


def _telling(words: Words, mention: DealMention, persons: Set[Ref]) -> set[Ref]:
    """The parties that tell deals apart: who keeps or breaks "the deal" may be one of those not named before."""
    named = _named(words, mention.party)
    return {f.value for f in named if isinstance(f.value, Ref) and _tells(mention, f)} - persons


def _named(words: Words, party: Sequence[Fact]) -> list[Fact]:
    """The parties that are named, or that "both countries" is known to mean, without those that words only count."""
    meant = Counter(f.words for f in party)
    return [f for f in party if meant[f.words] > 1 or not only_counts(words.text[f.words.begin : f.words.end])]


def _tells(mention: DealMention, party: Fact) -> bool:
    return party.rule not in {REJECTING, FIGHTING, ACCUSING} and not (mention.definite and party.rule in _ACTING)


def _with_kin(parties: Set[Ref], known: Known) -> set[Ref]:
    """Some parties with the state and bodies that each belongs to."""
    return {each for ref in parties for each in (ref, *known.kin.get(ref, ()))}


def _clash(ours: Set[Ref], theirs: Set[Ref]) -> bool:
    """Whether two sets of parties cannot be of one deal; "with X" and "with Y" may be its two sides."""
    return bool(ours and theirs) and not ours & theirs and max(len(ours), len(theirs)) > 1


def _clash_of_days(mention: DealMention, deal: Deal, days: Days) -> bool:
    told = deal.effective if mention.effective else deal.when
    when, known = _moments(mention.when, days), _moments(told, days)
    own = any(f.rule in _OWN_DAYS for f in mention.when)
    if not when or not known or (mention.definite and not mention.name and not own):
        return False
    return not any(_overlap(a, b) for a in when for b in known)


def _moments(facts: Sequence[Fact], days: Days) -> list[tuple[object, object]]:
    return [days[ref] for ref in sorted(values(facts)) if ref in days]


def _overlap(a: tuple[object, object], b: tuple[object, object]) -> bool:
    return not (str(a[1]) < str(b[0]) or str(b[1]) < str(a[0]))


def _equated(words: Words, last: Span, this: Span) -> bool:
    """Whether a sentence says that one trigger is the other: "the X demilitarization was an agreement"."""
    between = [w for w in words.lowers[words.range_of(last)[1] : words.range_of(this)[0]] if w not in _QUOTES]
    if 0 < len(between) <= _NAMED_WITHIN and not _STOPS & set(between):
        named = [w for w in between[-_EQUATING_REACH:] if w not in DETERMINERS]
        if any(" ".join(named).endswith(phrase) for phrase in _NAMING):
            return True
    if not 0 < len(between) <= _EQUATING_REACH or between == [","]:
        return False
    if between[-2:] in ([",", "a"], [",", "an"]) and between[0] in _WITH_WHOM:
        return True  # "an arrangement between them, a memorandum"
    if between[0] == "," and between[1:2] in (["a"], ["an"]) and len(between) <= _APPOSED_WITHIN:
        return all(w.isalpha() for w in between[1:])
    return all(w in _EQUATING for w in between) or (between[0] in _ON and all(w in _ON | _OPENING for w in between))
