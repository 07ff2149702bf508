"""Many articles are settled portion by portion: the outcome is that of all at once, after a crash too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.identity import graph
from kg.identity.graph import refresh_identity, resolve
from kg.names import CKG
from kg.records import StrikeKind
from kg.store import Writer
from tests.identity.stories import NAMES, Story, Told, groups, identity, stored, tell

WORDS = ("loom", "mill", "bridge", "harbour", "orchard", "ferry", "granary", "quarry")


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
    assert resolve(writer, NAMES).articles == len(stories())
    assert identity(writer) == expected


def test_portions_go_on_after_a_crash(writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Crash(Exception):
        pass

    read = 0

    def crash() -> None:
        nonlocal read
        read += 1
        if read == 12:
            raise Crash

    monkeypatch.setattr(graph, "_PORTION", 5)
    tell(writer, *stories(), refresh=False)
    changed = frozenset(NAMES.article(story.id) for story in stories())
    with pytest.raises(Crash):
        refresh_identity(writer, NAMES, changed, crash)
    refresh_identity(writer, NAMES, changed)
    assert identity(writer) == stored(tmp_path / "at-once", stories())


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
