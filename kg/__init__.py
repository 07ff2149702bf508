"""Conflict KG: articles about armed conflict become a knowledge graph in which every value stands on words of the
text."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Dataset

__version__ = "0.1.0"
__all__ = ["__version__", "open_graph"]


def open_graph(folder: "Path | str") -> "Dataset":
    """The newest snapshot of a store as a read-only rdflib Dataset whose default graph is the union of all graphs.

    Raises StoreMissing where the folder holds no published store.
    """
    # rdflib takes a quarter of a second to import; most commands never need it.
    from kg.rdflib_view import open_dataset

    return open_dataset(folder)
