import pyoxigraph as ox
import pytest

from tests.queries.asking import DATA


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(ox.parse(path=DATA / "library_graph.trig", format=ox.RdfFormat.TRIG))


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store
