"""A named group spoken of by what it is: "the Iran-backed group", "the Lebanese movement", "the militant group"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg import lexicon
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective
from kg.extract.names.wording import Wording
from kg.records import ActorKind, MentionKind

_MOST_WORDS = 4  # between the article and the noun


def tells_which(words: Wording, noun: int) -> bool:
    """Whether "the" and only what describes a group stand before a noun."""
    return _article(words, noun) >= 0


def taken_up_described(
    words: Wording, named: Sequence[Found], noun: int, end: int, kinds: Sequence[str]
) -> Iterator[Found]:
    """The group that a description takes up: the only one named so far, or the only one of its paragraph.
    named: the names before it, in text order.
    """
    if ActorKind.ARMED_GROUP.value not in kinds:
        return
    groups = [each for each in named if each.kind is ActorKind.ARMED_GROUP]
    begin = next(at for at in range(noun, -1, -1) if at == 0 or words.broken[at])
    near = [each for each in groups if each.first >= begin]
    # "The Palestinian group" after Hezbollah alone may be another, which the article has not named yet.
    for some in (near,) if _tells_nation(words, noun) else (groups, near):
        if len({each.label for each in some}) == 1:
            yield replace(some[-1], first=noun, last=end, rule="taken up", form=MentionKind.NOMINAL, title=None)
            return


def _article(words: Wording, noun: int) -> int:
    """Where "the" stands before what describes a group; -1 where it does not."""
    at = noun - 1
    while at > 0 and noun - at <= _MOST_WORDS and not words.broken[at + 1]:
        if words.fold[at] == "the":
            return at if at < noun - 1 else -1
        begin, state = at, longest_adjective(words, at)[1]
        if words.joined[at]:
            begin = at - 1
        elif state is None and words.fold[at] not in lexicon.words("people_modifiers"):
            return -1
        at = begin - 1
    return -1


def _tells_nation(words: Wording, noun: int) -> bool:
    """Whether a nationality describes a group as its own; one before a hyphen does not."""
    return any(
        longest_adjective(words, at)[1] is not None and not words.joined[at + 1]
        for at in range(_article(words, noun) + 1, noun)
    )
