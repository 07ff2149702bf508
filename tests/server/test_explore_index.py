"""The index behind the lists: what is in it, that it follows the graph, and that no graph breaks it."""

import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, parse

from kg import names as ns
from kg.asking import ask as query
from kg.library import queries
from kg.settings import Settings
from kg.store import Writer, open_snapshot
from server.explore.here import Explorer, open_explorer
from server.explore.index.making import index_path, is_current, make_index, subjects
from server.explore.index.opened import Index, NoIndex
from server.explore.index.reading import folded, key, position
from tests.server.exploring import BASE, HOSTILE, indexed, store_of_trig
from tests.server.stores import GRAPH, make_store


def test_index_has_each_thing_of_a_family_once(here: Explorer) -> None:
    said = Counter[str]()
    families = {"Strike", "Agreement", "Claim", "Article", "Actor", "Incident"}
    nodes = {
        (q.subject, q.object) for q in parse(path=GRAPH, format=RdfFormat.TRIG) if q.predicate.value.endswith("#type")
    }
    for _, kind in nodes:
        assert isinstance(kind, NamedNode)
        said[kind.value.removeprefix(ns.CKG)] += 1
    rows = dict(here.index.rows("SELECT family, count(*) FROM thing GROUP BY family"))
    assert {name: rows[name] for name in families} == {name: said[name] for name in families}
    assert rows["Place"] + rows["Zone"] == said["Place"]


def test_index_reads_every_subject_of_every_graph_once(here: Explorer) -> None:
    found = Counter((subject.iri, article) for subject, article in subjects(here.snapshot.store))
    assert set(found.values()) == {1}
    named = {q.subject for q in here.snapshot.store if isinstance(q.subject, NamedNode)}
    assert {iri for iri, _ in found} == {node.value for node in named}


def test_index_counts_the_articles_of_an_incident(here: Explorer) -> None:
    rows = here.index.rows("SELECT label, articles FROM thing WHERE family = 'Incident' ORDER BY label")
    assert rows == [("Torvale truce", 2), ("gas attack on Torvale, 3 May 2031", 3)]


def test_index_counts_articles_and_names(here: Explorer) -> None:
    rows = here.index.rows(
        "SELECT alias.text, alias.mentions, alias.articles FROM alias JOIN thing ON thing.id = alias.thing "
        "WHERE thing.iri = ? ORDER BY alias.mentions DESC, alias.text",
        (f"{BASE}actor/velmark",),
    )
    quads = list(parse(path=GRAPH, format=RdfFormat.TRIG))
    denoting = {
        q.subject for q in quads if q.object == NamedNode(f"{BASE}actor/velmark") and "denotes" in q.predicate.value
    }
    named = {q.subject for q in quads if q.subject in denoting and q.object == NamedNode(ns.CKG + "Name")}
    words = Counter(
        q.object.value
        for q in quads
        if q.subject in named and q.predicate.value == ns.CKG + "exact" and isinstance(q.object, Literal)
    )
    assert {text: times for text, times, _ in rows if times} == words
    assert ("Republic of Velmark", 0, 0) in rows


def test_index_says_what_is_disputed_as_the_shipped_query_does(sample_store: Path) -> None:
    """Each claim about a strike with a disputed attribution stands in a disputed row."""
    snapshot = open_snapshot(sample_store)
    answer = query(snapshot.store, queries()["disputed-blame"].bind({}))
    assert isinstance(answer, QuerySolutions)
    strikes = {row["strike"].value for row in answer if isinstance(row["strike"], NamedNode)}
    assert strikes
    make_index(sample_store, snapshot)
    with Index.newest(sample_store) as index:
        for strike in strikes:
            about = index.rows(
                "SELECT disputed FROM thing JOIN fact ON fact.subject = thing.id "
                "WHERE property = 'about' AND object = ?",
                (key(strike),),
            )
            assert set(about) == {(1,)}


def test_index_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_store(tmp_path / "store")
    make_index(folder, open_snapshot(folder))
    with Writer(folder) as writer:
        writer.publish()
    monkeypatch.setattr("server.explore.index.making._sql", lambda name: "SELECT nonsense;")
    with pytest.raises(sqlite3.Error):
        make_index(folder, open_snapshot(folder))
    assert [path.name for path in (folder / "search").iterdir()] == ["1.sqlite"]
    monkeypatch.undo()
    make_index(folder, open_snapshot(folder))
    assert [path.name for path in (folder / "search").iterdir()] == ["2.sqlite"]


def test_index_of_another_version_is_not_read(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    path = index_path(folder, 1)
    path.parent.mkdir()
    for content in (b"", b"no database at all"):
        path.write_bytes(content)
        assert not is_current(path)
        with pytest.raises(NoIndex):
            Index.newest(folder)
    make_index(folder, open_snapshot(folder))
    assert is_current(path)
    found = sqlite3.connect(path)
    found.execute("UPDATE about SET value = 1 WHERE name = 'format'")
    found.commit()
    found.close()
    assert not is_current(path)
    with pytest.raises(NoIndex):
        Index.newest(folder)


@pytest.mark.parametrize(
    "trig",
    [
        "",
        "<actor/a> a ckg:Actor .",
        "<actor/a> a ckg:Actor ; rdfs:label 'a\\u0000b', '\\uFFFF\\U0001F4A3' .",
        "<actor/a> a ckg:Actor ; ckg:evidence <x#char=99999999999999>, <y>, <z#char=1,2> .",
        "_:b a ckg:Actor ; rdfs:label 'x' . <actor/a> a ckg:Actor ; ckg:partOf _:b .",
        "<claim/a> a ckg:Claim ; ckg:about <claim/b> . <claim/b> a ckg:Claim ; ckg:about <claim/a> .",
        "<claim/a> a ckg:Claim ; ckg:about <claim/a> ; ckg:claimant <claim/a> .",
        "<article/x> { <article/x> a ckg:Article ; ckg:text '' ; dct:issued 'yesterday' . }",
        "<m> a ckg:Mention ; ckg:begin 'x' ; ckg:end 5 ; ckg:exact 'y' ; ckg:denotes <actor/none> .",
        "<r> a ckg:Relation ; ckg:relationSubject <a> ; ckg:relationProperty <p> ; ckg:relationObject 'o' .",
        "<place/p> a ckg:Place ; geo:asWKT 'POINT(200 100)', 'POINT EMPTY', 'nonsense' .",
        f"<actor/h> a ckg:Actor ; rdfs:label '''{HOSTILE.replace(chr(92), '')}''' ; skos:altLabel '', ' ' .",
        "<strike/s> a ckg:Strike ; ckg:when <t>, 'x' ; ckg:killed 7 ; ckg:factuality 'no', <http://e.org/f> .",
    ],
)
def test_index_takes_any_graph(tmp_path: Path, trig: str) -> None:
    found = indexed(store_of_trig(tmp_path / "store", trig))
    assert found.index.one("SELECT count(*) FROM thing") >= 0
    found.close()


def test_index_of_claims_about_each_other_ends(tmp_path: Path) -> None:
    chain = "\n".join(f"<claim/{n}> a ckg:Claim ; ckg:about <claim/{n + 1}> ." for n in range(40))
    trig = f"{chain} <claim/40> a ckg:Claim ; ckg:about <strike/s> . <strike/s> a ckg:Strike ."
    found = indexed(store_of_trig(tmp_path / "store", trig))
    assert found.index.rows("SELECT root, claims FROM grid_row") == [(key(f"{BASE}strike/s"), 41)]
    found.close()


def test_index_finds_where_a_place_lies(tmp_path: Path) -> None:
    trig = """
    <place/p> a ckg:Place ; geo:hasGeometry <geometry/p> .
    GRAPH <graph/identity> {
      <geometry/p> geo:asWKT '<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(36.65 35.44)'^^geo:wktLiteral
    }
    <place/q> a ckg:Place ; geo:asWKT 'POLYGON((0 0, 2 0, 2 2, 0 2))'^^geo:wktLiteral .
    <place/r> a ckg:Place ."""
    found = indexed(store_of_trig(tmp_path / "store", trig))
    rows = found.index.rows("SELECT latitude, longitude FROM thing ORDER BY iri")
    assert rows == [(35.44, 36.65), (1.0, 1.0), (None, None)]
    found.close()


def test_index_reads_positions_as_longitude_and_latitude() -> None:
    assert position("POINT (-3.5 40)") == (40.0, -3.5)
    assert position("POINT (-3.5 95)") is None
    assert position("") is None


def test_index_folds_case_and_accents() -> None:
    assert folded("Khān Shaykhūn ÉÎ") == folded("KHAN shaykhun ei")


def test_index_follows_the_newest_generation(tmp_path: Path) -> None:
    folder = make_store(tmp_path / "store")
    make_index(folder, open_snapshot(folder))
    with Writer(folder) as writer:
        node, name = NamedNode(f"{BASE}actor/new"), NamedNode(f"{BASE}article/a1")
        writer.store.add(Quad(node, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Actor"), name))
        writer.publish()
    between = open_explorer(folder, Settings())
    assert (between.snapshot.generation, between.index.generation) == (2, 1)
    assert between.family(f"{BASE}actor/new") == "Actor"
    between.close()
    after = indexed(folder)
    assert after.index.one("SELECT label FROM thing WHERE iri = ?", (f"{BASE}actor/new",)) == "new"
    after.close()


def test_a_site_stands_where_the_place_stands_that_its_name_ends_with(tmp_path: Path) -> None:
    trig = """<graph/identity> { <place/m> geo:hasGeometry <g/m> . <g/m> geo:asWKT "POINT(45.3 2.04)" }
      <article/a> { <article/a> a ckg:Article .
        <place/m> a ckg:Place ; rdfs:label "Muqdisho" ; skos:altLabel "Mogadishu" .
        <place/a/h> a ckg:Place ; rdfs:label "hotel in Mogadishu" ; ckg:within <place/m> .
        <place/a/v> a ckg:Place ; rdfs:label "a village" ; ckg:within <place/m> }"""
    here = indexed(store_of_trig(tmp_path / "store", trig))
    found = dict(here.index.rows("SELECT label, longitude FROM thing WHERE family = 'Place'"))
    assert found == {"Muqdisho": 45.3, "hotel in Mogadishu": 45.3, "a village": None}
    here.close()


def test_an_article_without_a_name_is_called_by_its_first_words(tmp_path: Path) -> None:
    text = "Shells fell on the port of Marsa on Tuesday, and nobody could say who had fired them at the ships there."
    trig = "".join(
        f'<article/{id}> {{ <article/{id}> a ckg:Article ; rdfs:label "{label}" ; ckg:text "{text}" {more} }}\n'
        for id, label, more in [
            ("text-0123456789abcdef", "text-0123456789abcdef", ""),
            ("text-0123456789abcdea", "Port shelled", '; dct:title "Port shelled"'),
            ("port.txt", "port.txt", ""),
        ]
    )
    folder = store_of_trig(tmp_path / "store", trig)
    opening = "Shells fell on the port of Marsa on Tuesday, and nobody could say who had fired …"
    with_index, without = indexed(folder), Explorer(open_snapshot(folder), None, BASE)
    for here in (with_index, without):
        labels = [
            here.thing(f"{BASE}article/{id}").label
            for id in ("text-0123456789abcdef", "text-0123456789abcdea", "port.txt")
        ]
        assert labels == [opening, "Port shelled", f"{opening} (port.txt)"]
    with_index.close()
