"""What a SPARQL text asks for, read from its tokens: does it reach out to other hosts, does it name its own dataset?

The engine follows SERVICE and LOAD through its own client, without a switch or a time limit, so a text that has them
must be found before it is run. A text search is fooled by comments, strings, escapes and names; so comments, strings
and IRIs are blanked first, by SPARQL 1.1's grammar (section 19.8), and what then still reads as the keyword is one.
Where the reading is in doubt, the keyword counts as there.
"""

import re
from typing import Final

from kg.errors import QueryError

# In the order of the grammar's precedence: a mark inside one of the earlier forms does not begin a later one.
_HIDING: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\\."
    r"|\#[^\n\r]*",
    re.DOTALL,
)
_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def require_local(text: str) -> None:
    """Raises QueryError where a query or update would make the engine ask another host."""
    for keyword in ("SERVICE", "LOAD"):
        if has_keyword(text, keyword):
            raise QueryError(f"{keyword} is not allowed here: the text would reach out to another host")


def names_dataset(text: str) -> bool:
    """Whether a query has a FROM clause, and so says itself which graphs it reads."""
    return has_keyword(text, "FROM")


def has_keyword(text: str, keyword: str) -> bool:
    """Whether a keyword stands in a SPARQL text outside comments, strings, IRIs and names.

    The text is read as it stands and with its code point escapes resolved, since engines differ in when they resolve
    them.
    """
    # A variable, a language tag or a part of a prefixed name is no keyword.
    pattern = re.compile(rf"(?<![\w?$@:-]){keyword}(?![\w:-])", re.IGNORECASE)
    return any(pattern.search(_HIDING.sub(" ", form)) for form in (text, _unescaped(text)))


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 else match[0]

    return _CODE_POINT.sub(character, text)
