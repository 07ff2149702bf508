"""One cue in its place, before it is known what words it reports."""

from dataclasses import dataclass

from kg.extract.claims.claimants import Speaker
from kg.extract.claims.cues import ReportingVerb
from kg.records import Stance


@dataclass(frozen=True, slots=True)
class Instance:
    """A cue in its place: words ``first`` to before ``past``.

    construction: verb (the words said follow), inverted or closing (they go before), passive, raised (they stand around
    it), noun, according, alleged. begin and end number the words of the whole attribution; content_from and content_to
    bound the words that may be said, where the construction knows. base: the verb has no ending, so that it may be an
    infinitive. aimed: who is accused, urged or warned, where that is the subject.
    """

    construction: str
    first: int
    past: int
    stance: Stance
    speakers: tuple[Speaker, ...]
    begin: int
    end: int
    verb: ReportingVerb | None = None
    shared: bool = False
    content_from: int | None = None
    content_to: int | None = None
    base: bool = False
    aimed: tuple[Speaker, ...] = ()


#: Verbs that say that what was said before is so.
CONFIRMING = frozenset({"confirm", "admit", "acknowledge"})


def confirms(instance: Instance) -> bool:
    """Whether a cue says that what was said before is so."""
    return instance.verb is not None and instance.verb.lemma in CONFIRMING


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage in words ``first`` to before ``past``; masked are the words of direct quotations."""

    first: int
    past: int
    masked: frozenset[int]
