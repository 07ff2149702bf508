"""Measures building and writes the figures into BENCHMARKS.md.

    python -m tests.benchmarks.build FOLDER [--parts speed,kills,large,retraction] [--articles 100000] [--jobs 4]

FOLDER keeps the results of each part, so that parts can be measured on different days; and the large store, with which
a later run goes on. Figures hold as ratios within one run only.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.build_kills import kill_at_random_moments
from tests.benchmarks.build_large import grow, large_table
from tests.benchmarks.build_retraction import retract_one
from tests.benchmarks.build_speed import measure_speed
from tests.benchmarks.report import write_part

Results = dict[str, Any]


def main() -> None:
    """Runs the chosen parts and writes what is known."""
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Callable[[], object]] = {
        "speed": lambda: measure_speed(options.jobs, options.rounds),
        "kills": lambda: kill_at_random_moments(options.folder, options.kills, options.jobs),
        "large": lambda: grow(options.folder, options.articles, options.jobs),
        "retraction": lambda: retract_one(options.folder, options.jobs),
    }
    for part in options.parts.split(","):
        result = parts[part]()
        (options.folder / f"{part}.json").write_text(json.dumps(result, indent=1))
        print(part, json.dumps(result), flush=True)
    report = _report(options.folder)
    write_part("build", report, "## Building")
    print(report)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", default="speed,kills,large,retraction")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each speed, of which the median counts")
    parser.add_argument("--kills", type=int, default=30)
    return parser.parse_args()


def _report(folder: Path) -> str:
    found = {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}
    tables = {"speed": _speed, "large": large_table, "kills": _kills, "retraction": _retraction}
    lines = []
    for name, table in tables.items():
        if name in found:
            lines += [*table(found[name]), ""]
    return "\n".join(lines).rstrip()


def _speed(found: Results) -> list[str]:
    rows = [f"| {name} | {words:,.0f} |" for name, words in found["words_per_second"].items()]
    return [
        f"Words a second of {found['articles']:,} articles (samples, repeated), medians of {found['rounds']} rounds",
        f"in which all take turns, start of the processes included, on {found['cores']} cores.",
        "",
        "| | words/s |",
        "|---|---:|",
        *rows,
        f"| **{found['jobs']} processes that extract : 1** | **{found['processes_to_one']:.2f}** |",
        f"| **{found['jobs']} processes that extract : all in one process** | **{found['processes_to_alone']:.2f}** |",
        f"| **whole build : bare pipeline, {found['jobs']} processes each** | **{found['build_to_bare']:.0%}** |",
    ]


def _kills(found: Results) -> list[str]:
    return [
        f"`kill -9` at {found['rounds']} random moments of a build of {found['articles']:,} articles with "
        f"{found['jobs']} processes ({found['parents']} times the build itself, {found['workers']} times a worker), "
        f"then resumed: {found['same']} of {found['rounds']} exports equal the undisturbed one byte for byte; articles "
        f"that a resumed build found stored: {found['kept']:,} of {found['of']:,}.",
    ]


def _retraction(found: Results) -> list[str]:
    return [
        f"Retracting one article of {found['articles']:,} ({found['triples']:,} triples), identity and publication "
        f"included: {found['seconds']:.2f} s at most of {found['rounds']}; graphs of other articles that changed: "
        f"{found['others_changed']}.",
    ]


if __name__ == "__main__":
    main()
