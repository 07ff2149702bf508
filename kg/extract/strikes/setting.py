"""Where an attack is whose own words leave it open: where another one is that its sentence tells just before."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.strikes.event import UNREAL, Event


def set_by_context(events: Sequence[Event]) -> None:
    """Gives each attack without a place that of the one told just before it in the same sentence."""
    told = sorted(((deed, event) for event in events for deed in event.deeds), key=lambda each: each[0].trigger.span)
    for (before, other), (deed, event) in pairwise(told):
        beside = deed.sentence == before.sentence and other is not event and deed is event.deeds[0]
        happened = before.factuality.value not in UNREAL and deed.factuality.value not in UNREAL
        if beside and happened and not any(each.roles.location for each in event.deeds):
            deed.roles.location = [replace(fact, rule="strike.location-before") for fact in before.roles.location]
