"""Which operations, campaigns and battles are of arms: the words have uses in peace too."""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.strikes.doers import is_taking
from kg.extract.strikes.event import Deed
from kg.records import ActorKind, Factuality, Mention, Span

_ARMED: Final = frozenset({ActorKind.ARMED_FORCE, ActorKind.ARMED_GROUP})
_MILITARY: Final = lexicon.words("military_adjectives")
_BEATING: Final = lexicon.words("aims_of_operations")
_FIGHTING: Final = frozenset({"fight", "fights", "fought", "fighting"})
_FIERCE: Final = frozenset({"fierce", "bloody", "pitched", "heavy", "running", "street", "gun", "deadly", "tank"})
_REGAINING: Final = frozenset({"regained", "regain", "regains", "retook", "recovered", "reconquered", "won"})
#: Aims that people have in peace too, against what is nobody: "a campaign to stop drunk driving".
_OF_ANYTHING: Final = frozenset({"stop", "end", "halt", "cut", "break", "push", "eradicate", "eliminate", "disrupt"})


class Operations:
    """Readings of operations in one article."""

    def __init__(self, fillers: Fillers) -> None:
        self.page = fillers.page
        self.fillers = fillers
        self.entities = fillers.entities

    def is_military(self, deed: Deed, doer: bool, told: bool) -> bool:
        """Whether an "operation" or "campaign" is an attack: by its adjectives, by whom it is against, or as one told
        before.
        """
        words = self.page.words
        span = deed.frame.premodifier
        adjectives = {words.lowers[n] for n in range(*words.range_of(span))} if span else set()
        against = any(self.fillers.heads(s, self.fillers.any) for s in deed.frame.after("against", "on", "into"))
        if bool(adjectives & _MILITARY) or against:
            return True
        if deed.lemma == "battle" and self._is_fought(deed, adjectives):
            return True
        if self._takes_in(deed) or (deed.lemma == "action" and deed.factuality.value is Factuality.THREATENED):
            return True
        if purposes := self._purposes(deed):
            return any(is_taking(verb) or (verb in _BEATING and verb not in _OF_ANYTHING) for verb in purposes)
        return (doer and bool(deed.roles.location)) or told

    def _is_fought(self, deed: Deed, adjectives: set[str]) -> bool:
        """Whether a battle is one of arms: a fierce one, or one with forces or for a place."""
        with_whom = [s for s in deed.frame.after("with", "between") if self.fillers.heads(s, self._is_armed)]
        place = [s for s in deed.frame.after("for", "over") if self.fillers.heads(s, self.fillers.is_place)]
        fought = not _FIGHTING.isdisjoint(deed.frame.governors[:1]) and bool(deed.roles.location)
        return bool(adjectives & _FIERCE or with_whom or place or fought)

    def _is_armed(self, mention: Mention) -> bool:
        actor = self.entities.actors.get(mention.denotes)
        return actor is not None and actor.kind in _ARMED

    def _takes_in(self, deed: Deed) -> bool:
        """Whether a place is taken in an operation: "retook the province in a ten-day operation"."""
        if not self.page.has_tree:
            return False
        noun = self.page.tokens(deed.trigger.span).root
        verb = noun.head
        taken = verb.lower_ in _REGAINING or is_taking(verb.lower_)
        objects = [child for child in verb.rights if child.dep_ in {"obj", "dobj"}]
        spans = [Span(child.left_edge.idx, child.right_edge.idx + len(child.right_edge)) for child in objects]
        return taken and any(
            self.fillers.heads(span, self.fillers.is_place, through=("of",), reach=6) for span in spans
        )

    def _purposes(self, deed: Deed) -> list[str]:
        """What an operation is to do: "liberate" in "a campaign to liberate the city"."""
        if not self.page.has_tree:
            return []
        noun = self.page.tokens(deed.trigger.span).root
        verbs = (child for child in noun.rights if child.dep_ == "acl" and any(c.lower_ == "to" for c in child.lefts))
        return [verb.lower_ for verb in verbs]
