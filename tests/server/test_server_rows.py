"""The limit on rows: counted as they are written, in every format; a broken answer is never taken for a whole one."""

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from server.engine.rows import RowCount
from server.formats import RESULTS
from server.http.codings import coding_for
from tests.server.serving import Served

TYPES = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
TRIPLES = "SELECT * { ?s ?p ?o . FILTER(true) }"
TEXTS = st.text("ab\"'\\\n\r\t,{}[]<>&é", max_size=8)
CELLS = st.none() | TEXTS


def literal(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return '"' + "".join(escapes.get(each, each) for each in text) + '"'


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=12), st.sampled_from(TYPES), st.integers(1, 40))
def test_rows_are_counted_as_they_are_written(rows: list[tuple[str | None, ...]], media_type: str, size: int) -> None:
    data = " ".join("(" + " ".join("UNDEF" if cell is None else literal(cell) for cell in row) + ")" for row in rows)
    results = Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {data} }} }}")
    assert isinstance(results, QuerySolutions)
    written = results.serialize(format=RESULTS[media_type])
    assert written is not None
    count = RowCount(media_type)
    found = 0
    for begin in range(0, len(written), size):
        found = count.add(written[begin : begin + size])
    if media_type == TYPES[0]:
        # A text that holds the mark between rows counts as one more: too soon an error, never too late.
        marks = sum((cell or "").count("},{") for row in rows for cell in row)
        assert max(1, len(rows)) <= found <= max(1, len(rows)) + marks
    else:
        assert found == len(rows)


@pytest.mark.parametrize("media_type", TYPES)
def test_rows_end_an_answer(
    graph_store: Path, start_server: Callable[..., AbstractContextManager[Served]], media_type: str
) -> None:
    few = {"KG_QUERY_PROCESSES": "1", "KG_HTTP_PROCESSES": "1", "KG_MAX_RESULT_ROWS": "100"}
    with start_server(graph_store, **few) as served:

        def ask(text: str) -> tuple[int, bool]:
            answer = served.get("/sparql", query_string={"query": text}, headers={"Accept": media_type})
            return answer.status_code, answer.whole

        assert ask(f"{TRIPLES} LIMIT 100") == (200, True)
        assert ask(f"{TRIPLES} LIMIT 101") == (503, True)
        # One that has begun is broken off.
        pair = "SELECT * { ?a ?b ?c . ?d ckg:text ?f }".replace(
            "ckg:text", "<https://w3id.org/conflict-kg/ontology#text>"
        )
        status, whole = ask(pair)
        assert status == 503 or not whole
        # Look-ups are answered elsewhere.
        assert ask("SELECT * { ?s a <https://w3id.org/conflict-kg/ontology#Mention> }")[0] == 503
        assert "100 rows" in served.ask(f"{TRIPLES} LIMIT 101").json["error"]["message"]


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_codings_pack_an_answer(client: Served, coding: str) -> None:
    plain = client.get("/sparql", query_string={"query": f"{TRIPLES} LIMIT 500"})
    packed = client.get("/sparql", query_string={"query": f"{TRIPLES} LIMIT 500"}, headers={"Accept-Encoding": coding})
    assert packed.headers["content-encoding"] == coding
    assert "Accept-Encoding" in packed.headers["vary"]
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[coding]
    assert unpack(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("br;q=0, gzip", "gzip"),
        ("br;q=x", ""),
        ("identity", ""),
        ("brotli", ""),
    ],
)
def test_codings_are_chosen_by_what_a_client_likes(header: str, coding: str) -> None:
    assert coding_for(header) == coding
