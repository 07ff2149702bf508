"""The tables that extraction, and what is decided across articles, read at their first use."""

import simplemma

from kg import gazetteer
from kg.identity import known
from kg.linking import index


def load_tables() -> None:
    """Reads them now, some half a second before the first article rather than in the midst of it."""
    gazetteer.longest_by_first_word()
    known.entry_by_segment("place", "")
    index.index()
    simplemma.lemmatize("houses", lang="en")
