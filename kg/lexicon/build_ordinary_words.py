"""Counts which words English writes small, for ``ordinary_words.txt``: a capital on one of them makes no name.

    python -m kg.lexicon.build_ordinary_words TREEBANK.conllu…

The shipped list was counted over UD English-EWT (train) and UD English-GUM (open genres, train). A word is ordinary if
it stands in lower case at least twice and more often than with a capital.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_TARGET = Path(__file__).with_name("ordinary_words.txt")
_HEADER = "# Words that stand in lower case more often than not, counted over UD English-EWT and UD English-GUM.\n"


def ordinary_words(treebanks: Iterable[Path]) -> list[str]:
    """The words, sorted. Raises OSError where a file cannot be read."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in treebanks:
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            # The first word of a sentence has a capital of its own.
            if (
                len(cells) == 10
                and cells[0].isdigit()
                and cells[0] != "1"
                and cells[1].isalpha()
                and cells[1].isascii()
                and len(cells[1]) > 1
            ):
                (small if cells[1].islower() else capital)[cells[1].lower()] += 1
    return sorted(word for word, count in small.items() if count > 1 and count > capital[word])


if __name__ == "__main__":
    _TARGET.write_text(_HEADER + "\n".join(ordinary_words(Path(p) for p in sys.argv[1:])) + "\n", encoding="utf-8")
