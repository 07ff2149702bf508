import subprocess
import sys

import pytest
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from kg.check import CKG, Violation, check_each_graph, check_graph, check_identity, check_spans
from kg.names import Names
from tests.graphs import ARTICLE, BASE, IDENTITY, spoil, wellformed, wellformed_dataset

NAMES = Names(BASE)
BOMBED = "?m ckg:denotes <strike/harbourtown-bridge/bombed>"


def rules(graph: Graph) -> set[str]:
    return {violation.rule for violation in check_graph(graph)}


def faults(dataset: Dataset) -> list[Violation]:
    """The faults of all graphs of a dataset, graph by graph."""
    return [violation for _, found in check_each_graph(dataset, NAMES) for violation in found]


def test_check_graph_accepts_wellformed():
    graph = wellformed(ARTICLE)
    before = set(graph)
    assert check_graph(graph) == []
    assert set(graph) == before


def test_check_identity_accepts_wellformed():
    assert check_identity(wellformed(IDENTITY)) == []


def test_check_store_accepts_wellformed():
    assert faults(wellformed_dataset()) == []


def test_check_each_graph_names_graphs():
    assert [name for name, _ in check_each_graph(wellformed_dataset(), NAMES)] == [str(ARTICLE), str(IDENTITY)]


def test_check_store_reads_union_datasets():
    dataset = wellformed_dataset()
    dataset.default_union = True
    assert faults(dataset) == []


def test_check_spans_counts_code_points():
    """The sample begins with a character outside the basic plane: offsets in UTF-16 units would be one too high."""
    graph = wellformed(ARTICLE)
    update = "DELETE { ?m ckg:begin ?b ; ckg:end ?e } INSERT { ?m ckg:begin ?b2 ; ckg:end ?e2 } WHERE { "
    spoil(graph, update + BOMBED + " ; ckg:begin ?b ; ckg:end ?e . BIND (?b + 1 AS ?b2) BIND (?e + 1 AS ?e2) }")
    assert rules(graph) == {"span-words", "MentionWords", "MentionIri"}


@pytest.mark.parametrize(
    ("rule", "update"),
    [
        (
            "span-words",
            f'DELETE {{ ?m ckg:exact ?w }} INSERT {{ ?m ckg:exact "Bombed" }} WHERE {{ {BOMBED} ; ckg:exact ?w }}',
        ),
        ("span-words", f"DELETE {{ ?m ckg:exact ?w }} WHERE {{ {BOMBED} ; ckg:exact ?w }}"),
        ("span-range", f"DELETE {{ ?m ckg:end ?e }} INSERT {{ ?m ckg:end 9999 }} WHERE {{ {BOMBED} ; ckg:end ?e }}"),
        (
            "span-range",
            f"DELETE {{ ?m ckg:begin ?b }} INSERT {{ ?m ckg:begin -1 }} WHERE {{ {BOMBED} ; ckg:begin ?b }}",
        ),
        ("span-range", f"DELETE {{ ?m ckg:begin ?b }} WHERE {{ {BOMBED} ; ckg:begin ?b }}"),
        ("text-missing", "DELETE WHERE { ?a ckg:text ?t }"),
        ("text-digest", "DELETE WHERE { ?a ckg:sha256 ?t }"),
        ("article-missing", "DELETE WHERE { ?a a ckg:Article }"),
    ],
)
def test_check_spans_finds_fault(rule, update):
    found = list(check_spans(spoil(wellformed(ARTICLE), update)))
    assert {violation.rule for violation in found} == {rule}


def test_check_spans_refuses_changed_text():
    graph = wellformed(ARTICLE)
    text = str(graph.value(ARTICLE, CKG.text))
    graph.set((ARTICLE, CKG.text, Literal(text.replace("Harbourtown", "Harborstown"))))
    assert {"text-digest", "span-words"} == {violation.rule for violation in check_spans(graph)}


def test_check_spans_refuses_blank_node():
    graph = wellformed(ARTICLE)
    graph.add((ARTICLE, RDFS.seeAlso, BNode()))
    assert [violation.rule for violation in check_spans(graph)] == ["blank-node"]


def test_check_spans_refuses_graph_of_another_name():
    graph = Graph(identifier=URIRef(f"{BASE}article/other"))
    for triple in wellformed(ARTICLE):
        graph.add(triple)
    assert [violation.rule for violation in check_spans(graph)] == ["graph-name"]


def test_check_graph_names_the_node_at_fault():
    graph = spoil(wellformed(ARTICLE), "DELETE WHERE { <strike/harbourtown-bridge/bombed> ckg:evidence ?s }")
    (violation,) = check_graph(graph)
    assert violation.graph == str(ARTICLE)
    assert violation.focus == f"{BASE}strike/harbourtown-bridge/bombed"
    assert violation.rule == "EventEvidence"
    assert violation.severity == "Violation"
    assert "sentence as evidence" in str(violation)


def test_check_graph_names_the_node_at_fault_of_a_whole_graph_rule():
    graph = spoil(wellformed(ARTICLE), "DELETE WHERE { <actor/northland> ckg:allyOf ?x }")
    (violation,) = check_graph(graph)
    assert violation.rule == "RelationStated"
    assert violation.focus.startswith(f"{BASE}relation/")
    assert violation.focus in violation.message


def test_check_graph_marks_warnings():
    graph = spoil(wellformed(ARTICLE), "DELETE WHERE { <quantity/harbourtown-bridge/four> ckg:min ?n }")
    assert [violation.severity for violation in check_graph(graph)] == ["Warning"]


def test_check_store_reports_fault_of_each_graph():
    dataset = wellformed_dataset()
    store = dataset.store
    Graph(store=store, identifier=ARTICLE).remove((None, CKG.programVersion, None))
    Graph(store=store, identifier=IDENTITY).remove((None, CKG.linkMethod, None))
    assert {(v.graph, v.rule) for v in faults(dataset)} == {
        (str(ARTICLE), "RunProgramVersion"),
        (str(IDENTITY), "LinkMethod"),
    }


def test_check_store_refuses_match_of_a_collective_of_an_article():
    dataset = wellformed_dataset()
    people = URIRef(f"{BASE}actor/harbourtown-bridge/people")
    identity = Graph(store=dataset.store, identifier=IDENTITY)
    identity.add((people, SKOS.exactMatch, URIRef("https://example.org/gazetteer/people")))
    assert {v.rule for v in faults(dataset)} == {"CollectiveExactMatch", "MatchAccepted"}


def test_check_store_refuses_graph_without_article():
    dataset = wellformed_dataset()
    stray = URIRef(f"{BASE}article/stray")
    Graph(store=dataset.store, identifier=stray).add((stray, RDFS.label, Literal("stray")))
    assert [(v.graph, v.rule) for v in faults(dataset)] == [(str(stray), "article-missing")]


def test_check_store_passes_over_graphs_of_no_article():
    dataset = wellformed_dataset()
    ontology = URIRef(NAMES.graph("ontology"))
    Graph(store=dataset.store, identifier=ontology).add((ontology, RDFS.label, Literal("terms")))
    assert faults(dataset) == []


def test_check_imports_shacl_engine_only_when_used():
    code = "import sys, kg.check; sys.exit('pyshacl' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
