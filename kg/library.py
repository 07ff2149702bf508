"""The questions that ship with the project, and a user's own: SPARQL files with a header that says what they answer.

A query file begins with comment lines of the form ``# key: value``::

    # title: Who is accused of what
    # about: One row for each accusation, with the words of the source.
    # param: actor | actor-label | optional | Only accusations against this actor.
    # answers: table

and holds, for each parameter ``actor``, one or more data blocks ``VALUES ?param_actor { … }`` with the default inside,
or ``UNDEF`` where there is none. So the file runs as it stands in any SPARQL tool. Binding a parameter replaces what is
between the braces by one RDF term that pyoxigraph has serialised: a value can never become syntax, whatever it holds.
(``Store.query(substitutions=…)`` is not used: pyoxigraph 0.5.13 allows it for projected variables only.)
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import names
from kg.errors import InputError, QueryError, UsageError
from kg.resources import ontology_file, queries_dir
from kg.settings import Settings

_BASE = Settings().base_iri
# A node of ours by the path of its IRI, as tables show it: ":strike/a17/12-20".
_PATH = re.compile(r":|(?:actor|place|zone|strike|agreement|claim|article|incident|graph)/")


class ParameterType(StrEnum):
    """What a parameter's value must be; an actor-label is a name that an actor goes by."""

    IRI = "iri"
    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    ACTOR_LABEL = "actor-label"


class Answers(StrEnum):
    """What a query gives: rows (SELECT), triples (CONSTRUCT, DESCRIBE), or yes and no (ASK)."""

    TABLE = "table"
    GRAPH = "graph"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that the reader of a query may set; ``default`` is None where it is required or may be left open."""

    name: str
    type: ParameterType
    default: str | None
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query file: its header, and its text with the header."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answers: Answers
    federated: bool
    text: str

    def bind(self, values: Mapping[str, str] | None = None, base_iri: str = _BASE) -> str:
        """The SPARQL text with these values put in. base_iri: of what names a node by its path alone.

        A parameter that is not named, or named with an empty value, keeps its default. Raises UsageError for an unknown
        parameter, a missing required one, or a value that is not of the parameter's type.
        """
        given = {name: value for name, value in (values or {}).items() if value != ""}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UsageError(f"query {self.name} has no parameter {name!r}; it has: {', '.join(known) or 'none'}")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise UsageError(f"query {self.name} needs a value for {parameter.name!r}: {parameter.about}")
        terms = {name: serialise(known[name], value, base_iri) for name, value in given.items()}
        return _replace_data(self.text, terms)


def queries(folder: Path | None = None) -> dict[str, StoredQuery]:
    """All queries of a folder (default: the shipped ones) by name, in the order of their names."""
    folder = queries_dir() if folder is None else folder
    return {path.stem: read_query(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem)}


def read_query(path: Path) -> StoredQuery:
    """A query file, shipped or the user's own.

    Raises InputError where it cannot be read, QueryError where its header is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read the query {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"cannot read the query {path}: not UTF-8 at byte {error.start}") from error
    return parse_query(path.stem, text)


def parse_query(name: str, text: str) -> StoredQuery:
    """A query from its text; the header may be missing, its ``param`` lines and the VALUES blocks must agree.

    Raises QueryError with the line of a faulty header.
    """
    header = _Header(name)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            break
        header.take(number, line)
    form = _form(text)
    if header.answers is not None and form is not None and header.answers != form:
        raise QueryError(f"query {name}: the header says it answers with a {header.answers}, its form gives a {form}")
    declared = {parameter.name for parameter in header.parameters}
    used = {block for block, _, _ in _data_blocks(text)}
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise QueryError(f"query {name}: 'param' lines and VALUES ?param_… blocks do not match for: {odd}")
    return StoredQuery(
        name=name,
        title=header.title or name,
        about=" ".join(header.about),
        parameters=tuple(header.parameters),
        answers=header.answers or form or Answers.TABLE,
        federated=header.federated,
        text=text,
    )


def serialise(parameter: Parameter, value: str, base_iri: str = _BASE) -> str:
    """A parameter's value as one SPARQL term. Raises UsageError where it is not of the parameter's type."""
    try:
        if parameter.type is ParameterType.IRI and _PATH.match(value):
            value = base_iri + value.removeprefix(":")
        elif parameter.type is ParameterType.IRI and value.isalpha() and value in _terms():
            value = names.CKG + value
        return str(_TERMS[parameter.type](value))
    except ValueError as error:
        raise UsageError(f"parameter {parameter.name!r} must be {_EXPECTED[parameter.type]}, not {value!r}") from error


@cache
def _terms() -> frozenset[str]:
    """The terms of the ontology by their bare names: "Denies"."""
    with ontology_file("conflict.ttl").open("rb") as stream:
        subjects = {triple.subject for triple in ox.parse(stream, format=ox.RdfFormat.TURTLE)}
    found = (each.value for each in subjects if isinstance(each, ox.NamedNode))
    return frozenset(iri.removeprefix(names.CKG) for iri in found if iri.startswith(names.CKG))


def _iri(value: str) -> ox.NamedNode:
    prefix, colon, local = value.partition(":")
    if colon and prefix in names.PREFIXES and not local.startswith("//"):
        value = names.PREFIXES[prefix] + local
    return ox.NamedNode(value.removeprefix("<").removesuffix(">"))


def _date(value: str) -> ox.Literal:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(value)
    datetime.date.fromisoformat(value)
    return ox.Literal(value, datatype=ox.NamedNode(names.XSD + "date"))


def _integer(value: str) -> ox.Literal:
    # Oxigraph computes with 64-bit integers; a longer one would compare with nothing.
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise ValueError(value)
    return ox.Literal(str(int(value)), datatype=ox.NamedNode(names.XSD + "integer"))


_TERMS: dict[ParameterType, Callable[[str], ox.NamedNode | ox.Literal]] = {
    ParameterType.IRI: _iri,
    ParameterType.STRING: ox.Literal,
    ParameterType.DATE: _date,
    ParameterType.INTEGER: _integer,
    ParameterType.ACTOR_LABEL: ox.Literal,
}
_EXPECTED = {
    ParameterType.IRI: "an absolute IRI, a name such as ckg:AirStrike or AirStrike, or a path such as actor/Russia",
    ParameterType.STRING: "text",
    ParameterType.DATE: "a date as YYYY-MM-DD",
    ParameterType.INTEGER: "a whole number of at most 18 digits",
    ParameterType.ACTOR_LABEL: "the name of an actor",
}


class _Header:
    """Collects the header of one query, line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = ""
        self.about: list[str] = []
        self.parameters: list[Parameter] = []
        self.answers: Answers | None = None
        self.federated = False

    def take(self, number: int, line: str) -> None:
        found = re.match(r"#\s*(title|about|param|answers|federated):(.*)", line)
        if found is None:
            return
        key, value = found[1], found[2].strip()
        place = f"query {self.name}, line {number}"
        if key == "title":
            self.title = value
        elif key == "about":
            self.about.append(value)
        elif key == "param":
            self.parameters.append(_parameter(value, place, number))
            if len({parameter.name for parameter in self.parameters}) < len(self.parameters):
                raise QueryError(f"{place}: the parameter {self.parameters[-1].name!r} is declared twice", line=number)
        elif key == "answers":
            if value not in set(Answers):
                raise QueryError(f"{place}: 'answers' is one of {', '.join(Answers)}, not {value!r}", line=number)
            self.answers = Answers(value)
        else:
            self.federated = value == "yes"


def _parameter(declaration: str, place: str, line: int) -> Parameter:
    parts = [part.strip() for part in declaration.split("|", 3)]
    if len(parts) != 4 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", parts[0]):
        raise QueryError(
            f"{place}: a parameter is declared as 'name | type | default, required or optional | meaning'", line=line
        )
    name, kind, default, about = parts
    if kind not in set(ParameterType):
        raise QueryError(f"{place}: a parameter's type is one of {', '.join(ParameterType)}, not {kind!r}", line=line)
    fixed = None if default in {"required", "optional", ""} else default
    parameter = Parameter(
        name=name, type=ParameterType(kind), default=fixed, required=default == "required", about=about
    )
    if fixed is not None:
        serialise(parameter, fixed)
    return parameter


_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<data>\bVALUES\s+[?$]param_(?P<name>[A-Za-z][A-Za-z0-9_]*)\s*\{)
      | (?P<form>(?<![\w?$:])(?:SELECT|CONSTRUCT|DESCRIBE|ASK)(?![\w:]))
      | (?P<close>\})""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_FORMS = {"SELECT": Answers.TABLE, "CONSTRUCT": Answers.GRAPH, "DESCRIBE": Answers.GRAPH, "ASK": Answers.BOOLEAN}


def _form(text: str) -> Answers | None:
    """What the query's form gives, None where the text names no form."""
    return next((_FORMS[token["form"].upper()] for token in _TOKEN.finditer(text) if token.lastgroup == "form"), None)


def _data_blocks(text: str) -> Iterator[tuple[str, int, int]]:
    """Name, begin and end of what stands between the braces of each ``VALUES ?param_… { }`` of the code."""
    name, begin = "", 0
    for token in _TOKEN.finditer(text):
        if token["data"]:
            name, begin = token["name"], token.end()
        elif token["close"] and name:
            yield name, begin, token.start()
            name = ""


def _replace_data(text: str, terms: Mapping[str, str]) -> str:
    pieces, last = [], 0
    for name, begin, end in _data_blocks(text):
        if name in terms:
            pieces += [text[last:begin], f" {terms[name]} "]
            last = end
    return "".join([*pieces, text[last:]])
