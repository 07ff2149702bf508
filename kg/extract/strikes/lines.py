"""Lines that are headings or parts of a list, and the attacks that they name."""

from typing import Final

from kg.extract.strikes.event import Deed
from kg.extract.text.page import Page
from kg.records import SegmentKind, Span

TITLE_LINES: Final = 1
_HEADING_WORDS: Final = 6
_SECTION_WORDS: Final = 4
_ONLY_NAMES: Final = 2  # words of a line that only names a section
_HEADINGS: Final = frozenset({SegmentKind.TITLE, SegmentKind.HEADLINE})
_BULLETS: Final = ("•", "·", "-", "*", ".", "–", "—", "▪", "o ")


def is_heading(page: Page, number: int) -> bool:
    """Whether a sentence is a headline: by its segment, or as a first line without a full stop."""
    sentence = page.sentences[number]
    if number <= TITLE_LINES and _names_section(page, sentence):
        return False
    if page.segment_kind(sentence.begin) in _HEADINGS and number <= TITLE_LINES:
        return True
    return number == 0 and page.text(sentence)[-1] not in {".", "!", "?", '"', "”"}


def _names_section(page: Page, sentence: Span) -> bool:
    """Whether a line without a verb is too short for a headline: "Second offensive (May 2016)"."""
    text = page.text(sentence)
    if len(text.split()) > _SECTION_WORDS or not page.has_parts_of_speech:
        return False
    return not any(token.pos_ in {"VERB", "AUX"} for token in page.tokens(sentence))


def is_bare_heading(page: Page, deed: Deed) -> bool:
    """Whether a line of its own, after the first ones, only names an attack: "Attacks"."""
    sentence = page.sentences[deed.sentence]
    text = page.article.text
    whole = text[: sentence.begin].endswith("\n") and text[sentence.end : sentence.end + 1] in {"", "\n"}
    short = len(page.text(sentence).split()) <= _HEADING_WORDS and page.text(sentence)[-1].isalpha()
    roles = deed.roles
    located = roles.location and not deed.trigger.named
    told = roles.perpetrator or roles.alleged or roles.target or located or roles.when
    title = deed.sentence <= TITLE_LINES and len(page.text(sentence).split()) > _ONLY_NAMES
    return whole and short and not told and not title


def is_bullet(page: Page, sentence: Span) -> bool:
    """Whether a sentence stands in a line of a list."""
    line = page.article.text.rfind("\n", 0, sentence.begin) + 1
    return page.article.text[line : sentence.end].lstrip().startswith(_BULLETS)
