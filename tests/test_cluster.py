"""Builds on a Ray cluster of two nodes: the same graph as in one process, whatever happens to the nodes' processes."""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from kg.build import Versions, build
from kg.build.tasks import Outcome, Task
from kg.cluster import shard
from kg.errors import UsageError, WorkersEnd
from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem
from kg.store import GraphData, Writer, open_snapshot

SETTINGS = Settings()
SENTENCES = (
    "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people.",
    "Turkey and Russia signed a ceasefire agreement in Moscow.",
    "Ukraine denied shelling Donetsk.",
)
ARTICLES = [Article(f"n{each:03}", f"{SENTENCES[each % 3]} Report {each}.") for each in range(40)]


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[str]:
    """The address of a local cluster of two nodes with a processor each."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("needs Ray (extra: cluster)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        patch.setenv("SOURCE_DATE_EPOCH", "1600000000")
        patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
        from ray.cluster_utils import Cluster

        node: dict[str, Any] = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 100_000_000}
        cluster = Cluster(initialize_head=True, head_node_args=node)
        cluster.add_node(**node)
        yield str(cluster.address)
        cluster.shutdown()


def lines(folder: Path) -> list[str]:
    return sorted(str(quad) for quad in open_snapshot(folder).store)


def test_cluster_gives_the_same_graph_as_one_process(
    two_nodes: str, pipeline: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.cluster.ray_cluster import RayCluster

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    items = [Problem("nowhere", "not readable"), *ARTICLES]
    with Writer(tmp_path / "cluster") as writer:
        report = build(items, writer, RayCluster(two_nodes, SETTINGS, shard_articles=7), SETTINGS)
    with Writer(tmp_path / "one") as writer:
        build(ARTICLES, writer, pipeline, SETTINGS)
    assert report.written == [article.id for article in ARTICLES]
    assert [str(problem) for problem in report.problems] == ["nowhere: not readable"]
    assert lines(tmp_path / "cluster") == lines(tmp_path / "one")


def fragile(shard: Sequence[Task], settings: Settings) -> tuple[Versions, list[Outcome]]:
    """Gives each article an empty graph. Its process ends where an article says so: each time, or the first time."""
    for task in shard:
        mark = Path(task.article.title or "")
        if task.article.text == "poison" or (task.article.text == "once" and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return Versions("1", "m", "r"), [Outcome(t.number, t.article.id, GraphData(t.article.id, b"", 0)) for t in shard]


def test_cluster_does_a_failed_shard_again_and_reports_what_fails_for_ever(
    two_nodes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.cluster import ray_cluster

    monkeypatch.setattr(ray_cluster.Versions, "of", lambda pipeline: Versions("1", "m", "r"))
    texts = {3: "once", 12: "poison", 17: "once"}
    tasks = [Task(n, Article(f"n{n}", texts.get(n, "fine"), str(tmp_path / f"{n}")), "mark") for n in range(20)]
    cluster = ray_cluster.RayCluster(two_nodes, SETTINGS, extract=fragile, shard_articles=5)
    with cluster as started:
        outcomes = {outcome.number: outcome.result for outcome in started.outcomes(tasks)}
    assert sorted(outcomes) == list(range(20))
    failed = {number: str(result) for number, result in outcomes.items() if isinstance(result, Problem)}
    assert failed == {12: "article n12: the processes that worked on it ended (WorkerCrashedError)"}
    assert (tmp_path / "3").exists()


def test_shard_reports_an_article_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def graph(article: Article, *_: object) -> GraphData:
        while article.text == "endless":
            pass
        return GraphData(article.id, b"", 0)

    monkeypatch.setattr(shard, "_pipeline", lambda settings: (None, Versions("1", "m", "r")))
    monkeypatch.setattr(shard, "article_graph", graph)
    tasks = [Task(n, Article(f"n{n}", text), "mark") for n, text in enumerate(["fine", "endless", "fine"])]
    alarm = signal.getsignal(signal.SIGALRM)
    _, outcomes = shard.extract_shard(tasks, replace(SETTINGS, article_seconds=1))
    assert [outcome.article_id for outcome in outcomes] == ["n0", "n1", "n2"]
    assert str(outcomes[1].result) == "article n1: took longer than 1 s"
    assert [type(outcome.result) for outcome in outcomes] == [GraphData, Problem, GraphData]
    assert (signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)[0]) == (alarm, 0)


def test_limit_ends_a_process_that_hears_no_signal() -> None:
    program = (
        "import signal\n"
        "from kg.cluster.limit import limited\n"
        "with limited(0.2):\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "    signal.pause()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 1


def test_cluster_without_ray_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.cluster.ray_cluster import RayCluster

    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install \"conflict-kg\[cluster\]\""):
        RayCluster("local", SETTINGS)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1:99999999"])
def test_cluster_that_nobody_answers_at_is_not_waited_for(address: str) -> None:
    pytest.importorskip("ray")
    from kg.cluster.ray_cluster import RayCluster

    with pytest.raises(WorkersEnd, match="cannot be reached"), RayCluster(address, SETTINGS):
        pytest.fail("nobody is there")
