"""The W3C's test suite, where it lies beside the checkout: nothing fails but what the engine itself does."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.serving import Served

# Differences of the engine: literals in canonical form, the order of GROUP_CONCAT, blank nodes of BNODE(), variables
# of GRAPH within a group, paths of length zero.
OF_THE_ENGINE = {
    "agg-empty-group-count-graph",
    "agg-groupconcat-04",
    "agg-groupconcat-06",
    "graph",
    "csv03",
    "tsv03",
    "bnode01",
    "graph-minus",
    "zero_or_more_set_end",
    "zero_or_more_set_start",
    "zero_or_one_set_end",
    "zero_or_one_set_start",
}


@pytest.fixture(scope="module")
def failures(shared: Path, writable: Served, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Names of failed tests and why."""
    script = shared / "w3c" / "conformance.py"
    if not script.is_file():
        pytest.skip("needs the W3C test suite in ../shared")
    report = tmp_path_factory.mktemp("w3c") / "report.json"
    url = writable.url
    command = [sys.executable, str(script), "--query", f"{url}/sparql", "--update", f"{url}/update"]
    command += ["--gsp", f"{url}/store", "--token", str(writable.token), "--direct", "--json", str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    groups = json.loads(report.read_text())
    assert sum(group["counts"].get("pass", 0) for group in groups.values()) > 500
    return {name: why for group in groups.values() for name, why in group["fails"]}


def test_w3c_suite_fails_only_where_the_engine_does(failures: dict[str, str]) -> None:
    assert {name: why for name, why in failures.items() if name not in OF_THE_ENGINE} == {}


def test_w3c_list_of_engine_failures_is_true(failures: dict[str, str]) -> None:
    assert OF_THE_ENGINE - failures.keys() == set()
