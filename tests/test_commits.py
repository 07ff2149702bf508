"""When a build stores what is finished: by size, by time, and never more than one group beside the one in work."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.build import commits
from kg.build.commits import Commits, no_audit, patience
from kg.build.report import BuildReport
from kg.names import Names
from kg.settings import Settings
from kg.store import GraphData, Writer

NAMES = Names(Settings().base_iri)


class Grouping(Writer):
    """A writer that notes how many graphs it got at once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.groups: list[int] = []

    def add_graphs(self, graphs: Sequence[GraphData]) -> None:
        self.groups.append(len(graphs))
        super().add_graphs(graphs)


class Clock:
    """A clock that a test sets."""

    now = 1_000.0

    def monotonic(self) -> float:
        return self.now


def graph(number: int) -> GraphData:
    name = NAMES.article(f"a{number}")
    return GraphData(name, f'<{name}> <https://example.org/p> "{number}" <{name}> .\n'.encode(), 1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(commits, "time", made)
    return made


def test_commits_patience_is_a_part_of_a_long_build() -> None:
    assert patience(5, 0) == patience(5, 250) == 5
    assert patience(5, 3_600) == 72


def test_commits_after_the_seconds_of_the_setting(tmp_path: Path, clock: Clock) -> None:
    with Grouping(tmp_path) as writer:
        with Commits(writer, BuildReport(), no_audit, NAMES, seconds=5) as stored:
            for number in range(6):
                stored.put(graph(number))
                stored._wait()
                clock.now += 2
        assert writer.groups == [4, 2]


def test_commits_less_often_once_a_build_takes_long(tmp_path: Path, clock: Clock) -> None:
    with Grouping(tmp_path) as writer:
        with Commits(writer, BuildReport(), no_audit, NAMES, seconds=5) as stored:
            clock.now += 1_000
            for number in range(25):
                stored.put(graph(number))
                stored._wait()
                clock.now += 2
        assert writer.groups == [12, 12, 1]


def test_commits_groups_that_grow_up_to_a_size(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_FIRST_QUADS", 2)
    monkeypatch.setattr(commits, "_GROUP_QUADS", 6)
    report = BuildReport()
    with Grouping(tmp_path) as writer:
        with Commits(writer, report, no_audit, NAMES, seconds=5) as stored:
            for number in range(20):
                stored.put(graph(number))
                stored._wait()
        assert writer.groups == [2, 4, 6, 6, 2]
        assert report.added == 20


def test_commits_small_groups_once_there_is_no_more_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_FIRST_QUADS", 2)
    with Grouping(tmp_path) as writer:
        with Commits(writer, BuildReport(), no_audit, NAMES, seconds=60) as stored:
            for number in range(12):
                if number == 8:
                    stored.hurry()
                stored.put(graph(number))
                stored._wait()
        assert writer.groups == [2, 4, 3, 2, 1]
