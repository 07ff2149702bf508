"""Which found thing answers to which annotated one."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from kg.evaluation.account import Entity, Family, Item
from kg.records import Span

_T = TypeVar("_T")

# A claim is found where at least half of the characters agree.
_LEAST_CONTENT: Final = 0.5
# Joint claimants say the same words: who says it, and then how, tells their claims apart.
_SAME_CLAIMANT: Final = 0.002
_SAME_STANCE: Final = 0.001
# An actor that lies on a place's words, or the other way round, is a poor answer, but better than none.
_OTHER_FAMILY: Final = 0.5


def common_characters(one: Span, other: Span) -> int:
    """Number of characters that two spans share."""
    return max(0, min(one.end, other.end) - max(one.begin, other.begin))


def matched(gold: Sequence[_T], found: Sequence[_T], likeness: Callable[[_T, _T], float]) -> dict[int, int]:
    """Positions in ``gold`` → positions in ``found``, one to one: the likest pair first, then the next of what is left;
    of equals the one that stands first. Pairs without likeness are not matched."""
    pairs = [
        (-alike, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (alike := likeness(one, other)) > 0
    ]
    answers: dict[int, int] = {}
    taken: set[int] = set()
    for unlike, i, j in sorted(pairs):
        if unlike < 0 and i not in answers and j not in taken:
            answers[i] = j
            taken.add(j)
    return answers


def overlapping_spans(gold: Item, found: Item) -> int:
    """How many pairs of their spans overlap."""
    return sum(common_characters(one, other) > 0 for one in gold.spans for other in found.spans)


def alike_claims(gold: Item, found: Item) -> float:
    """Character F1 of the contents, 0 where that is below a half; who speaks and with what stance break ties."""
    [one], [other] = gold.spans, found.spans
    shared = 2 * common_characters(one, other) / ((one.end - one.begin) + (other.end - other.begin))
    if shared < _LEAST_CONTENT:
        return 0
    claimant = gold.roles["claimant"] == found.roles["claimant"]
    stance = gold.roles["stance"] == found.roles["stance"]
    return shared + _SAME_CLAIMANT * claimant + _SAME_STANCE * stance


def aligned(gold: Sequence[Entity], found: Sequence[Entity]) -> Mapping[str, str]:
    """Key of each found entity → key of the annotated one with which it shares most of its mentions' characters."""
    alignment = {}
    for entity in found:
        shares: dict[str, float] = defaultdict(float)
        for span, _ in entity.mentions:
            for other in gold:
                share = sum(_share(span, mention) for mention, _ in other.mentions)
                same = (entity.family is Family.ACTOR) == (other.family is Family.ACTOR)
                if share:
                    shares[other.key] += share if same else _OTHER_FAMILY * share
        if shares:
            alignment[entity.key] = max(shares, key=lambda key: shares[key])
    return alignment


def _share(one: Span, other: Span) -> float:
    """Common characters, squared over the longer span, so that the same words count more than a name within a longer
    phrase."""
    return common_characters(one, other) ** 2 / max(one.end - one.begin, other.end - other.begin)
