"""One attack and the words that speak of it: a deed is one trigger with its local reading, an event the deeds that are
one attack.
"""

from dataclasses import dataclass, field
from typing import Final

from kg.extract.grammar.frame import Frame
from kg.extract.strikes.days import When
from kg.extract.strikes.roles import Roles
from kg.extract.strikes.triggers import Trigger
from kg.records import Fact, Factuality, Ref, Span, StrikeKind

UNREAL: Final = frozenset({Factuality.THREATENED, Factuality.PROPOSED, Factuality.HYPOTHETICAL})
ROLES: Final = ("perpetrator", "target", "location")


@dataclass
class Deed:
    """One trigger with its local reading.

    on_known: a verb whose harmed noun phrase is definite ("the base was hit"). by_pronoun: its doer is a pronoun, which
    goes on with what was told. first: told as the first of several. answered: what
    another one is a response to. code_name: the letters of the name of an operation.
    several: told in the plural ("air strikes"). pointing: after "this" or "that". background: the
    time of something else that its sentence tells ("during the offensive"). opening: its time opens the sentence.
    takes: says that something is captured.
    also: further words of the same clause that speak of the same attack.
    """

    trigger: Trigger
    frame: Frame
    sentence: int
    paragraph: int
    lemma: str
    factuality: Fact
    roles: Roles
    definite: bool = False
    fresh: bool = False
    introduced: bool = False
    first: bool = False
    answered: bool = False
    number: int | None = None
    heading: bool = False
    on_known: bool = False
    by_pronoun: bool = False
    several: bool = False
    pointing: bool = False
    background: bool = False
    opening: bool = False
    takes: bool = False
    code_name: str = ""
    also: list[Span] = field(default_factory=list)


@dataclass
class Event:
    """Deeds that are one attack, with what they say together. accused: who did it, or is said to have done it. takes:
    some of its words say that something was captured.
    """

    deeds: list[Deed] = field(default_factory=list)
    lemmas: set[str] = field(default_factory=set)
    kinds: set[StrikeKind] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    code_names: set[str] = field(default_factory=set)
    days: set[When] = field(default_factory=set)
    around: set[When] = field(default_factory=set)
    fillers: dict[str, set[Ref]] = field(default_factory=lambda: {role: set() for role in ROLES})
    accused: set[Ref] = field(default_factory=set)
    takes: bool = False
    unreal: bool = True
    several: bool = False

    @property
    def only_heading(self) -> bool:
        """Whether nothing but headlines has told of it so far."""
        return self.deeds[-1].heading and all(deed.heading for deed in self.deeds)

    @property
    def last(self) -> Deed:
        """The deed told last."""
        return self.deeds[-1]

    def take(self, deed: Deed, days: set[When], around: set[When]) -> None:
        """Adds a deed. around: the days that its paragraph tells of, where it has none of its own."""
        self.around |= around
        self.deeds.append(deed)
        self.lemmas.add(deed.lemma)
        self.accused |= refs_of(deed, "perpetrator") | refs_of(deed, "alleged")
        self.takes = self.takes or deed.takes
        self.days |= days
        self.several = self.several or deed.several
        self.unreal = self.unreal and deed.factuality.value in UNREAL
        if deed.trigger.kind:
            self.kinds.add(deed.trigger.kind)
        if deed.number is not None:
            self.numbers.add(deed.number)
        if deed.code_name:
            self.code_names.add(deed.code_name)
        for role, refs in self.fillers.items():
            refs |= refs_of(deed, role)


def refs_of(deed: Deed, role: str) -> set[Ref]:
    """The nodes that fill a role of a deed."""
    return {f.value for f in getattr(deed.roles, role) if isinstance(f.value, Ref)}


def factuality_of_event(event: Event) -> Fact:
    """What the introducing triggers say; Stated where one of them states it. A definite phrase only refers back."""
    telling = [d.factuality for d in event.deeds if not d.definite] or [event.deeds[0].factuality]
    return next((fact for fact in telling if fact.value is Factuality.STATED), telling[0])


def ordered(event: Event) -> tuple[Span, ...]:
    """The trigger spans of an event in text order."""
    return tuple(sorted({span for d in event.deeds for span in (d.trigger.span, *d.also)}))
