"""Bodies told by an organ noun and a state ("government of Iraq"), and numbered units ("3rd Battalion")."""

from kg.extract.names import vocabulary
from kg.extract.names.chunks import chunk_at
from kg.extract.names.findings import Findings
from kg.extract.names.found import Found
from kg.extract.names.gazetteer_match import longest_adjective, longest_name
from kg.extract.names.readings import body_label
from kg.extract.names.state_use import is_place
from kg.extract.names.wording import Wording
from kg.gazetteer import Entry, state_of
from kg.records import ActorKind

_RULES = frozenset({"regime", "government", "administration"})
_POLITIES = frozenset({"empire", "kingdom", "sultanate"})
_ROLE = "leadership"  # "under the leadership of Chad" is what it does
_ORDINALS = ("st", "nd", "rd", "th")


def read_organ_of_state(findings: Findings, at: int) -> int:
    """ "government of Iraq", "forces of Syrian government"; gives where it ends, or ``at`` where none begins."""
    words = findings.words
    organ_end = vocabulary.organs().at(words, at)
    if organ_end == at or organ_end + 1 >= len(words) or words.fold[organ_end] != "of" or words.fold[at] == _ROLE:
        return at
    first = organ_end + 1 + (words.fold[organ_end + 1] == "the")
    if first >= len(words) or words.broken[first] or not words.capital[first]:
        return at
    last, state = _state_or_its_body(words, first)
    if state is None:
        return at
    if last < len(words) and words.capital[last] and not words.broken[last]:
        last = max(last, vocabulary.organs().at(words, last))
    kind = ActorKind(vocabulary.organs().row(words, at, organ_end)["kind"])
    label = body_label(state, words.phrase(at, organ_end))
    return findings.add(Found(at, last, kind, label, "organ of state", state=state.key))


def read_polity(findings: Findings, at: int) -> int:
    """ "the Empire of Japan": one name of the state, or of the place; gives ``at`` where no such name stands there."""
    words, first = findings.words, at + 2
    if words.fold[at] not in _POLITIES or first >= len(words) or words.fold[at + 1] != "of":
        return at
    last, meant = longest_name(words, first)
    if not meant or meant[0].kind is not ActorKind.STATE or any(words.broken[at + 1 : last]):
        return at
    kind = None if is_place(words, at, last) else ActorKind.STATE
    return findings.add(Found(at, last, kind, meant[0].key, "form of state", known=meant))


def _state_or_its_body(words: Wording, first: int) -> tuple[int, Entry | None]:
    """The end and the state of "Iraq" or "Syrian government"."""
    last, meant = longest_name(words, first)
    if meant and meant[0].kind is ActorKind.STATE:
        return last, meant[0]
    last, adjective = longest_adjective(words, first)
    if adjective is not None and last < len(words):
        organ_end = vocabulary.organs().at(words, last)
        if organ_end > last:
            return organ_end, adjective
    return first, None


def read_leaders_body(findings: Findings, at: int, last: int, leader: Entry) -> int:
    """ "the Assad regime": the government of a known leader's state; gives ``at`` where no such name stands there."""
    words, state = findings.words, state_of(leader.state)
    if state is None or last >= len(words) or words.broken[last] or words.fold[last] not in _RULES:
        return at
    label = body_label(state, words.fold[last])
    return findings.add(Found(at, last + 1, ActorKind.GOVERNMENT, label, "leader and organ", state=state.key))


def read_numbered_unit(findings: Findings, at: int) -> int:
    """An ordinal with a unit, and the greater unit after a comma; gives where to go on."""
    words = findings.words
    last = unit_end(words, at)
    if last == at:
        return at + 1
    if last + 1 < len(words) and words.text[last] == ",":
        greater = unit_end(words, last + 1)
        last = greater if greater > last + 1 else last
    return findings.add(Found(at, last, ActorKind.ARMED_FORCE, words.written(at, last), "numbered unit"))


def unit_end(words: Wording, at: int) -> int:
    """Where a unit ends that an ordinal at a word numbers: "3rd Border Battalion"; the word itself where none does."""
    ordinal = words.text[at][0].isdigit() and words.text[at].endswith(_ORDINALS)
    if not ordinal or at + 1 >= len(words) or not words.capital[at + 1]:
        return at
    chunk = chunk_at(words, at + 1)
    forces = {ActorKind.ARMED_FORCE.value, ActorKind.ARMED_GROUP.value}
    return chunk.last if chunk.class_row is not None and chunk.class_row["kind"] in forces else at
