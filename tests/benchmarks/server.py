"""Measures the server beside others on the same data and writes the table into BENCHMARKS.md.

    python -m tests.benchmarks.server --oxigraph PROGRAM --rdflib-endpoint PROGRAM [--rounds 100] [--timeout 10]

The figures hold as ratios within one run only.
"""

import argparse
import json
import platform
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from kg.store import Writer
from tests.benchmarks.graph import write_graph
from tests.benchmarks.hostile import Killed, UnderBombs, kill_at_random, look_up_under_bombs
from tests.benchmarks.load import JSON, WORKS, Measured, Work, measure
from tests.benchmarks.report import write_part
from tests.server.serving import serving


def main() -> None:
    """Runs all measurements."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        graph = folder / "graph.nt"
        write_graph(graph)
        store = folder / "store"
        with Writer(store) as writer:
            writer.store.bulk_load(path=graph)
            writer.store.optimize()
            writer.publish()
        urls = {"kg serve": stack.enter_context(serving(store)).url + "/sparql"}
        urls["oxigraph serve"] = stack.enter_context(_oxigraph(options.oxigraph, graph, folder))
        if options.rdflib_endpoint:
            urls["rdflib-endpoint"] = stack.enter_context(_rdflib_endpoint(options.rdflib_endpoint, graph))
        _require_same_answers(urls)
        rates = {work.name: _best(urls, work, folder, options.runs) for work in WORKS}
        first_byte = {server: _first_byte(url) for server, url in urls.items() if server != "rdflib-endpoint"}
        stack.close()
        bombs = look_up_under_bombs(store, folder, options.timeout)
        killed = kill_at_random(folder / "killed", options.rounds)
    report = _report(rates, first_byte, bombs, killed, options.timeout)
    write_part("server", report, "## Server")
    print(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"), required=shutil.which("oxigraph") is None)
    parser.add_argument("--rdflib-endpoint", default=shutil.which("rdflib-endpoint"))
    parser.add_argument("--rounds", type=int, default=100, help="rounds of kill -9")
    parser.add_argument("--timeout", type=int, default=10, help="seconds of a query while bombs run")
    parser.add_argument("--runs", type=int, default=3, help="measurements of each kind, of which the best counts")
    return parser.parse_args()


def _require_same_answers(urls: dict[str, str]) -> None:
    """Every server gives as many rows: otherwise their speeds compare nothing."""
    for work in WORKS[:2]:
        text = quote(work.query.replace("NUMBER", "5"))
        rows = set()
        for url in urls.values():
            request = urllib.request.Request(
                f"{url}?query={text}", headers={"Accept": "application/sparql-results+json"}
            )
            with urllib.request.urlopen(request, timeout=60) as response:
                rows.add(len(json.load(response)["results"]["bindings"]))
        if len(rows) > 1:
            raise SystemExit(f"the servers answer the {work.name} differently: {rows} rows")


def _best(urls: dict[str, str], work: Work, folder: Path, runs: int) -> dict[str, Measured]:
    """The best of several measurements of each server, taken in turns so that a busy minute hits them all."""
    taken = [{server: measure(url, work, folder) for server, url in urls.items()} for _ in range(runs)]
    return {server: max((each[server] for each in taken), key=lambda measured: measured.rate) for server in urls}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def _process(command: list[str], url: str) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{url}?query={quote('ASK {}')}", timeout=5).close()
                    break
                except OSError:
                    time.sleep(1)
            yield url
        finally:
            process.terminate()


@contextmanager
def _oxigraph(program: str, graph: Path, folder: Path) -> Iterator[str]:
    location = str(folder / "oxigraph")
    subprocess.run([program, "load", "--location", location, "--file", str(graph)], check=True, capture_output=True)
    address = f"127.0.0.1:{_free_port()}"
    command = [program, "serve-read-only", "--location", location, "--bind", address]
    with _process(command, f"http://{address}/query") as url:
        yield url


@contextmanager
def _rdflib_endpoint(program: str, graph: Path) -> Iterator[str]:
    port = _free_port()
    command = [program, "serve", str(graph), "--host", "127.0.0.1", "--port", str(port)]
    with _process(command, f"http://127.0.0.1:{port}/") as url:
        yield url


def _first_byte(url: str) -> float:
    """Seconds to the first byte of 100,000 rows; the least of five."""
    query = next(work.query for work in WORKS if work.name == "100,000 rows")
    times = []
    for number in range(5):
        # A comment makes each text another, so that no cache answers.
        request = urllib.request.Request(f"{url}?query={quote(query + f' # {number}')}", headers={"Accept": JSON})
        begun = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as response:
            response.read(1)
            times.append(time.perf_counter() - begun)
            response.read()
    return min(times)


def _report(
    rates: dict[str, dict[str, Measured]],
    first_byte: dict[str, float],
    bombs: UnderBombs,
    killed: Killed,
    timeout: int,
) -> str:
    servers = list(next(iter(rates.values())))
    lines = [
        "Requests a second, 8 clients on open connections, 1,000,000 triples, all servers in one run on the same",
        f"machine ({platform.machine()}), the best of several measurements. Only ratios mean anything.",
        "",
        "| | " + " | ".join(servers) + " | kg : oxigraph |",
        "|---|" + "---:|" * (len(servers) + 1),
    ]
    for name, by_server in rates.items():
        ratio = by_server["kg serve"].rate / by_server["oxigraph serve"].rate
        cells = " | ".join(_cell(measured) for measured in by_server.values())
        lines.append(f"| {name} | {cells} | {ratio:.2f} |")
    cells = " | ".join(f"{first_byte[server]:.3f} s" if server in first_byte else "" for server in servers)
    lines += [
        f"| first byte of 100,000 rows | {cells} | |",
        "",
        "| hostile | measured |",
        "|---|---|",
        f"| 20 bombs at once, {timeout} s a query: answers by status | {bombs.statuses} |",
        f"| slowest bomb | {bombs.slowest_s:.1f} s |",
        f"| look-ups beside them: failed, p99 | {bombs.loud.failed}, {bombs.loud.p99_ms:.1f} ms |",
        f"| look-ups without them: failed, p99 | {bombs.quiet.failed}, {bombs.quiet.p99_ms:.1f} ms |",
        f"| most memory of all the server's processes | {bombs.memory_mb:,.0f} MiB |",
        f"| rounds of kill -9, updates acknowledged | {killed.rounds}, {killed.acknowledged} |",
        f"| of these lost; half done | {killed.lost}; {killed.half} |",
        f"| longest outage, start of a killed parent included | {killed.outage_s:.2f} s |",
    ]
    return "\n".join(lines)


def _cell(measured: Measured) -> str:
    return f"{measured.rate:,.1f}" + (f" ({measured.failed} failed)" if measured.failed else "")


if __name__ == "__main__":
    main()
