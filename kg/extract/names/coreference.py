"""Which named thing a nominal ("the group", "the ministry") or a pronoun takes up: the nearest one that suits."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import lexicon
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names import vocabulary
from kg.extract.names.entities import Entities
from kg.extract.names.found import Found
from kg.extract.names.gender import is_told, may_mean
from kg.extract.names.readings import body_label
from kg.extract.names.wording import Wording
from kg.extract.text.page import Page
from kg.gazetteer import Entry, entry, state_of
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_PLURAL = frozenset({"they", "them", "their", "we", "us", "our"})
_NEUTER = frozenset({"it", "its"})
_BODIES = frozenset(
    {
        ActorKind.STATE,
        ActorKind.GOVERNMENT,
        ActorKind.ARMED_FORCE,
        ActorKind.ARMED_GROUP,
        ActorKind.ORGANIZATION,
        ActorKind.MEDIA_ORGANIZATION,
    }
)
_PERSON = frozenset({ActorKind.PERSON})
_SETTLEMENTS = frozenset({"city", "town", "village"})
_MOST_NAMES_BACK = 60
_TOLD = 3  # of a name that fits "she": fewer persons in the news are women, so that it is seldom by chance
_REACH = 1500  # characters back; beyond, a reader would have lost the thread too


def take_up(words: Wording, names: list[Found]) -> Iterator[Found]:
    """Nominal mentions that take up a name: "the group" after Hayat Tahrir al-Sham."""
    named = [f for f in names if f.form is MentionKind.NAME]
    firsts = [f.first for f in named]
    used = {at for f in names for at in range(f.first, f.last)}
    for at in range(1, len(words)):
        if words.fold[at - 1] not in {"the", "this", "that"} or words.broken[at] or words.boilerplate[at]:
            continue
        end = vocabulary.reference_nouns().at(words, at)
        if end == at or at in used or (end < len(words) and (words.capital[end] or words.fold[end] in {"of"})):
            continue
        if words.fold[at:end] == ["state"] and _qualifies(words, end):
            continue
        kinds = vocabulary.reference_nouns().row(words, at, end)["kinds"].split("|")
        past = bisect_left(firsts, at)
        noun = words.fold[end - 1] if words.fold[end - 1] in lexicon.words("telling_nouns") else ""
        meant = next(
            (
                f
                for f in reversed(named[max(0, past - _MOST_NAMES_BACK) : past])
                if _suits(f, kinds) and noun in f.label.lower() and _may_be_called(words, f, words.fold[end - 1])
            ),
            None,
        )
        if meant is not None:
            yield replace(meant, first=at, last=end, rule="taken up", form=MentionKind.NOMINAL, title=None)


def _suits(found: Found, kinds: list[str]) -> bool:
    return ("Place" if found.is_place else str(found.kind)) in kinds


def _qualifies(words: Wording, end: int) -> bool:
    """Whether "the state" only tells whose something is: "the state oil company"."""
    if end >= len(words) or words.broken[end] or not words.alphabetic[end]:
        return False
    known = ("sentence_openers", "finite_cues", "speaking_verbs", "finite_before_noun", "locative_prepositions")
    following = words.fold[end]
    return not following.endswith("ed") and not any(following in lexicon.words(name) for name in known)


def _may_be_called(words: Wording, found: Found, noun: str) -> bool:
    """Whether a named thing may be spoken of by a noun: a state by "kingdom" where it has a king, a place by what it
    is.
    """
    if noun == "kingdom":
        return found.label in lexicon.words("kingdoms")
    return _is_such_place(words, found, noun)


def _is_such_place(words: Wording, found: Found, noun: str) -> bool:
    """Whether a place may be called a town or a region: by its own class noun, else by what the gazetteer holds."""
    if not found.is_place:
        return True
    settlement = noun in _SETTLEMENTS
    own = words.fold[found.last - 1]
    if own in _SETTLEMENTS or own in lexicon.words("administrative_units"):
        return settlement == (own in _SETTLEMENTS)
    if vocabulary.place_endings().at(words, found.last - 1) == found.last and found.last - found.first > 1:
        return not settlement and own in lexicon.words("whole_areas") | {"region", "regions", "area", "enclave"}
    if words.fold[found.first] in lexicon.words("directions"):
        return not settlement
    levels = {entry.level for entry in found.known}
    return not levels or ("city" in levels if settlement else bool(levels & {"province", "region"}))


def settle_organs(words: Wording, names: Iterable[Found], nominals: Iterable[Found]) -> Iterator[Found]:
    """Gives "the army" the state it belongs to: that of a like body named before, else the one that the article is
    about, if it is about one."""
    named = sorted((f for f in names if f.form is MentionKind.NAME), key=lambda f: f.first)
    firsts = [f.first for f in named]
    nominals = list(nominals)
    of_office = {each.first: entry for each in nominals if (entry := _state_of_office(words, named, each)) is not None}
    main = next(iter(of_office.values())) if len(set(of_office.values())) == 1 else _main_state(named)
    for each in nominals:
        if each.rule != "bare organ":
            yield each
            continue
        past = bisect_left(firsts, each.first)
        before = named[max(0, past - _MOST_NAMES_BACK) : past]
        like = next((f for f in reversed(before) if f.kind is each.kind and f.state and _same_organ(f, each)), None)
        if like is not None:
            yield replace(
                each,
                label=like.label,
                known=like.known,
                state=like.state,
                group="",
                form=MentionKind.NOMINAL,
                rule="organ of the state named",
            )
        elif (own := of_office.get(each.first, main)) is not None:
            yield replace(
                each,
                label=body_label(own, each.group),
                state=own.key,
                group="",
                rule="organ of the state spoken of",
            )
        else:
            yield each


def _state_of_office(words: Wording, named: list[Found], organ: Found) -> Entry | None:
    """The state whose officer speaks of an organ in one sentence: "Israel's defence minister said the army"."""
    begin = organ.first
    while begin > 0 and not words.begins_sentence[begin]:
        begin -= 1
    first, past = (bisect_left(named, at, key=lambda each: each.first) for at in (begin, organ.first))
    for each in named[first:past]:
        if each.kind is not ActorKind.STATE or not each.known or not words.is_possessive(each.last):
            continue
        office = each.last + 1
        while office < organ.first and words.fold[office] in lexicon.words("title_modifiers"):
            office += 1
        if any(vocabulary.titles().at(words, at) > at for at in (each.last + 1, office)):
            return each.known[0]
    return None


def _main_state(named: Iterable[Found]) -> Entry | None:
    """The state to which at least half of the names of states and of places in a known state lead, the first named of
    two equals."""
    states = Counter(key for found in named if (key := _state_key(found)))
    first, count = next(iter(states.most_common(1)), ("", 0))
    return entry("actor", first) if first and 2 * count >= states.total() else None


def _state_key(found: Found) -> str:
    if found.known and found.known[0].kind is ActorKind.STATE:
        return found.known[0].key
    countries = {each.state for each in found.known} if found.is_place else set()
    state = state_of(countries.pop()) if len(countries) == 1 else None
    return "" if state is None else state.key


def _same_organ(named: Found, nominal: Found) -> bool:
    return nominal.group in named.label.lower() or (
        nominal.group == "administration" and "government" in named.label.lower()
    )


def antecedent(page: Page, entities: Entities, span: Span) -> Ref | None:
    """The actor that a pronoun most likely means: the nearest suitable one before it, if any.

    "he" and "she" take a person; "it" a body or a state; "they" a collective, a group or a body.
    """
    pronoun = page.text(span).lower()
    kinds = _kinds_of(pronoun)
    if kinds is None:
        return None
    mentions = entities.mentions
    at = bisect_left(mentions, span.begin, key=lambda mention: mention.span.begin)
    best: tuple[float, Ref] | None = None
    sentence = page.sentence_of(span)
    for mention in reversed(mentions[max(0, at - _MOST_NAMES_BACK) : at]):
        if span.begin - mention.span.end > _REACH:
            break
        actor = entities.actors.get(mention.denotes)
        if actor is None or actor.kind not in kinds or not may_mean(pronoun, actor):
            continue
        if mention.span.begin >= sentence.begin and _is_beside_subject(page, mention.span, span):
            continue
        score = _salience(page, mention, sentence, span) + _TOLD * is_told(pronoun, actor)
        if best is None or score > best[0]:
            best = (score, mention.denotes)
    return best[1] if best else None


def _is_beside_subject(page: Page, span: Span, pronoun: Span) -> bool:
    """Whether somebody is named in a phrase of the clause that has the pronoun as its subject, or in one without
    subject: "Speaking to Ali, he said". The two are never the same.
    """
    if not page.has_tree:
        return False
    subject = page.tokens(pronoun).root
    if subject.dep_ not in SUBJECTS:
        return False
    verb, token = subject.head, page.tokens(span).root
    while token.i != verb.i and token.head.i != token.i:
        if any(child.dep_ in SUBJECTS for child in token.lefts):
            return False
        token = token.head
    return token.i == verb.i


def _kinds_of(pronoun: str) -> frozenset[ActorKind] | None:
    if pronoun in _PERSONAL:
        return _PERSON
    if pronoun in _NEUTER:
        return _BODIES
    if pronoun in _PLURAL:
        return (_BODIES - {ActorKind.STATE}) | {ActorKind.COLLECTIVE}
    return None


def _salience(page: Page, mention: Mention, sentence: Span, pronoun: Span) -> float:
    """Near is likelier than far, the first actor of a sentence likelier than a later one."""
    own = page.sentence_of(mention.span)
    first_in_sentence = mention.span.begin - own.begin < 40
    distance = (pronoun.begin - mention.span.end) / 200
    return 2 * first_in_sentence + (own == sentence) - distance


def pronoun_mention(entities: Entities, span: Span, ref: Ref) -> Entities:
    """The entities with one more mention: a pronoun that fills a role."""
    if any(mention.span == span for mention in entities.mentions):
        return entities
    every = tuple(
        sorted((*entities.mentions, Mention(span, MentionKind.PRONOUN, ref)), key=lambda m: (m.span, m.denotes))
    )
    return Entities(entities.actors, entities.places, every, entities.zones)
