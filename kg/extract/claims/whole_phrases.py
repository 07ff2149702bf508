"""From one noun for a speaker to the whole phrase before a verb: its first noun, and all whom it joins."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import function_words
from kg.extract.claims.phrases import distinct, is_modifier
from kg.extract.claims.speaker_phrases import ally, are_listed, is_object, left_edge
from kg.extract.claims.tagged import token_at

_FURTHEST_HEAD = 7
_LINKS = frozenset({"of", "for", "from", "in", "within", "at", "on", "to", "inside", "near", "with", "by"})
_LINKED = frozenset(
    {"associated", "linked", "backed", "affiliated", "aligned", "allied", "loyal", "close", "based", "led", "supported"}
)


def head_of(scene: Scene, speaker: Speaker, floor: int) -> Speaker:
    """From the last noun of "a spokesman for the mayor of X" to its first."""
    for _ in range(4):
        at = speaker.first - 1
        if speaker.named and speaker.ref in scene.people and scene.page.words.forms[at][:1].isupper():
            return speaker  # a title stands before him: "Minister of Defence Ali Hassan"
        steps = 0
        while at > floor and steps < _FURTHEST_HEAD and is_modifier(scene, at):
            at -= 1
            steps += 1
        if at <= floor or scene.lowers[at] not in _LINKS:
            return speaker
        before = at - 1
        if before > floor and scene.lowers[before] in _LINKED:
            before -= 1
        elif scene.lowers[at] in {"with", "by"}:
            return speaker
        if before > floor and scene.lowers[before] == "," and scene.lowers[at] in {"of", "from"}:
            before -= 1
        outer = scene.ending(before)
        if outer is None:
            return speaker
        speaker = outer
    return speaker


def joined_before(scene: Scene, last: Speaker, floor: int) -> tuple[tuple[Speaker, ...], int]:
    """All of "A, B and C" that ends with a speaker."""
    speakers = [ally(scene, last)]
    while True:
        first = speakers[0].first
        at = first - 1
        while at > floor and (scene.lowers[at] in function_words("determiner") or scene.lowers[at] in {"its", "'s"}):
            at -= 1
        together = scene.lowers[max(floor, at - 2) : at + 1] == ["as", "well", "as"]
        at -= 2 * together
        joint = at > floor and (
            together
            or scene.lowers[at] in {"and", "or", "alongside"}
            or (scene.lowers[at] == "," and len(speakers) > 1)
        )
        before = at - 1
        if joint and before > floor and scene.lowers[before] == "," and scene.lowers[at] != ",":
            before -= 1
        other = scene.ending(before) if joint and before >= floor else None
        if other is None or is_object(scene, other, floor):
            break
        if scene.lowers[at] == "," and not are_listed(scene, other, speakers[0]):
            break
        speakers.insert(0, other)
    begin = speakers[0].first
    while begin > floor and (
        scene.lowers[begin - 1] in function_words("determiner") or scene.lowers[begin - 1] == "both"
    ):
        begin -= 1
    return tuple(distinct(speakers)), left_edge(scene, begin, floor)


def relative_head(scene: Scene, who: int) -> Speaker | None:
    """The person to whom a relative clause belongs, by the tree: "Ali Hassan of the Institute, who said"."""
    if not scene.page.has_tree:
        return None
    verb = token_at(scene, who).head
    if verb.dep_ != "acl:relcl" or verb.head.i >= verb.i:
        return None
    noun = scene.page.span(verb.doc[verb.head.i : verb.head.i + 1])
    speaker = scene.over(scene.page.words.range_of(noun)[0])
    return speaker if speaker is not None and speaker.named and speaker.ref in scene.people else None
