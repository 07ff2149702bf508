"""Full-text search: what is found, how it follows the graph, and that no words break it."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.explore.index.making import index_path, make_index
from server.explore.index.opened import NoIndex
from server.search import search
from tests.server.serving import Served
from tests.server.stores import make_store


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_store(tmp_path_factory.mktemp("search") / "store")
    make_index(folder, open_snapshot(folder))
    return folder


def test_search_finds_labels_and_beginnings_of_words(indexed: Path) -> None:
    labels = search(indexed, "VELM", "label")
    assert "https://w3id.org/conflict-kg/id/actor/velmark" in {hit.iri for hit in labels}
    assert all("[Velm" in hit.snippet for hit in labels)


def test_search_wants_all_the_words(indexed: Path) -> None:
    both = search(indexed, "gas attack")
    assert both
    assert all("[gas]" in hit.snippet.lower() and "[attack" in hit.snippet.lower() for hit in both)
    assert search(indexed, "gas nowhere-to-be-found") == []


def test_search_follows_the_newest_generation(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    with pytest.raises(NoIndex):
        search(folder, "velmark")
    make_index(folder, open_snapshot(folder))
    before = len(search(folder, "velmark", limit=200))
    with Writer(folder) as writer:
        writer.drop_graph(f"{Settings().base_iri}article/a1")
        writer.publish()
    make_index(folder, open_snapshot(folder))
    assert 0 < len(search(folder, "velmark", limit=200)) < before
    assert not index_path(folder, 1).exists()


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=40) | st.text('"*(){}:^-+ANDORNEAR \x00', max_size=20))
def test_search_takes_any_words(indexed: Path, words: str) -> None:
    if re.search(r"\w", words):
        search(indexed, words)
    else:
        with pytest.raises(UsageError, match="at least one word"):
            search(indexed, words)


def test_search_over_http(client: Served) -> None:
    for _ in range(300):
        answer = client.get("/api/search", query_string={"q": "velmark", "kind": "label"})
        if answer.status_code != 503:
            break
        time.sleep(0.1)
    assert answer.json["hits"]
    for wrong in ({"q": ""}, {"q": "a", "limit": "0"}, {"q": "a", "limit": "many"}, {"q": "a", "kind": "x"}):
        assert client.get("/api/search", query_string=wrong).status_code == 400
