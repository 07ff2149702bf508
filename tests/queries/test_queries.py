"""The shipped queries: each is run against a small hand-made graph, and must give the answer that is stored beside it.

``data/expected/NAME.json`` holds one or more cases of a query: its parameters and its rows (or triples, or yes and no).
An IRI is written ``<…>``, relative to the base of the data, or as a prefixed name; a literal as its lexical form; null
is unbound.
"""

import json
import re

import pyoxigraph as ox
import pytest

from kg.library import Answers, ParameterType, serialise
from tests.queries.asking import DATA, QUERIES, ask, run

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
