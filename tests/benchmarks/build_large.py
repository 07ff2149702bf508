"""A store that grows: memory and speed of the build, and the times of queries, at each size.

What was measured stays in FOLDER, so that a run that was ended goes on where it was: a size that is done is not built
again, and a build that was killed is resumed by the program itself.
"""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from kg.store import current_generation
from tests.benchmarks.articles import write_articles
from tests.benchmarks.growth import growth, log_growth, measured
from tests.benchmarks.watching import KG, Moment, disk_mb, moments, processor_time, quarters, seconds, watched_build

Results = dict[str, Any]
# Parts of all articles after which is measured, in hundredths.
_STAGES: Final = (1, 10, 30, 100)
_ROUNDS: Final = 5
_WORK: Final = {
    "workers": "extraction, by the workers",
    "storing": "storing and deciding across articles, by the writer and the engine",
    "ending": "the end: files merged, published",
}


def grow(folder: Path, articles: int, jobs: int) -> Results:
    """Builds a hundredth, a tenth, three tenths and all of the articles into one store, and measures after each."""
    store = folder / "large"
    stages: list[Results] = []
    for part in _STAGES:
        number = articles * part // 100
        result = folder / f"large-{number}"
        if not result.with_suffix(".stage").exists():
            stage = _stage(folder, store, number, jobs, stages[-1]["articles"] if stages else 0)
            _keep_state(store, result)
            result.with_suffix(".stage").write_text(json.dumps(stage))
        stages.append(json.loads(result.with_suffix(".stage").read_text()))
        print(stages[-1], flush=True)
    queries = measured({stage["articles"]: folder / f"large-{stage['articles']}" for stage in stages}, _ROUNDS)
    return {"jobs": jobs, "load": os.getloadavg(), "stages": stages, "queries": queries}


def _stage(folder: Path, store: Path, number: int, jobs: int, before: int) -> Results:
    source, log = folder / f"made-{number}.jsonl", folder / f"large-{number}.jsonl"
    write_articles(source, number)
    watched_build(source, store, jobs, log)
    begun = time.monotonic()
    passed = subprocess.run([*KG, "build", str(source), "--store", str(store)], check=True, capture_output=True)
    again_s = time.monotonic() - begun
    unchanged = re.search(rb"([\d,]+) unchanged", passed.stderr)
    assert unchanged is not None
    seen = moments(log)
    return {
        "articles": number,
        "stored": int(unchanged[1].replace(b",", b"")),
        "triples": len(_published(store)),
        "new": number - before,
        "storing_s": seconds(seen, storing=True),
        "ending_s": seconds(seen, storing=False),
        "storing_mb": _most(seen, storing=True),
        "ending_mb": _most(seen, storing=False),
        "quarters_mb": quarters(seen),
        "cpu_s": processor_time(seen),
        "worker_mb": max(moment.worker for moment in seen),
        "load": sum(moment.load for moment in seen) / len(seen),
        "again_s": again_s,
        "disk_mb": disk_mb(store),
    }


def _most(seen: list[Moment], storing: bool) -> dict[str, float]:
    """The most memory of the writer."""
    some = [moment for moment in seen if moment.storing == storing]
    return {kind: max((getattr(each, kind) for each in some), default=0.0) for kind in ("resident", "anonymous")}


def _snapshot(store: Path) -> Path:
    return store / "snapshots" / str(current_generation(store))


def _published(store: Path) -> Store:
    return Store.read_only(str(_snapshot(store)))


def _keep_state(store: Path, place: Path) -> None:
    """Keeps the published state beside the store, which goes on growing; it shares its files."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(_snapshot(store), place, copy_function=os.link)


def large_table(found: Results) -> list[str]:
    """The measurements as lines of Markdown."""
    return [*_building(found), "", *_asking(found["queries"])]


def _building(found: Results) -> list[str]:
    rows = found["stages"]
    heads = " | ".join(f"{row['articles']:,} articles" for row in rows)
    facts = {
        "triples": [f"{row['triples']:,}" for row in rows],
        "articles extracted, stored and decided upon a second, of those that came new": [
            f"{row['new'] / row['storing_s']:,.0f}" if row["storing_s"] else "" for row in rows
        ],
        "the end of the build, when the workers have gone: files merged, published": [
            f"{row['ending_s']:,.0f} s" for row in rows
        ],
        **{
            f"processor time, ms for each that came new: {what}": [
                f"{1000 * row['cpu_s'][key] / row['new']:,.1f}" for row in rows
            ]
            for key, what in _WORK.items()
        },
        "memory of the writer while it stores, in four quarters of the time": [
            ", ".join(f"{each:,.0f}" for each in row["quarters_mb"]) + " MiB" for row in rows
        ],
        "most memory of the writer while it stores": [f"{row['storing_mb']['resident']:,.0f} MiB" for row in rows],
        "the same at the end": [f"{row['ending_mb']['resident']:,.0f} MiB" for row in rows],
        "most memory of a worker": [f"{row['worker_mb']:,.0f} MiB" for row in rows],
        "disk": [f"{row['disk_mb']:,.0f} MiB" for row in rows],
        "passing over all, unchanged": [f"{row['again_s']:,.1f} s" for row in rows],
        "load of the machine, mean": [f"{row['load']:,.1f}" for row in rows],
    }
    return [
        f"A store that grows: made articles of two or three sentences, `-j {found['jobs']}`, on a machine that others "
        "used too. Memory is resident memory.",
        "",
        f"| | {heads} |",
        "|---|" + "---:|" * len(rows),
        *(f"| {name} | {' | '.join(values)} |" for name, values in facts.items()),
    ]


def _asking(queries: Results) -> list[str]:
    sizes, triples = queries["articles"], queries["triples"]
    lines = []
    for name, row in queries["questions"].items():
        cells = (
            f"{f:,.2f}, {a:,.2f} ({n:,.0f})" for f, a, n in zip(row["first"], row["later"], row["rows"], strict=True)
        )
        grown = f"{growth(row['first']):,.2f}, {growth(row['later']):,.2f}"
        lines.append(f"| {name} | {' | '.join(cells)} | {grown} | {'yes' if row['served'] else 'no'} |")
    heads = " | ".join(f"{size:,} articles" for size in sizes)
    return [
        "Times of queries, ms: of an engine that has just been opened, then of one that stays open; in brackets the "
        f"rows of the answer. Medians of {queries['rounds']} rounds in which the sizes take turns; those about an "
        "article were asked of articles spread over the store. A time that is proportional to the logarithm of the "
        f"triples would grow {log_growth(triples):,.2f} times.",
        "",
        f"| | {heads} | last : first | an index leads to an answer of bounded size |",
        "|---|" + "---:|" * len(sizes) + "---:|---|",
        *lines,
    ]
