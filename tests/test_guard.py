import pytest

from kg.errors import QueryError
from kg.guard import names_dataset, require_local

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
]


@pytest.mark.parametrize("text", REACHING_OUT)
def test_guard_finds_what_reaches_out(text: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        require_local(text)


@pytest.mark.parametrize("text", STAYING)
def test_guard_lets_other_texts_pass(text: str) -> None:
    require_local(text)


def test_guard_tells_a_dataset_clause_from_a_word() -> None:
    assert names_dataset("SELECT * FROM <http://g> { ?s ?p ?o }")
    assert names_dataset("SELECT * from named <http://g> { ?s ?p ?o }")
    assert not names_dataset("SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, 'from')) } # from here")
