"""What single shipped queries leave out and take in, shown by changing the graph they are asked of."""

import http.server
import json
import threading

import pyoxigraph as ox

from kg import names
from tests.queries.asking import BASE, QUERIES, add, redirected, run


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
