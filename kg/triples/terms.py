"""Terms of RDF as they are written in N-Quads.

A graph of an article has more than a thousand terms. As text they are made, compared and sorted in a fraction of the
time that objects of a library take, and what is sent to a store is text anyway. An IRI is ``<…>``, a literal ``"…"``
with an ``^^<datatype>`` or an ``@language`` behind it, written as pyoxigraph writes it, so that equal terms are equal
strings.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg import names as ns

_DECIMAL: Final = NamedNode(ns.XSD + "decimal")
_DATE: Final = NamedNode(ns.XSD + "date")
_DATE_TIME: Final = NamedNode(ns.XSD + "dateTime")
_INTEGER: Final = f"^^<{ns.XSD}integer>"
_BOOLEAN: Final = f"^^<{ns.XSD}boolean>"
# What may not stand in a literal as it is, or stands there in an escape. Surrogates are no text: the library says so.
_SPECIAL: Final = re.compile('["\\\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]')
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def iri(text: str) -> str:
    """An IRI, which must be one: nothing is checked here."""
    return f"<{text}>"


@cache
def ckg(local: str) -> str:
    """A term of the ontology."""
    return f"<{ns.CKG}{local}>"


def string(text: str) -> str:
    """A literal without datatype. Raises ValueError for a text with a lone surrogate."""
    return str(Literal(text)) if _SPECIAL.search(text) else f'"{text}"'


def integer(number: int) -> str:
    """An xsd:integer."""
    return f'"{number}"{_INTEGER}'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return f'"true"{_BOOLEAN}' if value else f'"false"{_BOOLEAN}'


def decimal_literal(number: Decimal) -> Literal:
    """An xsd:decimal in canonical form, as the store would give it back."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal(text, datatype=_DECIMAL)


def time_literal(moment: date | datetime) -> Literal:
    """An xsd:dateTime for a datetime, else an xsd:date, in the canonical form that the store would give back."""
    if not isinstance(moment, datetime):
        return Literal(moment.isoformat(), datatype=_DATE)
    text = moment.isoformat().replace("+00:00", "Z")
    if moment.microsecond:
        text = re.sub(r"(\.\d*?)0+(?=Z|[+-]|$)", r"\1", text)
    return Literal(text, datatype=_DATE_TIME)


@lru_cache(maxsize=1024)
def decimal_term(number: Decimal) -> str:
    """``decimal_literal`` as it is written."""
    return str(decimal_literal(number))


def time_term(moment: date | datetime) -> str:
    """``time_literal`` as it is written."""
    return str(time_literal(moment))


def is_iri(term: str) -> bool:
    """Whether a term is an IRI, and no literal, blank node or quoted triple."""
    return term[0] == "<" and term[1] != "<"


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def value_of(term: str) -> str:
    """The text of an IRI or a literal, without its datatype or language."""
    if term.startswith("<"):
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])
