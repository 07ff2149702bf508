"""Where the words said end: with the sentence, or where another act of saying or the article's own clause begins."""

from bisect import bisect_left

from kg.extract.claims.claimants import Scene
from kg.extract.claims.cues import PHRASE_ENDS, function_words, reporting_nouns, reporting_verbs
from kg.extract.claims.instance import Instance, Stretch, confirms
from kg.extract.claims.tree_clauses import (
    goes_on_beside,
    is_said,
    next_clause,
    next_deed,
    shares_subject,
    subject_end,
    takes_object,
)
from kg.extract.claims.tree_subjects import phrase_of_subject
from kg.records import Stance

_CREDITS = frozenset({"image", "photo", "picture", "photograph", "file"})
_LONGEST_CONTENT = 300  # words; a clause is never longer, a sentence that lost its stops may be
_MOST_BESIDE = 20
_BESIDE = frozenset({",", "and", "but", "while", ";", "–", "—", "although", "whereas", "despite"})
_TELLING = frozenset({"giving", "specifying", "elaborating", "naming", "providing", "saying", "offering"})
_WHERE = frozenset({"where", "whose", "who"})
_QUOTES = frozenset({'"', "“", "”"})
_MEANS_REACH = 7
_THROUGH = frozenset({"through", "via"})
_MEANS = frozenset(
    {"agency", "statement", "interview", "speech", "letter", "twitter", "facebook", "telegram", "media", "television"}
    | {"tv", "radio", "website", "channel", "briefing", "conference", "address", "press", "newspaper", "outlets"}
    | {"assembly", "message", "post", "tweet", "video", "communique", "communiqué", "reporters", "journalists"}
)
_JOINTS = _BESIDE - {";"} | {"however", "by", "with", "which"}
_RELATIVES = frozenset({"that", "which"})
_ASIDES = frozenset({"while", "although", "though"})
_REASONS = frozenset({"as", "after", "since", "because", "until", "amid", "however"})


def end_of_words(scene: Scene, stretch: Stretch, first: int, instance: Instance, others: list[Instance]) -> int:
    """Word after the last one said: where the sentence ends, or another act of saying begins beside this one."""
    if first >= stretch.past:
        return first
    limit = min(stretch.past, first + _LONGEST_CONTENT)
    for other in _following(others, first):
        if other is not instance and not _nested(scene, first, instance, other):
            limit = min(limit, _before_conjunction(scene, _phrase_begin(scene, other)))
            # "there had been no raid: his men, he said, …": what follows the colon is said by the next one
            colon = past_colon(scene, first, limit) - 1
            limit = colon if other.construction == "closing" and colon > first else limit
            break
    closed = subject_end(scene, instance.first) if instance.construction != "according" else None
    if closed is not None and closed > first:
        limit = min(limit, closed)
    finite = _finite(scene, first, instance) and not takes_object(scene, instance.first)
    if not finite:
        limit = _before_clause(scene, instance, first, limit)
    elif (deed := next_deed(scene, instance.first, first)) is not None:
        limit = min(limit, _before_conjunction(scene, deed))
    if takes_object(scene, instance.first) or not _finite(scene, first, instance):
        limit = _before_means(scene, first, limit)
    inside = False
    for at in range(first, limit):
        word = scene.lowers[at]
        if at in stretch.masked or (word == "(" and at + 1 < limit and scene.lowers[at + 1] in _CREDITS):
            return at
        if word in {"“", "”", '"'}:
            inside = not inside
        elif (
            not inside and at > first and (word == ";" or (word == "," and _breaks(scene, first, at, limit, finite)))
        ) or (not inside and not finite and at > first and word in function_words("aside")):
            return at
    return limit


def past_colon(scene: Scene, first: int, past: int) -> int:
    """The word after the last colon between two words that parts clauses; the first word where there is none."""
    spans = scene.page.words.spans
    colons = (at for at in range(past - 2, first, -1) if scene.lowers[at] == ":")
    return next((at + 1 for at in colons if spans[at + 1].begin > spans[at].end), first)


def _before_means(scene: Scene, first: int, limit: int) -> int:
    """Where an object ends before the words that tell by what means, where or when it was said: "claimed the attack |
    through its agency", "confirmed the strike | later in the day", "demands justice | at the General Assembly".
    """
    for at in range(first + 1, limit - 1):
        word, near = scene.lowers[at], scene.lowers[at + 1 : min(limit, at + _MEANS_REACH)]
        if word in _THROUGH or (word in {"later", "earlier"} and near[:1] in (["in"], ["on"], ["that"])):
            said = not _MEANS.isdisjoint(near)
            if word not in _THROUGH or said:
                return at
        elif word in {"in", "on", "at", "to", "during"} and near and near[-1:] != [","]:
            phrase = _up_to_break(near)
            if phrase and phrase[-1] in _MEANS and not any(w in function_words("preposition") for w in phrase):
                return at
    return limit


def _up_to_break(words: list[str]) -> list[str]:
    """The words of a phrase up to the next mark, preposition or conjunction."""
    phrase: list[str] = []
    for word in words:
        stops = word in PHRASE_ENDS or word in function_words("preposition") or word in function_words("conjunction")
        if stops or word in function_words("weekday"):
            break
        phrase.append(word)
    return phrase


def _before_clause(scene: Scene, instance: Instance, first: int, limit: int) -> int:
    """Where a clause of the article's own goes on beside the verb of an act of saying that has an object only."""
    begin = next_clause(scene, instance.first, first)
    return limit if begin is None else min(limit, _before_conjunction(scene, begin))


def _following(others: list[Instance], first: int) -> list[Instance]:
    """The next acts of saying of the sentence whose attribution begins after a word."""
    at = bisect_left(others, first, key=lambda other: other.first)
    return [other for other in others[at : at + _MOST_BESIDE] if other.begin > first]


def _nested(scene: Scene, first: int, instance: Instance, other: Instance) -> bool:
    """Whether another act of saying is part of what is said ("X reported Y recommended …") and not beside it."""
    quoted = sum(word in _QUOTES for word in scene.lowers[first : other.first])
    if scene.lowers[first] in _QUOTES and quoted % 2:
        return True  # within the very words that are quoted
    if other.construction == "alleged" or (other.construction == "noun" and not other.shared):
        return True
    if other.construction == "according" and other.begin <= first + 1:
        return True  # "said that, according to X, …"
    if other.shared or other.construction in {"according", "closing"}:
        return False
    if other.begin > first and goes_on_beside(scene, instance.first, other.first):
        return False
    begin = _phrase_begin(scene, other)
    previous = scene.lowers[begin - 1]
    if "however" in scene.lowers[max(0, begin - 2) : begin] and "," in scene.lowers[max(0, begin - 2) : begin]:
        return False
    if scene.lowers[begin - 2 : begin] == [",", "which"] and (other.stance is Stance.DENIES or confirms(other)):
        return False  # "that it had won, which the army denied"
    if is_said(scene, instance.first, other.first):
        return True  # "reported that, although A had left, B refused to go"
    if scene.lowers[begin - 2 : begin] == [",", "with"] and scene.lowers[other.first].endswith("ing"):
        return False  # "…, with the mayor adding that …"
    return other.begin <= first + 2 or previous not in _BESIDE


def _phrase_begin(scene: Scene, other: Instance) -> int:
    """Where the claimant of an act of saying begins, its article included."""
    whole = phrase_of_subject(scene, other.first) if other.construction == "verb" else None
    if whole is not None and 0 < whole < other.begin:
        return whole
    return other.begin - (other.begin > 1 and scene.lowers[other.begin - 1] in {"the", "a", "an"})


def _before_conjunction(scene: Scene, at: int) -> int:
    while at > 0 and (
        scene.lowers[at - 1] in _JOINTS
        or scene.lowers[at - 1] in function_words("auxiliary")
        or scene.lowers[at - 1] in function_words("adverb")
    ):
        at -= 1
    return at


def _finite(scene: Scene, first: int, instance: Instance) -> bool:
    """Whether the words said are a clause, to which what hangs on at its end belongs, and no object or infinitive."""
    if instance.construction in {"noun", "alleged"}:
        return False
    if instance.stance in {Stance.ASSERTS, Stance.WARNS}:
        return True
    return scene.lowers[first - 1] == "that" or scene.lowers[first] in function_words("pronoun")


def _breaks(scene: Scene, first: int, comma: int, limit: int, finite: bool) -> bool:
    """Whether a clause of the article's own begins after a comma."""
    if comma + 1 >= limit:
        return False
    following = scene.lowers[comma + 1]
    if following in _ASIDES and comma + 2 < limit and scene.lowers[comma + 2].endswith("ing"):
        return False  # an aside: "that Russia, while keeping out, had won"
    if _comments(scene, comma + 1, limit) or _adds(scene, comma + 1, limit):
        return True
    beyond = scene.lowers[comma + 2] if comma + 2 < limit else ""
    if following in {"but", "while"} and beyond in function_words("preposition"):
        return False  # "not on A, but on B"
    if not finite and (following in function_words("auxiliary") or following in _WHERE):
        return True  # "a pact, under which they promised to leave, was ignored"
    if following == "but" and shares_subject(scene, comma + 1, first):
        return False  # "said troops had tried to enter, but were repelled"
    if following in function_words("break") or (not finite and following in _REASONS and beyond != "well"):
        return True
    participle = (
        following.endswith("ing")
        and len(following) > 4
        and following not in {"including", "during", "regarding", "according"}
    )
    return not finite and (participle or following in function_words("relative"))


def _adds(scene: Scene, at: int, limit: int) -> bool:
    """Whether the article adds a word of its own: "…, the latest in a series", "…, without saying where", "…, an
    apparent reference to X".
    """
    words = scene.lowers[at : min(limit, at + _MEANS_REACH)]
    if words[:1] == ["without"]:
        return words[1:2] != [] and words[1] in _TELLING
    if words[:1] == ["in"] and words[1:2] == ["what"]:
        return True
    if words[:1] == ["the"] and words[1:2] in (["latest"], ["first"], ["second"], ["third"]):
        return words[2:3] in (["in"], ["such"], ["since"]) or "since" in words
    return words[:1] in (["a"], ["an"], ["in"]) and "reference" in words[1:5] and "to" in words


def _comments(scene: Scene, at: int, limit: int) -> bool:
    """Whether the article goes on to say what became of the words said: "…, a claim that the army denied"."""
    at += scene.lowers[at] in function_words("determiner")
    if at + 1 >= len(scene.lowers):
        return False
    following, told = scene.lowers[at + 1], scene.lowers[at] in reporting_nouns()
    if scene.lowers[at + 2 : at + 3] == ["by"]:
        return any(told or verb.stance is Stance.DENIES for verb in reporting_verbs().get(following, ()))
    return told and at + 1 < limit and following in _RELATIVES
