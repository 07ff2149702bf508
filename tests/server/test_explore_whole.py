"""What pages of the whole graph show – home, ontology, dataset – and views of graphs that are odd, old or empty."""

from pathlib import Path

import pytest

from kg.settings import Settings
from server.explore.article import article
from server.explore.claim import claim
from server.explore.dataset import dataset
from server.explore.entity import entity
from server.explore.event import event
from server.explore.here import Explorer, open_explorer
from server.explore.home import home
from server.explore.index.opened import NoIndex
from server.explore.terms import ontology, ontology_term
from server.explore.vocabulary import humanised, said
from server.explore.wording import days, list_of
from tests.server.exploring import BASE, HOSTILE, indexed, iris, store_of_trig
from tests.server.stores import make_store


def test_ontology_has_every_term_with_its_use(here: Explorer) -> None:
    view = ontology(here)
    terms = {term.term.name: term for group in view.groups.values() for term in group}
    assert set(terms) == set(said()) - {""}
    assert all(term.term.label and term.term.meaning and term.example for term in terms.values())
    assert terms["Strike"].count == len(iris(here, "Strike")) == dataset(here).counts["Strike"]
    assert terms["Actor"].count == len(iris(here, "Actor"))
    assert terms["Disputed"].count > 0
    assert "ckg:Strike" in terms["Strike"].query
    assert {example.kind for example in ontology_term(here, "AirStrike").examples} == {"AirStrike"}


def test_dataset_counts_links_and_not_the_deals_that_were_rejected(tmp_path: Path) -> None:
    trig = """GRAPH <article/a> { <agreement/a/1> a ckg:Agreement ; ckg:status ckg:Rejected . }
    GRAPH <graph/identity> { <link/1> a ckg:Link ; ckg:linkStatus ckg:Accepted . }"""
    here = indexed(store_of_trig(tmp_path / "store", trig))
    assert dataset(here).links == {"Accepted": 1}
    assert ontology_term(here, "Rejected").count == 1
    here.close()


def test_home_and_dataset_count_the_same(here: Explorer) -> None:
    assert home(here).counts == dataset(here).counts
    assert dataset(here).triples == len(here.snapshot.store)
    assert all(row.factuality and row.factuality.name != "Threatened" for row in home(here).newest)


def test_views_without_an_index_say_so_or_read_the_graph(tmp_path: Path) -> None:
    bare = open_explorer(make_store(tmp_path / "store"), Settings())
    assert not home(bare).indexed
    assert event(bare, f"{BASE}strike/a1/s1").accused
    assert claim(bare, f"{BASE}claim/a1/c1").disputed
    assert article(bare, f"{BASE}article/a1").facts
    assert ontology(bare).groups
    for wanting in (lambda: entity(bare, f"{BASE}actor/velmark"), lambda: dataset(bare)):
        with pytest.raises(NoIndex):
            wanting()


def test_views_of_an_empty_graph(tmp_path: Path) -> None:
    empty = indexed(store_of_trig(tmp_path / "store", ""))
    assert home(empty).empty
    assert dataset(empty).counts["Strike"] == 0
    empty.close()


def test_views_keep_hostile_words_as_they_are(tmp_path: Path) -> None:
    words = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    trig = f"""
    <article/h> {{
      <article/h> a ckg:Article ; dct:title "{words}" ; ckg:text "{words}" ; dct:publisher "{words}" .
      <actor/h> a ckg:Actor ; rdfs:label "{words}" ; ckg:roleTitle "{words}" .
      <strike/h> a ckg:Strike ; rdfs:label "{words}" ; ckg:weapon "{words}" ; ckg:target <actor/h> .
      <article/h#char=0,5> a ckg:Mention ; ckg:inArticle <article/h> ; ckg:begin 0 ; ckg:end 5 ; ckg:exact "{words}" ;
        ckg:mentionKind ckg:Name ; ckg:denotes <actor/h> .
    }}"""
    found = indexed(store_of_trig(tmp_path / "store", trig))
    assert article(found, f"{BASE}article/h").text == HOSTILE
    assert entity(found, f"{BASE}actor/h").thing.label == " ".join(HOSTILE.split())
    assert event(found, f"{BASE}strike/h").properties[0].values[0].text == " ".join(HOSTILE.split())
    found.close()


def test_a_label_is_never_an_iri() -> None:
    assert humanised("https://example.org/actor/Hill-Front_2") == "Hill Front 2"
    assert humanised("https://example.org/a#char=1,5") == "1,5"
    assert humanised("https://example.org/") == "example.org"
    assert humanised("") == "unnamed"


def test_times_and_lists_in_words() -> None:
    assert days(None, None) is None
    assert days("2018-09-01", "2018-09-30") == "2018-09-01 to 2018-09-30"
    assert (days("2018-09-01", None), days(None, "2018-09-01")) == ("2018-09-01 or later", "2018-09-01 or earlier")
    assert [list_of(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
