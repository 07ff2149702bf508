from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.server.serving import BROWSER, Served, serving
from tests.server.stores import make_store

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="session")
def graph_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store; read only."""
    return make_store(tmp_path_factory.mktemp("graph") / "store")


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
