"""Who holds a zone: "X-held", "controlled by X", "under X control", "X patrols the zone"."""

from collections.abc import Set
from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.sides import sides_meant
from kg.extract.grammar.surface import AUXILIARIES, PREPOSITIONS
from kg.extract.grammar.syntax import Voice, frame_of, ruling_verbs
from kg.extract.grammar.tree import children, preposition_of
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.extract.text.words import Words
from kg.extract.zones.nouns import is_held, zone_noun_begins, zone_nouns
from kg.extract.zones.taking import TAKEN, takers
from kg.records import ActorKind, Fact, Mention, MentionKind, Ref, Span, ZoneKind

_HOLDING: Final = {
    first: tuple(tuple(p.split()) for p in sorted(lexicon.words("holding_phrases")) if p.split()[0] == first)
    for first in {phrase.split()[0] for phrase in lexicon.words("holding_phrases")}
}
_ENDS: Final = frozenset({";", "."})
_RULE: Final = frozenset({"control", "rule", "occupation", "administration", "authority"})
_TAKING: Final = frozenset(
    {"captured", "seized", "reclaimed", "retaken", "taken", "recaptured", "retook", "took", "liberated"}
    | {"overrun", "conquered"}
)
_KEEPING: Final = lexicon.words("keeping_verbs")
_FORMERLY: Final = frozenset({"formerly", "previously", "once", "former"})
_HOLDING_REACH: Final = 22
_OWNED: Final = frozenset({"stronghold", "strongholds", "bastion", "bastions", "fiefdom", "heartland", "enclave"})
_OF_STATES: Final = frozenset(
    {"territory", "territories", "land", "area", "areas", "region", "regions", "zone", "island"}
)
_GROUPS: Final = frozenset({ActorKind.ARMED_GROUP, ActorKind.ORGANIZATION, ActorKind.COLLECTIVE})
_OF_FIGHTERS: Final = frozenset(
    {"territory", "territories", "area", "areas", "enclave", "enclaves", "pocket", "pockets"}
    | {"stronghold", "strongholds", "bastion", "bastions"}
)
_FIGHTERS: Final = frozenset(
    {"rebel", "opposition", "insurgent", "militant", "jihadist", "separatist", "guerrilla", "regime", "loyalist"}
)
_DECLARING: Final = frozenset({"declared", "declares", "imposed", "imposes", "proclaimed"})
_FORBIDDEN: Final = frozenset({ZoneKind.NO_FLY_ZONE, ZoneKind.EXCLUSION_ZONE})
_TAKEABLE: Final = frozenset(ZoneKind) - {ZoneKind.FRONT_LINE, ZoneKind.HUMANITARIAN_CORRIDOR}
_RELATIVE_REACH: Final = 6
_PRONOUNS: Final = frozenset({"it", "they", "them"})
_QUOTES: Final = frozenset({'"', "“", "”", "'", "’"})
_HARD: Final = frozenset({",", ";", ".", ":", "(", ")", "and", "but"})
_UNREAL: Final = frozenset({"not", "never", "n't", "will", "would", "could", "may", "might", "should", "to", "longer"})
_CHAIN: Final = 6
_MENTIONS_READ: Final = 60
_HOLDERS: Final = {row["word"]: row["stem"] for row in lexicon.table("zone_holders")}


def holders(page: Page, fillers: Fillers, kind: ZoneKind, bounds: tuple[int, int, int], sentence: Span) -> list[Fact]:
    """Who holds an area: "X-held", "controlled by X", "under X control", "which X controls", "X patrols it"."""
    words = page.words
    first, head, past = bounds
    if _FORMERLY & set(words.lowers[first:head]):
        return _retakers(page, fillers, words, first)
    for at in range(first, head):
        if at >= 2 and is_held(page, at):
            hyphen = at - (words.lowers[at - 1] in {"-", "–"})
            return [] if words.lowers[hyphen - 1] == "self" else _holder_before(page, fillers, words, first, hyphen)
    if kind is ZoneKind.HELD_AREA:
        named = [m for m in fillers.within(words.span_of(first, past)) if _may_hold(page, fillers, m, head)]
        named = named or _possessor(page, fillers, first, head)
        if named:
            return [Fact(m.denotes, m.span, "zone.holder-named") for m in named]
        if is_of_fighters(words, head):
            described = _described(fillers, page, words.lowers[head - 1], words.spans[head - 1])
            if described:
                return [Fact(described, words.spans[head - 1], "zone.holder-named")]
    elif owner := _owner(page, fillers, first):
        return [Fact(owner.denotes, owner.span, "zone.possessor")]
    end = min(words.range_of(sentence)[1], past + _HOLDING_REACH)
    return (
        _told_after(page, fillers, past, end)
        or _of_relative(page, fillers, past, end)
        or _keepers(page, fillers, words, past - 1, kind)
        or (takers(page, fillers, words.spans[past - 1]) if kind in _TAKEABLE else [])
    )


def _may_hold(page: Page, fillers: Fillers, mention: Mention, head: int) -> bool:
    """Whether a name before an area tells who holds it: "SDF territory"; a state's is its own: "U.S. territory"."""
    actor = fillers.entities.actors.get(mention.denotes)
    if actor is None or actor.kind in {ActorKind.PERSON, ActorKind.MEDIA_ORGANIZATION}:
        return False
    return actor.kind is not ActorKind.STATE or page.words.lowers[head] not in _OF_STATES


def _possessor(page: Page, fillers: Fillers, first: int, head: int) -> list[Mention]:
    """The group whose own an area is said to be: "the militia's stronghold", "the group's remaining territory"."""
    words = page.words
    own = first > 0 and words.lowers[first - 1] == "own"
    owned = words.lowers[head] in _OWNED
    if not (own or owned or words.lowers[head] in _OF_FIGHTERS):
        return []
    kinds = None if own else _GROUPS if owned else frozenset({ActorKind.ARMED_GROUP})
    return _possessors(page, fillers, first - own, kinds)


def _possessors(page: Page, fillers: Fillers, first: int, kinds: Set[ActorKind] | None) -> list[Mention]:
    """Whose a phrase is that begins at a word, where it is an actor of some kinds, or any if None."""
    words = page.words
    if first < 2 or words.lowers[first - 1] not in {"'s", "'"}:
        return []
    actors = fillers.entities.actors
    before = fillers.mentions_touching(words.spans[first - 2])
    named = [m for m in before if m.denotes in actors and m.span.end == words.spans[first - 2].end]
    return [m for m in named if kinds is None or actors[m.denotes].kind in kinds]


def is_of_fighters(words: Words, head: int) -> bool:
    """Whether an area is said to be that of those who fight, by a common noun before it: "rebel territory"."""
    return head > 0 and words.lowers[head] in _OF_FIGHTERS and words.lowers[head - 1] in _FIGHTERS


def _owner(page: Page, fillers: Fillers, first: int) -> Mention | None:
    """The group whose a zone is said to be; a state's may be the one where it lies: "Syria's safe zones"."""
    own = first > 0 and page.words.lowers[first - 1] == "own"
    found = _possessors(page, fillers, first - own, None if own else _GROUPS | {ActorKind.ARMED_FORCE})
    return next(iter(found), None)


def _told_under(page: Page, zone: Span, control: Span) -> bool:
    """Whether "under X control" tells of an area, by the tree, and not of what else a clause behind it speaks of: "in
    parts of the city, bringing the town under X control".
    """
    if not page.has_tree:
        return True
    token, area = page.tokens(control).root, page.tokens(zone).root
    for _ in range(_CHAIN):
        above = token.head
        if above.i == token.i or above.i <= area.i:
            return True
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
        if lower not in _HOLDING and lower != "under":
            if at > past and lower in zone_noun_begins() and _is_area(words, at):
                break
            continue
        for holding in _HOLDING.get(lower, ()):
            if tuple(words.lowers[at : at + len(holding)]) == holding and at + len(holding) < end:
                if _FORMERLY & set(words.lowers[max(past, at - 2) : at]):
                    return _retaken_by(page, fillers, at, end)
                rule = TAKEN if holding[0] in _TAKING else "zone.controlled-by"
                return _by(page, fillers, words.span_of(at + len(holding), end), rule)
        if lower == "under":
            stop = next((n for n in range(at + 1, min(end, at + 6)) if words.lowers[n] in _RULE), at)
            if stop > at + 1 and _told_under(page, words.spans[past - 1], words.spans[stop]):
                return _controllers(page, fillers, words, at + 1, stop)
    return []


def _is_area(words: Words, at: int) -> bool:
    """Whether another area is named at a word, of which what follows may tell: "a zone in territory held by X"."""
    return any(noun.needs == "control" for noun in zone_nouns(words, at))


def _retaken_by(page: Page, fillers: Fillers, first: int, end: int) -> list[Fact]:
    """Who took an area that others held before: "once controlled by X, had been recaptured by Y"."""
    words = page.words
    for at in range(first, end - 2):
        if words.lowers[at] in _TAKING and words.lowers[at + 1] == "by":
            actors = fillers.heads(words.span_of(at + 2, end), fillers.is_actor)
            return [Fact(m.denotes, m.span, "zone.retaken") for m in actors]
    return []


def _by(page: Page, fillers: Fillers, span: Span, rule: str) -> list[Fact]:
    """Whom a phrase after "by" names; of "troops from X and Y" X and Y, of a pronoun the one it means."""
    words = page.words
    first, past = words.range_of(span)
    if words.lowers[first] in _PRONOUNS:
        return _meant(page, fillers, words.spans[first], rule)
    actors = fillers.heads(span, fillers.is_doer, through=("of", "from"))
    if len(actors) == 1 and actors[0].kind is MentionKind.NOMINAL:
        after = words.range_of(actors[0].span)[1]
        if words.lowers[after : after + 1] == ["from"] and after + 1 < past:
            actors = fillers.heads(words.span_of(after + 1, past), fillers.is_actor, reach=3) or actors
    named = ((ref, where) for m in actors for ref, where in sides_meant(page, fillers, m))
    return [Fact(ref, where, rule) for ref, where in named]


def _meant(page: Page, fillers: Fillers, pronoun: Span, rule: str) -> list[Fact]:
    meant = antecedent(page, fillers.entities, pronoun)
    return [Fact(meant, pronoun, rule)] if meant else []


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
            if page.text(subject).lower() in _PRONOUNS:
                return _meant(page, fillers, subject, "zone.held-relative")
            found = fillers.subjects(subject, fillers.is_actor)
            return [Fact(m.denotes, m.span, "zone.held-relative") for m in found]
    return []


def _finite(page: Page, at: int) -> bool:
    """Whether a word is a verb of holding, by its tag where there is one."""
    words = page.words
    if words.lowers[at] not in _KEEPING or not page.has_tree:
        return False
    return page.tokens(words.spans[at]).root.dep_ == "acl:relcl"


def _controllers(page: Page, fillers: Fillers, words: Words, first: int, stop: int) -> list[Fact]:
    """Whose control it is between "under" and "control"; "its" and "their" take up an actor before."""
    named = [m for m in fillers.within(words.span_of(first, stop)) if fillers.is_actor(m)]
    if named:
        return [Fact(m.denotes, m.span, "zone.under-control") for m in named]
    if words.lowers[first] not in {"its", "their", "his"}:
        return []
    return _meant(page, fillers, words.spans[first], "zone.under-own-control")


def _keepers(page: Page, fillers: Fillers, words: Words, head: int, kind: ZoneKind) -> list[Fact]:
    """Who holds, patrols or declares a zone by the verb of which it is the object: "X and Y patrol the buffer zone"."""
    if not _is_object(page, words.spans[head]):
        return []
    for verb in ruling_verbs(page, words.spans[head])[:1]:
        told = page.text(verb).lower()
        if told in _KEEPING or (told in _DECLARING and kind in _FORBIDDEN):
            frame = frame_of(page, verb, True)
            if frame.voice is Voice.ACTIVE and not _UNREAL & set(frame.governors):
                actors = fillers.subjects(frame.subject, fillers.is_doer)
                return [Fact(m.denotes, m.span, "zone.kept-by") for m in actors]
    return []


def _is_object(page: Page, zone: Span) -> bool:
    """Whether a zone is what a verb is done to, and not only where: "patrol the zone", not "hold land in the zone"."""
    if not page.has_tree:
        return True
    token = page.tokens(zone).root
    return token.dep_ not in {"obl", "nmod"} or preposition_of(token) in {None, "of"}


def _retakers(page: Page, fillers: Fillers, words: Words, zone: int) -> list[Fact]:
    """Who took an area that others held before: "X has reclaimed formerly Y-held land"."""
    begin = words.range_of(page.sentence_of(words.spans[zone]))[0]
    verb = next((n for n in range(zone - 1, max(begin, zone - 5) - 1, -1) if words.lowers[n] in _TAKING), None)
    if verb is None:
        return []
    subject = frame_of(page, words.spans[verb], True).subject
    actors = fillers.subjects(subject, fillers.is_actor)
    return [Fact(m.denotes, m.span, "zone.retaken") for m in actors]


def _holder_before(page: Page, fillers: Fillers, words: Words, first: int, hyphen: int) -> list[Fact]:
    span = words.span_of(max(0, min(first, hyphen - 1)), hyphen)
    actors = [m for m in fillers.within(span) if fillers.is_actor(m)]
    if actors:
        return [Fact(m.denotes, m.span, "zone.held") for m in actors]
    where = words.spans[hyphen - 1]
    ref = _described(fillers, page, words.lowers[hyphen - 1], where)
    return [Fact(ref, where, "zone.held")] if ref else []


def _described(fillers: Fillers, page: Page, word: str, where: Span) -> Ref | None:
    """The actor that a common noun such as "rebel" takes up: the one last, else first, called by that noun."""
    stem = _HOLDERS.get(word)
    if stem is None:
        return None
    called = (
        m
        for m in fillers.around(where.begin, _MENTIONS_READ)
        if fillers.is_actor(m) and stem in page.text(m.span).lower()
    )
    return next((m.denotes for m in called), None)
