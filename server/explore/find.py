"""Full-text search, its hits as things to show."""

from typing import Final

from server.explore.here import Explorer
from server.explore.suggest import family_named
from server.explore.views import Found
from server.search import matching

# What stands around the words that match; no text of an article has these.
BEGIN: Final = "\x02"
END: Final = "\x03"
# Things first, then ontology terms and value nodes; names before texts.
_MATCHES: Final = """
    SELECT entry.iri, entry.kind, snippet(entry, 3, char(2), char(3), '…', 24),
      thing.iri, thing.label, thing.kind, thing.family
    FROM entry LEFT JOIN thing ON thing.id = entry.thing AND thing.family <> ''
    WHERE entry MATCH ? AND {which} AND (? IS NULL OR thing.family = ?)
    ORDER BY thing.id IS NULL, entry.kind = 'text', thing.family = 'Claim', rank, entry.iri LIMIT ?
"""


def find(here: Explorer, words: str, family: str | None = None, limit: int = 20) -> tuple[Found, ...]:
    """Texts that hold all the words, best first, one hit a thing and kind of text; a quotation leads to its article.

    Raises UsageError where there are no words or no such family, NoIndex where there is no index.
    """
    wanted = family_named(family)
    match = matching(words)
    last_named = here.index.one("SELECT value FROM about WHERE name = 'last_named'")
    rows = here.index.rows(_MATCHES.format(which="entry.rowid <= ?"), (match, last_named, wanted, wanted, limit))
    if len(rows) < limit and wanted is None:
        rows += here.index.rows(
            _MATCHES.format(which="entry.rowid > ?"), (match, last_named, None, None, limit - len(rows))
        )
    found = []
    for iri, via, snippet, known, label, kind, of in rows:
        thing = here.known(known, label, kind, of) if known else here.thing(iri)
        article = here.thing(iri.partition("#")[0]) if not known and "#char=" in iri else None
        found.append(Found(thing, of or "", via, snippet, article))
    return tuple(found)
