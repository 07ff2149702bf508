"""The store as rdflib users know it."""

from pathlib import Path

import oxrdflib
from rdflib import Dataset

from kg import names
from kg.store import open_snapshot


def open_dataset(folder: Path | str) -> Dataset:
    """The newest snapshot as a Dataset whose default graph is the union of all graphs.

    Reading is lazy: nothing is copied out of the store. Raises StoreMissing.
    """
    snapshot = open_snapshot(Path(folder))
    dataset = Dataset(store=oxrdflib.OxigraphStore(store=snapshot.store), default_union=True)
    for prefix, namespace in names.PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset
