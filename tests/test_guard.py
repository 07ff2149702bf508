import contextlib
import re
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.guard import names_dataset, require_local, resolved, tokens, with_dataset, without_silent_loads

REACHING_OUT = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "select * { service<http://x/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT ex:a { } }",
    "SELECT * { SeRvIcE ?where { } }",
    "SELECT * { \\u0053ERVICE <http://x/> { } }",
    "SELECT * { \\U00000053ervice <http://x/> { } }",
    "SELECT * { ?s ?p 'a' . SERVICE <http://x/> { } }",
    'SELECT * { ?s ?p "it\'s" . SERVICE <http://x/> { ?a ?b "it\'s" } }',
    "SELECT * { ?s ?p '''a''' SERVICE <http://x/> { ?a ?b '''c''' } }",
    'SELECT * { ?s ?p "\\"" . SERVICE <http://x/> { ?a ?b "\\"" } }',
    "SELECT * { # a comment\n SERVICE <http://x/> { } }",
    "SELECT * { # a comment\r SERVICE <http://x/> { } }",
    "SELECT * { <http://a#b> ?p ?o . SERVICE <http://x/> { } }",
    "SELECT * { ex:a\\#b ?p ?o . SERVICE <http://x/> { } }",
    "SELECT * { ?s ex:p ex:a.SERVICE <http://x/> { } }",
    "SELECT * { FILTER(?a<?b && ?c>?d) SERVICE <http://x/> { } }",
    "SELECT * { FILTER(?a<?b&&EXISTS{SERVICE<http://x/>{}}) }",
    "SELECT * { { SELECT * { SERVICE <http://x/> { } } } }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
    "LOAD <http://x/>",
    "CLEAR ALL ; load silent <http://x/> into graph <http://g>",
    "\\u004c\\u004fAD <http://x/>",
    "SELECT * { ?s ?p trueSERVICE<http://x/>{} }",
    "SELECT * { ?s ?p 1SERVICE<http://x/>{} }",
    "SELECT * { ?s ?p 1.SERVICE<http://x/>{} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:x{} }",
    "PREFIX : <http://x/> PREFIX SERVICE: <http://y/> SELECT * { SERVICE:x {} }",
    "PREFIX : <http://x/> SELECT * { ?s ?p falseSERVICE:x{} }",
    "PREFIX : <http://x/> SELECT * { SERVICESILENT:x{} }",
    "SELECT * { VALUES ?x { UNDEF }SERVICE<http://x/>{} }",
    "SELECT * { GRAPH?gSERVICE { } SERVICE?g { } }",
    "ASK { SERVICE\\u003chttp://x/> { } }",
    "ASK { SERVICE#\n<http://x/>#\n{ } }",
    "ASK { SERVICE\tSILENT\r\n<http://x/>{ } }",
    "DESCRIBE <a> WHERE { SERVICE <http://x/> { } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { SERVICE <http://x/> { } } }",
    "SELECT * { { } UNION { SERVICE <http://x/> { } } }",
    "SELECT * { { } MINUS { SERVICE <http://x/> { } } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://x/> { } } }",
    "SELECT * { VALUES ?w { <http://x/> } SERVICE ?w { } }",
    "SELECT * { BIND(<http://x/> AS ?w) SERVICE ?w { ?s ?p ?o } }",
    "BASE <http://x/> SELECT * { SERVICE <> { } }",
    "PREFIX x: <http://x/> LOAD x:",
    "PREFIX : <http://x/> LOAD:x",
    "PREFIX : <http://x/> LOAD:x\u0301",
    "PREFIX : <http://x/> SELECT * { SERVICE:x\u0301{} }",
    "PREFIX : <http://x/> SELECT * { SERVICE :x\u036f\u00b7\u203f{} }",
    "BASE <http://x/> LOAD<>",
    "LOAD#\n<http://x/>",
    "INSERT DATA {} ; LOAD<http://x/>INTO GRAPH<http://g>",
    "DELETE { ?s ?p ?o } WHERE { OPTIONAL { SERVICE SILENT <http://x/> { ?s ?p ?o } } }",
    "WITH <http://g> INSERT { ?s ?p ?o } WHERE { { SELECT * { SERVICE <http://x/> { } } } }",
]
# The engine cuts these otherwise than the grammar's terminals do, and does connect.
CUT_OTHERWISE = [
    'SELECT * { BIND(1 AS ?x) FILTER(?x<1#z>"""\n||true) SERVICE <http://x/> { } #"""\n }',
    "SELECT * { BIND('x' AS ?x) FILTER(?x<'y>' || true) SERVICE <http://x/> { } #'\n }",
    "SELECT * { ?s ?p ?o FILTER(?o<?o||true)SERVICE<http://x/>{}#>\n }",
    "PREFIX : <http://x/> SELECT * { ?s ?p ?o FILTER(?o<2)SERVICE:#>\n{ } }",
    "PREFIX : <http://y/> SELECT * { VALUES ?v {'''a' :b\\-c } SERVICE <http://x/> { } #'''\n }",
    'SELECT * { VALUES ?v {"""a" } SERVICE <http://x/> { } # \\x"""\n }',
    "SELECT * { VALUES ?v {'''a' } SERVICE <http://x/> { } # \\uD800'''\n }",
    "SELECT * { VALUES ?v {'''a' } SERVICE <http://x/> { } # \\U00110000'''\n }",
    "PREFIX y: <http://y:> SELECT * { ?s ?p y:SERVICE <http://x/> { } }",
    "PREFIX y: <http://y:> PREFIX : <http://x/> SELECT * { ?s ?p y:SERVICE:u{ } }",
    "BASE <http://y:> PREFIX y: <> SELECT * { ?s ?p y:SERVICE<http://x/>{ } }",
    "BASE <http://y:#> PREFIX y: <> SELECT * { ?s ?p y:SERVICE<http://x/>{ } }",
    "PREFIX y: <http://y/#> PREFIX : <http://x/> SELECT * { ?s ?p y:SERVICE:u\\#{ } }",
    "PREFIX y: <http://y/> PREFIX \ufffd: <http://x/> SELECT * { ?s ?p y:SERVICE\ufffd:u{ } }",
    "PREFIX : <http://y/> SELECT * { ?s ?p :a.b.SERVICE <http://x/> { } }",
    'INSERT { } WHERE { FILTER(?x<?y#z>"""\n) } ; LOAD <http://x/> #"""\n ',
    "INSERT { } WHERE { FILTER(?x<'a>') } ; LOAD <http://x/> #'\n ",
    "PREFIX : <http://x/> INSERT { } WHERE { FILTER(?x<'a>') } ; LOAD:u #'\n ",
    "INSERT { } WHERE { VALUES ?v {'''a' } } ; LOAD <http://x/> # \\x'''\n ",
]
STAYING = [
    "SELECT * { ?s ?p 'SERVICE <http://x/> { }' }",
    'SELECT * { ?s ?p """SERVICE "quoted" <http://x/>""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
    "SELECT * { <http://a/SERVICE> ?p ?o }",
    "SELECT ?service $load { ?service ?p $load }",
    "SELECT * { ?s ex:service ?o ; schema:load ?x }",
    "PREFIX service: <http://s/> SELECT * { service:a ?p ?o }",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { ?s ?serviceName ?payload }",
    "SELECT * { ?s ex:web.service ?o . OPTIONAL { ?o ex:a.serviced _:b.service } }",
    "SELECT * { ?s ex:service ?o { ?o ?p 1 } GRAPH ex:service { ?o ex:\u3001service 2 } }",
    "BASE <http://x/> SELECT ?service { ?service a <#Service>, <it's> ; <#load> 'service' }",
    "SELECT * { VALUES ?v { '''it's a \\' SERVICE <http://x/> { }''' 'SERVICE\\u0020<http://x/>{}' } }",
    "INSERT DATA { :s ex:x.load :load, :x.load ; :p _:b.load . :a.b.load :p 1 }",
    "PREFIX load: <http://l/> INSERT DATA { load:a load:b load:c ; load:d 'x', load:c ; a load:e }",
    "PREFIX payload: <http://l/> INSERT DATA { <s> <p> payload:c ; <q> ex:load }",
    "BASE <http://x/> INSERT DATA { <#a> ex:payload :o ; ex:load 'load' }",
    "CREATE GRAPH :x.load ; DROP GRAPH :x.load",
]


@pytest.mark.parametrize("text", [*REACHING_OUT, *CUT_OTHERWISE])
def test_guard_finds_what_reaches_out(text: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        require_local(text)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[int]]]:
    """An address on this machine, and a list that grows with each connection to it."""
    connections: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connections.append(1)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", connections
        server.shutdown(socket.SHUT_RDWR)


def run_if_let(text: str) -> bool:
    """Whether the guard lets a text pass as a query or as an update; as what it passes, it is run."""
    store = Store()
    store.update("INSERT DATA { <http://a> <http://b> 1 }")
    let = False
    for is_query in (True, False):
        for form in (text, resolved(text)):
            try:
                require_local(form, is_query)
            except QueryError:
                continue
            let = let or not is_query
            try:
                list(store.query(form)) if is_query else store.update(form)
            except Exception:
                continue  # most of these texts are not SPARQL at all
    return let


def test_guard_canary_has_spellings_that_do_connect(listener: tuple[str, list[int]]) -> None:
    url, connections = listener
    before = len(connections)
    for text in REACHING_OUT:
        try:
            list(Store().query(text.replace("http://x/", url)))
        except Exception:
            continue  # the listener speaks no SPARQL
    assert len(connections) > before + 5


@pytest.mark.parametrize("text", CUT_OTHERWISE)
def test_guard_canary_engine_cuts_otherwise(text: str, listener: tuple[str, list[int]]) -> None:
    """Where a later engine no longer does, the guard need not suspect that."""
    url, connections = listener
    before = len(connections)
    store = Store()
    store.update("INSERT DATA { <http://a> <http://b> 1 }")
    run = store.update if text.startswith("INSERT") or "INSERT {" in text else lambda text: list(store.query(text))
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # the listener speaks no SPARQL
        run(text.replace("http://x/", url))
    assert len(connections) > before


@pytest.mark.parametrize(
    "text", [*CUT_OTHERWISE, *REACHING_OUT, *(text.lower() for text in REACHING_OUT if "\\" not in text)]
)
def test_guard_lets_nothing_connect(text: str, listener: tuple[str, list[int]]) -> None:
    url, connections = listener
    before = len(connections)
    assert not run_if_let(text.replace("http://x/", url))
    assert len(connections) == before


PIECES = [
    *("SERVICE", "service", "LOAD", "SILENT", "SELECT", "*", "WHERE", "INSERT", "DATA", "FILTER", "true", "a", "1.5"),
    *("{", "}", "(", ")", ".", ";", ",", "<", ">", "&&", "|", "/", "^", "!", "=", "@en", "^^", "_:b", "?x", "$y", ":x"),
    *(
        "ex:",
        "ex:a",
        "ex:a\\'",
        "ex:a\\#",
        "ex:SERVICE",
        "<http://a#b>",
        "'",
        '"',
        "'''",
        '"""',
        "\\",
        "\\'",
        "#",
        "\n",
    ),
    *("'a'", '"b"', "'''c'''", "\\u0053", "\\u0022", "\\u0027", "\\u003c", "\\u0023", "\u017f", "URL", "<URL>", " "),
]
GROUPS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
CALLS = st.sampled_from(
    [
        *("SERVICE <URL> { }", "SERVICE<URL>{}", "SERVICE:u{}", "trueSERVICE <URL> {}"),
        *(
            "ex:p ex:a.SERVICE <URL> {}",
            "ex:p ex:a.SERVICE:u{}",
            "ex:p ex:a.SERVICE SILENT :u #.\n{}",
            "_:b.SERVICE<URL>{}",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(GROUPS, GROUPS, CALLS)
def test_guard_fuzzed_queries_connect_nowhere(
    listener: tuple[str, list[int]], before: str, after: str, call: str
) -> None:
    url, connections = listener
    text = f"PREFIX : <URL> PREFIX ex: <http://e/> SELECT * {{ {before} {call} {after} }}".replace("URL", url)
    known = len(connections)
    run_if_let(text)
    assert len(connections) == known


@settings(max_examples=300, deadline=None)
@given(st.text() | GROUPS)
def test_guard_cuts_any_text_without_loss(text: str) -> None:
    found = list(tokens(text))
    assert all(text[token.start :].startswith(token.text) for token in found)
    rest = text
    for token in reversed(found):
        rest = rest[: token.start] + rest[token.start + len(token.text) :]
    # What is left are white space and comments; taking a token out may have joined two lines' comments.
    assert all(line.lstrip() == "" or "#" in line for line in re.split(r"[\n\r]", rest))
    names_dataset(text)
    without_silent_loads(text)


@pytest.mark.parametrize(
    ("update", "rewritten"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING <http://g> WHERE { ?s ?p ?o }"),
        (
            "INSERT { ?s ?p 'WHERE' } WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; DROP ALL",
            "INSERT { ?s ?p 'WHERE' } USING <http://g> WHERE { { SELECT * WHERE { ?s ?p ?o } } } ; DROP ALL",
        ),
        ("INSERT DATA { <a> <b> <where> }", "INSERT DATA { <a> <b> <where> }"),
    ],
)
def test_guard_puts_the_graphs_of_a_request_into_an_update(update: str, rewritten: str) -> None:
    assert " ".join(with_dataset(update, ["http://g"], []).split()) == rewritten


def test_guard_takes_silent_loads_out_of_an_update() -> None:
    text = "LOAD SILENT <http://x/> INTO GRAPH <http://g> ; CLEAR ALL ; load silent ex:a"
    require_local(without_silent_loads(text))
    with pytest.raises(QueryError):
        require_local(without_silent_loads(text + " ; LOAD <http://x/>"))


@pytest.mark.parametrize("text", STAYING)
def test_guard_lets_other_texts_pass(text: str) -> None:
    require_local(text)


def test_guard_tells_a_dataset_clause_from_a_word() -> None:
    assert names_dataset("SELECT * FROM <http://g> { ?s ?p ?o }")
    assert names_dataset("SELECT * from named <http://g> { ?s ?p ?o }")
    assert not names_dataset("SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, 'from')) } # from here")


@pytest.mark.parametrize("begin", ["PREFIX : <http://x/> ASK { ?s ?p :x", "ASK { ?s ?p ?x"], ids=["name", "variable"])
def test_guard_knows_each_character_that_goes_on_a_name(begin: str) -> None:
    """Were one unknown, what follows a keyword's name would not be seen as its group."""
    store = Store()
    for character in map(chr, [*range(0x80, 0x3100), *range(0xF900, 0x10000)]):
        text = f"{begin}{character} }}"
        try:
            store.query(text)
        except SyntaxError:
            continue
        assert any(token.text.endswith(f"x{character}") for token in tokens(text)), f"U+{ord(character):04X}"
