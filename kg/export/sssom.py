"""Links to other datasets as SSSOM/TSV (https://mapping-commons.github.io/sssom/spec-formats-tsv/) or as N-Triples."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kg import names as ns
from kg.stores.interface import QuadSource, least_value
from kg.versions import program_version

_CURIES: Final = {
    "ckg": ns.CKG,
    "skos": ns.SKOS,
    "semapv": "https://w3id.org/semapv/vocab/",
    "wikidata": ns.WIKIDATA,
    "geonames": ns.GEONAMES,
}
_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "mapping_justification",
    "confidence",
    "mapping_tool",
    "comment",
)
_BY_HAND: Final = "review"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link as it stands in the graph: ends, predicate, how and by what it was decided."""

    subject: str
    label: str
    predicate: str
    target: str
    status: str
    method: str
    confidence: str
    reason: str


def mappings(store: QuadSource) -> list[Mapping]:
    """All links of a store, in the order of their subjects and targets."""
    links = store.quads_for_pattern(None, NamedNode(ns.RDF + "type"), NamedNode(ns.CKG + "Link"))
    return sorted({_mapping(store, link.subject) for link in links}, key=lambda m: (m.subject, m.target, m.predicate))


def sssom_lines(store: QuadSource, base_iri: str, candidates: bool = False) -> Iterator[str]:
    """The mapping set, line by line: accepted links, rejected ones with the modifier Not, and candidates if asked.

    A candidate is a proposal of the program alone; its confidence says how sure that is.
    """
    yield from _header(base_iri)
    prefixes = {**_CURIES, "id": base_iri}
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in mappings(store):
        if each.status == "Candidate" and not candidates:
            continue
        justification = "ManualMappingCuration" if each.method.startswith(_BY_HAND) else "LexicalMatching"
        row = (
            _curie(each.subject, prefixes),
            each.label,
            _curie(each.predicate, prefixes),
            "Not" if each.status == "Rejected" else "",
            _curie(each.target, prefixes),
            f"semapv:{justification}",
            each.confidence,
            f"conflict-kg {each.method}".strip(),
            each.reason,
        )
        writer.writerow(" ".join(value.split()) for value in row)
    yield from out.getvalue().splitlines(keepends=True)


def link_triples(store: QuadSource) -> Iterator[str]:
    """The direct triples of accepted links, as N-Triples."""
    for each in mappings(store):
        if each.status == "Accepted":
            yield f"<{each.subject}> <{each.predicate}> <{each.target}> .\n"


def _header(base_iri: str) -> Iterator[str]:
    yield "#curie_map:\n"
    for prefix, namespace in sorted({**_CURIES, "id": base_iri}.items()):
        yield f'#  {prefix}: "{namespace}"\n'
    yield f"#mapping_set_id: {base_iri}graph/identity\n"
    yield "#mapping_set_title: Links of a Conflict KG store\n"
    yield "#license: https://w3id.org/sssom/license/unspecified\n"
    yield "#mapping_tool: conflict-kg\n"
    yield f'#mapping_tool_version: "{program_version()}"\n'


def _mapping(store: QuadSource, link: object) -> Mapping:
    assert isinstance(link, NamedNode)
    subject = least_value(store, link, "linkSubject")
    return Mapping(
        subject,
        least_value(store, NamedNode(subject), ns.RDFS + "label"),
        least_value(store, link, "linkPredicate"),
        least_value(store, link, "linkTarget"),
        least_value(store, link, "linkStatus").removeprefix(ns.CKG),
        least_value(store, link, "linkMethod"),
        least_value(store, link, "confidence"),
        least_value(store, link, "linkReason"),
    )


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
