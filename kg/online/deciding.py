"""The linker's decision about what Wikidata proposes: items beside the entries of the gazetteer that bear the name.

An item becomes a candidate like an entry: its names, the state it belongs to, its population and the year it began.
What the linker, with its fitted weights and calibration, would not accept of an entry is not accepted of an item.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg import gazetteer
from kg import names as ns
from kg.gazetteer import Entry
from kg.identity.known import entry_of
from kg.linking.candidates import Candidate, candidates
from kg.linking.decision import decide_among
from kg.linking.spelling import folded_name
from kg.linking.things import PLACE, Context, Decision, Thing
from kg.names import Names
from kg.online.wanted import Wanted
from kg.online.wikidata import Item
from kg.records import ActorKind, Ref

# A place of which nothing tells how great it is.
_UNSIZED = "place"


def decision_of(wanted: Wanted, items: Sequence[Item], context: Context, names: Names) -> Decision:
    """What the linker decides, in an article's context, among some items and what the gazetteer knows by that name. The
    key of an item's entry is its IRI."""
    thing = Thing(wanted.kind, wanted.names)
    own = entry_of(_ref(wanted, names))
    given = {item.iri.removeprefix(ns.WIKIDATA) for item in items}
    rivals = [each for each in candidates(thing) if each.entry is not own and each.entry.qid not in given]
    proposed = [_candidate(item, thing) for item in items]
    return decide_among([*proposed, *rivals], thing, _with_states_of(wanted, proposed, context))


def _with_states_of(wanted: Wanted, proposed: Sequence[Candidate], context: Context) -> Context:
    """A context with those states that the gazetteer lacks and the articles speak of all the same."""
    spoken_of = {iri.removeprefix(ns.WIKIDATA) for iri in wanted.places}
    more = sorted({each.entry.state for each in proposed} & spoken_of)
    return replace(context, entries=(*context.entries, *(Entry(qid, None, (), qid, "country") for qid in more)))


def _ref(wanted: Wanted, names: Names) -> Ref:
    kind, _, key = wanted.iri.removeprefix(names.base).partition("/")
    return Ref(kind, key, known=True)


def _candidate(item: Item, thing: Thing) -> Candidate:
    names = item.texts("label", "alias")
    own = {folded_name(name) for name in thing.names}
    name = next(folded for each in names if (folded := folded_name(each)) in own)
    return Candidate(_entry(item, thing.kind, tuple(names)), name, name, 1.0, 1.0)


def _entry(item: Item, kind: str, names: tuple[str, ...]) -> Entry:
    sizes = [int(float(each)) for each in item.texts("population") if each.removeprefix("+").isdecimal()]
    level = ("city" if sizes else _UNSIZED) if kind == PLACE else ""
    began = min(item.texts("inception", "birth"), default="")[:4]
    return Entry(
        key=item.iri,
        kind=None if kind == PLACE else ActorKind(kind),
        names=names,
        state=next((_code(iri) for iri in sorted(item.texts("country", "citizenship"))), ""),
        level=level,
        population=max(sizes, default=0),
        qid=item.iri.removeprefix(ns.WIKIDATA),
        since=began if began.isdecimal() else "",
    )


def _code(iri: str) -> str:
    """The ISO 3166 code of a state by its item; of one that the gazetteer lacks, the item's own."""
    qid = iri.removeprefix(ns.WIKIDATA)
    return _codes().get(qid, qid)


@cache
def _codes() -> dict[str, str]:
    return {each.qid: each.state for each in gazetteer.entries() if each.level == "country" and each.qid}
