"""What extraction reads once and never changes, loaded where the processes that extract are forked off: each of them
then begins at once, and all share the memory. The network is not among it: its runtime must not be forked."""

import gc

from kg.build import worker  # noqa: F401  (the processes run it)
from kg.build.tables import load_tables
from kg.memory import collect_seldom

collect_seldom()
load_tables()
# What was made so far is nobody's to collect; a collection would only copy the pages that are shared.
gc.freeze()
