"""Which named thing a nominal ("the group", "the ministry") or a pronoun takes up: the nearest one that suits."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg import lexicon
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names import vocabulary
from kg.extract.names.described_groups import taken_up_described, tells_which
from kg.extract.names.entities import Entities
from kg.extract.names.found import Found
from kg.extract.names.gender import is_told, may_mean
from kg.extract.names.wording import Wording
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_PLURAL = frozenset({"they", "them", "their", "we", "us", "our"})
_NEUTER = frozenset({"it", "its"})
#: Kinds of actors that "it" may mean.
BODIES = frozenset(
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
        if words.broken[at] or words.boilerplate[at]:
            continue
        described = words.fold[at - 1] not in {"the", "this", "that"}
        if described and not tells_which(words, at):
            continue
        end = vocabulary.reference_nouns().at(words, at)
        if vocabulary.organs().at(words, at) == end:
            continue  # "the ministry" is settled with the other organs
        if end == at or at in used or (end < len(words) and (words.capital[end] or words.fold[end] in {"of"})):
            continue
        if words.fold[at:end] == ["state"] and _qualifies(words, end):
            continue
        if words.fold[at - 1] == "this" and words.fold[end - 1] in lexicon.words("own_media"):
            continue
        kinds = vocabulary.reference_nouns().row(words, at, end)["kinds"].split("|")
        past = bisect_left(firsts, at)
        if described:
            yield from taken_up_described(words, named[:past], at, end, kinds)
            continue
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
    if settlement and words.fold[found.first - 1 : found.first] == ["the"]:
        return False  # "the right bank of the Dnipro" is a river's
    own = words.fold[found.last - 1]
    if own in _SETTLEMENTS or own in lexicon.words("administrative_units"):
        return settlement == (own in _SETTLEMENTS)
    if vocabulary.place_endings().at(words, found.last - 1) == found.last and found.last - found.first > 1:
        return not settlement and own in lexicon.words("whole_areas") | {"region", "regions", "area", "enclave"}
    if words.fold[found.first] in lexicon.words("directions"):
        return not settlement
    levels = {entry.level for entry in found.known}
    return not levels or ("city" in levels if settlement else bool(levels & {"province", "region"}))


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
        return BODIES
    if pronoun in _PLURAL:
        return (BODIES - {ActorKind.STATE}) | {ActorKind.COLLECTIVE}
    return None


def _salience(page: Page, mention: Mention, sentence: Span, pronoun: Span) -> float:
    """Near is likelier than far, the first actor of a sentence likelier than a later one."""
    own = page.sentence_of(mention.span)
    first_in_sentence = mention.span.begin - own.begin < 40
    distance = (pronoun.begin - mention.span.end) / 200
    return 2 * first_in_sentence + (own == sentence) - distance
