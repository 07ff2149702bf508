"""The one seam to grammar: what stands around a word, as spans of text.

A ``Frame`` says which words are the subject, object, by-agent, prepositional phrases and premodifiers of a trigger,
and which verbs and helping words colour it. It is read off the dependency tree where the Doc has one, else off the
surface; who asks need not know which.
"""

from dataclasses import replace
from typing import Final

from kg.extract.grammar.dependency import dependency_frame, participles, verbs_above
from kg.extract.grammar.frame import Frame, Phrase, Voice
from kg.extract.grammar.surface import clause_of, surface_frame, surface_is_verbal
from kg.extract.text.page import Page
from kg.records import Span

__all__ = ["Frame", "Phrase", "Voice", "clause_of", "frame_of", "is_verbal", "participles_of", "ruling_verbs"]


_PLACING: Final = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "within", "from"})
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
        return surface if surface.voice is Voice.ACTIVE and " " in page.text(tree.trigger) else tree
    begins = {phrase.span.begin for phrase in tree.phrases}
    return replace(
        tree,
        subject=tree.subject or surface.subject,
        object=tree.object or surface.object,
        premodifier=tree.premodifier or surface.premodifier,
        agent=tree.agent or (None if _of_other_verb(page, surface) else surface.agent),
        phrases=(
            *tree.phrases,
            *(p for p in surface.phrases if p.span.begin not in begins and not _of_agent(page, p, tree.trigger)),
        ),
    )


def _of_other_verb(page: Page, frame: Frame) -> bool:
    """Whether a participle that is not the trigger stands right before a "by": "depots used by rebels"."""
    if frame.agent is None or not page.has_parts_of_speech:
        return False
    by = page.words.range_of(frame.agent)[0] - 1
    before = page.words.spans[by - 1] if by > 0 else None
    return before is not None and before.begin >= frame.trigger.end and page.tokens(before).root.tag_ in _PARTICIPLES


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
        nominal = token.tag_.startswith("NN") or any(child.dep_ == "det" for child in token.lefts)
        return token.pos_ in {"VERB", "AUX"} and not nominal
    return surface_is_verbal(page.words, *page.words.range_of(span))


def ruling_verbs(page: Page, span: Span) -> list[Span]:
    """The verbs above a noun in the tree, nearest first, as far as its clause and those it hangs on reach; none without
    a tree.
    """
    return verbs_above(page, span) if page.has_tree else []


def participles_of(page: Page, span: Span) -> list[Span]:
    """Participles that hang on a noun ("a deal signed by X"); none without a tree."""
    return participles(page, span) if page.has_tree else []
