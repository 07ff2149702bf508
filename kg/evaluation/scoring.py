"""The measures: one article's found account against the annotated one.

Names count with exact boundaries, or with any overlap where relaxed. Zones, strikes and agreements are found where
words of theirs overlap, claims where at least half of the content does; their roles are counted end to end, so that a
missed item loses all its values. Identity is the mean Jaccard overlap of the clusters of names that both sides have.
"""

from collections.abc import Iterable, Mapping, Sequence

from kg.evaluation.account import ITEM_MEASURES, Account, Family, Item, Value, undirected
from kg.evaluation.matching import aligned, alike_claims, common_characters, matched, overlapping_spans
from kg.evaluation.tally import Fault, Score
from kg.records import Span

_LONGEST_WORDS = 90


def score_article(gold: Account, found: Account, score: Score) -> None:
    """Adds one article to a score."""
    comparison = _Comparison(gold, found, score)
    comparison.names(Family.ACTOR)
    comparison.names(Family.PLACE)
    comparison.identity()
    comparison.links()
    comparison.items()
    comparison.relations()
    score.wrong_spans += found.wrong_spans


def _translated(items: Iterable[Item], keys: Mapping[str, str], roles: Sequence[str] | None = None) -> list[Item]:
    """Found items with the annotated keys in place of their own fillers, in all roles or in some."""
    return [
        Item(
            item.key,
            item.spans,
            {
                role: frozenset(keys.get(v, v) if isinstance(v, str) else v for v in values)
                if roles is None or role in roles
                else values
                for role, values in item.roles.items()
            },
        )
        for item in items
    ]


class _Comparison:
    """Compares two accounts of one article."""

    def __init__(self, gold: Account, found: Account, score: Score) -> None:
        self.gold, self.found, self.score = gold, found, score
        self.alignment = aligned(gold.entities, found.entities)
        self.labels = {entity.key: entity.label for entity in (*gold.entities, *found.entities)}

    def names(self, family: Family) -> None:
        gold = frozenset[Span]().union(*(e.names for e in self.gold.entities if e.family is family))
        found = frozenset[Span]().union(*(e.names for e in self.found.entities if e.family is family))
        self.score.tally(family).add(len(gold & found), len(found), len(gold))
        near = matched(sorted(gold), sorted(found), common_characters)
        self.score.tally(f"{family} relaxed").add(len(near), len(found), len(gold))
        elsewhere = {span for e in self.gold.entities if e.family is not family for span, _ in e.mentions}
        for span in sorted(gold - found):
            self._fault("missed", family, [span])
        for span in sorted(found - gold):
            self._fault("spurious", family, [span], "annotated as something else" if span in elsewhere else "")

    def identity(self) -> None:
        gold = {span: e.key for e in self.gold.entities for span in e.names}
        found = {span: e.key for e in self.found.entities for span in e.names}
        common = gold.keys() & found.keys()
        tally = self.score.tally("identity")
        for span in common:
            one = {other for other in common if gold[other] == gold[span]}
            two = {other for other in common if found[other] == found[span]}
            tally.hits += len(one & two) / len(one | two)
        tally.add(0, len(common), len(common))

    def links(self) -> None:
        for entity in self.gold.entities:
            if not entity.qids:
                continue
            answers = (e.qids for e in self.found.entities if self.alignment.get(e.key) == entity.key)
            found = frozenset[str]().union(*answers)
            self.score.tally("link").add(entity.qids <= found, bool(found), 1)
            if not entity.qids <= found:
                kind = "wrong" if found else "missed"
                self.score.faults.append(
                    Fault(kind, "link", self.gold.article, entity.label, self._against(entity.qids, found))
                )

    def items(self) -> None:
        things = dict(self.alignment)
        for measure in ITEM_MEASURES:
            gold = self.gold.items[measure]
            is_claim = measure == "claim"
            # What a claim is about may be another item, and is known only once all of them are matched.
            found = _translated(
                [item for item in self.found.items[measure] if item.spans or not is_claim],
                self.alignment,
                ("claimant",) if is_claim else None,
            )
            pairs = matched(gold, found, alike_claims if is_claim else overlapping_spans)
            things |= {found[j].key: gold[i].key for i, j in pairs.items()}
            if is_claim:
                found = _translated(found, things, ("about",))
            self._tally_items(measure, gold, found, pairs)

    def _tally_items(self, measure: str, gold: Sequence[Item], found: Sequence[Item], pairs: Mapping[int, int]) -> None:
        self.score.tally(measure).add(len(pairs), len(found), len(gold))
        self.score.tally(f"{measure}.role")
        for i, item in enumerate(gold):
            if i in pairs:
                self._tally_roles(measure, item, found[pairs[i]])
            else:
                self._tally_roles(measure, item, None)
                self._fault("missed", measure, item.spans)
        for j, item in enumerate(found):
            if j not in pairs.values():
                self._tally_roles(measure, None, item)
                self._fault("spurious", measure, item.spans)

    def _tally_roles(self, measure: str, gold: Item | None, found: Item | None) -> None:
        present = gold or found
        assert present is not None
        for role in present.roles:
            annotated = gold.roles[role] if gold else frozenset[Value]()
            answered = found.roles[role] if found else frozenset[Value]()
            for name in (f"{measure}.role", f"{measure}.{role}"):
                self.score.tally(name).add(len(annotated & answered), len(answered), len(annotated))
            if gold and found and annotated != answered:
                self._fault("wrong", f"{measure}.{role}", gold.spans[:1], self._against(annotated, answered))

    def relations(self) -> None:
        gold = {undirected(*relation) for relation in self.gold.relations}
        found = {
            undirected(name, self.alignment.get(one, one), self.alignment.get(other, other))
            for name, one, other in self.found.relations
        }
        self.score.tally("relation").add(len(gold & found), len(found), len(gold))
        for kind, relations in (("missed", gold - found), ("spurious", found - gold)):
            for name, one, other in sorted(relations):
                words = f"{self._shown(one)} {name} {self._shown(other)}"
                self.score.faults.append(Fault(kind, "relation", self.gold.article, words))

    def _fault(self, kind: str, measure: str, spans: Iterable[Span], detail: str = "") -> None:
        words = " | ".join(" ".join(self.gold.text[begin:end].split()) for begin, end in spans)
        shown = words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"
        self.score.faults.append(Fault(kind, measure, self.gold.article, shown, detail))

    def _against(self, gold: Iterable[Value], found: Iterable[Value]) -> str:
        one, other = (", ".join(sorted(map(self._shown, values))) or "nothing" for values in (gold, found))
        return f"annotated {one}; found {other}"

    def _shown(self, value: Value) -> str:
        """A value for a reader: the label of what it names, numbers and periods as they are."""
        if isinstance(value, tuple):
            return "–".join(value)
        return self.labels.get(value, value) if isinstance(value, str) else f"{value:g}"
