"""The one seam to grammar: what stands around a word, as spans of text.

A ``Frame`` says which words are the subject, object, by-agent, prepositional phrases and premodifiers of a trigger,
and which verbs and helping words colour it. It is read off the dependency tree where the Doc has one, else off the
surface; who asks need not know which.
"""

from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from kg.extract.grammar.clauses import clause_of
from kg.extract.grammar.dependency import dependency_frame, participles, verbs_above
from kg.extract.grammar.frame import Frame, Phrase, Voice
from kg.extract.grammar.surface import surface_frame, surface_is_verbal
from kg.extract.text.page import Page
from kg.records import Span

__all__ = ["Frame", "Phrase", "Voice", "clause_of", "frame_of", "is_verbal", "participles_of", "ruling_verbs"]


_PLACING: Final = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "within", "from"})
_ALONG: Final = frozenset({"along", "near", "on"})
_AIMED: Final = frozenset({"on", "against", "at", "upon"})
_NEXT_CLAUSE: Final = frozenset({"with", ";", ":", "which", "who", "that", "while", "but", "as", "when"})
_SUFFERED_FROM: Final = frozenset({"from", "by", "of", "in", "during", "under", "amid", "despite", "through"})
_BE: Final = frozenset({"is", "are", "was", "were", "been", "'s", "'re"})
_OBJECTS: Final = frozenset({"NOUN", "PROPN", "DET", "ADJ", "NUM"})
_NO_OBJECTS: Final = frozenset({"that", "this", "all", "both", "yesterday", "today", "last", "next"})
_OTHER_TIMES: Final = frozenset({"after", "before", "since", "until"})
_PARTICIPLES: Final = frozenset({"VBN", "VBD"})


def frame_of(page: Page, trigger: Span, verbal: bool | None = None) -> Frame:
    """The phrases around a trigger; ``verbal`` says whether it is a verb, where the caller knows."""
    surface = surface_frame(page, trigger, verbal)
    if page.has_tree:
        return _completed(page, dependency_frame(page, trigger, verbal), surface)
    return surface


def _completed(page: Page, tree: Frame, surface: Frame) -> Frame:
    """The frame of the tree, with the phrases that the parser attached elsewhere; a verb with its object in the
    trigger ("fired missiles") is active, whatever the tree says.
    """
    if tree.voice is not surface.voice:
        misread = " " in page.text(tree.trigger) or page.tokens(tree.trigger).root.dep_ == "amod"
        return surface if surface.voice is Voice.ACTIVE and misread else tree
    begins = {phrase.span.begin for phrase in tree.phrases}
    return replace(
        tree,
        subject=tree.subject or surface.subject,
        object=tree.object or _adjacent(page, surface.object, tree.voice),
        premodifier=tree.premodifier or _without_verb(page, surface.premodifier),
        agent=tree.agent or (None if _of_other_verb(page, surface) else surface.agent),
        phrases=(
            *tree.phrases,
            *(
                p
                for p in surface.phrases
                if p.span.begin not in begins
                and not _of_agent(page, p, tree.trigger)
                and not (tree.voice is Voice.NOMINAL and _of_next_clause(page, p, tree.trigger))
                and not _of_verb_behind(page, p, tree.trigger)
                and not (tree.voice is Voice.NOMINAL and _of_predicate(page, p, tree.trigger))
            ),
        ),
    )


def _adjacent(page: Page, found: Span | None, voice: Voice) -> Span | None:
    """The words right after a trigger, unless a mark or preposition parts them from a noun."""
    if found is None or voice is not Voice.NOMINAL:
        return found
    opens = page.words.forms[page.words.range_of(found)[0]]
    return found if opens[0].isalnum() else None


def _without_verb(page: Page, premodifier: Span | None) -> Span | None:
    """A premodifier that the surface shows, unless the tree has a verb in it: "residents reported hearing" is none."""
    if premodifier is None or any(token.pos_ in {"VERB", "AUX"} for token in page.tokens(premodifier)):
        return None
    return premodifier


def _of_other_verb(page: Page, frame: Frame) -> bool:
    """Whether a participle that is not the trigger stands right before a "by": "depots used by rebels"."""
    if frame.agent is None or not page.has_parts_of_speech:
        return False
    by = page.words.range_of(frame.agent)[0] - 1
    before = page.words.spans[by - 1] if by > 0 else None
    return before is not None and before.begin >= frame.trigger.end and page.tokens(before).root.tag_ in _PARTICIPLES


def _of_next_clause(page: Page, phrase: Phrase, trigger: Span) -> bool:
    """Whether a phrase with "on" or "against" stands in a clause behind that of a noun: "fighting went on, with posters
    on the walls".
    """
    if phrase.preposition not in _AIMED or phrase.span.begin <= trigger.end:
        return False
    words = page.words
    between = words.lowers[words.range_of(trigger)[1] : max(0, words.range_of(phrase.span)[0] - 1)]
    return any(word in _NEXT_CLAUSE for word in between)


def _of_verb_behind(page: Page, phrase: Phrase, trigger: Span) -> bool:
    """Whether a phrase tells where something else was done that a clause behind a trigger tells: "attacked the base a
    day after overrunning troops in X".
    """
    if phrase.preposition not in _PLACING or phrase.span.begin < trigger.end:
        return False
    word, verb = page.tokens(trigger).root, _verb_over(page, phrase)
    own = {word.i, *(above.i for above in word.ancestors)}
    inner = verb.dep_ in {"advcl", "acl", "acl:relcl"} and verb.i > word.i and verb.i not in own
    return inner and any(child.lower_ in _OTHER_TIMES for child in verb.lefts)


def _verb_over(page: Page, phrase: Phrase) -> Token:
    """The verb on which the first noun of a phrase hangs, however far above it."""
    inside = page.tokens(phrase.span)
    token = next((t for t in inside if t.pos_ in {"NOUN", "PROPN"}), inside[0])
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return token


def _of_predicate(page: Page, phrase: Phrase, trigger: Span) -> bool:
    """Whether a phrase tells where something is that a clause under the verb tells of whose subject a noun is: "the
    bombing comes a week after they agreed to stop firing along the border".
    """
    if phrase.preposition not in _PLACING | _ALONG or phrase.span.begin < trigger.end:
        return False
    word, verb = page.tokens(trigger).root, _verb_over(page, phrase)
    told = word.dep_ == "nsubj" and word.head.is_ancestor(verb) and verb.i > word.head.i
    beside = verb.tag_ == "VBG" and verb.head.i == word.head.i
    return told and not beside and not any(child.lower_ == "where" for child in verb.lefts)


def _of_agent(page: Page, phrase: Phrase, trigger: Span) -> bool:
    """Whether a phrase tells of a doer or speaker, and not of the trigger: "claimed by the group in X", "officials in X
    said".
    """
    if phrase.preposition not in _PLACING:
        return False
    inside = page.tokens(phrase.span)
    noun = next((t for t in inside if t.pos_ in {"NOUN", "PROPN"}), inside[0])
    while noun.head.i != noun.i and inside.start <= noun.i < inside.end:
        noun = noun.head
    behind = noun.idx >= trigger.end and noun.idx < phrase.span.begin
    by = any(child.lower_ == "by" for child in noun.lefts)
    return behind and noun.pos_ in {"NOUN", "PROPN"} and (by or noun.dep_ == "nsubj")


def is_verbal(page: Page, span: Span) -> bool:
    """Whether a form that may be noun or verb is a verb where it stands."""
    if page.has_parts_of_speech:
        token = page.tokens(span).root
        if _is_progressive(token):
            return True
        nominal = token.tag_.startswith("NN") or any(child.dep_ == "det" for child in token.lefts)
        return token.pos_ in {"VERB", "AUX"} and not nominal and not _is_named_gerund(token)
    return surface_is_verbal(page.words, *page.words.range_of(span))


def _is_progressive(token: Token) -> bool:
    """Whether a form of "to be" before a participle and a noun phrase behind it make it a verb that the parser took for
    a noun: "troops were bombing villages".
    """
    doc, at = token.doc, token.i - 1
    if not token.lower_.endswith("ing") or token.i + 1 >= len(doc) or at < 1:
        return False
    at -= doc[at].pos_ == "ADV"
    behind = doc[token.i + 1]
    return doc[at].lower_ in _BE and behind.pos_ in _OBJECTS and behind.lower_ not in _NO_OBJECTS


def _is_named_gerund(token: Token) -> bool:
    """Whether a gerund without object names what people suffer: "injured by shelling", "died from bombing"."""
    if token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).lower_ not in _SUFFERED_FROM:
        return False
    return not any(child.dep_ in {"obj", "xcomp", "ccomp"} for child in token.rights)


def ruling_verbs(page: Page, span: Span) -> list[Span]:
    """The verbs above a noun in the tree, nearest first, as far as its clause and those it hangs on reach; none without
    a tree.
    """
    return verbs_above(page, span) if page.has_tree else []


def participles_of(page: Page, span: Span) -> list[Span]:
    """Participles that hang on a noun ("a deal signed by X"); none without a tree."""
    return participles(page, span) if page.has_tree else []
