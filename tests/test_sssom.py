"""Links as a mapping set that others can read."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg import names as ns
from kg.export.sssom import link_triples, mappings, sssom_lines
from kg.store import open_snapshot

BASE = "https://data.example/id/"
IDENTITY = NamedNode(BASE + "graph/identity")


def link(number: int, status: str, method: str = "gazetteer", label: str = "Marsa\tBrigade") -> Iterator[Quad]:
    node, subject = NamedNode(f"{BASE}link/{number}"), NamedNode(f"{BASE}actor/{number}")
    yield Quad(subject, NamedNode(ns.RDFS + "label"), Literal(label), IDENTITY)
    yield Quad(node, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Link"), IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "linkSubject"), subject, IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "linkTarget"), NamedNode(ns.WIKIDATA + f"Q{number}"), IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "linkPredicate"), NamedNode(ns.SKOS + "exactMatch"), IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "linkStatus"), NamedNode(ns.CKG + status), IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "linkMethod"), Literal(method), IDENTITY)
    yield Quad(node, NamedNode(ns.CKG + "confidence"), Literal("0.9"), IDENTITY)


@pytest.fixture
def linked() -> Store:
    store = Store()
    for number, status, method in ((1, "Accepted", "gazetteer"), (2, "Candidate", "name"), (3, "Rejected", "review")):
        store.extend(link(number, status, method))
    return store


def rows(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))


def test_a_mapping_set_says_what_was_decided_and_how(linked: Store) -> None:
    accepted, rejected = rows(list(sssom_lines(linked, BASE)))
    assert accepted["subject_id"] == "id:actor/1"
    assert accepted["subject_label"] == "Marsa Brigade"
    assert (accepted["predicate_id"], accepted["object_id"]) == ("skos:exactMatch", "wikidata:Q1")
    assert (accepted["predicate_modifier"], accepted["mapping_justification"]) == ("", "semapv:LexicalMatching")
    assert (rejected["predicate_modifier"], rejected["mapping_justification"]) == (
        "Not",
        "semapv:ManualMappingCuration",
    )


def test_candidates_come_only_if_asked_for(linked: Store) -> None:
    assert len(rows(list(sssom_lines(linked, BASE, candidates=True)))) == 3


def test_every_prefix_that_is_used_is_declared(linked: Store) -> None:
    lines = list(sssom_lines(linked, BASE, candidates=True))
    declared = {line[1:].split(":")[0].strip() for line in lines if line.startswith("#  ")}
    for row in rows(lines):
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert row[column].partition(":")[0] in declared


def test_only_accepted_links_become_triples(linked: Store, sample_store: Path) -> None:
    assert list(link_triples(linked)) == [
        f"<{BASE}actor/1> <{ns.SKOS}exactMatch> <{ns.WIKIDATA}Q1> .\n",
    ]
    store = open_snapshot(sample_store).store
    triples = list(parse("".join(link_triples(store)).encode(), format=RdfFormat.N_TRIPLES))
    assert len(triples) == sum(each.status == "Accepted" for each in mappings(store)) > 50
    # Each stands in the graph too.
    assert all(next(store.quads_for_pattern(t.subject, t.predicate, t.object, None), None) for t in triples)
