import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from kg.build import build
from kg.records import Article
from kg.store import Writer
from tests.stores.servers import SETTINGS, MoodyServer


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def in_a_folder(pipeline: Language, tmp_path: Path) -> Callable[[list[Article]], list[str]]:
    """The graph of some articles as a store in a folder has it."""

    def built(articles: list[Article]) -> list[str]:
        with Writer(tmp_path / "folder") as writer:
            build(articles, writer, pipeline, SETTINGS)
            return sorted(str(each) for each in writer.store)

    return built


@pytest.fixture
def moody() -> Iterator[MoodyServer]:
    with MoodyServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.gone.set()
        server.shutdown()
        thread.join()
