"""How fast the gazetteer loads and looks names up, and how many names the linker decides a second.

    python -m tests.benchmarks.links

Each figure is the best of some runs: what the machine does beside it only ever adds to a time.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable

from kg import gazetteer
from kg.linking.context import context_of
from kg.linking.decision import decide
from kg.linking.index import index
from kg.linking.things import PLACE, Thing

RUNS = 5
LOADING = """
import time
from kg import gazetteer
begun = time.perf_counter()
gazetteer.by_name()
print(time.perf_counter() - begun)
"""


def best(run: Callable[[], float]) -> float:
    return min(run() for _ in range(RUNS))


def loading() -> float:
    """Seconds to the first look-up, in a new process."""
    return float(subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True, text=True).stdout)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def things() -> list[Thing]:
    """Every third entry, half of them with a letter changed."""
    dice, found = random.Random(1), []
    for entry in gazetteer.entries()[::3]:
        name = entry.names[0]
        at = dice.randrange(len(name))
        spelt = name if dice.random() < 0.5 else name[:at] + dice.choice("aeiouhk") + name[at + 1 :]
        found.append(Thing(PLACE if entry.kind is None else entry.kind.value, (spelt,)))
    return found


def main() -> None:
    print(f"gazetteer: {best(loading):.2f} s to load")
    names = [name for entry in gazetteer.entries() for name in entry.names]
    rate = len(names) / best(lambda: seconds(lambda: [gazetteer.lookup(name) for name in names]))
    print(f"look-up: {rate:,.0f} names/s of {len(names):,}")
    print(f"index of spellings: {seconds(index):.2f} s, once, where something is linked")
    asked = things()
    context = context_of([(PLACE, "Syria"), (PLACE, "Aleppo")])
    taken = seconds(lambda: [decide(thing, context) for thing in asked])
    print(f"linker: {len(asked) / taken:,.0f} decisions/s, {len(asked):,} names that it had not met")


if __name__ == "__main__":
    main()
