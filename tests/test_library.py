"""Query files: their header, their form, and how values are put in."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError, UsageError
from kg.library import Answers, Parameter, ParameterType, parse_query, queries, read_query, serialise

TEXT = """# title: Who is here?
# about: First line.
# about: Second line.
# param: who | string | Ann | Whom to look for, A | B.
# param: at | date | optional | The day.
# param: node | iri | required | Where.
# answers: table

PREFIX e: <http://example.org/a#b>
# VALUES ?param_who { "comment" }
SELECT ?param_who ?param_at ?param_node ?text WHERE {
  VALUES ?param_who { "Ann" }
  values $param_at { UNDEF }
  VALUES ?param_node { UNDEF }
  BIND("VALUES ?param_who { 'string' }" AS ?text)
}
"""
NODE = {"node": "https://example.org/n"}


def parameter(kind: ParameterType) -> Parameter:
    return Parameter("p", kind, None, False, "A value.")


def values_of(text: str) -> dict[str, str | None]:
    [row] = ox.Store().query(text)
    return {name: row[name] and row[name].value for name in ("param_who", "param_at", "param_node", "text")}


def test_library_reads_the_header() -> None:
    query = parse_query("here", TEXT)
    assert (query.name, query.title, query.about) == ("here", "Who is here?", "First line. Second line.")
    assert (query.answers, query.federated, query.text) == (Answers.TABLE, False, TEXT)
    assert query.parameters == (
        Parameter("who", ParameterType.STRING, "Ann", False, "Whom to look for, A | B."),
        Parameter("at", ParameterType.DATE, None, False, "The day."),
        Parameter("node", ParameterType.IRI, None, True, "Where."),
    )


def test_library_puts_values_into_data_blocks_only() -> None:
    text = parse_query("here", TEXT).bind({**NODE, "who": "Bob", "at": "2020-02-29"})
    assert '# VALUES ?param_who { "comment" }' in text
    assert values_of(text) == {
        "param_who": "Bob",
        "param_at": "2020-02-29",
        "param_node": "https://example.org/n",
        "text": "VALUES ?param_who { 'string' }",
    }


def test_library_keeps_defaults_where_no_value_is_given() -> None:
    found = values_of(parse_query("here", TEXT).bind({**NODE, "who": "", "at": ""}))
    assert (found["param_who"], found["param_at"]) == ("Ann", None)


def test_library_does_not_read_a_value_as_a_block() -> None:
    value = 'VALUES ?param_at { "x" } \\" } #'
    assert values_of(parse_query("here", TEXT).bind({**NODE, "who": value}))["param_who"] == value


def test_library_fills_every_block_of_a_parameter() -> None:
    text = "# param: n | integer | 1 | A number.\nASK { { VALUES ?param_n { 1 } } UNION { VALUES ?param_n { 1 } } }"
    assert parse_query("twice", text).bind({"n": "-7"}).count('"-7"') == 2


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "needs a value for 'node': Where."),
        ({"node": ""}, "needs a value for 'node'"),
        ({**NODE, "whom": "x"}, "has no parameter 'whom'; it has: who, at, node"),
        ({**NODE, "at": "yesterday"}, "'at' must be a date as YYYY-MM-DD, not 'yesterday'"),
    ],
)
def test_library_refuses_wrong_values(values: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_query("here", TEXT).bind(values)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ParameterType.IRI, "https://example.org/> } DROP"),
        (ParameterType.IRI, 'https://example.org/"'),
        (ParameterType.IRI, "https://example.org/a b"),
        (ParameterType.IRI, "https://example.org/\\u003e"),
        (ParameterType.IRI, "https://example.org/\n"),
        (ParameterType.IRI, "Turkey"),
        (ParameterType.IRI, "actor/a b"),
        (ParameterType.IRI, "<>"),
        (ParameterType.DATE, "20200229"),
        (ParameterType.DATE, "2021-02-29"),
        (ParameterType.DATE, "2020-W01-1"),
        (ParameterType.DATE, '2020-01-01" }'),
        (ParameterType.DATE, "٢٠٢٠-01-01"),
        (ParameterType.INTEGER, "1.5"),
        (ParameterType.INTEGER, "1 } DROP"),
        (ParameterType.INTEGER, "9" * 19),
        (ParameterType.INTEGER, "٣"),
        (ParameterType.STRING, "\ud800"),
        (ParameterType.ACTOR_LABEL, "Turkey \udfff"),
    ],
)
def test_library_refuses_what_is_not_of_the_type(kind: ParameterType, value: str) -> None:
    with pytest.raises(UsageError, match="parameter 'p' must be"):
        serialise(parameter(kind), value)


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        (ParameterType.IRI, "https://example.org/é", "<https://example.org/é>"),
        (ParameterType.IRI, "<https://example.org/a>", "<https://example.org/a>"),
        (ParameterType.IRI, "ckg:AirStrike", "<https://w3id.org/conflict-kg/ontology#AirStrike>"),
        (ParameterType.IRI, "AirStrike", "<https://w3id.org/conflict-kg/ontology#AirStrike>"),
        (ParameterType.IRI, "urn:ckg:x", "<urn:ckg:x>"),
        (ParameterType.IRI, "actor/Russia", "<https://w3id.org/conflict-kg/id/actor/Russia>"),
        (ParameterType.IRI, ":strike/a17/12-20", "<https://w3id.org/conflict-kg/id/strike/a17/12-20>"),
        (ParameterType.STRING, ' "a\\', '" \\"a\\\\"'),
        (ParameterType.ACTOR_LABEL, "O'Neill", '"O\'Neill"'),
        (ParameterType.INTEGER, "+007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (ParameterType.DATE, "2020-02-29", '"2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ],
)
def test_library_serialises_values(kind: ParameterType, value: str, term: str) -> None:
    assert serialise(parameter(kind), value) == term


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# param: who | string\nASK {}", "line 1: a parameter is declared as"),
        ("\n# param: a b | string | x | y.\nASK {}", "line 2: a parameter is declared as"),
        ("# param: who | text | x | y.\nASK {}", "type is one of iri, string"),
        ("# param: w | string | x | y.\n# param: w | string | x | y.\nASK {}", "line 2: the parameter 'w' is declared"),
        ("# answers: rows\nASK {}", "'answers' is one of table, graph, boolean, not 'rows'"),
        ("# answers: table\nASK {}", "answers with a table, its form gives a boolean"),
        ("# param: who | string | x | y.\nASK {}", "do not match for: who"),
        ("ASK { VALUES ?param_who { UNDEF } }", "do not match for: who"),
    ],
)
def test_library_refuses_a_wrong_header(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_query("wrong", text)


def test_library_refuses_a_default_that_is_not_of_its_type() -> None:
    with pytest.raises(UsageError, match="'d' must be a date"):
        parse_query("wrong", "# param: d | date | soon | Day.\nASK { VALUES ?param_d { UNDEF } }")


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("PREFIX ask: <http://e/SELECT#ASK>\n# ASK\nselect ?ask { ?ask ask:ASK 'DESCRIBE' }", Answers.TABLE),
        ("BASE <http://e/> CONSTRUCT WHERE { ?s ?p ?o }", Answers.GRAPH),
        ("DESCRIBE <http://e/>", Answers.GRAPH),
        ("ASK { { SELECT * { ?s ?p ?o } } }", Answers.BOOLEAN),
    ],
)
def test_library_sees_the_form_of_a_query_without_header(text: str, answers: Answers) -> None:
    query = parse_query("mine", text)
    assert (query.title, query.about, query.parameters, query.answers) == ("mine", "", (), answers)
    assert query.bind() == text


def test_library_reads_a_users_own_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_bytes(b"\xef\xbb\xbf# title: Mine\nASK {}")
    assert (read_query(path).name, read_query(path).title) == ("mine", "Mine")
    assert queries(tmp_path).keys() == {"mine"}


def test_library_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.rq: No such file"):
        read_query(tmp_path / "missing.rq")
    (tmp_path / "binary.rq").write_bytes(b"ASK \xff")
    with pytest.raises(InputError, match=r"binary\.rq: not UTF-8 at byte 4"):
        read_query(tmp_path / "binary.rq")
