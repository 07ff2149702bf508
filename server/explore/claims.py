"""Claims as lines: who says what, with which stance, in which words."""

from collections.abc import Iterable, Sequence
from typing import Final

from kg import names as ns
from server.explore.evidence import Witness, around_words
from server.explore.graph import TYPE
from server.explore.here import Explorer
from server.explore.index.opened import marks
from server.explore.index.reading import key
from server.explore.views import ClaimLine
from server.explore.vocabulary import term

ACCUSING: Final = frozenset({"Alleges", "Asserts", "Condemns"})
_CLAIM: Final = ns.CKG + "Claim"


def claim_line(witness: Witness, iri: str) -> ClaimLine:
    """One claim, read from the graph."""
    here, graph = witness.here, witness.here.graph
    content, cue, sayer = (
        next(iter(graph.spans(iri, f"{part}Mention")), None) for part in ("content", "cue", "claimant")
    )
    evidence = witness.evidence(content, around_words(content, graph.spans(iri, "evidence")))
    stance = next(iter(graph.concepts(iri, "stance")), None)
    claimants = here.things(graph.nodes(iri, "claimant"))
    thing = here.thing(iri)
    return ClaimLine(
        thing,
        term(stance) if stance else None,
        next(iter(claimants), None),
        sayer.exact if sayer else None,
        cue.exact if cue else None,
        content.exact if content else thing.label,
        here.things(graph.nodes(iri, "about")),
        here.things(graph.nodes(iri, "responsible")),
        evidence.article if evidence else None,
        evidence.publisher if evidence else None,
        evidence.published if evidence else None,
        evidence,
    )


def claim_lines(witness: Witness, iris: Iterable[str]) -> tuple[ClaimLine, ...]:
    """Several claims, in their order."""
    wanted = list(iris)
    witness.here.know(wanted)
    return tuple(claim_line(witness, iri) for iri in wanted)


def claims_about(here: Explorer, iri: str, most: int) -> list[str]:
    """IRIs of the claims about a node, in text order where they are of one article."""
    found = here.graph.subjects("about", iri, most)
    return [each for each in found if _CLAIM in here.graph.nodes(each, TYPE)]


def counted_claims(here: Explorer, properties: tuple[str, ...], iri: str, most: int) -> tuple[list[str], int]:
    """IRIs of the newest claims that have a node as value of a property, and how many there are, from the index."""
    where = (
        "FROM fact JOIN thing ON thing.id = fact.subject AND thing.family = 'Claim' "
        f"WHERE fact.object = ? AND fact.property IN ({marks(properties)})"
    )
    asked: Sequence[object] = (key(iri), *properties)
    total = here.index.one(f"SELECT count(DISTINCT thing.id) {where}", asked)
    newest = f"SELECT DISTINCT thing.iri, thing.day {where} ORDER BY thing.day DESC, thing.iri LIMIT {most:d}"
    return [row[0] for row in here.index.rows(newest, asked)], int(total)
