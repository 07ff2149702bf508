"""The shipped queries: each is run against a small hand-made graph, and must give the answer that is stored beside it.

``data/expected/NAME.json`` holds one or more cases of a query: its parameters and its rows (or triples, or yes and no).
An IRI is written ``<…>``, relative to the base of the data, or as a prefixed name; a literal as its lexical form; null
is unbound.
"""

import http.server
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg import names
from kg.library import Answers, ParameterType, StoredQuery, queries, serialise

DATA = Path(__file__).parent / "data"
BASE = "https://w3id.org/conflict-kg/id/"
QUERIES = queries()
EXPECTED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (DATA / "expected").glob("*.json")}
CASES = [(name, number) for name in sorted(EXPECTED) for number in range(len(EXPECTED[name]))]
HOSTILE = [
    '"',
    "'",
    "\\",
    "} } DROP ALL",
    "> } DROP",
    '" } UNION { ?s ?p ?o } #',
    '"""',
    "\n# }",
    "\r\n\t\b\f",
    "\\u0022 } UNION { ?s ?p ?o }",
    "\\",
    "?param_actor",
    "VALUES ?param_actor { UNDEF }",
    "\x00\x1f\u2028\u202e",
    "Партия 🕊",
]


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(ox.parse(path=DATA / "library_graph.trig", format=ox.RdfFormat.TRIG))


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this computer that refuses connections: it is bound, but nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def run(store: ox.Store, query: StoredQuery, parameters: dict[str, str]) -> Any:
    """The result in the form of the expected files. The follow-up of a federated query is sent where nobody answers."""
    with closed_port() as port:
        text = redirected(query.bind(parameters), port) if query.federated else query.bind(parameters)
        result = store.query(text, use_default_graph_as_union=True)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        if isinstance(result, ox.QueryTriples):
            return sorted([[written(term) for term in triple] for triple in result])
        return [[written(term) for term in row] for row in result]


def redirected(text: str, port: int) -> str:
    text, count = re.subn(r"SERVICE SILENT <https://[^>]+>", f"SERVICE SILENT <http://127.0.0.1:{port}/>", text)
    assert count == text.count("SERVICE")
    return text


def written(term: Any) -> str | None:
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return str(term.value)
    for prefix, namespace in names.PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return f"<{term.value.removeprefix(BASE)}>"


def ask(store: ox.Store, text: str) -> Any:
    return store.query(f"PREFIX ckg: <{names.CKG}> {text}", use_default_graph_as_union=True)


def add(store: ox.Store, subject: str, predicate: str, value: str, article: str = "a1") -> None:
    """Adds one statement to the graph of an article; names as in the expected files."""

    def node(name: str) -> ox.NamedNode:
        prefix, colon, local = name.partition(":")
        return ox.NamedNode(names.PREFIXES[prefix] + local if colon else BASE + name)

    store.add(ox.Quad(node(subject), node(predicate), node(value), node(f"article/{article}")))


def test_queries_are_at_least_twenty_five_and_all_have_expected_answers() -> None:
    assert len(QUERIES) >= 25
    assert EXPECTED.keys() == QUERIES.keys()


@pytest.mark.parametrize("name", QUERIES)
def test_query_has_its_header(name: str) -> None:
    query = QUERIES[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert query.title not in {"", name}
    assert query.about.endswith(".")
    assert "# answers:" in query.text
    assert all(parameter.about.endswith(".") for parameter in query.parameters)
    assert query.federated == ("SERVICE" in query.text)


@pytest.mark.parametrize("name", QUERIES)
def test_query_has_the_default_of_its_header_in_its_text(name: str) -> None:
    for parameter in QUERIES[name].parameters:
        inside = "UNDEF" if parameter.default is None else f'"{parameter.default}"'
        if parameter.type in {ParameterType.IRI, ParameterType.INTEGER} and parameter.default is not None:
            inside = parameter.default
        blocks = re.findall(rf"VALUES \?param_{parameter.name} {{ (.*) }}", QUERIES[name].text)
        assert blocks
        assert set(blocks) == {inside}


@pytest.mark.parametrize("name", QUERIES)
def test_query_uses_terms_of_the_ontology_only(name: str) -> None:
    ontology = (DATA.parents[1] / "ontology" / "conflict.ttl").read_text(encoding="utf-8")
    code = re.sub(r"#[^\n]*", "", re.sub(r"<[^>\s]*>", "", QUERIES[name].text))
    used = set(re.findall(r"\bckg:(\w+)", code))
    assert used
    assert not {term for term in used if not re.search(rf"^ckg:{term}\b", ontology, re.MULTILINE)}


@pytest.mark.parametrize("name", QUERIES)
def test_query_gives_its_rows_in_a_fixed_order(name: str) -> None:
    query = QUERIES[name]
    assert query.answers is Answers.BOOLEAN or re.search(r"^ORDER BY ", query.text, re.MULTILINE)


@pytest.mark.parametrize(("name", "number"), CASES)
def test_query_gives_the_expected_answer(name: str, number: int, store: ox.Store, quads: list[ox.Quad]) -> None:
    case = EXPECTED[name][number]
    assert run(store, QUERIES[name], case["parameters"]) == case["answer"]
    # The order in which a graph was written must not show.
    backwards = ox.Store()
    for quad in reversed(quads):
        backwards.add(quad)
    assert run(backwards, QUERIES[name], case["parameters"]) == case["answer"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_query_has_something_to_answer(name: str) -> None:
    first = EXPECTED[name][0]["answer"]
    assert isinstance(first, bool) or first


@pytest.mark.parametrize("name", QUERIES)
def test_query_runs_with_only_its_required_parameters_on_an_empty_store(name: str) -> None:
    given = {"iri": "https://example.org/nothing", "actor-label": "nobody"}
    required = {p.name: given[p.type] for p in QUERIES[name].parameters if p.required}
    assert not run(ox.Store(), QUERIES[name], required)


@pytest.mark.parametrize("value", HOSTILE)
def test_query_keeps_hostile_values_data(value: str, store: ox.Store) -> None:
    for query in QUERIES.values():
        for parameter in query.parameters:
            if parameter.type in {ParameterType.STRING, ParameterType.ACTOR_LABEL}:
                required = {p.name: "https://example.org/x" for p in query.parameters if p.required}
                assert run(store, query, {**required, parameter.name: value}) == []
                [row] = ask(store, f"SELECT ?v {{ VALUES ?v {{ {serialise(parameter, value)} }} }}")
                assert row["v"].value == value


def test_graph_quotes_its_articles_exactly(store: ox.Store) -> None:
    rows = list(
        ask(
            store,
            "SELECT ?text ?begin ?end ?exact "
            "{ ?m ckg:inArticle/ckg:text ?text ; ckg:begin ?begin ; ckg:end ?end ; ckg:exact ?exact }",
        )
    )
    assert len(rows) > 100
    for row in rows:
        assert row["text"].value[int(row["begin"].value) : int(row["end"].value)] == row["exact"].value


def test_graph_has_the_words_of_each_value_inside_its_evidence(store: ox.Store) -> None:
    outside = ask(
        store,
        """ASK { ?r ckg:supportedBy [ ckg:begin ?b ; ckg:end ?e ] ; ckg:evidence [ ckg:begin ?from ; ckg:end ?to ]
                 FILTER(?b < ?from || ?e > ?to) }""",
    )
    assert not outside


def test_query_disputed_as_fact_finds_the_fault(store: ox.Store) -> None:
    add(store, "strike/a1/s1", "ckg:perpetrator", "actor/hill-front")
    assert run(store, QUERIES["disputed-as-fact"], {}) is True


def test_query_recomputed_disputes_finds_a_stored_state_that_is_wrong(store: ox.Store) -> None:
    disputed = ox.NamedNode(names.CKG + "Disputed")
    [quad] = store.quads_for_pattern(ox.NamedNode(BASE + "strike/a1/s1"), None, disputed)
    store.remove(quad)
    add(store, "strike/a1/s1", "ckg:factuality", "ckg:Stated")
    rows = run(store, QUERIES["recomputed-disputes"], {})
    assert [(row[0], row[4]) for row in rows] == [("<strike/a1/s1>", "false"), ("<strike/a2/s1>", "true")]


_TOLD = f"""
@prefix ckg: <{names.CKG}> .
@base <{BASE}> .
<article/x> {{
  <strike/x/1> a ckg:Strike ; ckg:factuality ckg:Stated ; ckg:evidence <article/x#char=0,47> .
  <strike/x/2> a ckg:Strike ; ckg:factuality ckg:Stated ; ckg:evidence <article/x#char=0,47> .
  <article/x#char=0,47> ckg:mentionKind ckg:Sentence ; ckg:begin 0 ; ckg:end 47 ;
    ckg:exact "The raid was in retaliation for an earlier one." .
  <article/x#char=4,8> ckg:mentionKind ckg:Trigger ; ckg:begin 4 ; ckg:end 8 ; ckg:denotes <strike/x/2> .
  <article/x#char=43,46> ckg:mentionKind ckg:Trigger ; ckg:begin 43 ; ckg:end 46 ; ckg:denotes <strike/x/1> .
}}
"""


def test_query_sequences_reads_which_event_is_told_as_the_answer() -> None:
    store = ox.Store()
    store.load(_TOLD.encode(), format=ox.RdfFormat.TRIG)
    [row] = run(store, QUERIES["sequences"], {})
    assert (row[0], row[3], row[6]) == ("<strike/x/1>", "<strike/x/2>", "told as an answer")


def test_query_sequences_has_no_order_within_a_day(store: ox.Store) -> None:
    add(store, "strike/same", "rdf:type", "ckg:Strike")
    add(store, "strike/same", "ckg:factuality", "ckg:Stated")
    [first] = store.quads_for_pattern(ox.NamedNode(BASE + "strike/a1/s1"), ox.NamedNode(names.CKG + "when"), None)
    store.add(ox.Quad(ox.NamedNode(BASE + "strike/same"), first.predicate, first.object, first.graph_name))
    for quad in store.quads_for_pattern(first.subject, ox.NamedNode(names.CKG + "evidence"), None):
        store.add(ox.Quad(ox.NamedNode(BASE + "strike/same"), quad.predicate, quad.object, quad.graph_name))
    pairs = {(row[0], row[3]) for row in run(store, QUERIES["sequences"], {})}
    assert not pairs & {("<strike/a1/s1>", "<strike/same>"), ("<strike/same>", "<strike/a1/s1>")}


def test_query_accusations_leaves_out_plans_and_what_a_side_says_of_itself(store: ox.Store) -> None:
    rows = run(store, QUERIES["accusations"], {})
    accuser, accused, deed, article = rows[0][0], rows[0][2], rows[0][5], rows[0][8]
    graph = str(article).strip("<>").removeprefix("article/")
    own = ox.Store()
    own.extend(store)
    add(own, str(accuser).strip("<>"), "ckg:speaksFor", "actor/side", graph)
    add(own, str(accused).strip("<>"), "ckg:partOf", "actor/side", graph)
    assert rows[0] not in run(own, QUERIES["accusations"], {})
    planned = ox.Store()
    planned.extend(store)
    add(planned, str(deed).strip("<>"), "ckg:factuality", "ckg:Hypothetical", graph)
    assert rows[0] not in run(planned, QUERIES["accusations"], {})


def test_query_incident_figures_needs_two_sources(store: ox.Store) -> None:
    query = QUERIES["incident-figures"]
    assert run(store, query, {}) != []
    head = f"PREFIX ckg: <{names.CKG}> BASE <{BASE}>\n"
    # The figure of a second source goes; one article gives two, and so does its copy.
    store.update(f"{head} DELETE WHERE {{ GRAPH <article/a2> {{ ?strike ckg:killed ?quantity }} }}")
    more = '<strike/{0}/s1> ckg:killed <quantity/more/{0}> . <quantity/more/{0}> ckg:exact "dozens" ; ckg:min 24 .'
    for article in ("a1", "a4"):
        store.update(f"{head} INSERT DATA {{ GRAPH <article/{article}> {{ {more.format(article)} }} }}")
    store.update(f"{head} INSERT DATA {{ <article/a4> ckg:nearDuplicateOf <article/a1> }}")
    assert run(store, query, {}) == []


def test_query_restated_claims_leaves_out_what_else_is_said_of_an_attack(store: ox.Store) -> None:
    for claim in ("c1", "c3"):
        for held in list(
            store.quads_for_pattern(
                ox.NamedNode(f"{BASE}claim/a1/{claim}"), ox.NamedNode(names.CKG + "responsible"), None
            )
        ):
            store.remove(held)
    assert run(store, QUERIES["restated-claims"], {}) == []


def test_query_recomputed_disputes_takes_a_denial_of_blame_for_no_denial_of_the_attack(store: ox.Store) -> None:
    content = ox.NamedNode(BASE + "article/a2#char=219,235")
    [words] = store.quads_for_pattern(content, ox.NamedNode(names.CKG + "exact"), None)
    store.remove(words)
    store.add(ox.Quad(content, words.predicate, ox.Literal("responsibility"), words.graph_name))
    rows = run(store, QUERIES["recomputed-disputes"], {})
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("<strike/a2/s1>", "not disputed", "false"),
        ("<strike/a1/s1>", "Disputed", "true"),
    ]


def test_query_threatened_not_done_leaves_out_what_was_done(store: ox.Store) -> None:
    add(store, "strike/new", "rdf:type", "ckg:Strike", "a2")
    add(store, "strike/new", "ckg:factuality", "ckg:Stated", "a2")
    add(store, "strike/new", "ckg:perpetrator", "actor/velmark", "a2")
    add(store, "strike/new", "ckg:location", "place/karsk", "a2")
    add(store, "strike/new", "ckg:when", "time/a2/t1", "a2")
    assert len(run(store, QUERIES["threatened-not-done"], {})) == 1, "what came before the threat does not count"
    add(store, "strike/new", "ckg:when", "time/a2/t2", "a2")
    assert run(store, QUERIES["threatened-not-done"], {}) == []


def test_query_unresolved_dates_says_when_the_article_is_dated(store: ox.Store) -> None:
    for quad in list(store.quads_for_pattern(ox.NamedNode(BASE + "time/a1/t2"), None, None)):
        if quad.predicate.value in {names.CKG + "earliest", names.CKG + "latest"}:
            store.remove(quad)
    rows = run(store, QUERIES["unresolved-dates"], {})
    assert [(row[0], row[4]) for row in rows] == [("<time/a1/t2>", "2031-05-05"), ("<time/a3/t1>", "not known")]


def test_query_wikidata_joins_what_the_endpoint_answers(store: ox.Store) -> None:
    binding = {
        "item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q4115189"},
        "capitalLabel": {"type": "literal", "xml:lang": "en", "value": "Velm"},
        "description": {"type": "literal", "xml:lang": "en", "value": "invented state"},
    }
    body = json.dumps({"head": {"vars": sorted(binding)}, "results": {"bindings": [binding]}}).encode()

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Endpoint) as endpoint:
        thread = threading.Thread(target=endpoint.serve_forever)
        thread.start()
        try:
            text = redirected(QUERIES["wikidata"].text, endpoint.server_port)
            [row] = store.query(text, use_default_graph_as_union=True)
        finally:
            endpoint.shutdown()
            thread.join()
    assert [row[name].value for name in ("actorLabel", "capitalLabel", "description")] == [
        "Velmark",
        "Velm",
        "invented state",
    ]
