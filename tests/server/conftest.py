from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from server.app import create_app
from server.explore.here import Explorer
from tests.server.exploring import indexed
from tests.server.serving import BROWSER, Served, serving
from tests.server.stores import make_store

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="session")
def graph_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store; read only."""
    return make_store(tmp_path_factory.mktemp("graph") / "store")


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    """The explorer of the hand-made graph; read only."""
    found = indexed(make_store(tmp_path_factory.mktemp("here") / "store"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def samples(sample_store: Path) -> Iterator[Explorer]:
    """The explorer of the shipped samples; read only."""
    found = indexed(sample_store)
    yield found
    found.close()


@pytest.fixture(scope="session")
def app_client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The application over the hand-made graph, in the test's own process."""
    folder = make_store(tmp_path_factory.mktemp("app") / "store")
    indexed(folder).close()
    return create_app(folder, Settings()).test_client()


@pytest.fixture(scope="session")
def client(graph_store: Path) -> Iterator[Served]:
    """A read-only server of the hand-made graph."""
    with serving(graph_store, KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="1") as served:
        yield served


@pytest.fixture
def browser(client: Served) -> Served:
    """The same server, asked as a browser asks."""
    same = Served(client.url, client.process)
    same.accept = BROWSER
    return same


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes updates, of a store that is empty at first."""
    folder = tmp_path_factory.mktemp("writable") / "store"
    with serving(folder, "--allow-updates", KG_TOKEN=TOKEN, KG_QUERY_PROCESSES="2", KG_HTTP_PROCESSES="2") as served:
        served.token = TOKEN
        yield served


@pytest.fixture
def start_server() -> Callable[..., AbstractContextManager[Served]]:
    """Starts a server with settings of its own."""
    return serving
