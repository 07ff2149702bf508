"""What a request reads: one snapshot, one index, and how their things are named and addressed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flask import current_app, g

from kg import names as ns
from kg.errors import ConflictKgError
from kg.names import Names
from kg.settings import Settings
from kg.store import Snapshot, open_snapshot
from server.explore.addresses import is_web_address, local_url, resource_url
from server.explore.graph import LABEL, Graph
from server.explore.index.opened import Index, NoIndex, marks
from server.explore.index.reading import key, opening_words
from server.explore.views import Term, Thing
from server.explore.vocabulary import family_of, humanised, is_term, kind_of, term
from server.snapshots import snapshots

_LONGEST_LABEL: Final = 300
# SQLite allows 32,766 variables; nothing here needs as many.
_MOST_AT_ONCE: Final = 5_000


class NotFound(ConflictKgError):
    """The graph says nothing of what was asked for."""

    exit_code = 1
    http_status = 404


class Explorer:
    """One snapshot and the newest index there is, which may be of the generation before."""

    def __init__(
        self, snapshot: Snapshot, index: Index | None, base_iri: str, longest_marked: int = Settings().max_marked_chars
    ) -> None:
        self.snapshot = snapshot
        self.graph = Graph(snapshot.store)
        self.base_iri = Names(base_iri).base
        self.longest_marked = longest_marked
        self._index = index
        self._things: dict[str, tuple[Thing, str]] = {}

    @property
    def index(self) -> Index:
        """The index. Raises NoIndex where none has been made yet."""
        if self._index is None:
            raise NoIndex("the lists are being made ready; try again soon")
        return self._index

    @property
    def indexed(self) -> bool:
        """Whether there is an index."""
        return self._index is not None

    def url(self, iri: str) -> str:
        """Where a link to an IRI leads."""
        return local_url(iri, self.base_iri)

    def thing(self, iri: str) -> Thing:
        """What to show of a node: its label, never its IRI."""
        self.know([iri])
        return self._things[iri][0]

    def family(self, iri: str) -> str:
        """The family of a node, as ``Strike``; "" for none."""
        self.know([iri])
        return self._things[iri][1]

    def things(self, iris: Iterable[str]) -> tuple[Thing, ...]:
        """The same of several, in their order."""
        wanted = list(iris)
        self.know(wanted)
        return tuple(self._things[iri][0] for iri in wanted)

    def know(self, iris: Iterable[str]) -> None:
        """Looks up several nodes at once."""
        new = [iri for iri in dict.fromkeys(iris) if iri not in self._things]
        for begin in range(0, len(new), _MOST_AT_ONCE):
            self._look_up(new[begin : begin + _MOST_AT_ONCE])

    def _look_up(self, new: list[str]) -> None:
        found: dict[str, tuple[str, str, str]] = {}
        if self._index is not None:
            statement = f"SELECT iri, label, kind, family FROM thing WHERE id IN ({marks(new)})"
            for iri, *said in self._index.rows(statement, [key(iri) for iri in new]):
                found[iri] = (said[0], said[1], said[2])
        for iri in new:
            self._things[iri] = self._made(iri, *(found.get(iri) or self._said(iri)))

    def known(self, iri: str, label: str, kind: str, family: str) -> Thing:
        """A thing that the index has told of already."""
        if iri not in self._things:
            self._things[iri] = self._made(iri, label, kind, family)
        return self._things[iri][0]

    def by_ids(self, ids: Iterable[int]) -> dict[int, Thing]:
        """Things by their ids in the index; those that are not there are left out."""
        wanted = list(dict.fromkeys(ids))
        found: dict[int, Thing] = {}
        for begin in range(0, len(wanted), _MOST_AT_ONCE):
            part = wanted[begin : begin + _MOST_AT_ONCE]
            statement = f"SELECT id, iri, label, kind, family FROM thing WHERE id IN ({marks(part)})"
            found |= {id: self.known(*said) for id, *said in self.index.rows(statement, part)}
        return found

    def _said(self, iri: str) -> tuple[str, str, str]:
        """Label, kind and family by the graph itself."""
        if iri.startswith(ns.CKG) and is_term(iri.removeprefix(ns.CKG)):
            return term(iri.removeprefix(ns.CKG)).label, "", "Term"
        classes = self.graph.classes(iri)
        label = (self._opening(iri) if "Article" in classes else None) or self.graph.any_label(iri)
        label = label or self.graph.literal(iri, ns.DCT + "title") or self._words(iri)
        return " ".join((label or humanised(iri)).split())[:_LONGEST_LABEL], kind_of(classes), family_of(classes)

    def _opening(self, iri: str) -> str | None:
        return self.graph.literal(iri, ns.DCT + "title") or opening_words(iri, self.graph.literal(iri, "text"))

    def _words(self, iri: str) -> str | None:
        """The words of a mention; what a relation says."""
        graph = self.graph
        if (span := graph.span(iri)) is not None:
            return span.exact
        parts = [graph.nodes(iri, f"relation{part}") for part in ("Subject", "Property", "Object")]
        if parts[0] and parts[1]:
            ends = [graph.any_label(each[0]) if each else None for each in (parts[0], parts[2])]
            value = ends[1] or graph.literal(iri, "relationObject") or humanised(parts[2][0] if parts[2] else "")
            return f"{ends[0] or humanised(parts[0][0])} – {term(humanised_property(parts[1][0])).label} – {value}"
        return None

    def _made(self, iri: str, label: str, kind: str, family: str) -> tuple[Thing, str]:
        url = self.url(iri)
        # What is no IRI of ours but is described here has its page here too.
        if family and url == iri and is_web_address(iri):
            url = resource_url(iri)
        label = label.strip() or humanised(iri)
        return Thing(iri, label, kind, term(kind).label if kind else "", url), family

    def term_of(self, iri: str) -> Term:
        """A property or class by its IRI, also one of another vocabulary."""
        if iri.startswith(ns.CKG):
            return term(iri.removeprefix(ns.CKG))
        label = self.graph.literal(iri, LABEL) or humanised(iri)
        return Term(iri, label, "", self.url(iri))

    def close(self) -> None:
        """Gives the index back."""
        if self._index is not None:
            self._index.close()


def humanised_property(iri: str) -> str:
    """The local name of a property of ours, any other IRI as it is."""
    return iri.removeprefix(ns.CKG)


def open_explorer(folder: Path, settings: Settings, snapshot: Snapshot | None = None) -> Explorer:
    """The explorer of a store. Raises StoreError and its kin; a missing index shows only when it is needed."""
    snapshot = snapshot or open_snapshot(folder)
    try:
        index = Index.newest(folder)
    except NoIndex:
        index = None
    return Explorer(snapshot, index, settings.base_iri, settings.max_marked_chars)


def explorer() -> Explorer:
    """The explorer of the present request; one a request. Raises StoreError and its kin."""
    if "explorer" not in g:
        settings = current_app.extensions["settings"]
        assert isinstance(settings, Settings)
        kept = snapshots()
        g.explorer = open_explorer(kept.folder, settings, kept.newest())
    found = g.explorer
    assert isinstance(found, Explorer)
    return found


def close_explorer(error: BaseException | None = None) -> None:
    """Ends the request's explorer."""
    found = g.pop("explorer", None)
    if isinstance(found, Explorer):
        found.close()
