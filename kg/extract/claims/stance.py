"""The stance of an act of saying: the cue's, unless the cue is neutral and the words said show another."""

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import table
from kg.records import Stance

_OVERRIDING = {
    Stance.ASSERTS: frozenset(Stance),
    Stance.PROMISES: frozenset({Stance.THREATENS}),
    Stance.WARNS: frozenset({Stance.THREATENS}),
}
_FRAMES = frozenset({"predicate", "announced"})
_LONGEST = 120  # characters that a rule's words may have
_FIRST_PERSON = re.compile(r"\b(we|i|our|us)\b")


@dataclass(frozen=True, slots=True)
class _Rule:
    words: re.Pattern[str]
    speaker: str
    within: int | None
    stance: Stance
    needs: tuple[str, ...]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            re.compile(row["words"]),
            row["speaker"],
            int(row["within"]) if row["within"] else None,
            Stance(row["stance"]),
            tuple(row["needs"].split()),
        )
        for row in table("content_stances")
    )


def stance_of(cue_stance: Stance, content: str, of_self: bool, frame: str = "") -> tuple[Stance, str]:
    """Stance and the name of the rule that gave it.

    of_self: the words said speak of the speaker, or of his own side, as the one who acts. frame: predicate where the
    cue says what something is ("called it a lie"), announced where it makes known. A promise of revenge is a threat.
    """
    allowed = _OVERRIDING.get(cue_stance)
    if allowed is None:
        return cue_stance, "cue"
    said = content.lower()
    first_person = _FIRST_PERSON.search(said) is not None
    for rule in _rules():
        if (rule.speaker == "self" and not of_self) or (rule.speaker == "first" and not first_person):
            continue
        if rule.speaker == "other" and of_self:
            continue
        if cue_stance is Stance.WARNS and not of_self and rule.speaker != "menace":
            continue
        if rule.stance not in allowed or (rule.speaker in _FRAMES and rule.speaker != frame):
            continue
        if rule.needs and not any(part in said for part in rule.needs):
            continue
        found = rule.words.search(said, 0, len(said) if rule.within is None else rule.within + _LONGEST)
        if found is not None and (rule.within is None or found.start() < rule.within):
            return rule.stance, "content"
    return cue_stance, "cue"
