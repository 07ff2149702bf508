"""What keeps a word that looks like a reporting verb from being one, or from telling what anybody said."""

from kg.extract.claims.claimants import Scene, Speaker
from kg.extract.claims.cues import PHRASE_ENDS, ReportingVerb, function_words, source_documents, source_nouns
from kg.extract.claims.instance import Stretch
from kg.extract.claims.tagged import is_noun, token_at
from kg.extract.claims.tree_clauses import takes_object
from kg.extract.claims.tree_subjects import has_clause
from kg.records import Stance

_OBJECT_REACH = 7
_OF_THINGS = frozenset(
    {"show", "put", "indicate", "suggest", "signal", "reveal", "order", "want", "offer", "read", "threaten"}
)
_PERFORMED = frozenset({"welcome", "reaffirm", "condemn", "affirm"})
_WISHES = frozenset({"want", "hope", "ask", "propose", "seek"})
_DEEDS = frozenset({"attack", "attacks", "counterattacks", "offensive", "offensives", "strikes", "raids", "clashes"})
_VOTED_ON = frozenset({"resolution", "resolutions", "bill", "motion", "law", "amendment", "draft"})
_NAMED_REACH = 16
_NAMED_AS = frozenset(  # what who tells of it charges or reports; an office is given: "named her as his running mate"
    {"attacker", "attackers", "assailant", "assailants", "suspect", "suspects", "gunman", "gunmen", "bomber", "bombers"}
    | {"perpetrator", "perpetrators", "culprit", "culprits", "mastermind", "victim", "victims", "dead", "killer"}
    | {"killers", "organizer", "organiser", "accomplice", "hostage", "hostages", "planner", "financier"}
)
_WHEN = frozenset({"if", "when", "unless", "once", "until", "though"})
_ALERTING = frozenset({"alert", "inform", "notify"})  # whom, and not what: "alerted the police"
_SILENCE = frozenset({"comment", "say", "answer", "discuss", "elaborate", "speak", "talk", "confirm"})  # says nothing
_SAID_OF = frozenset({"that", "of", "about", "to"})
_RELATIVES = (["who"], ["which"], ["whom"])


def gives_object(scene: Scene, at: int, end: int, verb: ReportingVerb) -> bool:
    """Whether a noun shows that a verb is of doing, not of saying: "claimed 40 lives", "denied them access"."""
    near = scene.lowers[at + 1 : min(end, at + _OBJECT_REACH)]
    if not near or near[0].endswith("ing") or near[0] == "that":
        return False
    for word in near:
        if word in PHRASE_ENDS or word in function_words("auxiliary") or word in function_words("preposition"):
            return False
        if f"~{word}" in verb.never:
            return True
    return False


def names_source(scene: Scene, at: int) -> bool:
    """Whether what a verb names is somebody or something that was heard or read, and no reason: "citing officials"."""
    if not scene.page.has_tree:
        return True
    objects = [child for child in token_at(scene, at).rights if child.dep_ in {"obj", "xcomp", "ccomp", "obl"}]
    if not objects or objects[0].dep_ != "obj":
        return True
    number = scene.page.words.range_of(scene.page.span(objects[0].doc[objects[0].i : objects[0].i + 1]))[0]
    word = scene.lowers[number]
    source = word in source_nouns() or word in source_documents() or word in function_words("document")
    return source or scene.over(number) is not None or number in scene.covered


def is_deed(scene: Scene, at: int, verb: ReportingVerb) -> bool:
    """Whether a verb that may report words tells of a thing done where it stands: "added a word to its name",
    "released a video in March".
    """
    if verb.reason:
        return names_source(scene, at)
    if verb.lemma == "name":
        return _NAMED_AS.isdisjoint(scene.lowers[at + 1 : at + _NAMED_REACH])
    if verb.lemma == "release":
        near = scene.lowers[at + 1 : at + _OBJECT_REACH]
        shown = next((number for number, word in enumerate(near) if word in verb.skip), len(near))
        return near[shown + 1 : shown + 2] not in (["of"], ["that"])
    if verb.lemma == "refuse" and scene.lowers[at + 1 : at + 2] == ["to"]:
        return not _SILENCE.isdisjoint(scene.lowers[at + 2 : at + 3])
    if verb.lemma in _ALERTING and not has_clause(scene, at):
        return _SAID_OF.isdisjoint(scene.lowers[at + 1 : at + _OBJECT_REACH])
    if verb.lemma != "add" or not takes_object(scene, at):
        return False
    quoted = scene.lowers[at + 1 : at + 2] in (['"'], ["“"])
    return not quoted and "to" in scene.lowers[at + 2 : at + 2 * _OBJECT_REACH]


def may_say(verb: ReportingVerb) -> bool:
    """Whether any noun before a verb says something: not where the verb is of showing or placing."""
    return verb.lemma not in _OF_THINGS


def is_mute(scene: Scene, speakers: tuple[Speaker, ...]) -> bool:
    """Whether a thing that bears words or tells a story is the subject: "the sign says", "the film tells of"."""
    last = speakers[-1] if speakers else None
    if last is None:
        return False
    word = scene.lowers[last.past - 1]
    if last.named:
        return scene.is_unknown((last,)) and word in _DEEDS
    return word in function_words("mute") or (last.ref not in scene.entities.actors and word in _DEEDS)


def is_no_verb(scene: Scene, stretch: Stretch, at: int) -> bool:
    """Whether a word is part of a name or compound: a capital within a sentence, a hyphen beside it."""
    beside = {scene.lowers[at - 1] if at > stretch.first else "", scene.lowers[at + 1] if at + 1 < stretch.past else ""}
    trailing = scene.lowers[at].endswith("ing") and "," in beside
    if "-" in beside or (is_noun(scene, at) and not scene.in_headline(at) and not trailing):
        return True
    return scene.page.words.forms[at][:1].isupper() and at > stretch.first and not scene.in_headline(at)


def is_own_voice(scene: Scene, at: int, stretch: Stretch, verb: ReportingVerb) -> bool:
    """Whether "we" of the article's own voice does no explicit act of speech: "we want", "we said"."""
    before = scene.lowers[max(stretch.first, at - 4) : at]
    if "we" not in before or any(word in PHRASE_ENDS for word in before[before.index("we") :]):
        return False
    return (
        verb.stance in {Stance.ASSERTS, Stance.PROMISES, Stance.WARNS} and verb.lemma not in _PERFORMED
    ) or verb.lemma in _WISHES


def only_compares(scene: Scene, at: int, floor: int) -> bool:
    """Whether a participle says nothing itself: "as requested by X", "a bill condemning Y"."""
    before = scene.lowers[at - 1] if at > floor else ""
    if before in _WHEN and scene.page.has_parts_of_speech and token_at(scene, at).tag_ == "VBN":
        return True  # "if asked"
    if before == "as":
        return scene.lowers[at].endswith("ed") and scene.lowers[at] != "said"
    if scene.lowers[at : at + 1] == ["reporting"] and scene.lowers[at + 1 : at + 2] in (["on"], ["from"], ["about"]):
        return True  # what journalists do
    return before in _VOTED_ON and scene.lowers[at].endswith("ing")


def is_inserted(scene: Scene, at: int) -> bool:
    """Whether an act of saying only stands between a relative and its verb: "men who they say have fled"."""
    if scene.lowers[at - 1] not in function_words("pronoun"):
        return False
    if scene.lowers[at + 1 : at + 2] == ["that"]:
        return False  # "an interview in which he claimed that"
    before = scene.lowers[at - 2 : at - 1]
    followed = not function_words("auxiliary").isdisjoint(scene.lowers[at + 1 : at + 2])
    return before in _RELATIVES or (before == ["that"] and followed)


def is_document(scene: Scene, speakers: tuple[Speaker, ...]) -> bool:
    """Whether what tells something is nobody's: "later reports said", "an autopsy found"."""
    return any(
        not each.named
        and each.ref not in scene.entities.actors
        and scene.lowers[each.past - 1] in function_words("document")
        and each.past - 1 == scene.page.words.range_of(each.words)[1] - 1
        for each in speakers
    )


def is_told(scene: Scene, at: int, verb: ReportingVerb) -> bool:
    """Whether it is plain what was said, where nobody is named who says it: "some called for a truce"."""
    return "that" in scene.lowers[at + 1 : at + 3] or bool(verb.follows & verb.skip) or has_clause(scene, at)
