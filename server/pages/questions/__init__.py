"""The SPARQL query behind each page, from the files in this folder."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from string import Template
from typing import Final

from pyoxigraph import Literal

from kg.names import CKG
from server.explore.addresses import full_iri

_TERMS: Final = frozenset({"kind", "factuality", "status", "stance"})
_TEXTS: Final = frozenset({"source", "language"})
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
# RFC 3987 leaves these out, and so does SPARQL between < and >.
_NO_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def of_thing(iri: str) -> str:
    """What the graph says of a thing, both ways."""
    return _filled("thing", iri=_iri(iri))


def of_article(iri: str) -> str:
    """What an article says."""
    return _filled("article", iri=_iri(iri))


def of_claim(iri: str) -> str:
    """A claim and the claims about it."""
    return _filled("claim", iri=_iri(iri))


def of_list(cls: str, filters: Mapping[str, Iterable[str]], words: str, base_iri: str) -> str:
    """The things of a class, narrowed. What SPARQL is not told, such as the words searched for, stands as a comment."""
    lines = [f"    {_narrowing('class')[cls]}\n"] if cls in _narrowing("class") else []
    untold = ["words"] if words else []
    for name, chosen in filters.items():
        values = [term for value in chosen if (term := _value(name, value, base_iri))]
        pattern = _narrowing("parameter").get(name)
        if pattern and values:
            lines.append(f"    {Template(pattern).substitute(values=' '.join(values))}\n")
        else:
            untold.append(name)
    narrowing = "".join(lines)
    if untold:
        narrowing += f"    # The page is narrowed further, by: {', '.join(untold)}.\n"
    return _filled("list", **{"class": cls, "narrowing": narrowing})


def of_search(words: str) -> str:
    """Things by their names."""
    return _filled("search", words=str(Literal(words)))


def plain(name: str) -> str:
    """A query without parameters: dataset, ontology or newest."""
    return _filled(name)


def _filled(name: str, **values: str) -> str:
    return Template(_text(f"{name}.rq")).substitute(values)


def _value(name: str, value: str, base_iri: str) -> str | None:
    if name in _TERMS:
        return f"<{CKG}{value}>" if _NAME.fullmatch(value) else None
    return str(Literal(value)) if name in _TEXTS else _iri(full_iri(value, base_iri))


def _iri(iri: str) -> str:
    return f"<{_NO_IRI.sub(lambda found: f'%{ord(found[0]):02X}', iri)}>"


@cache
def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def _narrowing(table: str) -> Mapping[str, str]:
    return {name: str(value) for name, value in tomllib.loads(_text("narrowing.toml"))[table].items()}
