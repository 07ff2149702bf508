"""How much wiki text a parser that goes back would go over again for markup that is opened and never closed.

Such a parser reads on from an opening to the end of the page before it takes the opening for plain characters, so a
page of nothing but openings costs it the square of its length. This count goes over the page once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<opening> \{\{ | \[\[ | \[(?=[a-zA-Z][a-zA-Z+.-]*:|//) | ^[ \t:*#]*\{\| | <!-- )
    | <(?P<tag> [a-zA-Z][^\s<>/]* )
    | </(?P<ended> [a-zA-Z][^\s<>/]* )\s*>
    | (?P<brackets> \]+ )
    | (?P<closing> \}\} | ^[ \t]*\|\}(?!\}(?!\})) | /?> )
    | (?P<style> ''+ )
    | (?P<line> \n )
    | (?P<quote> " )""",
    re.VERBOSE | re.MULTILINE,
)
_CLOSED_BY: Final = {"{{": "}}", "[[": "]]", "[": "]", "{|": "|}"}
_NEVER_CLOSED: Final = frozenset({"br", "wbr", "hr", "img"})
# What stands in these is not read as markup.
_VERBATIM: Final = frozenset({"nowiki", "pre", "math", "source", "syntaxhighlight", "score", "timeline"})
_ITALICS: Final = "''"
_BOLD: Final = "'''"
_STYLES: Final = {2: (_ITALICS,), 3: (_BOLD,), 4: (_BOLD,)}
_COMMENT_END: Final = "-->"


@dataclass(frozen=True, slots=True)
class _Open:
    """An opening that waits for ``closing``. tag: its name, while the opening tag itself is not at its end; quotes:
    how many stand before it."""

    begin: int
    closing: str
    tag: str = ""
    quotes: int = 0


def unclosed_reach(source: str) -> int:
    """The characters that follow each opening without a closing, summed over all of them; 0 for well-formed text."""
    waiting: list[_Open] = []
    reach = quotes = 0
    for token in _outside_comments(source):
        if token["quote"]:
            quotes += 1
        elif token["opening"] or token["tag"]:
            waiting.append(_opened(token, quotes))
        elif token["style"]:
            _toggle(waiting, token)
        elif waiting:
            innermost = waiting[-1]
            _close(waiting, token)
            # A value that the end of its tag finds still quoted is an opening too.
            if innermost.tag and innermost not in waiting[-1:] and (quotes - innermost.quotes) % 2:
                reach += len(source) - innermost.begin
    return reach + sum(len(source) - each.begin for each in waiting)


def _outside_comments(source: str) -> Iterator[re.Match[str]]:
    """Tokens that stand neither in a comment nor in text given verbatim."""
    last = {_COMMENT_END: source.rfind(_COMMENT_END)}
    last |= {each["ended"].lower(): each.start() for each in _TOKEN.finditer(source) if each["ended"]}
    place = 0
    while (token := _TOKEN.search(source, place)) is not None:
        place = token.end()
        name = (token["tag"] or "").lower()
        if token["opening"] == "<!--" and place <= last[_COMMENT_END]:
            place = source.index(_COMMENT_END, place) + len(_COMMENT_END)
        elif name in _VERBATIM and place <= last.get(name, -1):
            place = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(source, place).end()  # type: ignore[union-attr]
        else:
            yield token


def _opened(token: re.Match[str], quotes: int) -> _Open:
    if token["tag"]:
        return _Open(token.start(), ">", token["tag"].lower(), quotes)
    return _Open(token.start(), _CLOSED_BY.get(token["opening"].lstrip(" \t:*#"), _COMMENT_END))


def _toggle(waiting: list[_Open], token: re.Match[str]) -> None:
    """Opens or closes italics and bold, which need not be closed in the order of their opening."""
    for style in _STYLES.get(len(token["style"]), (_BOLD, _ITALICS)):
        place = next((n for n in (-1, -2) if len(waiting) >= -n and waiting[n].closing == style), None)
        if place == -1 or (place == -2 and waiting[-1].closing in (_BOLD, _ITALICS)):
            del waiting[place]
        else:
            waiting.append(_Open(token.start(), style))


def _close(waiting: list[_Open], token: re.Match[str]) -> None:
    """Takes away what a token closes; one that does not close the innermost opening is plain characters."""
    innermost = waiting[-1]
    if token["line"]:
        while waiting and waiting[-1].closing in (_BOLD, _ITALICS):
            waiting.pop()
    elif token["brackets"]:
        left = len(token["brackets"])
        while waiting and waiting[-1].closing in ("]", "]]") and len(waiting[-1].closing) <= left:
            left -= len(waiting.pop().closing)
    elif token["ended"]:
        if innermost.closing == f"</{token['ended'].lower()}":
            waiting.pop()
    elif innermost.closing == token["closing"].strip().removeprefix("/"):
        waiting.pop()
        if token["closing"] == ">" and innermost.tag and innermost.tag not in _NEVER_CLOSED:
            waiting.append(_Open(innermost.begin, f"</{innermost.tag}"))
