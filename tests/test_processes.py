"""Builds in several processes: the same graph, whatever happens to the processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from spacy.language import Language

from kg.build import Processes, Versions, build
from kg.build.adaptive import Adaptive
from kg.build.tasks import Outcome, Task
from kg.build.worker import work
from kg.errors import ModelError, WorkersEnd
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem, read_inputs
from kg.store import GraphData, Writer, open_snapshot

SETTINGS = Settings()
VERSIONS = Versions("1", "en_test-1", "rules")
SENTENCES = (
    "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people.",
    "Turkey and Russia signed a ceasefire agreement in Moscow.",
    "Ukraine denied shelling Donetsk.",
)


def articles(number: int) -> list[Article]:
    return [Article(f"n{each:03}", f"{SENTENCES[each % 3]} Report {each}.") for each in range(number)]


def lines(folder: Path) -> list[str]:
    return sorted(str(quad) for quad in open_snapshot(folder).store)


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")


@pytest.fixture(scope="module")
def undisturbed(pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The graph of forty articles, built in this process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch, Writer(folder) as writer:
        patch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        build(articles(40), writer, pipeline, SETTINGS)
    return lines(folder)


def test_processes_give_the_same_graph_as_one(undisturbed: list[str], tmp_path: Path) -> None:
    items = [Problem("nowhere", "not readable"), *articles(40), *articles(3)]
    with Writer(tmp_path) as writer:
        report = build(items, writer, Processes(2, SETTINGS), SETTINGS)
    assert lines(tmp_path) == undisturbed
    assert report.written == [article.id for article in articles(40)]
    assert report.unchanged == [article.id for article in articles(3)]
    assert [str(problem) for problem in report.problems] == ["nowhere: not readable"]


def test_processes_are_started_only_where_there_is_enough_to_do(
    undisturbed: list[str], pipeline: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.adaptive._FEW", 16)
    started = []

    def seen(items: list[Article]) -> Iterator[Article]:
        for item in items:
            started.append(len(multiprocessing.active_children()))
            yield item

    with Writer(tmp_path) as writer:
        build(seen(articles(10)), writer, Adaptive(pipeline, 2, SETTINGS), SETTINGS)
        assert set(started) == {0}
        build(seen(articles(40)), writer, Adaptive(pipeline, 2, SETTINGS), SETTINGS)
    assert max(started) > 0
    assert lines(tmp_path) == undisturbed


@pytest.mark.parametrize("moment", [5, 25])
def test_a_process_that_is_killed_loses_nothing(undisturbed: list[str], tmp_path: Path, moment: int) -> None:
    """Once a build: a second one might end what took over the first one's article, which is then rightly reported."""

    def killing() -> Iterator[Article]:
        for number, article in enumerate(articles(40)):
            if number == moment:
                os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
            yield article

    with Writer(tmp_path) as writer:
        report = build(killing(), writer, Processes(2, SETTINGS), SETTINGS)
    assert not report.problems
    assert lines(tmp_path) == undisturbed


def echo(connection: Connection, settings: Settings) -> None:
    """A worker that gives each article an empty graph, and ends on one that says so."""
    connection.send(VERSIONS)
    while (task := connection.recv()) is not None:
        if task.article.text == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        if task.article.text == "leave":
            sys.exit(3)
        while task.article.text == "hang":
            signal.pause()
        connection.send(Outcome(task.number, task.article.id, GraphData(task.article.id, b"", 0)))


@pytest.mark.parametrize(
    ("text", "how"), [("poison", "by signal 9"), ("leave", "with exit code 3"), ("hang", "by signal 9")]
)
def test_processes_report_an_article_on_which_two_ended(text: str, how: str) -> None:
    tasks = [Task(n, Article(f"n{n}", text if n in (3, 11) else "fine"), "mark") for n in range(40)]
    with Processes(2, Settings(article_seconds=1), echo) as processes:
        outcomes = {outcome.number: outcome.result for outcome in processes.outcomes(tasks)}
    failed = {number: str(result) for number, result in outcomes.items() if isinstance(result, Problem)}
    assert sorted(outcomes) == list(range(40))
    assert failed == {n: f"article n{n}: the process that worked on it ended twice ({how})" for n in (3, 11)}
    assert not multiprocessing.active_children()


def test_processes_hold_a_bounded_part_of_the_input() -> None:
    taken = 0

    def tasks() -> Iterator[Task]:
        nonlocal taken
        for number in range(500):
            taken += 1
            yield Task(number, Article(f"n{number}", "x" * 100_000), "mark")

    with Processes(2, SETTINGS, echo) as processes:
        for given, _ in enumerate(processes.outcomes(tasks())):
            assert taken - given <= 10


def leave_at_once(connection: Connection, settings: Settings) -> None:
    sys.exit(7)


def test_processes_that_cannot_begin_are_an_error() -> None:
    with (
        pytest.raises(WorkersEnd, match="end before they begin \\(with exit code 7\\)"),
        Processes(2, SETTINGS, leave_at_once),
    ):
        pass
    assert not multiprocessing.active_children()


def test_processes_without_a_pipeline_are_an_error() -> None:
    with (
        pytest.raises(ModelError, match="cannot load the language pipeline nonsense"),
        Processes(2, Settings(pipeline="nonsense"), work),
    ):
        pass


def test_processes_finish_what_was_read_when_interrupted(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Article]:
        yield from articles(20)
        raise KeyboardInterrupt

    with Writer(tmp_path) as writer:
        report = build(interrupted(), writer, Processes(2, SETTINGS), SETTINGS)
    assert report.interrupted
    assert len(report.written) == 20
    assert not multiprocessing.active_children()


_BUILD = """
import sys
from pathlib import Path
from kg.build import Processes, build
from kg.records import Article
from kg.settings import Settings
from kg.store import Writer
import kg.build.commits
from test_processes import articles

kg.build.commits._GROUP_QUADS = 300

def noted():
    for number, article in enumerate(articles(40)):
        print(number, flush=True)
        yield article

if __name__ == "__main__":
    with Writer(Path(sys.argv[1])) as writer:
        build(noted(), writer, Processes(2, Settings()), Settings())
"""


@pytest.mark.parametrize("moment", [0, 12, 39])
def test_processes_resume_after_the_parent_was_killed(moment: int, undisturbed: list[str], tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_BUILD)
    command = [sys.executable, str(script), str(tmp_path / "store")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        while int(process.stdout.readline()) != moment:
            pass
        process.kill()
        # The workers hold the parent's standard error: its end says that they are gone too. None of them complains;
        # Python's fork server does, where its parent is gone before it has begun.
        assert b"kg/build" not in process.stderr.read()
    with Writer(tmp_path / "store") as writer:
        build(articles(40), writer, Processes(2, SETTINGS), SETTINGS)
    assert lines(tmp_path / "store") == undisturbed


def test_processes_build_the_samples_as_this_process_does(sample_store: Path, tmp_path: Path) -> None:
    from kg.resources import samples_dir

    with Writer(tmp_path) as writer:
        build(read_inputs([str(samples_dir())], SETTINGS), writer, Processes(2, SETTINGS), SETTINGS)
    ended = NamedNode("http://www.w3.org/ns/prov#endedAtTime")
    one, other = (
        {quad for quad in open_snapshot(folder).store if quad.predicate != ended} for folder in (tmp_path, sample_store)
    )
    assert one == other


def test_processes_are_forked_off_one_that_has_read_the_tables() -> None:
    told = "gazetteer.entries, gazetteer.by_name, known._by_segment, index.index"
    code = (
        "import kg.build.preloaded; from kg.build.tables import gazetteer, index, known; "
        f"print([each.cache_info().misses for each in ({told})])"
    )
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout == "[1, 1, 1, 1]\n"
