"""A build that is watched: the memory of its processes, every few seconds, in a file that outlives a kill."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from tests.benchmarks.memory import Memory, memory_of, processor_seconds
from tests.server.serving import children

KG: Final = [sys.executable, "-c", "from kg.cli import main; main()"]
# Processes below a build that stay when its workers have gone: the one that starts them, and the one that tidies up.
_SERVANTS: Final = 2
_LOOK_SECONDS: Final = 1.0
_KEEP_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Moment:
    """The most since the moment before, MiB. run: the process of the build; at: seconds since it began; storing: false
    once all workers have gone and what is left is settled and published; load: of the machine, over a minute;
    writer_cpu, workers_cpu: seconds of processor time since it began.
    """

    run: int
    at: float
    storing: bool
    resident: float
    anonymous: float
    worker: float
    disk: float
    load: float
    writer_cpu: float = 0.0
    workers_cpu: float = 0.0


def watched_build(source: Path, store: Path, jobs: int, log: Path) -> None:
    """Builds, and appends a Moment a line. Exits where the build fails."""
    command = [*KG, "build", str(source), "--store", str(store), "-j", str(jobs)]
    with (
        log.open("a", encoding="utf-8") as lines,
        log.with_suffix(".messages").open("w+", encoding="utf-8") as messages,
        subprocess.Popen(command, stderr=messages) as process,
    ):
        for moment in _watched(process, store):
            lines.write(json.dumps(asdict(moment)) + "\n")
            lines.flush()
        if process.returncode:
            messages.seek(0)
            raise SystemExit(messages.read())


def _watched(process: subprocess.Popen[bytes], store: Path) -> Iterator[Moment]:
    begun = kept = time.monotonic()
    most, worker = Memory(), 0.0
    spent: dict[int, float] = {}
    had_workers, storing = False, True
    while True:
        ended = process.poll() is not None
        below = children(process.pid)
        had_workers |= len(below) > _SERVANTS
        gone = had_workers and len(below) <= _SERVANTS
        now = time.monotonic()
        if ended or gone == storing or now - kept >= _KEEP_SECONDS:
            yield Moment(
                run=process.pid,
                at=now - begun,
                storing=storing,
                resident=most.resident,
                anonymous=most.anonymous,
                worker=worker,
                disk=disk_mb(store),
                load=os.getloadavg()[0],
                writer_cpu=spent.get(process.pid, 0.0),
                workers_cpu=sum(seconds for pid, seconds in spent.items() if pid != process.pid),
            )
            kept, storing, most, worker = now, not gone, Memory(), 0.0
        if ended:
            return
        spent |= {pid: processor_seconds(pid) or spent.get(pid, 0.0) for pid in (process.pid, *below)}
        most = most.or_more(memory_of(process.pid))
        worker = max([worker, *(memory_of(each).resident for each in below)])
        time.sleep(_LOOK_SECONDS)


def moments(log: Path) -> list[Moment]:
    """What was seen of a build, of its parts where it was resumed."""
    return [Moment(**json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]


def seconds(seen: list[Moment], storing: bool) -> float:
    """How long workers were there, or had gone."""
    total, before = 0.0, 0.0
    for number, moment in enumerate(seen):
        if number and moment.run != seen[number - 1].run:
            before = 0.0
        if moment.storing == storing:
            total += moment.at - before
        before = moment.at
    return total


def processor_time(seen: list[Moment]) -> dict[str, float]:
    """Seconds that the workers took, the writer while there were workers, and the writer when they had gone."""
    told = {"workers": 0.0, "storing": 0.0, "ending": 0.0}
    for run in dict.fromkeys(moment.run for moment in seen):
        own = [moment for moment in seen if moment.run == run]
        storing = max((moment.writer_cpu for moment in own if moment.storing), default=0.0)
        told["workers"] += max(moment.workers_cpu for moment in own)
        told["storing"] += storing
        told["ending"] += max(moment.writer_cpu for moment in own) - storing
    return told


def quarters(seen: list[Moment]) -> list[float]:
    """Medians of the writer's resident memory in the four quarters of the time that it stored."""
    stored = [moment.resident for moment in seen if moment.storing]
    bounds = [len(stored) * part // 4 for part in range(5)]
    return [median(stored[one:other]) for one, other in pairwise(bounds) if one < other]


def disk_mb(store: Path) -> float:
    """Size of the writer's database, MiB."""
    total = 0
    for file in (store / "data").glob("*"):
        try:
            total += file.stat().st_size
        except OSError:  # merged into another
            continue
    return total / 2**20
