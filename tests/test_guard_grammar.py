"""What the guard and the rewriting of texts let through: all that the engine takes, as it stands."""

import pytest
from pyoxigraph import Store

from kg.asking import ask
from kg.guard import require_local, resolved, with_dataset, without_silent_loads

PREFIXES = "PREFIX : <http://e.example/> PREFIX ex: <http://e.example/ns#> "
QUERIES = [
    "SELECT * { <<( :s :p :o )>> :q ?x }",
    "SELECT * { ?x :q <<( :s :p <<( ?a ?b ?c )>> )>> }",
    "SELECT * { << :s :p :o >> :q ?x }",
    "SELECT * { << :s :p :o ~ :r >> :q ?x . << ?a ?b ?c ~ _:r.1 >> :q ?y . << :s :p 1 ~ >> :q 2 }",
    "SELECT * { <<:s :p :o>> }",
    "SELECT * { :s :p :o ~ :r {| :q ?x |} , :o2 ~ ; :w 1 {| :a 'b'@en--rtl ; :c .5 |} }",
    "SELECT * { :s :p :o ~:r1 {| :a :b |} ~:r2 {| :c :d |} }",
    "SELECT (LANGDIR(?o) AS ?d) (hasLANG(?o) AS ?h) (hasLANGDIR(?o) AS ?k) { ?s ?p ?o, 'x'@en-GB--ltr }",
    "SELECT (STRLANGDIR('a', 'en', 'ltr') AS ?d) {}",
    "SELECT (TRIPLE(:a, :b, :c) AS ?t) (isTRIPLE(?t) AS ?i) (SUBJECT(?t) AS ?s) (OBJECT(?t) AS ?o) {}",
    "SELECT * { BIND(<<( :a :b ?c )>> AS ?t) VALUES (?a ?b) { (UNDEF <<( :s :p :o )>>) (1 UNDEF) } }",
    "SELECT * { VALUES ?a { .5 1.e3 -1 +2.5 1e-3 true UNDEF } { VALUES () { () () } } }",
    "SELECT * { ?s :a.b ?o ; :c%20d ?x ; :e\\~f ?y ; :g\\-h\\.i ?z ; :j\\#k\\'l :m:n }",
    "SELECT * { _:a.b :p [] . [] :p () . (1 2) :p [ :q 3 ] . [ a :c ] . }",
    "SELECT * { ?s a/:p*|^:q+/!(:a|^:b)? ?o ; !a ?x }",
    "SELECT * { {} {} . {} } ",
    "SELECT * { ?s ?p '\\u0061\\U0001F47E', \"\\u0009\\u000A\\u0022\\u0027\\u005C\", '\\\\u0041', '\\\\u000\\u241e' }",
    'SELECT * { ?s ?p \'\'\'it\'s "x" \\\'\'\' \'\'\', """a"b""c\\"""" } # \'open',
    "SELECT ?from ?service { ?from :from ?service ; ex:load :SERVICE ; :web.service _:a.load . :x.load ?p 3 }",
    "SELECT * FROM <http://e.example/g> FROM NAMED :g { ?s ?p 'from' }",
    "SELECT * { ?s <http://e.example/\\u00e9> ?o }",
    "SELECT(1 AS?x){}",
    "SELECT?s{?s?p?o}",
    "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1||?o IN(1,2)) }",
    "CONSTRUCT { ?s ?p ?o ~ ?r {| :a <<( ?s ?p ?o )>> |} } WHERE { ?s ?p ?o ~ ?r }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE :service :load",
]
PROLOGUES = [
    "VERSION '1.2' SELECT * {}",
    'VERSION "1.2" PREFIX : <http://e.example/> VERSION "1.2-basic" SELECT * { :a ?p ?o }',
    "BASE <http://e.example/> BASE <b/> PREFIX : <#> PREFIX : <x> SELECT * { <a> :p <> }",
    "PREFIX service: <http://e.example/> PREFIX a.b: <x:> SELECT * { ?s service:p service:o ; a.b:c.d 1 }",
    "prefix é: <http://e.example/> select * { é:ü ?p ?ö }",
]
UPDATES = [
    "INSERT DATA { :s :p '\\u0022\\u005C', '\\\\u0041', 'load silent' }",
    "INSERT DATA { :s :p :o ~ :r {| :q <<( :a :b :c )>> |} . GRAPH :load { :load :p 'x'@ar--rtl } }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 'LOAD SILENT <x>' } WHERE { ?s ?p ?o FILTER(?o = '\\u0027') }",
    "DELETE DATA { :s :p 1 } ; INSERT DATA { :s :p 2 } ; # load silent\n DELETE WHERE { :s :p ?o }",
    "CREATE SILENT GRAPH :loaded ; COPY :loaded TO DEFAULT ; DROP SILENT GRAPH :loaded",
]


@pytest.mark.parametrize("query", [*(PREFIXES + text for text in QUERIES), *PROLOGUES])
def test_grammar_query_is_let_through_as_it_stands(query: str) -> None:
    Store().query(query)  # the engine itself takes it
    assert resolved(query) == query
    require_local(query, is_query=True)
    ask(Store(), query)


@pytest.mark.parametrize("update", UPDATES)
def test_grammar_update_is_let_through_as_it_stands(update: str) -> None:
    text = PREFIXES + update
    assert without_silent_loads(resolved(text)) == text
    require_local(text)
    left, right = Store(), Store()
    left.update(text)
    right.update(with_dataset(text, [], []))
    assert set(map(str, left)) == set(map(str, right))


def test_grammar_escape_in_a_string_stays_where_a_dataset_is_put_in() -> None:
    text = with_dataset("DELETE { ?s ?p '\\u0027' } WHERE { ?s ?p '\\u0022 WHERE' }", ["http://g"], [])
    assert text.count("USING") == 1
    Store().update(text)


@pytest.mark.parametrize(
    ("escaped", "plain"),
    [
        ("\\u0053ELECT * { ?\\u0073 ?p ?o }", "SELECT * { ?s ?p ?o }"),
        (
            "PREFIX \\u00e9: <http://e/> ASK { ?s \\u00e9:\\u0061b '\\u0061' }",
            "PREFIX é: <http://e/> ASK { ?s é:ab '\\u0061' }",
        ),
        ("ASK { ?s ?p 1 \\U0000007D # \\u0061", "ASK { ?s ?p 1 } # \\u0061"),
    ],
)
def test_grammar_escape_outside_of_strings_is_no_syntax_to_the_engine_but_the_guard_reads_it(
    escaped: str, plain: str
) -> None:
    with pytest.raises(SyntaxError):
        Store().query(escaped)
    assert resolved(escaped) == plain
    Store().query(plain)
