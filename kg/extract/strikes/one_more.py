"""Attacks of which a pronoun tells what struck: "rockets hit the port; another landed on a school", "residents said one
of those had hit a wedding".
"""

import re
from typing import Final

from kg.extract.grammar.frame import Frame, Voice
from kg.extract.grammar.tree import SUBJECTS, span_of
from kg.extract.strikes.event import UNREAL, Deed
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import StrikeKind

_SENSES: Final = frozenset({"deed", "delivery"})
_ANOTHER: Final = re.compile(
    r"(?:(?:at least )?(?:one|two|three|four|five|several|some|many|both)(?: of (?:those|these|them|which))?|"
    r"another|others|(?:an?|the) (?:first|second|third|fourth|fifth|other)(?: one)?)",
    re.IGNORECASE,
)
_STRUCK: Final = re.compile(
    r"(?:hit|hits|struck|strikes|landed|crashed|exploded|fell|slammed|smashed|ploughed|plowed|targeted|came down)\b"
)
_FROM_AFAR: Final = frozenset(
    {
        StrikeKind.AIR_STRIKE,
        StrikeKind.DRONE_STRIKE,
        StrikeKind.MISSILE_STRIKE,
        StrikeKind.SHELLING,
        StrikeKind.BOMBING,
    }
)


def kind_of_another(page: Page, trigger: Trigger, frame: Frame, before: Deed) -> StrikeKind | None:
    """The kind of an attack made by one more of the weapons, or one of the strikes, of the attack told right before."""
    if not trigger.verbal or trigger.sense not in _SENSES or frame.voice is Voice.PASSIVE or not page.has_tree:
        return None
    if before.factuality.value in UNREAL or before.trigger.kind not in _FROM_AFAR:
        return None
    if _STRUCK.match(page.text(trigger.span).lower()) is None:
        return None
    subject = next((child for child in page.tokens(trigger.span).root.lefts if child.dep_ in SUBJECTS), None)
    told = span_of(subject) if subject is not None else None
    return before.trigger.kind if told is not None and _ANOTHER.fullmatch(page.text(told)) else None
