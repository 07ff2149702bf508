"""Many articles are settled portion by portion: the outcome is that of all at once, after a crash too."""

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.identity import graph
from kg.identity.graph import refresh_identity, resolve
from kg.names import CKG
from kg.records import StrikeKind
from kg.store import Writer
from tests.identity.stories import IDENTITY, NAMES, Story, Told, groups, identity, stored, tell

WORDS = ("loom", "mill", "bridge", "harbour", "orchard", "ferry", "granary", "quarry")
STRAY = Quad(NamedNode("https://example.org/x"), NamedNode("https://example.org/y"), IDENTITY, IDENTITY)


def stories() -> list[Story]:
    """Three articles tell of each of eight strikes; a third of them repeats another."""
    found = []
    for number, word in enumerate(WORDS):
        day = f"2031-05-{number + 1:02}"
        told = Told("air strike", StrikeKind.AIR_STRIKE, "Kunduz", day, killed=number + 3)
        text = f"An air strike burnt the old {word} and many carts that stood beside the {word} on that cold day."
        other = f"Carts beside the {word} burnt in an air strike, neighbours of the {word} wrote to this paper later."
        found += [Story(f"{word}-1", text, day, (told,)), Story(f"{word}-2", other, day, (told,))]
        found.append(Story(f"{word}-3", text, day, (told,)))
    return found


@pytest.mark.parametrize("portion", [1, 5, 23])
def test_portions_decide_what_all_at_once_would(
    portion: int, writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = stored(tmp_path / "at-once", stories())
    assert len(expected) > len(stories())
    monkeypatch.setattr(graph, "_PORTION", portion)
    tell(writer, *stories(), refresh=False)
    report = refresh_identity(writer, NAMES)
    assert report.articles == len(stories())
    assert identity(writer) == expected
    assert report.added["inIncident"] - report.removed["inIncident"] == sum(
        f"<{CKG}inIncident>" in line for line in expected
    )
    assert len(groups(writer)) == len(WORDS)
    again = resolve(writer, NAMES)
    assert (again.articles, +again.added, +again.removed) == (len(stories()), {}, {})
    assert identity(writer) == expected


class Crash(Exception):
    """The end of a process, as far as a test can have it."""


def crashing(after: int) -> Callable[[], None]:
    """Crashes when it is called so many times."""
    calls = count(1)

    def call() -> None:
        if next(calls) == after:
            raise Crash

    return call


@pytest.mark.parametrize("known", [False, True])
def test_portions_go_on_after_a_crash(
    known: bool, writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "_PORTION", 5)
    if known:
        refresh_identity(writer, NAMES)
    tell(writer, *stories(), refresh=False)
    changed = frozenset(NAMES.article(story.id) for story in stories())
    with pytest.raises(Crash):
        refresh_identity(writer, NAMES, changed, crashing(12))
    refresh_identity(writer, NAMES, changed)
    assert identity(writer) == stored(tmp_path / "at-once", stories())


@pytest.mark.parametrize("after", [3, 8, len(WORDS) * 3])
def test_a_crash_while_all_is_resolved_leaves_nothing_unsettled(
    after: int, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "_PORTION", 5)
    tell(writer, *stories())
    before = identity(writer)
    writer.change_graph(NAMES.graph("identity"), [], [STRAY])
    with pytest.raises(Crash):
        resolve(writer, NAMES, crashing(after))
    # Nothing is noted as changed: that more is to be done shows by itself.
    refresh_identity(writer, NAMES, frozenset())
    assert identity(writer) == before


def test_likeness_is_the_same_in_every_process() -> None:
    program = (
        "from kg.identity.words import likeness\n"
        "words = [f'{stem}{n}' for n in range(9) for stem in ('attack', 'the', 'loom', 'water', 'kill', 'army')]\n"
        "words += ['attack', 'water', 'kill', 'army', 'house', 'people', 'day', 'town', 'market', 'road', 'dead']\n"
        "sets = [frozenset(words[n % 7 :: 2 + n % 5]) | frozenset(words[-n - 1 :]) for n in range(11)]\n"
        "print([likeness(one, other).hex() for one in sets for other in sets])\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(4)
    }
    assert len(found) == 1
