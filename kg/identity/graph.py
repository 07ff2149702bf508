"""The identity graph: what is decided across articles, brought up to date with them.

Its parts are links to outside datasets, copies of articles, incidents, and clusters of unknown actors. Each part
follows from the articles alone; ``refresh_identity`` makes it follow again after some of them changed, with a side
index (``kg.identity.index``) so that it looks at these and their surroundings only.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import Quad

from kg.errors import StoreError, StoreFull
from kg.identity.graph_writing import IdentityReport
from kg.identity.index import FILE_NAME, Index
from kg.identity.intake import refs_in
from kg.identity.linked import thing_quads
from kg.identity.refresh import Refresh
from kg.identity.version import identity_version
from kg.names import Names
from kg.records import Ref
from kg.stores.interface import GraphWriter

__all__ = ["IdentityReport", "identity_quads", "refresh_identity", "refs_in", "resolve"]

# Articles that are settled at once: memory is held for so many, however many there are.
_PORTION: Final = 4_000


def identity_quads(refs: Iterable[Ref], names: Names) -> list[Quad]:
    """Quads of the identity graph for some known things, in the order of the refs."""
    return thing_quads(sorted({ref for ref in refs if ref.known}), names)


def refresh_identity(
    writer: GraphWriter,
    names: Names,
    changed: Iterable[str] | None = None,
    progress: Callable[[], None] = lambda: None,
    features: Mapping[str, bytes] = MappingProxyType({}),
) -> IdentityReport:
    """Makes the identity graph say what follows from the store's articles and the reviewers' decisions, nothing else.

    changed: IRIs of the articles that were added, replaced or removed since it did, or more; None: find them by their
    fingerprints. features: what ``article_features`` made of some of them beside their graphs, which spares reading
    these; it counts only where its fingerprint is the stored one. progress is called once an article is read. The
    outcome depends on the articles alone, not on the order in which they came nor on how they were grouped into calls.
    Raises StoreError, and InputError where the file of decisions is faulty.
    """
    try:
        return _refreshed(writer, names, changed, progress, features)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise _unusable(writer, error) from error
    # The side index is damaged; all of it can be made again.
    return resolve(writer, names, progress)


def resolve(writer: GraphWriter, names: Names, progress: Callable[[], None] = lambda: None) -> IdentityReport:
    """Decides everything across articles anew, from their graphs alone, without what was kept from before."""
    try:
        return _refreshed(writer, names, None, progress, {}, fresh=True)
    except sqlite3.Error as error:
        raise _unusable(writer, error) from error


def _refreshed(
    writer: GraphWriter,
    names: Names,
    changed: Iterable[str] | None,
    progress: Callable[[], None],
    features: Mapping[str, bytes],
    fresh: bool = False,
) -> IdentityReport:
    """Portion by portion: the outcome does not depend on the grouping.

    Where index and graph are in step they stay so, and what a crash leaves undone is noted in the store. Where they are
    not, the graph is written with the last portion, so that they are not before.
    """
    report = IdentityReport()
    with Index(writer.folder / FILE_NAME, identity_version(names.base), fresh) as index:
        first = Refresh(writer, names, index, progress, features)
        in_step, articles = first.in_step(), first.to_read(changed)
        for begin in range(0, max(1, len(articles)), _PORTION):
            refresh = Refresh(writer, names, index, progress, features)
            last = begin + _PORTION >= len(articles)
            report.take(refresh.run(articles[begin : begin + _PORTION], in_step, last))
    return report


def _unusable(writer: GraphWriter, error: sqlite3.Error) -> StoreError:
    path = writer.folder / FILE_NAME
    if "full" in str(error):
        return StoreFull(f"the disk under {path} is full; what was finished before is kept")
    return StoreError(f"the side index {path} cannot be used: {error}")
