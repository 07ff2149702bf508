"""Builds that are killed at random moments and resumed."""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.articles import write_articles
from tests.server.serving import children

_ARTICLES = 600
_KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def kill_at_random_moments(folder: Path, rounds: int, jobs: int) -> dict[str, Any]:
    """Kills a build, or one of its processes, at a random moment of its life, resumes it, compares the exports."""
    chance = random.Random(11)
    source = folder / "kills.jsonl"
    write_articles(source, _ARTICLES)
    begun = time.monotonic()
    expected = _finished(folder / "undisturbed", source, jobs)[0]
    whole = time.monotonic() - begun
    result: dict[str, Any] = {"rounds": rounds, "articles": _ARTICLES, "jobs": jobs, "same": 0, "kept": 0, "of": 0}
    result |= {"parents": 0, "workers": 0, "seconds_undisturbed": whole}
    for number in range(rounds):
        store = folder / "killed"
        shutil.rmtree(store, ignore_errors=True)
        killed_parent = _disturbed(store, source, jobs, chance.uniform(0, whole), number % 3 != 2, chance)
        result["parents" if killed_parent else "workers"] += 1
        digest, kept = _finished(store, source, jobs)
        result["same"] += digest == expected
        if killed_parent:
            result["kept"] += kept
            result["of"] += _ARTICLES
        print(f"round {number}: {'same' if digest == expected else 'OTHER'}, {kept} kept", flush=True)
    return result


def _environment() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": "1600000000", "KG_COMMIT_SECONDS": "1"}


def _disturbed(store: Path, source: Path, jobs: int, moment: float, parent: bool, chance: random.Random) -> bool:
    """Kills after so many seconds; whether it was the build itself."""
    command = [*_KG, "build", str(source), "--store", str(store), "-j", str(jobs)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=_environment()) as process:
        time.sleep(moment)
        below = sorted(children(process.pid))
        if parent or not below:
            process.kill()
            return True
        os.kill(chance.choice(below), signal.SIGKILL)
        process.wait()
    return False


def _finished(store: Path, source: Path, jobs: int) -> tuple[str, int]:
    """Builds to the end; the digest of the sorted export, and the number of articles that were there before."""
    command = [*_KG, "build", str(source), "--store", str(store), "-j", str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    kept = re.search(r"(\d+) unchanged", done.stderr)
    export = subprocess.run([*_KG, "export", "--store", str(store), "--sorted"], check=True, capture_output=True)
    return hashlib.sha256(export.stdout).hexdigest(), int(kept[1]) if kept else 0
