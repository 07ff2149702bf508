"""Whom words mean that only count actors: "both sides", "the two countries"."""

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import is_third_party, may_wage_war, of_one_side
from kg.extract.events.side_words import KINDS, PAIRS, are_opposed, is_two, noun_of, only_counts
from kg.extract.grammar.subjects import subject_phrase
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.names.coreference import antecedent
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention, MentionKind, Ref, Span

_NUMBERS: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_HOLDING: Final = re.compile(r"[-‐‑–](?:held|controlled|occupied|run|backed|led)\b")
_OPEN: Final = frozenset({"(", ":", "–", "—", ","})
_LONGEST_LIST: Final = 60
_BACK: Final = 60
_REACH: Final = 500
_LEAST_REACH: Final = 450  # characters back, into the paragraph before where this one has just begun
_BEFORE: Final = 4
_FOES: Final = frozenset({"rebels", "insurgents", "elements", "supporters", "followers", "members"})
_BESIDE_NATIONALITY: Final = lexicon.words("title_modifiers") | {"and", ","}
_POINTING: Final = frozenset({"the latter", "the former", "latter", "former"})
_PRONOUNS: Final = frozenset({"they", "it", "he", "she", "we"})


def sides_meant(page: Page, fillers: Fillers, mention: Mention) -> Iterator[tuple[Ref, Span]]:
    """The actors that a mention means, each with the words that tell so: those listed after it, those named before it,
    else its own.
    """
    noun = noun_of(page.text(mention.span))
    kinds = KINDS.get(noun)
    sending = _senders(page, fillers, mention) if _signs(page, mention) else []
    if sending:
        yield from ((m.denotes, m.span) for m in sending)
        return
    owner = _owner(page, fillers, mention) if noun in lexicon.words("own_forces") - _FOES else None
    if owner is not None:
        yield owner, mention.span
        return
    if mention.kind is not MentionKind.NOMINAL or kinds is None:
        yield mention.denotes, mention.span
        return
    listed = _listed(page, fillers, mention)
    if listed:
        yield from ((m.denotes, m.span) for m in listed)
        return
    count = _count(page, mention)
    named = _named_before(fillers, mention, kinds, count) if count else []
    if len(named) == count and named:
        yield from ((ref, mention.span) for ref in named)
    else:
        yield mention.denotes, mention.span


def _senders(page: Page, fillers: Fillers, mention: Mention) -> list[Mention]:
    """For whom people sign: "the ministers of X and Y", "the X and Y defence ministers"."""
    if mention.kind is not MentionKind.NOMINAL:
        return []
    words = page.words
    first, past = words.range_of(mention.span)
    end = words.range_of(page.sentence_of(mention.span))[1]
    if words.lowers[past : past + 1] == ["of"] and past + 1 < end:
        span = words.span_of(past + 1, min(end, past + 1 + _LONGEST_LIST))
        sending = [m for m in fillers.heads(span, fillers.is_doer, reach=2) if m.kind is MentionKind.NAME]
        return sending or _of_counted(page, fillers, past + 1, end)
    found: list[Mention] = []
    while True:
        while first > 0 and words.lowers[first - 1] in _BESIDE_NATIONALITY:
            first -= 1
        before = fillers.mentions_touching(words.spans[first - 1]) if first else []
        named = next((m for m in before if m.kind is MentionKind.NAME and fillers.is_actor(m)), None)
        if named is None or words.range_of(named.span)[1] != first:
            return found
        found.insert(0, named)
        first = words.range_of(named.span)[0]


def _of_counted(page: Page, fillers: Fillers, first: int, end: int) -> list[Mention]:
    """Whom "both countries" means in "the ministers of both countries"."""
    words = page.words
    noun = next((n for n in range(first, min(end, first + _BEFORE)) if words.lowers[n] in KINDS), None)
    return [] if noun is None else unnamed_subject(page, fillers, words.span_of(first, noun + 1))


def _count(page: Page, mention: Mention) -> int:
    """How many sides are meant, none where the words take up none: "rival groups", "armed groups"."""
    words = page.words
    first, past = words.range_of(mention.span)
    before = words.lowers[max(0, first - _BEFORE) : past]
    number = next((_NUMBERS[w] for w in reversed(before) if w in _NUMBERS), 0)
    if number:
        return number
    pair = words.lowers[past - 1] in PAIRS
    return 2 if pair and {"the", "these", "their"} & set(words.lowers[max(0, first - 2) : past]) else 0


def _listed(page: Page, fillers: Fillers, mention: Mention) -> list[Mention]:
    """Those whom brackets, a colon or commas name after a counting noun: "the six countries (A, B and C)"."""
    words = page.words
    past = words.range_of(mention.span)[1]
    end = words.range_of(page.sentence_of(mention.span))[1]
    if past + 1 >= end or words.lowers[past] not in _OPEN:
        return []
    close = next((n for n in range(past, end) if words.lowers[n] == ")"), end) if words.lowers[past] == "(" else end
    span = words.span_of(past + 1, max(past + 2, min(close, past + _LONGEST_LIST)))
    found = fillers.heads(span, fillers.is_doer, reach=2)
    return found if len(found) > 1 else []


def _named_before(fillers: Fillers, mention: Mention, kinds: frozenset[ActorKind], count: int) -> list[Ref]:
    """The actors of some kinds named last before a mention, as many as are counted, in text order."""
    found: list[Ref] = []
    line = fillers.page.article.text.rfind("\n", 0, mention.span.begin) + 1
    begin = max(mention.span.begin - _REACH, min(line, mention.span.begin - _LEAST_REACH))
    for named in fillers.around(mention.span.begin, _BACK):
        if named.span.begin >= mention.span.begin or named.span.end < begin:
            break
        each = fillers.group_of(named)
        actor = fillers.entities.actors.get(each.denotes)
        if actor is None or actor.kind not in kinds or each.denotes in found or each.denotes == mention.denotes:
            continue
        noun = noun_of(fillers.page.text(each.span))
        if noun in KINDS or noun in lexicon.words("people_held"):
            continue
        if each.kind is MentionKind.NOMINAL and _HOLDING.match(fillers.page.article.text, each.span.end):
            continue
        if fillers.is_doer(each) and not is_third_party(fillers.entities, each.denotes):
            found.append(each.denotes)
            if len(found) == count:
                break
    return found[::-1]


def named_last(page: Page, fillers: Fillers, mention: Mention) -> list[tuple[Ref, Span]]:
    """Whom a mention means that only counts: of "the two groups" those named last, of all others the mention itself.
    "Both sides" are those of the war, and the two named last need not be they.
    """
    told = page.text(mention.span)
    if not only_counts(told) or are_opposed(told):
        return [(mention.denotes, mention.span)]
    return list(sides_meant(page, fillers, mention))


def sides_of_war(page: Page, fillers: Fillers, words: Span) -> list[Ref]:
    """The two whom words mean that count powers: those named before, where they are who fights each other in the
    article; the latter where others than powers are named before.
    """
    meant = [each.denotes for each in unnamed_subject(page, fillers, words)]
    if not all(may_wage_war(fillers.entities, ref) for ref in meant):
        return fillers.foes
    fight = all(any(of_one_side(fillers.entities, ref, foe) for ref in meant) for foe in fillers.foes)
    return meant if fight else []


def unnamed_subject(page: Page, fillers: Fillers, subject: Span | None) -> list[Mention]:
    """Whom a subject means that is a pronoun, or that counts those named before and is no mention of its own."""
    if subject is None:
        return []
    if is_two(page.text(subject)):
        pair = _named_before(fillers, Mention(subject, MentionKind.PRONOUN, Ref("actor", "")), KINDS["sides"], 2)
        return [Mention(subject, MentionKind.PRONOUN, ref) for ref in pair] if len(pair) > 1 else []
    if only_counts(page.text(subject)):
        counted = Mention(subject, MentionKind.NOMINAL, Ref("actor", ""))
        meant = [ref for ref, _ in sides_meant(page, fillers, counted) if ref != counted.denotes]
        return [Mention(subject, MentionKind.PRONOUN, ref) for ref in meant]
    return _pronoun_subject(page, fillers, subject)


def _pronoun_subject(page: Page, fillers: Fillers, subject: Span) -> list[Mention]:
    lower = page.text(subject).lower()
    if lower in _POINTING:
        return _pointed_at(fillers, subject, back=1 + lower.endswith("former"))
    if lower not in _PRONOUNS:
        return []
    if lower == "they" and (pair := _pair_before(page, fillers, subject)):
        return [Mention(subject, MentionKind.PRONOUN, ref) for ref in pair]
    meant = antecedent(page, fillers.entities, subject)
    if meant is None or is_third_party(fillers.entities, meant):
        return []
    found = Mention(subject, MentionKind.PRONOUN, meant)
    if fillers.is_media(found):
        return []
    before = (m for m in fillers.around(subject.begin, _BACK) if m.span.end <= subject.begin)
    last = next((m for m in before if m.denotes == meant), found)
    sending = _senders(page, fillers, last) if _signs(page, last) else []
    return [Mention(subject, MentionKind.PRONOUN, m.denotes) for m in sending] or [found]


def _owner(page: Page, fillers: Fillers, mention: Mention) -> Ref | None:
    """Whose fighters are meant that "its" or "their" says to be somebody's: "ordered its fighters to observe"."""
    words = page.words
    at = words.range_of(mention.span)[0] - 1
    if mention.kind is not MentionKind.NOMINAL or at < 0 or words.lowers[at] not in {"its", "their", "his", "her"}:
        return None
    return antecedent(page, fillers.entities, words.spans[at])


def _signs(page: Page, mention: Mention) -> bool:
    return noun_of(page.text(mention.span)) in lexicon.words("signing_people")


def _pointed_at(fillers: Fillers, words: Span, back: int) -> list[Mention]:
    """Whom "the latter" and "the former" mean: the last actor named before, and the one before that."""
    found: list[Ref] = []
    for each in fillers.around(words.begin, _BACK):
        if each.span.end > words.begin or len(found) == back:
            break
        if each.kind is MentionKind.NAME and fillers.is_doer(each) and each.denotes not in found:
            found.append(each.denotes)
    return [Mention(words, MentionKind.PRONOUN, found[-1])] if len(found) == back else []


def _pair_before(page: Page, fillers: Fillers, pronoun: Span) -> list[Ref]:
    """Whom "they" means that opens a sentence after one whose subject names two ("X and Y met. They agreed …"), or what
    two say: "X and Y say they agreed".
    """
    if not page.has_tree:
        return []
    sentence, verb = page.sentence_of(pronoun), page.tokens(pronoun).root.head
    if verb.dep_ == "ccomp":
        return pair_of(fillers, verb.head)
    if pronoun.begin != sentence.begin or sentence.begin < 2:
        return []
    before = page.sentence_of(Span(sentence.begin - 2, sentence.begin - 1))
    return pair_of(fillers, page.tokens(before).root)


def pair_of(fillers: Fillers, verb: Token) -> list[Ref]:
    """Those whom the subject of a verb names, where they are more than one."""
    subjects = [child for child in verb.lefts if child.dep_ in SUBJECTS]
    if not subjects:
        return []
    found = fillers.subjects(subject_phrase(subjects[0]), fillers.is_doer)
    meant = dict.fromkeys(ref for m in found for ref, _ in sides_meant(fillers.page, fillers, m))
    named = [ref for ref in meant if not is_third_party(fillers.entities, ref)]
    return named if len(named) > 1 else []
