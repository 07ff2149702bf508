"""Measures the explorer's pages and its API on a graph of a million triples and writes the table into BENCHMARKS.md.

    python -m tests.benchmarks.pages [--triples 1000000] [--rounds 30] [--print]

The graph is made of the shipped samples, copied under other names and dates; what the gazetteer knows is shared by all
copies, so that the best known actors stand in hundreds of articles. Requests follow each other on one connection, and
no answer comes from a cache of the client.
"""

import argparse
import gzip
import http.client
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.build import build
from kg.language import load_pipeline
from kg.resources import samples_dir
from kg.settings import Settings
from kg.sources import read_inputs
from kg.store import Writer, open_snapshot
from server.explore.index.making import index_path, make_index
from server.explore.index.opened import Index
from tests.benchmarks.copies import copy_articles
from tests.benchmarks.report import write_part
from tests.server.serving import BROWSER, serving

# The best known, the most disputed, the longest of each family.
_PICKED = {
    "actor": ("Actor", "articles DESC"),
    "place": ("Place", "articles DESC"),
    "zone": ("Zone", "claims DESC"),
    "strike": ("Strike", "disputed DESC, claims DESC"),
    "agreement": ("Agreement", "claims DESC"),
    "claim": ("Claim", "disputed DESC, claims DESC"),
    "article": ("Article", "claims DESC"),
}
_PAGES = (
    "/",
    "/strikes",
    "/strikes?factuality=Disputed&sort=oldest",
    "/strikes?q=attack",
    "/strikes?page=50",
    "/agreements",
    "/zones",
    "/actors",
    "/claims",
    "/claims?disputed=1",
    "/articles",
    "/map",
    "/timeline",
    "/query",
    "/dataset",
    "/ontology",
    "/ontology/Strike",
    "/search?q=attack",
)
_API = (
    "/api/strikes",
    "/api/claims/grid",
    "/api/timeline",
    "/api/map",
    "/api/suggest?q=un",
    "/api/find?q=attack",
    "/api/dataset",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Times in milliseconds and sizes in bytes of one address."""

    address: str
    median: float
    highest: float
    size: int
    packed: int


def main() -> None:
    """Makes the graph, measures, and writes the table."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kg-pages-") as name:
        samples, store = Path(name) / "samples", Path(name) / "store"
        with Writer(samples) as writer:
            build(read_inputs([str(samples_dir())], Settings()), writer, load_pipeline(Settings()), Settings())
        copy_articles(open_snapshot(samples).store, store, options.triples)
        begun = time.perf_counter()
        snapshot = open_snapshot(store)
        make_index(store, snapshot)
        seconds = time.perf_counter() - begun
        size = index_path(store, snapshot.generation).stat().st_size
        triples = len(snapshot.store)
        addresses = list(_addresses(store))
        with serving(store, KG_HTTP_PROCESSES="1", KG_QUERY_PROCESSES="2") as served:
            found = [_measured(served.url, address, options.rounds) for address in addresses]
    text = _report(found, triples, seconds, size, options.rounds)
    if options.print:
        print(text)
    else:
        write_part("pages", text, "## Pages\n\n`python -m tests.benchmarks.pages`")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--print", action="store_true", help="print the table and leave BENCHMARKS.md alone")
    return parser.parse_args()


def _addresses(store: Path) -> Iterator[str]:
    base = Settings().base_iri
    yield from _PAGES
    with Index.newest(store) as index:
        picked = {
            name: index.one(f"SELECT iri FROM thing WHERE family = ? ORDER BY {order}, iri LIMIT 1", (family,))
            for name, (family, order) in _PICKED.items()
        }
    paths = {name: "/" + iri.removeprefix(base) for name, iri in picked.items() if iri}
    yield from paths.values()
    yield from _API
    yield f"/api/neighbours?iri={paths['actor'].removeprefix('/')}"
    yield f"{paths['strike']}.ttl"
    yield f"{paths['actor']}.ttl"


def _measured(url: str, address: str, rounds: int) -> Measured:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    times, body = [], b""
    for _ in range(rounds):
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Accept": BROWSER})
        response = connection.getresponse()
        body = response.read()
        times.append((time.perf_counter() - begun) * 1000)
        if response.status != 200:
            raise SystemExit(f"{address}: {response.status}")
    connection.close()
    return Measured(address, statistics.median(times), max(times), len(body), len(gzip.compress(body)))


def _report(found: list[Measured], triples: int, seconds: float, size: int, rounds: int) -> str:
    cores = os.cpu_count()
    lines = [
        f"{triples:,} triples; {rounds} requests an address, one after the other; {platform.machine()}, {cores} cores,"
        f" Python {platform.python_version()}. The index took {seconds:.1f} s and {size / 2**20:.0f} MiB.",
        "",
        "| address | median, ms | highest, ms | size, kB | packed, kB |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| `{m.address}` | {m.median:.1f} | {m.highest:.1f} | {m.size / 1000:.0f} | {m.packed / 1000:.0f} |"
        for m in found
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
