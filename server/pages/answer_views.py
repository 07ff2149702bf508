"""The views that an answer has by what its columns hold: places on a map, dates on a timeline, things in a drawing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from server.pages.shapes import geometry
from server.pages.table import Cell, Kind, ResultTable

MOST_NODES: Final = 60
_MONTH: Final = re.compile(r"\d{4}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with a known position, and what its row says."""

    cell: Cell
    row: tuple[Cell, ...]
    shape: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dated:
    """A row's month and the cell that names it."""

    month: str
    date: Cell
    row: tuple[Cell, ...]


@dataclass(slots=True)
class Drawing:
    """Nodes by IRI and labelled edges between them; left_out counts the edges that would pass the limit of nodes."""

    nodes: dict[str, Cell] = field(default_factory=dict)
    edges: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: int = 0

    def add(self, source: Cell, label: str, target: Cell) -> None:
        """Adds an edge between two cells that have IRIs."""
        assert source.iri is not None
        assert target.iri is not None
        fresh = {source.iri: source, target.iri: target}.keys() - self.nodes.keys()
        if len(self.nodes) + len(fresh) > MOST_NODES:
            self.left_out += 1
            return
        self.nodes.setdefault(source.iri, source)
        self.nodes.setdefault(target.iri, target)
        edge = (source.iri, label, target.iri)
        if edge not in self.edges:
            self.edges.append(edge)


def views(table: ResultTable) -> tuple[str, ...]:
    """The names of the views that have something to show, the table always first."""
    found = ["table"]
    cells = [cell for row in table.rows for cell in row]
    if any(cell.wkt for cell in cells):
        found.append("map")
    if any(cell.kind == Kind.DATE for cell in cells):
        found.append("timeline")
    if table.form == "graph" or any(_edges(table)):
        found.append("graph")
    return tuple(found)


def placed(table: ResultTable) -> list[Placed]:
    """The cells with a position that can be drawn, in the order of the rows, each thing of a row once."""
    found = []
    for row in table.rows:
        for wkt in dict.fromkeys(cell.wkt for cell in row if cell.wkt):
            cell = next(cell for cell in row if cell.wkt == wkt)
            shape = geometry(wkt)
            if shape is not None:
                found.append(Placed(cell, row, shape))
    return found


def dated(table: ResultTable) -> list[Dated]:
    """The rows that hold a date, by the month of their first one."""
    found = []
    for row in table.rows:
        date = next((cell for cell in row if cell.kind == Kind.DATE and _MONTH.match(cell.text)), None)
        if date is not None:
            found.append(Dated(date.text[:7], date, row))
    return sorted(found, key=lambda each: each.date.text)


def drawing(table: ResultTable) -> Drawing:
    """Things and what connects them, at most sixty: the triples of a graph, else the first thing of a row and each
    other one, joined by the column's name."""
    found = Drawing()
    for source, label, target in _edges(table):
        found.add(source, label, target)
    return found


def _edges(table: ResultTable) -> Iterator[tuple[Cell, str, Cell]]:
    for row in table.rows:
        if table.form == "graph":
            source, label, target = row
            if source.iri and target.iri:
                yield source, label.text, target
            continue
        things = [(name, cell) for name, cell in zip(table.columns, row, strict=True) if cell.iri]
        for name, cell in things[1:]:
            if cell.iri != things[0][1].iri:
                yield things[0][1], name, cell
