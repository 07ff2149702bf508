"""The words in which pages say what a concept of the ontology means, from ``wording.toml`` beside this file."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from server.explore.views import Row, Term
from server.pages.chart import month_name

_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)


class Wording:
    """Words for readers; what the file does not name is called by its label in the ontology."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables

    def factuality(self, term: Term) -> str:
        """One or two words: whether it is known to have happened."""
        return str(self._tables["factuality"].get(term.name, {}).get("badge", term.label))

    def facet_value(self, facet: str, value: str, label: str) -> str:
        """What a facet calls one of its values, in the words that badges use; months have their names."""
        if facet == "factuality":
            return str(self._tables["factuality"].get(value, {}).get("badge", label))
        if facet == "month" and _MONTH.fullmatch(value):
            return month_name(value)
        return self._word("kind", value, label) if facet == "kind" else label

    def chosen(self, title: str, facet: str, value: str, label: str) -> str:
        """A facet with the value that is chosen of it, as what a list is narrowed to."""
        return f"{title}{'' if title.endswith('?') else ':'} {self.facet_value(facet, value, label)}"

    def hedge(self, term: Term) -> str:
        """The same as a sentence."""
        return str(self._tables["factuality"].get(term.name, {}).get("hedge", term.meaning))

    def stance(self, term: Term) -> str:
        """What a claimant does, in the present tense."""
        return self._word("stance", term.name, term.label)

    def by(self, term: Term) -> str:
        """The heading over those who take a stance."""
        return self._word("by", term.name, f"{term.label}:")

    def property(self, term: Term, label: str = "") -> str:
        """A property's name; what is not in the file has the label."""
        return self._word("property", term.name, label or term.label)

    def differing(self, label: str) -> str:
        """In what reports of one happening differ, by the label of the property."""
        return self._word("differing", label, label)

    def label(self, name: str) -> str:
        """The same by its local name."""
        return self._word("property", name, name)

    def family(self, name: str) -> str:
        """What things of a family are called, one of them."""
        return self._word("family", name, name.lower())

    def responsible(self, stance: Term | None) -> str:
        """How a claim with a stance stands to whom it names as responsible."""
        words = self._tables["responsible"]
        return str(words.get(stance.name if stance else "", words["other"]))

    def actors(self, row: Row) -> str:
        """What the actors of a row in a list are to the event."""
        family = row.thing.url.strip("/").partition("/")[0]
        return self._word("actors", family, "actors:")

    def _word(self, table: str, name: str, otherwise: str) -> str:
        return str(self._tables[table].get(name, otherwise))


@cache
def wording() -> Wording:
    """The words that are shipped."""
    text = files("server.pages").joinpath("wording.toml").read_text(encoding="utf-8")
    return Wording(tomllib.loads(text))
