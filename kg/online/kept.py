"""The file of what Wikidata said: a line of JSON for each thing that was asked about and for each item with facts.

    {"subject": "place/a1/Karsk", "names": ["Karsk"],
     "links": [{"target": …, "status": …, "confidence": …, "reason": …}]}     (in one line)
    {"item": "http://www.wikidata.org/entity/Q1", "facts": [["country", "<http://…>"], …]}

subject is the IRI of a node without the base IRI. The graph is made from this file and the reviewers' decisions alone,
so making it again needs no network. The file can be versioned: it is written sorted, and holds no times.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.errors import InputError
from kg.federation.rows import Term
from kg.online.judging import Judged
from kg.online.wikidata import fact_term

FILE_NAME: Final = "wikidata.jsonl"


@dataclass(slots=True)
class Kept:
    """What was found, by subject and by item."""

    links: dict[str, tuple[Judged, ...]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    facts: dict[str, list[tuple[str, Term]]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Writes it all in one step. Raises OSError."""
        rows: list[dict[str, Any]] = [
            {"subject": each, "names": self.names[each], "links": [asdict(link) for link in self.links[each]]}
            for each in sorted(self.links)
        ]
        rows += [
            {"item": each, "facts": [[name, str(term)] for name, term in self.facts[each]]}
            for each in sorted(self.facts)
        ]
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        fresh.replace(path)


def read_kept(path: Path) -> Kept:
    """What a file holds; nothing where there is none. Raises InputError with the line that is not of the form."""
    kept = Kept()
    try:
        # By line feeds alone: JSON's texts may hold the other ends of lines that Unicode knows.
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return kept
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if "item" in row:
                kept.facts[NamedNode(row["item"]).value] = [(_known(name), _term(text)) for name, text in row["facts"]]
            else:
                kept.links[str(row["subject"])] = tuple(_link(each) for each in row["links"])
                kept.names[str(row["subject"])] = tuple(map(str, row["names"]))
        except (KeyError, SyntaxError, TypeError, ValueError) as error:
            raise InputError(f"{path.name}, line {number} is not of the form: {error!s:.100}") from None
    return kept


def _link(row: dict[str, Any]) -> Judged:
    if row["status"] not in ("Accepted", "Candidate"):
        raise ValueError(f"a status is Accepted or Candidate, not {row['status']!r:.40}")
    return Judged(NamedNode(row["target"]).value, row["status"], float(row["confidence"]), str(row["reason"]))


def _known(name: str) -> str:
    fact_term(name)
    return name


def _term(text: str) -> Term:
    # As N-Triples, which the engine both writes and reads.
    [triple] = parse(f"<a:a> <a:b> {text} .".encode(), format=RdfFormat.N_TRIPLES)
    if not isinstance(triple.object, NamedNode | Literal):
        raise ValueError("a fact is an IRI or a literal")
    return triple.object
