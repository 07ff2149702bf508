"""What the identity graph says of links and places: of known things, and of what one article alone names."""

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.identity.links import article_links, links_of, with_decisions
from kg.identity.places import linked_quads, place_quads
from kg.identity.reading import GraphReader
from kg.linking.decisions import Decisions
from kg.names import Names
from kg.records import Ref
from kg.triples import link_quads


def thing_quads(refs: Iterable[Ref], names: Names, decisions: Decisions | None = None) -> list[Quad]:
    """Links, geometries and larger places of the known things among some refs, in the order of the refs."""
    known = [ref for ref in refs if ref.known]
    links = with_decisions(links_of(known), known, decisions or Decisions(), names)
    return [*link_quads(links, names), *place_quads(known, names)]


def article_quads(reader: GraphReader, names: Names, decisions: Decisions | None = None) -> list[Quad]:
    """Links and candidates of what one article alone names, and where it is, if the link says so."""
    decisions = decisions or Decisions()
    article = reader.iri.removeprefix(f"{names.base}article/")
    own = tuple(f"{kind}/{article}/" for kind in ("actor", "place"))
    subjects = sorted({subject for subject, _ in decisions.verdicts if subject.startswith(own)})
    present = [iri for iri in (names.base + each for each in subjects) if reader.node(iri).values]
    links = with_decisions(article_links(reader, names), present, decisions, names)
    return [*link_quads(links, names), *linked_quads(links, names)]
