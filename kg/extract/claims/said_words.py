"""Which of the words from begin to end of a content are said, and which only tell who says them."""

from kg.extract.claims.saying import Saying
from kg.extract.text.page import Page
from kg.records import Span

_CLOSING = frozenset("\"”»’'")
_OPENING = frozenset("\"“«‘'")


def said_words(page: Page, saying: Saying) -> tuple[Span, ...]:
    """The stretches that are said: a quotation is parted by its attribution, "“A,” said X, a farmer. “B.”"."""
    content, cue = saying.content, saying.cue
    if cue is None or not content.begin <= cue.begin < content.end:
        return (content,)
    text = page.article.text
    told = [cue, *(s.words for s in saying.speakers if content.begin <= s.words.begin and s.words.end <= content.end)]
    first, last = min(words.begin for words in told), max(words.end for words in told)
    past = next((at for at in range(first - 1, content.begin, -1) if _is_mark(text, at, _CLOSING, at + 1)), None)
    begin = next((at + 1 for at in range(last, content.end) if _is_mark(text, at, _OPENING, at - 1)), None)
    if not saying.direct or past is None or begin is None:
        return (content,)
    return (Span(content.begin, past), Span(begin, content.end))


def _is_mark(text: str, at: int, marks: frozenset[str], outside: int) -> bool:
    """Whether a quotation mark stands somewhere, and no apostrophe, which has a letter on either side."""
    return text[at] in marks and not text[outside].isalnum()
