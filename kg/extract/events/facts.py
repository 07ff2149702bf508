"""What several readings of one thing say together."""

from collections.abc import Iterable

from kg.records import Fact


def united(groups: Iterable[Iterable[Fact]]) -> tuple[Fact, ...]:
    """The facts of several readings, each value once, on the words of the first that has it."""
    seen: dict[object, Fact] = {}
    for facts in groups:
        for fact in facts:
            seen.setdefault(fact.value, fact)
    return tuple(seen.values())
