"""Who, whom, where, when and with what: what is known of one attack."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from kg.records import Fact, Mention


@dataclass
class Roles:
    """Fillers found so far, each a fact on the words that name it."""

    perpetrator: list[Fact] = field(default_factory=list)
    alleged: list[Fact] = field(default_factory=list)
    target: list[Fact] = field(default_factory=list)
    location: list[Fact] = field(default_factory=list)
    when: list[Fact] = field(default_factory=list)
    weapon: list[Fact] = field(default_factory=list)
    killed: list[Fact] = field(default_factory=list)
    injured: list[Fact] = field(default_factory=list)

    def complete(self, other: "Roles") -> None:
        """Takes from another reading of the same attack the roles that this one leaves open."""
        for each in fields(self):
            own = getattr(self, each.name)
            if not own:
                setattr(self, each.name, getattr(other, each.name))
            elif each.name == "location":
                own += [fact for fact in other.location if fact.value not in {told.value for told in own}]


def facts(mentions: Iterable[Mention], rule: str) -> list[Fact]:
    """What mentions denote, each on the words that name it."""
    return [Fact(m.denotes, m.span, rule) for m in mentions]
