"""One act of saying, as the claim finders hand it on."""

from dataclasses import dataclass

from kg.extract.claims.claimants import Speaker
from kg.records import Span, Stance


@dataclass(frozen=True, slots=True)
class Saying:
    """One act of saying, before it is known what it is about.

    lemma: of the verb, empty where there is none. aimed: who is accused or urged, where the words said do not name him.
    """

    speakers: tuple[Speaker, ...]
    cue: Span | None
    content: Span
    stance: Stance
    construction: str
    lemma: str = ""
    direct: bool = False
    aimed: tuple[Speaker, ...] = ()
