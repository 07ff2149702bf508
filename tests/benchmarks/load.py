"""Requests a second, by wrk: eight clients on connections that stay open."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.graph import BASE, ITEMS, LABEL, PLACES

CLIENTS = 8
# Each of wrk's threads has its own place in memory, hence its own numbers.
_SCRIPT = """
function init(args) math.randomseed(os.time() + tonumber(tostring({{}}):match("0x(%x+)"):sub(-7), 16)) end
function request()
  return wrk.format("GET", "{path}?query={before}" .. {number} .. "{after}" .. {comment}, {{["Accept"]="{accept}"}})
end
"""
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Work:
    """A kind of query; NUMBER in it becomes a random number below most, and each text is another then, so that no cache
    answers. seconds is how long it is measured."""

    name: str
    query: str
    most: int
    seconds: int = 5


WORKS = [
    Work("point look-up", f"SELECT ?p ?o {{ <{BASE}item/NUMBER> ?p ?o }}", ITEMS),
    Work(
        "3-pattern join",
        f"SELECT ?a ?b ?l {{ ?a <{BASE}in> <{BASE}place/NUMBER> . ?a <{BASE}knows> ?b . ?b <{LABEL}> ?l }} LIMIT 100",
        PLACES,
    ),
    Work(
        "the same join again",
        f"SELECT ?a ?b ?l {{ ?a <{BASE}in> <{BASE}place/17> . ?a <{BASE}knows> ?b . ?b <{LABEL}> ?l }} LIMIT 100",
        0,
    ),
    Work("100,000 rows", f"SELECT ?s ?l {{ ?s <{LABEL}> ?l }} LIMIT 100000", 0, seconds=10),
]


@dataclass(frozen=True)
class Measured:
    """Answers a second, the 99th percentile of their time in ms, and how many were no success."""

    rate: float
    p99_ms: float
    failed: int


def measure(url: str, work: Work, folder: Path, seconds: int = 0) -> Measured:
    """Has eight clients ask a server one kind of query."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("this needs the program wrk (Debian: apt install wrk)")
    path = "/" + url.rpartition("/")[2]
    before, _, after = (quote(part) for part in work.query.partition("NUMBER"))
    script = folder / "load.lua"
    number = f"math.random(0, {work.most - 1})" if work.most else '""'
    comment = '"%20%23" .. math.random(0, 1000000000)' if work.most else '""'
    script.write_text(
        _SCRIPT.format(path=path, before=before, after=after, number=number, comment=comment, accept=JSON)
    )
    command = [wrk, "-t2", f"-c{CLIENTS}", f"-d{seconds or work.seconds}s", "--timeout", "60s", "--latency"]
    done = subprocess.run([*command, "-s", str(script), url], capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", done.stdout)
    assert rate
    assert p99
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[p99[2]]
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    broken = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    failed = int(errors[1]) if errors else 0
    return Measured(float(rate[1]), float(p99[1]) * unit, failed + sum(map(int, broken.groups() if broken else ())))
