"""How often the linker is right on the wikified documents of the linking set."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import gazetteer
from kg.evaluation.linking_set import GoldDocument, GoldMention
from kg.linking.context import context_of
from kg.linking.decision import decide
from kg.linking.things import Decision, Thing


@dataclass
class LinkTally:
    """Counts of mentions. A mention is right where the accepted link is to its item, wrong where to another one."""

    known: int = 0
    right: int = 0
    proposed: int = 0
    wrong: int = 0
    unknown: int = 0
    wrong_on_unknown: int = 0
    faults: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    @property
    def accuracy(self) -> float:
        """Per cent of the mentions of items that the gazetteer has whose accepted link is right."""
        return 100 * self.right / max(1, self.known)

    @property
    def wrong_share(self) -> float:
        """Per cent of the mentions of other items that have an accepted link nevertheless."""
        return 100 * self.wrong_on_unknown / max(1, self.unknown)


def measure_links(documents: Iterable[GoldDocument]) -> LinkTally:
    """Decides every mention of some documents."""
    items = known_items()
    tally = LinkTally()
    for document in documents:
        context = context_of(document.names, document.day)
        for mention in document.mentions:
            _count(tally, mention, decide(thing_of(mention), context), items)
    return tally


def _count(tally: LinkTally, mention: GoldMention, found: Decision, items: frozenset[str]) -> None:
    qid = found.entry.qid if found.entry is not None else ""
    accepted = qid if found.status == "Accepted" else ""
    if mention.qid in items:
        tally.known += 1
        tally.right += accepted == mention.qid
        tally.proposed += not accepted and qid == mention.qid and found.status == "Candidate"
        tally.wrong += accepted not in ("", mention.qid)
    else:
        tally.unknown += 1
        tally.wrong_on_unknown += bool(accepted)
    if accepted != (mention.qid if mention.qid in items else ""):
        tally.faults[
            mention.kind, mention.words, mention.qid, f"{found.status or 'abstained'} {qid} {found.reason}"
        ] += 1


def known_items() -> frozenset[str]:
    """Wikidata items that the gazetteer has."""
    return frozenset(entry.qid for entry in gazetteer.entries() if entry.qid)


def thing_of(mention: GoldMention) -> Thing:
    """A mention as the linker is asked about it."""
    return Thing(mention.kind, (mention.words,))
