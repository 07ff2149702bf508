"""Parts of states by a direction ("southern Lebanon", "the north of Syria"), in which a town of the state may lie."""

from collections.abc import Mapping
from typing import Final

from kg import gazetteer
from kg.records import Place, Ref

_DIRECTIONS: Final = {form: root for root in ("north", "south", "east", "west") for form in (root, f"{root}ern")} | {
    f"{one}{joint}{two}{end}": one + two
    for one in ("north", "south")
    for two in ("east", "west")
    for joint in ("", "-")
    for end in ("", "ern")
}


def parts_of_states(places: Mapping[Ref, Place]) -> dict[Ref, tuple[str, str]]:
    """For each place whose name is a direction and a state's name the two, the state by its ISO 3166 code."""
    found = {}
    for ref, place in places.items():
        first, _, rest = place.label.partition(" ")
        direction = _DIRECTIONS.get(first.lower())
        states = [entry.state for entry in gazetteer.lookup(rest) if entry.level == "country"] if direction else []
        if direction and states and states[0]:
            found[ref] = (direction, states[0])
    return found


def called_alike(parts: Mapping[Ref, tuple[str, str]]) -> dict[Ref, frozenset[Ref]]:
    """For each of them the others that are the same: "south Lebanon" and "southern Lebanon"."""
    return {
        ref: frozenset(other for other, its in parts.items() if its == part and other != ref)
        for ref, part in parts.items()
    }
