"""The ``kg`` command as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

KG: Final = [sys.executable, "-c", "from kg.cli import main; main()"]
_LEFT_OUT: Final = ("NO_COLOR", "FORCE_COLOR")


def environment_of_tests() -> dict[str, str]:
    """The environment without what would change the program's output or settings."""
    return {n: value for n, value in os.environ.items() if not n.startswith("KG_") and n not in _LEFT_OUT}


def kg(
    *arguments: object, stdin: str | bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs ``kg`` to its end; standard output and error as text."""
    done = kg_bytes(*arguments, stdin=stdin, cwd=cwd, **environment)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def kg_bytes(
    *arguments: object, stdin: str | bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The same, with what was written as it is."""
    return subprocess.run(
        [*KG, *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**environment_of_tests(), "PYTHONUTF8": "1", **environment},
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]
