"""The one seam to grammar: what stands around a word, as spans of text.

A ``Frame`` says which words are the subject, object, by-agent, prepositional phrases and premodifiers of a trigger,
and which verbs and helping words colour it. It is read off the dependency tree where the Doc has one, else off the
surface; who asks need not know which.
"""

from dataclasses import replace

from kg.extract.dependency import dependency_frame
from kg.extract.frame import Frame, Phrase, Voice
from kg.extract.page import Page
from kg.extract.surface import clause_of, surface_frame, surface_is_verbal
from kg.records import Span

__all__ = ["Frame", "Phrase", "Voice", "clause_of", "frame_of", "is_verbal"]


def frame_of(page: Page, trigger: Span, verbal: bool | None = None) -> Frame:
    """The phrases around a trigger; ``verbal`` says whether it is a verb, where the caller knows."""
    surface = surface_frame(page, trigger, verbal)
    if page.has_tree:
        return _completed(dependency_frame(page, trigger, verbal), surface)
    return surface


def _completed(tree: Frame, surface: Frame) -> Frame:
    """The frame of the tree, with the phrases that the parser attached elsewhere."""
    if tree.voice is not surface.voice:
        return tree
    begins = {phrase.span.begin for phrase in tree.phrases}
    return replace(
        tree,
        subject=tree.subject or surface.subject,
        object=tree.object or surface.object,
        premodifier=tree.premodifier or surface.premodifier,
        agent=tree.agent or surface.agent,
        phrases=(*tree.phrases, *(phrase for phrase in surface.phrases if phrase.span.begin not in begins)),
    )


def is_verbal(page: Page, span: Span) -> bool:
    """Whether a form that may be noun or verb is a verb where it stands."""
    if page.has_parts_of_speech:
        return page.tokens(span).root.pos_ in {"VERB", "AUX"}
    return surface_is_verbal(page.words, *page.words.range_of(span))
