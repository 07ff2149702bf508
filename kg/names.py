"""Namespaces, and the only maker of IRIs.

Data IRIs are ``<base><kind>/<key>`` for what the gazetteer knows (the same in every article) and
``<base><kind>/<article>/<key>`` for what one article alone speaks of. Equal input gives equal IRIs, byte for byte.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

CKG: Final = "https://w3id.org/conflict-kg/ontology#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
GEO: Final = "http://www.opengis.net/ont/geosparql#"
OA: Final = "http://www.w3.org/ns/oa#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"

PREFIXES: Final[dict[str, str]] = {
    "ckg": CKG,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "owl": OWL,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
    "schema": SCHEMA,
    "geo": GEO,
    "oa": OA,
    "wd": WIKIDATA,
}

_LONGEST_SLUG = 80
# A text that is its own slug.
_READABLE = re.compile(r"(?![.-])[A-Za-z0-9._-]{1,80}(?<![.-])")


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A short, readable, unambiguous path segment for any text.

    Letters of ASCII, digits, ``.``, ``_`` and ``-`` stay; all else becomes ``-``. Where that loses something, eight
    hex digits of the text's SHA-256 are added, so that two texts never share a slug (but for a hash collision).
    """
    if _READABLE.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", folded).strip("-.")[:_LONGEST_SLUG].strip("-.")
    if readable == text:
        return readable
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}" if readable else digest


class Names:
    """Mints data IRIs under one base IRI."""

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith(("/", "#")) else base + "/"

    def article(self, article_id: str) -> str:
        """IRI of an article, which is the name of its graph too."""
        return f"{self.base}article/{slug(article_id)}"

    def mention(self, article_id: str, begin: int, end: int) -> str:
        """IRI of a span, by RFC 5147: the same span always has the same IRI."""
        return f"{self.article(article_id)}#char={begin},{end}"

    def known(self, kind: str, key: str) -> str:
        """IRI of a thing that the gazetteer knows, shared by all articles."""
        return f"{self.base}{kind}/{slug(key)}"

    def local(self, kind: str, article_id: str, key: str) -> str:
        """IRI of a thing that is known from one article only."""
        return f"{self.base}{kind}/{slug(article_id)}/{slug(key)}"

    def graph(self, name: str) -> str:
        """IRI of a graph that belongs to no article: ``identity`` or ``ontology``."""
        return f"{self.base}graph/{name}"
