"""Numbers and times in words for people."""

from collections.abc import Mapping

from pyoxigraph import Literal

from kg import names as ns
from server.explore.graph import Value
from server.explore.views import Quantity, Time

Said = Mapping[str, list[Value]]


def literal(said: Said, name: str) -> str | None:
    """The first literal of a property, by its local name of ours or its IRI."""
    iri = name if ":" in name else ns.CKG + name
    return min((value.value for value in said.get(iri, ()) if isinstance(value, Literal)), default=None)


def quantity(said: Said, label: str) -> Quantity:
    """A quantity out of what is said of its node."""
    value, least, most = (literal(said, name) for name in ("value", "min", "max"))
    approximate = literal(said, "approximate") == "true"
    unit = literal(said, "unit")
    text = literal(said, "exact") or label
    return Quantity(text, value, least, most, approximate, unit, _range(value, least, most, approximate, unit))


def _range(value: str | None, least: str | None, most: str | None, approximate: bool, unit: str | None) -> str | None:
    if least is not None and most is not None and least != most:
        words = f"{_plain(least)}–{_plain(most)}"
    elif value is not None:
        words = ("about " if approximate else "") + _plain(value)
    elif least is not None:
        words = f"at least {_plain(least)}" if most is None else _plain(least)
    elif most is not None:
        words = f"at most {_plain(most)}"
    else:
        return None
    return f"{words} {unit}" if unit else words


def _plain(number: str) -> str:
    """A decimal without an empty fraction, its thousands apart."""
    whole, _, fraction = number.partition(".")
    digits = whole.lstrip("+-")
    grouped = f"{int(digits):,}" if digits.isascii() and digits.isdigit() and len(digits) < 40 else digits
    return ("-" if whole.startswith("-") else "") + grouped + (f".{fraction}" if fraction.strip("0") else "")


def time(said: Said, label: str) -> Time:
    """A time out of what is said of its node."""
    earliest, latest = literal(said, "earliest"), literal(said, "latest")
    return Time(literal(said, "exact") or label, earliest, latest, days(earliest, latest))


def days(earliest: str | None, latest: str | None) -> str | None:
    """An interval of days in words; None where neither end is known."""
    if earliest and latest:
        return earliest if earliest == latest else f"{earliest} to {latest}"
    if earliest:
        return f"{earliest} or later"
    return f"{latest} or earlier" if latest else None


def list_of(names: list[str]) -> str:
    """Names as a sentence has them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
