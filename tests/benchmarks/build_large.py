"""A store that grows: memory and speed of the build, and the times of queries, at each size."""

import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from kg.store import open_snapshot
from tests.benchmarks.articles import write_articles
from tests.server.serving import children

_KG = [sys.executable, "-c", "from kg.cli import main; main()"]
_PREFIXES = """
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://w3id.org/conflict-kg/id/>
"""
_QUERIES = {
    "strikes of one article": """SELECT ?strike ?label {
        GRAPH <https://w3id.org/conflict-kg/id/article/made-0000008> { ?strike a ckg:Strike ; rdfs:label ?label } }""",
    "words on which one value stands": """SELECT ?words { GRAPH ?article {
        ?mention ckg:inArticle <https://w3id.org/conflict-kg/id/article/made-0000003> ; ckg:exact ?words } }""",
    "100 claims by a name": """SELECT ?claim ?stance { GRAPH ?article {
        ?actor rdfs:label "Russia" . ?claim ckg:claimant ?actor ; ckg:stance ?stance } } LIMIT 100""",
    "100 strikes with weapon and place": """SELECT ?strike ?weapon ?place { GRAPH ?article {
        ?strike ckg:weapon ?weapon ; ckg:location ?place } } LIMIT 100""",
    "count of all strikes (reads them all)": "SELECT (COUNT(?s) AS ?n) { GRAPH ?article { ?s a ckg:Strike } }",
}
_RUNS = 7
# Processes below a build that stay when its workers have gone: the one that starts them, and the one that tidies up.
_SERVANTS = 2


def grow(folder: Path, articles: int, jobs: int) -> dict[str, Any]:
    """Builds a hundredth, a tenth and all of the articles into one store, and measures after each."""
    store = folder / "large"
    stages = []
    before = 0
    for number in (articles // 100, articles // 10, articles):
        source = folder / f"made-{number}.jsonl"
        write_articles(source, number)
        seconds, writer_mb, worker_mb, last_s = _watched_build(source, store, jobs)
        begun = time.monotonic()
        subprocess.run([*_KG, "build", str(source), "--store", str(store)], check=True, capture_output=True)
        again_s = time.monotonic() - begun
        stage = {
            "articles": number,
            "triples": len(open_snapshot(store).store),
            "seconds": seconds,
            "rate": (number - before) / seconds,
            "writer_mb": writer_mb,
            "worker_mb": worker_mb,
            "last_s": last_s,
            "again_s": again_s,
            "disk_mb": sum(file.stat().st_size for file in (store / "data").iterdir()) / 2**20,
            "queries_ms": {name: _milliseconds(store, _PREFIXES + query) for name, query in _QUERIES.items()},
        }
        print(stage, flush=True)
        stages.append(stage)
        before = number
    return {"jobs": jobs, "load": os.getloadavg(), "stages": stages}


def _watched_build(source: Path, store: Path, jobs: int) -> tuple[float, float, float, float]:
    """Seconds; the most resident memory of the writer and of a worker, in MiB; seconds after the last worker went."""
    command = [*_KG, "build", str(source), "--store", str(store), "-j", str(jobs)]
    most = {"writer": 0.0, "worker": 0.0}
    last_worker = [time.monotonic()]
    begun = time.monotonic()
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.5):
                below = children(process.pid)
                most["writer"] = max(most["writer"], _resident_mb(process.pid))
                most["worker"] = max([most["worker"], *map(_resident_mb, below)])
                if len(below) > _SERVANTS:
                    last_worker[0] = time.monotonic()

        thread = threading.Thread(target=watch)
        thread.start()
        assert process.stderr is not None
        message = process.stderr.read().decode()
        over.set()
        thread.join()
    if process.returncode:
        raise SystemExit(message)
    ended = time.monotonic()
    return ended - begun, most["writer"], most["worker"], ended - last_worker[0]


def _resident_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def _milliseconds(store: Path, query: str) -> float:
    """Median time of a query on an open snapshot, its rows read."""
    snapshot = open_snapshot(store).store
    times = []
    for _ in range(_RUNS):
        begun = time.perf_counter()
        list(snapshot.query(query))
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)
