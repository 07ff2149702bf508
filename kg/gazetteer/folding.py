"""How names are compared: without letter case, diacritics, hyphens or apostrophes."""

import re
import unicodedata
from functools import lru_cache

_ABBREVIATED = (
    "Lt|Gen|Col|Maj|Capt|Sgt|Brig|Adm|Cpl|Mr|Mrs|Ms|Dr|St|Prof|Rev|Hon|Sen|Rep|Gov|Jr|Sr|No"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
WORD = re.compile(
    r"[^\W\d_]++(?![\w.'’‘ʿʾ`´])"  # most words, which the rest would find too, but later
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    rf"|(?:[A-Z]|{_ABBREVIATED})\.(?=\s*[A-Z0-9])"  # Lt. Gen. Stephen J. Townsend
    r"|[A-Z]{1,3}\d+[a-z]?(?![^\W_])"  # M23
    r"|[^\W\d_]+(?:['’‘ʿʾ`´](?!s\b)[^\W\d_]+)*(?:(?<=s)['’](?=\s[A-Z]))?"  # Qa’im, Workers' Party; but not Syria’s
    r"|['’]s\b"
    r"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b"
    r"|\d+"
    r"|[^\w\s]|_"
)
HYPHENS = frozenset("-‐‑–")
APOSTROPHES = frozenset("'’‘ʿʾ`´")

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"})
_MARKS = str.maketrans("", "", "'’‘ʼʿʾ`´.")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """One word as it is compared: ``Erdoğan`` and ``Erdogan``, ``U.S.`` and ``US`` are alike."""
    if word.isascii():
        return word.lower() if word.isalpha() else word.lower().translate(_MARKS)
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_MARKS)


def fold_name(name: str) -> str:
    """A name as it is looked up: its folded words with one space between, hyphens and apostrophes left out."""
    if name.isascii() and (words := name.replace("-", " ").split()) and "".join(words).isalpha():
        return " ".join(words).lower()
    return " ".join(folded for word in WORD.findall(name) if word not in HYPHENS and (folded := fold(word)))
