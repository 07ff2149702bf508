"""What a SPARQL text asks for, read from its tokens: does it reach out to other hosts, which graphs does it name?

The engine follows SERVICE and LOAD through its own client, without a switch or a time limit, so a text that has them
must be found before it is run. The text is cut into the terminals of SPARQL's grammar (section 19.8). The engine reads
without white space between terminals and takes back what it has read when a rule fails, so ``trueSERVICE<x>{}`` and
``SERVICE:x{}`` are SERVICE to it; wherever a token could be taken apart like that, the keyword counts as there. Some
texts the engine may cut otherwise altogether, as ``?x<'a>'`` where ``<`` compares: in these the keyword's letters are
enough wherever they stand, be it in a string.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kg.errors import QueryError

_ESCAPE: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
# In strings the engine knows these and no others: one that has another is no string to it, but may be two shorter ones.
_IN_STRING: Final = (
    r"\\[tbnrf\"'\\]|\\u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|\\U00(?!00[Dd][89A-Fa-f])(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}"
)
# Letters to the grammar (PN_CHARS_BASE), whether or not they are to Unicode.
_LETTER: Final = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
# What may stand in a name besides, though not at its beginning (PN_CHARS): some of it is no letter to Unicode.
_WITHIN: Final = r"·\u0300-\u036f‿⁀"
_LOCAL: Final = rf"(?:[\w:.\-{_WITHIN}{_LETTER}]|%[0-9A-Fa-f]{{2}}|\\.)*"
_PREFIX: Final = rf"(?:[^\W\d_]|[{_LETTER}])[\w.\-{_WITHIN}{_LETTER}]*"
# In the order of the grammar's precedence: a mark inside one of the earlier forms does not begin a later one.
_TOKEN: Final = re.compile(
    rf"(?P<comment>\#[^\n\r]*)"
    rf"|(?P<iri><(?:[^<>\"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>)"
    rf'|(?P<string>"""(?:[^"\\]|{_IN_STRING}|"(?!""))*"""|\'\'\'(?:[^\'\\]|{_IN_STRING}|\'(?!\'\'))*\'\'\''
    rf"|\"(?:[^\"\\\n\r]|{_IN_STRING})*\"|'(?:[^'\\\n\r]|{_IN_STRING})*')"
    rf"|(?P<blank>_:[\w.\-{_WITHIN}{_LETTER}]+)"
    rf"|(?P<variable>[?$][\w{_WITHIN}{_LETTER}]+)"
    rf"|(?P<language>@[a-zA-Z]+[\w\-]*)"
    rf"|(?P<name>(?:{_PREFIX})?:{_LOCAL})"
    # What could begin a name, had it a colon; it is cut up at once, lest each part of it be tried as a name again.
    rf"|(?P<run>{_PREFIX})"
    rf"|(?P<number>\d+)"
    rf"|(?P<word>[^\W\d]\w*)"
    rf"|(?P<space>\s+)"
    rf"|(?P<mark>\\.|.)",
    re.DOTALL,
)
_IN_RUN: Final = re.compile(r"(?P<number>\d+)|(?P<word>[^\W\d]\w*)|(?P<mark>.)")
_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPENING: Final = "({["
_CLOSING: Final = ")}]"
# The engine takes twice as many in the 8 MiB of stack that programs usually have, of the costliest kind (EXISTS).
_DEEPEST: Final = 400
_AWAY: Final = ("service", "load")
# What follows the address that a keyword names.
_ENDS: Final = {"service": ("{",), "load": (";", "into")}
# An IRI, or a comparison and what follows it: a string or comment then begins within and ends elsewhere. After "<" two
# slashes in a row are no SPARQL, so most IRIs are out of doubt.
_IRI_OR_LESS: Final = re.compile(
    rf"<(?:(?!//)[^<>\"{{}}|^`\\\x00-\x20#'])*['#](?:[^<>\"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>"
)
# A namespace, or a base of one, that ends within a host or port: a name in it may be no IRI.
_UNFINISHED: Final = re.compile(r"//[^/]*>")
# "a.service" read from its end, where a long run of dots is gone through once.
_AFTER_DOT: Final = re.compile(r"ecivres\W*\.")
# Letters of a name that may make it no IRI.
_ODD: Final = re.compile("[\\\\\ufff0-\U0010ffff]")
# The keyword's letters, with nothing after them that begins no address, and for LOAD before them the beginning of the
# text, white space, or the end of a declaration or operation.
_NO_ADDRESS: Final = r"(?![!\"%&'()*+,\-./0-9;=>@\[\]^_`{|}~])"
_LETTERS: Final = {
    "service": re.compile(rf"(?<![?$])service{_NO_ADDRESS}", re.IGNORECASE),
    "load": re.compile(rf"(?<![^\s;>\"'])load{_NO_ADDRESS}", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A terminal of the grammar; kind is the name of its group, start its offset in the text."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The terminals of a SPARQL text, without comments and white space. Every text can be cut, right or wrong."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "run":
            for part in _IN_RUN.finditer(text, match.start(), match.end()):
                yield Token(part.lastgroup or "mark", part[0], part.start())
        elif kind not in ("comment", "space"):
            yield Token(kind, match[0], match.start())


def require_local(text: str, is_query: bool = False) -> None:
    """Raises QueryError where a query or update would make the engine ask another host.

    A text that is run as a query and never as an update cannot hold LOAD, so that names like it need no suspicion.
    """
    for keyword in _AWAY[:1] if is_query else _AWAY:
        if _reaches_out(text, keyword):
            raise QueryError(f"{keyword.upper()} is not allowed here: the text would reach out to another host")


def require_shallow(text: str) -> None:
    """Raises QueryError where brackets stand within brackets so deep that the engine, which follows them by recursion,
    would end the whole process."""
    # Most texts have too few of them to be nested so deep, and need no cutting.
    if sum(map(text.count, _OPENING)) <= _DEEPEST:
        return
    depth = 0
    for token in tokens(text):
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > _DEEPEST:
            raise QueryError(f"the query is nested too deeply: more than {_DEEPEST} brackets within each other")


def names_dataset(text: str) -> bool:
    """Whether a query has a FROM clause, and so says itself which graphs it reads."""
    if "from" not in text.casefold():
        return False
    return any(token.kind == "word" and token.text.casefold() == "from" for token in tokens(text))


def _reaches_out(text: str, keyword: str) -> bool:
    # Most texts hold neither the letters nor an escape that could stand for one, and need no cutting.
    if keyword not in text.casefold() and "\\" not in text:
        return False
    # With the escapes outside of strings as they are and resolved, lest the engine learn to; in strings they are its
    # affair.
    return any(_has_keyword(form, keyword) for form in {text, resolved(text)})


def _has_keyword(text: str, keyword: str) -> bool:
    found = list(tokens(text))
    if _is_unsure(text, found, keyword):
        return bool(_LETTERS[keyword].search(text))
    begin = end = Token("mark", ";", len(text))
    for place, (before, token, following) in enumerate(zip([begin, *found], found, [*found[1:], end], strict=False)):
        folded = token.text.casefold()
        if keyword not in folded:
            continue
        if token.kind == "word":
            return True
        # "ex:a.b.SERVICE <x> {" ends a triple; between SERVICE and the group it opens are one or two terms and no mark.
        ends_triple = token.kind in ("name", "blank") and _AFTER_DOT.search(folded[::-1])
        if keyword == "service" and ends_triple and _opens_group(found, place + 1):
            return True
        # "SERVICE:x {" may be a prefix and a name, or the keyword and a name with an empty prefix.
        possible = keyword != "load" or (folded.startswith(keyword) and _can_precede_load(before))
        ends = following.text.casefold() in _ENDS[keyword]
        if token.kind == "name" and keyword in folded.partition(":")[0] and ends and possible:
            return True
    return False


def _can_precede_load(token: Token) -> bool:
    """Whether an operation of an update can begin after a token: ";", or the end of a declaration."""
    return token.text == ";" or token.kind in ("iri", "string")


def _is_unsure(text: str, found: Sequence[Token], keyword: str) -> bool:
    """Whether the engine might cut a text otherwise: at "<", or where a name turns out to be no IRI, of which it then
    takes the prefix alone."""
    if _IRI_OR_LESS.search(text):
        return True
    if any(token.kind == "name" and keyword in token.text.casefold() and _ODD.search(token.text) for token in found):
        return True
    return any(
        token.kind == "iri" and _UNFINISHED.search(token.text) and before.text.casefold().endswith((":", "base"))
        for before, token in pairwise(found)
    )


def _opens_group(found: Sequence[Token], first: int) -> bool:
    following = (found[place].text for place in range(first, len(found)))
    return next((text == "{" for text in following if text in "{.;,}()[]"), True)


def resolved(text: str) -> str:
    """The text with its code point escapes resolved but for those in strings and IRIs, which the engine resolves: there
    a character that is escaped delimits nothing. Elsewhere SPARQL 1.1 has escapes; SPARQL 1.2 and the engine do not."""
    if not _CODE_POINT.search(text):
        return text
    parts: list[str] = []
    done = 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup in ("string", "iri", "comment"):
            parts += [_unescaped(text[done : match.start()]), match[0]]
            done = match.end()
    return "".join(parts) + _unescaped(text[done:])


def _unescaped(text: str) -> str:
    """The text with its code point escapes resolved (section 19.2)."""

    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

    return _CODE_POINT.sub(character, text) if "\\" in text else text


def with_dataset(update: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """An update whose WHERE clauses read the given graphs, as the protocol's ``using-graph-uri`` asks.

    Raises QueryError where the update names a dataset itself (USING or WITH): the protocol forbids both at once.
    """
    clauses = [f"USING <{_iri(iri)}>" for iri in default_graphs] + [
        f"USING NAMED <{_iri(iri)}>" for iri in named_graphs
    ]
    parts: list[str] = []
    done = depth = 0
    previous: Token | None = None
    for token in tokens(update):
        word = token.text.casefold() if token.kind == "word" else token.text
        depth += (word == "{") - (word == "}")
        if depth == 0 and word in ("using", "with"):
            raise QueryError(f"the update has {word.upper()}, so using-graph-uri cannot be given as well")
        if depth == 0 and word == "where":
            short = previous is not None and previous.text.casefold() == "delete"
            pattern = update[token.start + 5 :]
            # DELETE WHERE takes no USING: its long form does.
            template = pattern[: _end_of_group(pattern)] if short else ""
            parts += [update[done : token.start], template, " ", " ".join(clauses), " "]
            done = token.start
        previous = token
    return "".join(parts) + update[done:]


def without_silent_loads(update: str) -> str:
    """An update in which each LOAD SILENT does nothing, as one that fails does. A LOAD of any other form stays."""
    if "load" not in update.casefold():
        return update
    parts: list[str] = []
    done = depth = 0
    found = [*tokens(update), Token("mark", ";", len(update))]
    for place, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text.casefold() == "load" and found[place + 1].text.casefold() == "silent":
            end = next(each for each in found[place:] if each.text == ";")
            parts += [update[done : token.start], "INSERT DATA {} "]
            done = end.start
    return "".join(parts) + update[done:]


def _end_of_group(text: str) -> int:
    depth = 0
    for token in tokens(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text == "}":
            return token.start + 1
    return len(text)


def _iri(text: str) -> str:
    if re.search(r"[<>\"{}|^`\\\x00-\x20]", text):
        raise QueryError(f"a graph's IRI is not valid: {text[:100]!r}")
    return text
