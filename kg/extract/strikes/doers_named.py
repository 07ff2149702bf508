"""Names beside a trigger that are no doers: of a weapon, of what is brought down, of where it was; and what meets
with a mine.
"""

from typing import Final

from kg import lexicon
from kg.extract.events.fillers import Fillers
from kg.extract.events.foes import is_third_party
from kg.extract.grammar.frame import Frame
from kg.extract.strikes.triggers import Trigger
from kg.extract.text.page import Page
from kg.records import ActorKind, Mention

MEETING: Final = frozenset({"hit", "hits", "hitting", "struck", "strikes", "striking", "triggered", "detonated"})
MINES: Final = frozenset({"mine", "landmine", "mines", "landmines", "ied", "booby-trap"})
MUNITIONS: Final = frozenset(
    row["word"].split()[-1] for row in lexicon.table("weapon_kinds") if row["what"] == "munition"
)
_DOWNING: Final = frozenset({"downing", "downings", "shootdown", "shootdowns"})
_MISSIONS: Final = frozenset({"mission", "missions"})
_GOING_OFF: Final = frozenset(
    {f"{noun}{end}" for noun in ("blast", "explosion", "bombing", "bomb", "shooting", "ambush") for end in ("", "s")}
    | {"massacre", "massacres", "ambushes"}
)
_MADE: Final = ("backed", "held", "supported", "made", "occupied")


def is_no_doer(fillers: Fillers, mention: Mention, trigger: Trigger) -> bool:
    """Whether a name before a noun tells something else than who did it."""
    return (
        _names_weapon(fillers, mention, trigger)
        or is_downed(fillers, mention, trigger)
        or is_scene(fillers, mention, fillers.page.last_word(trigger.span))
        or _beside_hyphen(fillers.page, mention, _MADE)
    )


def is_downed(fillers: Fillers, mention: Mention, trigger: Trigger) -> bool:
    """Whether a name before a noun tells whose aircraft was brought down: "the Russian warplane downing"."""
    owns = fillers.page.article.text[mention.span.end : mention.span.end + 2] in {"'s", "’s"}
    return fillers.page.text(trigger.span).lower() in _DOWNING and not owns


def is_scene(fillers: Fillers, mention: Mention, noun: str) -> bool:
    """Whether a country's own name before a noun tells where something went off: "the Ruritania bus blast". Who made an
    attack is told by the adjective or by the name alone.
    """
    if noun in _MISSIONS:
        return is_third_party(fillers.entities, mention.denotes)
    actor = fillers.entities.actors[mention.denotes]
    named = actor.kind is ActorKind.STATE and fillers.page.text(mention.span) == actor.label
    return named and noun in _GOING_OFF


def meets_mine(page: Page, frame: Frame, trigger: Trigger) -> bool:
    """Whether the subject meets with a mine: "their vehicle struck a landmine"."""
    if frame.object is None or page.text(trigger.span).lower() not in MEETING:
        return False
    words = page.words
    return any(words.lowers[n] in MINES for n in range(*words.range_of(frame.object)))


def _names_weapon(fillers: Fillers, mention: Mention, trigger: Trigger) -> bool:
    """Whether an unknown name is that of the weapon: "Tochka missiles", "FGM-148"."""
    actor = fillers.entities.actors[mention.denotes]
    unknown = not mention.denotes.known and actor.kind is ActorKind.ORGANIZATION
    text = fillers.page.article.text
    model = (
        text[mention.span.end : mention.span.end + 1] == "-"
        and text[mention.span.end + 1 : mention.span.end + 2].isdigit()
    )
    munition = fillers.page.text(trigger.span).lower() in MUNITIONS
    return unknown and (model or (munition and trigger.span.begin - mention.span.end == 1))


def _beside_hyphen(page: Page, mention: Mention, participles: tuple[str, ...]) -> bool:
    after = page.article.text[mention.span.end : mention.span.end + 8].lower()
    return after[:1] in {"-", "–"} and after[1:].startswith(participles)
