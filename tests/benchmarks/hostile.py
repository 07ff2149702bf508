"""What must not hurt: bombs beside look-ups, and processes killed while updates are acknowledged."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.load import WORKS, Measured, measure
from tests.server.serving import Served, children, kill, serving

_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMBS = [
    f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    f"SELECT * {{ {_CROSS} }} ORDER BY ?f",
    f"SELECT DISTINCT ?a ?d ?g {{ {_CROSS} }} ORDER BY ?g",
    f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ {_CROSS} FILTER(?a != ?d) }}",
]


@dataclass(frozen=True)
class UnderBombs:
    """Look-ups without and with bombs; how long each bomb took; the most memory of all processes, in MiB."""

    quiet: Measured
    loud: Measured
    statuses: dict[int, int]
    slowest_s: float
    memory_mb: float


def look_up_under_bombs(store: Path, folder: Path, timeout: int, bombs: int = 20) -> UnderBombs:
    """Twenty bombs at once, while eight clients do point look-ups."""
    with serving(store, KG_QUERY_TIMEOUT=str(timeout)) as served:
        quiet = measure(f"{served.url}/sparql", WORKS[0], folder, seconds=timeout)
        answers: list[tuple[int, float]] = []
        threads = [threading.Thread(target=_bomb, args=(served, number, answers)) for number in range(bombs)]
        memory: list[float] = []
        over = threading.Event()
        watch = threading.Thread(target=_watch_memory, args=(served.process.pid, memory, over))
        watch.start()
        for thread in threads:
            thread.start()
        loud = measure(f"{served.url}/sparql", WORKS[0], folder, seconds=timeout)
        for thread in threads:
            thread.join()
        over.set()
        watch.join()
    statuses: dict[int, int] = {}
    for status, _ in answers:
        statuses[status] = statuses.get(status, 0) + 1
    return UnderBombs(quiet, loud, statuses, max(seconds for _, seconds in answers), max(memory))


def _bomb(served: Served, number: int, answers: list[tuple[int, float]]) -> None:
    begun = time.monotonic()
    answer = served.ask(BOMBS[number % len(BOMBS)])
    answers.append((answer.status_code if answer.whole else 0, time.monotonic() - begun))


def _watch_memory(pid: int, memory: list[float], over: threading.Event) -> None:
    page = os.sysconf("SC_PAGE_SIZE")
    while not over.wait(0.1):
        total = 0
        for child in children(pid):
            try:
                fields = Path(f"/proc/{child}/statm").read_text().split()
            except OSError:  # it has just ended
                continue
            total += (int(fields[1]) - int(fields[2])) * page
        memory.append(total / 2**20)


@dataclass(frozen=True)
class Killed:
    """Rounds, acknowledged updates, how many of them were lost or half done, and the longest outage in seconds."""

    rounds: int
    acknowledged: int
    lost: int
    half: int
    outage_s: float


_SERVE = "from kg.cli import main; main()"


def kill_at_random(folder: Path, rounds: int = 100) -> Killed:
    """Kills a process of the server at a random moment, the parent too, while updates go in; a killed parent is
    started again, as a service manager would."""
    chance = random.Random(11)
    port = str(20_000 + os.getpid() % 10_000)
    command = [sys.executable, "-c", _SERVE, "serve", "--store", str(folder), "--port", port, "--allow-updates"]
    environment = {**os.environ, "KG_TOKEN": "t", "KG_QUERY_PROCESSES": "3", "KG_HTTP_PROCESSES": "2"}

    def start() -> Served:
        process = subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        served = Served(f"http://127.0.0.1:{port}", process)
        served.token = "t"
        return served

    served, acknowledged, outage = start(), set[int](), 0.0
    _wait(served)
    for number in range(rounds):
        family = children(served.process.pid)
        victim = served.process.pid if number % 5 == 0 else chance.choice(family)
        killer = threading.Timer(chance.uniform(0, 0.05), kill, (victim,))
        killer.start()
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            first = 2 * len(acknowledged) + 1_000_000 * number
            if _update(served, first):
                acknowledged.add(first)
        killer.join()
        died = time.monotonic()
        if victim == served.process.pid:
            served.process.wait()
            served = start()
        _wait(served)
        outage = max(outage, time.monotonic() - died)
    answer = served.ask("SELECT ?o { ?s ?p ?o }")
    found = {int(row["o"]["value"]) for row in answer.json["results"]["bindings"]}
    served.process.send_signal(signal.SIGTERM)
    served.process.wait()
    lost = sum(not {first, first + 1} <= found for first in acknowledged)
    return Killed(rounds, len(acknowledged), lost, sum(value ^ 1 not in found for value in found), outage)


def _update(served: Served, first: int) -> bool:
    data = " ; ".join(f"INSERT DATA {{ <http://e/{n}> <http://e/p> {n} }}" for n in (first, first + 1))
    try:
        return served.update(data).status_code == 204
    except OSError:
        return False


def _wait(served: Served) -> None:
    """Waits until the server answers a query that reads the store, and an update."""
    while True:
        try:
            read = served.ask("SELECT * { ?s ?p ?o } LIMIT 1").status_code
            if read == 200 and served.update("INSERT DATA {}").status_code == 204:
                return
        except OSError:
            time.sleep(0.01)
