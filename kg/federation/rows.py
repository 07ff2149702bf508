"""SPARQL 1.1 Query Results JSON Format ↔ terms ↔ VALUES."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.errors import OutsideError

Term = NamedNode | Literal
Row = tuple[Term | None, ...]
_GENID: Final = "urn:blank:"


def read_rows(content: Any, variables: Sequence[str], scope: str) -> list[Row]:
    """The rows of a parsed document, with the values of these variables in their order; None is unbound.

    A blank node becomes an IRI of its own, made of its label and scope, for it may be used as a term like any other
    (RDF 1.1 Concepts, section 3.5, skolemisation). Raises OutsideError where the document is not of the format.
    """
    try:
        bindings = content["results"]["bindings"]
        return [tuple(_term(row.get(name), scope) for name in variables) for row in bindings]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise OutsideError(f"a service answers with what is not a table of terms: {error!s:.80}") from None


def values(variables: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as a VALUES block."""
    names = " ".join(f"?{name}" for name in variables)
    lines = "\n".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    return f"VALUES ({names}) {{\n{lines}\n}}"


def _term(found: dict[str, str] | None, scope: str) -> Term | None:
    if found is None:
        return None
    kind, value = found["type"], found["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return NamedNode(_GENID + hashlib.sha256(f"{scope} {value}".encode()).hexdigest()[:32])
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"a term of type {kind!r}")
    if "xml:lang" in found:
        return Literal(value, language=found["xml:lang"])
    return Literal(value, datatype=NamedNode(found["datatype"])) if "datatype" in found else Literal(value)
