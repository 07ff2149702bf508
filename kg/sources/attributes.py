"""Refuses documents with elements of thousands of attributes, over which parsers take the square of their number."""

import re
from typing import Final

from kg.errors import ArticleError

_ATTRIBUTE: Final = rb"[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
# An opening tag as HTML reads it; nothing that was read is taken back, so the time is that of one pass.
_TAG: Final = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:" + _ATTRIBUTE + rb")*+")
_ONE: Final = re.compile(_ATTRIBUTE)
_MOST: Final = 2_000


def require_few_attributes(data: bytes) -> None:
    """Raises ArticleError where an element has more attributes than any that was meant has."""
    for tag in _TAG.finditer(data):
        if tag.end() - tag.start() > 2 * _MOST and sum(1 for _ in _ONE.finditer(tag[0])) > _MOST:
            raise ArticleError(f"has an element of more than {_MOST} attributes")
