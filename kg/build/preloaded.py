"""What extraction reads once and never changes, loaded where the processes that extract are forked off: each of them
then begins at once, and all share the memory. The network is not among it: its runtime must not be forked."""

import gc

import simplemma

from kg import gazetteer
from kg.build import worker  # noqa: F401  (the processes run it)
from kg.identity import known
from kg.linking import index
from kg.memory import collect_seldom

collect_seldom()
gazetteer.longest_by_first_word()
known.entry_by_segment("place", "")
index.index()
simplemma.lemmatize("houses", lang="en")
# What was made so far is nobody's to collect; a collection would only copy the pages that are shared.
gc.freeze()
