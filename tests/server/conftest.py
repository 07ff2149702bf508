from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.settings import Settings
from server.app import create_app
from tests.server.stores import make_store


@pytest.fixture(scope="session")
def graph_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store; read only."""
    return make_store(tmp_path_factory.mktemp("graph") / "store")


@pytest.fixture(scope="session")
def app(graph_store: Path) -> Flask:
    return create_app(graph_store, Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
