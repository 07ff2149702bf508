"""Paragraphs, runs and notes of an article's page, against the plain definition of each."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.explore.sweep import Sweep

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1])), max_size=20)
CUTS = st.sets(st.integers(0, 45), min_size=2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPANS, CUTS)
def test_a_sweep_gives_what_lies_over_each_stretch(spans: list[tuple[int, int]], cuts: set[int]) -> None:
    sweep = Sweep((begin, end, number) for number, (begin, end) in enumerate(spans))
    for begin, end in pairwise(sorted(cuts)):
        over = [n for n, (first, last) in enumerate(spans) if first < end and last > begin]
        assert sweep.over(begin, end) == over


class Counted(int):
    """A whole number that counts how often it is compared."""

    asked = 0

    def __gt__(self, other: int) -> bool:
        Counted.asked += 1
        return super().__gt__(other)


def test_a_sweep_looks_at_each_span_a_few_times_only() -> None:
    number = 5_000
    sweep = Sweep((10 * at, Counted(10 * at + 7), at) for at in range(number))
    for at in range(number):
        assert sweep.over(10 * at, 10 * at + 10) == [at]
    assert Counted.asked <= 3 * number
