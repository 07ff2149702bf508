"""Who says of an attack that it was theirs, or is said to have done it, in words that take it up: "admitted the
attack", "says it carried out", "claimed it as their own", "holds X responsible for", "the rebels did it".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.claims.cues import reporting_verbs
from kg.extract.events.fillers import Fillers
from kg.extract.grammar.syntax import frame_of
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.grammar.word_classes import NEGATIONS
from kg.extract.text.page import Page
from kg.records import Fact, Mention, Span

_ADMITTING: Final = {
    "admitted": ("", "to"),
    "admits": ("", "to"),
    "avowed": ("",),
    "confessed": ("to",),
    "confesses": ("to",),
    "boasted": ("of", "about"),
    "boasts": ("of", "about"),
    "owned": ("up to",),
    "owns": ("up to",),
}
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "both"})
_IT: Final = frozenset({"it", "this", "that", "them", "both"})
_SPEAKERS_OWN: Final = frozenset({"it", "they", "he", "she", "we"})
_OWN: Final = (["as", "its", "own"], ["as", "their", "own"], ["as", "his", "own"])
_CLAIMING: Final = frozenset({"claimed", "claims", "claim"})
_HOLDING: Final = frozenset({"hold", "holds", "held", "holding"})
_BLAMING: Final = frozenset({"blames", "blamed", "blaming", "blame"})
_BEHIND: Final = frozenset({"out", "behind"})
_DOING: Final = frozenset({"planted", "fired", "launched", "staged", "committed", "perpetrated"})
_LINKING: Final = frozenset({"linked", "tied", "traced"})
_LINK_REACH: Final = 8
_DENYING: Final = frozenset({"denied", "denies", "deny", "denying"})
_PARTS: Final = frozenset({"involvement", "responsibility", "role", "part", "hand"})
_PART_REACH: Final = 4
#: The words that may tell it.
AVOWING: Final = (
    _ADMITTING.keys() | _CLAIMING | _BEHIND | _BLAMING | _DOING | _LINKING | _DENYING | {"responsible", "did"}
)
_PARTICIPLE: Final = frozenset({"is", "are", "was", "were", "been", "be", "being", "get", "gets", "got"})
_REACH: Final = 7
_FOR_REACH: Final = 9
_BLAMED_REACH: Final = 6
_NAMING: Final = frozenset({"tagged", "named", "names", "identified", "identifies", "fingered", "described", "tags"})
_NAMED_REACH: Final = 14
_NOBODY: Final = frozenset({"nobody", "none", "neither", "denied", "denies", "refused", "yet"}) | NEGATIONS


@dataclass(frozen=True, slots=True)
class Avowals:
    """Reads one sentence. sentence: its first word and the one past its last. attacks: its words that speak of one."""

    page: Page
    fillers: Fillers
    sentence: tuple[int, int]
    attacks: Sequence[Span]

    def admitted(self, at: int) -> list[Fact]:
        """Who admits an attack by the verb at a word: "admitted the attack", "owned up to it"."""
        words = self.page.words
        for preposition in _ADMITTING.get(words.lowers[at], ()):
            parts = preposition.split()
            past = at + 1 + len(parts)
            if words.lowers[at + 1 : past] == parts and self._takes_up(past, bool(parts)):
                return self._subjects(at, "strike.admitted")
        return []

    def claimed_as_own(self, at: int) -> list[Fact]:
        """Who claims what was told as their own deed, or by whom it "was claimed in a statement"."""
        words = self.page.words
        lowers, past = words.lowers, self.sentence[1]
        if any(lowers[n : n + 3] in _OWN for n in range(at + 1, min(past, at + _REACH))):
            return self._subjects(at, "strike.claimed")
        passive = not _PARTICIPLE.isdisjoint(lowers[max(self.sentence[0], at - 2) : at])
        if not passive and self._ends_with_it(at + 1):
            return self._subjects(at, "strike.claimed")
        if not passive or not _NOBODY.isdisjoint(lowers[max(self.sentence[0], at - 3) : at]):
            return []
        by = next((n for n in range(at + 1, min(past - 1, at + _REACH)) if lowers[n] == "by"), None)
        if by is None or "," in lowers[at:by]:
            return []
        return self._facts(self.fillers.heads(words.span_of(by + 1, past), self.fillers.is_doer, reach=6), "claimed")

    def _ends_with_it(self, at: int) -> bool:
        """Whether "it" or "this" stands at a word, and nothing is said of it: "claimed it", not "claimed it was"."""
        lowers, past = self.page.words.lowers, self.sentence[1]
        taken = at < past and lowers[at] in _IT
        return taken and (at + 1 >= past or not lowers[at + 1][0].isalnum() or lowers[at + 1] in {"in", "on"})

    def did_it(self, at: int) -> tuple[list[Fact], bool]:
        """Who "did it", "planted it" or "fired them", and whether they say so of themselves."""
        words = self.page.words
        if not self._ends_with_it(at + 1) or not self.page.has_tree:
            return [], False
        if not _NOBODY.isdisjoint(words.lowers[max(self.sentence[0], at - 5) : at]):
            return [], False
        subject = frame_of(self.page, words.spans[at], True).subject
        own = self.page.text(subject).lower().split() if subject is not None else []
        if subject is not None and own and own[0] in _SPEAKERS_OWN | {"its", "our"}:
            return self._facts(self._speakers(at, subject), "own-word"), True
        return self._subjects(at, "strike.blamed"), False

    def denied(self, at: int) -> list[Fact]:
        """Who denies a part in what was told, of which somebody must have accused them: "denied any involvement"."""
        lowers, past = self.page.words.lowers, self.sentence[1]
        part = next((n for n in range(at + 1, min(past, at + 1 + _PART_REACH)) if lowers[n] in _PARTS), None)
        if part is None:
            return []
        of_it = part + 1 < past and lowers[part + 1] in {"for", "in"}
        if of_it and not self._takes_up(part + 2, pronoun=True):
            return []
        return self._subjects(at, "strike.denied")

    def linked(self, at: int) -> list[Fact]:
        """To whom somebody links an attack: "linked the bombing to X"."""
        words, past = self.page.words, self.sentence[1]
        to = next((n for n in range(at + 1, min(past - 1, at + _LINK_REACH)) if words.lowers[n] == "to"), None)
        if to is None or not self._takes_up(at + 1, pronoun=True):
            return []
        return self._facts(self._named(to + 1, past), "blamed")

    def said_own(self, at: int) -> list[Fact]:
        """Who says "it was behind" or "it carried out" what was told. at: the word "out" or "behind"."""
        words = self.page.words
        lowers = words.lowers
        if lowers[at] == "out":
            verb = next((n for n in range(at - 1, max(self.sentence[0], at - 3), -1) if lowers[n] == "carried"), None)
        else:
            verb = at - 1 if lowers[at - 1] in _PARTICIPLE else None
        if verb is None or not self.page.has_tree or not _NOBODY.isdisjoint(lowers[max(0, verb - 3) : verb]):
            return []
        between = lowers[verb + 1 : at]
        wheres = {"in", "on"} if lowers[at] == "out" else set()
        behind = at + 1 + (lowers[at + 1 : at + 2] == ["for"])
        follows = behind < self.sentence[1] and self._takes_up(behind, pronoun=True)
        ends = at + 1 >= self.sentence[1] or not (lowers[at + 1][0].isalpha() and lowers[at + 1] not in wheres)
        if between and not set(between) <= _IT:
            return []
        if not (between or follows or ends):
            return []
        subject = frame_of(self.page, words.spans[verb], True).subject
        if subject is None:
            return []
        if self.page.text(subject).lower() not in _SPEAKERS_OWN:
            return self._subjects(verb, "strike.carried-out") if between else []
        return self._facts(self._speakers(verb, subject), "own-word")

    def blamed(self, at: int) -> list[Fact]:
        """Whom somebody holds responsible for what was told: "holds X responsible", "blamed X", "X did it"."""
        words = self.page.words
        lowers, (first, past) = words.lowers, self.sentence
        if lowers[at] == "responsible":
            held = next((n for n in range(at - 1, max(first, at - _REACH), -1) if lowers[n] in _HOLDING), None)
            if held is None or held + 1 >= at or lowers[held - 1] in _PARTICIPLE:
                return []
            return self._facts(self.fillers.heads(words.span_of(held + 1, at), self.fillers.is_doer), "blamed")
        if lowers[at - 1] in _PARTICIPLE | {"to", "the", "trade", "traded", "swap"} or at + 1 >= past:
            return []
        if lowers[at + 1] == "by":
            on = next((n for n in range(at + 2, min(past - 1, at + _FOR_REACH)) if lowers[n] == "on"), None)
            return self._facts(self._named(on + 1, past), "blamed") if on is not None else []
        if lowers[at + 1] == "for":
            return []
        stop = next((n for n in range(at + 1, min(past, at + _FOR_REACH)) if lowers[n] in {"for", ",", "and"}), None)
        if stop is not None and lowers[stop] == "for" and not self._takes_up(stop + 1, pronoun=True):
            return []
        return self._facts(self._named(at + 1, stop or past), "blamed")

    def named_as(self, at: int) -> list[Fact]:
        """Whom somebody names as the one behind what was told: "tagged X as behind the bombing"."""
        words, first = self.page.words, self.sentence[0]
        verbs = range(at - 2, max(first - 1, at - _NAMED_REACH), -1)
        naming = next((n for n in verbs if words.lowers[n] in _NAMING), None)
        passive = naming is not None and not _PARTICIPLE.isdisjoint(words.lowers[max(first, naming - 2) : naming])
        if naming is None or naming + 1 >= at - 1 or passive:
            return []
        return self._facts(self._named(naming + 1, at - 1), "blamed")

    def _named(self, first: int, past: int) -> list[Mention]:
        return self.fillers.heads(self.page.words.span_of(first, past), self.fillers.is_doer, reach=_BLAMED_REACH)

    def _takes_up(self, at: int, pronoun: bool) -> bool:
        """Whether a phrase that begins at a word takes up an attack: "the attack", "that raid", "it"."""
        words = self.page.words
        if at >= self.sentence[1]:
            return False
        near = words.span_of(at, min(self.sentence[1], at + 6))
        named = any(
            near.begin <= attack.begin and attack.end <= near.end and not self._is_told_of(attack)
            for attack in self.attacks
        )
        if words.lowers[at] in _DEFINITE and named:
            return True
        return pronoun and words.lowers[at] in _IT

    def _is_told_of(self, attack: Span) -> bool:
        """Whether a clause says something of an attack: "admitted the raid had failed"."""
        return self.page.has_tree and self.page.tokens(attack).root.dep_ in SUBJECTS

    def _speakers(self, verb: int, subject: Span) -> list[Mention]:
        """Who says a clause whose subject is a pronoun."""
        token = self.page.tokens(self.page.words.spans[verb]).root
        token = token if token.lower_ == "carried" or token.dep_ != "cop" else token.head
        above = next((t for t in (token, *token.ancestors) if t.lower_ in reporting_verbs()), None)
        if above is None or above.i == token.i:
            return []
        told = next((c for c in above.children if c.dep_ in SUBJECTS), None)
        if told is None or (told.idx >= subject.begin and self.page.text(subject).lower() != "we"):
            return []
        span = Span(self.page.doc[told.left_edge.i].idx, told.idx + len(told))
        return self.fillers.subjects(span, self.fillers.is_doer)

    def _subjects(self, verb: int, rule: str) -> list[Fact]:
        words = self.page.words
        if not _NOBODY.isdisjoint(words.lowers[max(self.sentence[0], verb - 4) : verb]):
            return []
        frame = frame_of(self.page, words.spans[verb], True)
        return [Fact(m.denotes, m.span, rule) for m in self.fillers.subjects(frame.subject, self.fillers.is_doer)]

    def _facts(self, mentions: Sequence[Mention], rule: str) -> list[Fact]:
        return [Fact(m.denotes, m.span, f"strike.{rule}") for m in mentions]

    def told_at(self, at: int) -> tuple[list[Fact], bool]:
        """The doers that the word at some place tells, and whether they say so themselves."""
        lower = self.page.words.lowers[at]
        if lower in {"behind", "responsible"} and at > self.sentence[0] and self.page.words.lowers[at - 1] == "as":
            return self.named_as(at), False
        if lower in _ADMITTING:
            return self.admitted(at), True
        if lower in _CLAIMING:
            return self.claimed_as_own(at), True
        if lower in _BEHIND:
            return self.said_own(at), True
        if lower == "did" or lower in _DOING:
            return self.did_it(at)
        if lower in _DENYING:
            return self.denied(at), False
        if lower in _LINKING:
            return self.linked(at), False
        if lower == "responsible" and (own := self.said_own(at)):
            return own, True
        return self.blamed(at), False
