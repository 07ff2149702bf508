"""The command that builds: what it says, what it resumes, what it leaves out, and how it ends."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.cli.changing import expected_articles
from tests.cli.articles import LINE, TEXT
from tests.command import KG, kg, last_line


def test_cli_build_says_what_it_did_and_resumes(tmp_path: Path) -> None:
    first = kg("build", "-", "--store", tmp_path / "s", stdin=LINE)
    again = kg("build", "-", "--store", tmp_path / "s", stdin=LINE)
    assert (first.returncode, again.returncode) == (0, 0)
    assert last_line(first).startswith("1 article built (")
    assert last_line(again).startswith("0 articles built (0 triples), 1 unchanged")
    assert first.stdout == again.stdout == ""
    assert "\x1b" not in first.stderr


def test_cli_build_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = kg("build", "-", "--store", tmp_path / "s", "--dry-run", stdin=LINE + "{\n")
    assert done.returncode == 0
    assert "skipped: standard input, line 2: is not valid JSON" in done.stderr
    assert last_line(done) == "would build 1 article, 1 skipped; nothing written"
    assert not (tmp_path / "s").exists()


def test_cli_build_reports_bad_inputs_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(TEXT)
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "latin.txt").write_bytes(b"caf\xe9 in Idlib")
    done = kg("build", tmp_path / "in", "--store", tmp_path / "s")
    assert done.returncode == 0
    assert f"skipped: {tmp_path / 'in' / 'empty.txt'}: is empty" in done.stderr
    assert "latin.txt: is not valid UTF-8 at byte 3" in done.stderr
    assert "2 articles built" in last_line(done)
    assert "1 skipped" in last_line(done)


def test_cli_says_that_a_store_is_busy(
    store: Path, other_writer: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with other_writer(store):
        done = kg("build", "-", "--store", store, stdin=LINE)
        asked = kg("query", "-", "--store", store, stdin="ASK { ?s ?p ?o }")
    assert done.returncode == 4
    assert "another process is writing" in last_line(done)
    assert asked.stdout == "yes\n"


def test_cli_build_on_a_full_disk_keeps_what_was_finished(small_disk: Path) -> None:
    store = small_disk / "s"
    assert kg("build", "-", "--store", store, stdin=LINE).returncode == 0
    noise = "".join(
        json.dumps({"id": f"n{n}", "text": TEXT, "noise": os.urandom(60_000).hex()}) + "\n" for n in range(200)
    )
    done = kg("build", "-", "--store", store, stdin=noise)
    assert done.returncode == 4
    assert last_line(done) == f"kg: the disk under {store} is full; what was finished before is kept"
    assert kg("query", "-", "--store", store, stdin=f"ASK {{ ?a ?p {json.dumps(TEXT)} }}").stdout == "yes\n"


def test_cli_interrupt_keeps_what_is_finished(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"n{n}", "text": TEXT}) + "\n" for n in range(64))
    command = [*KG, "build", "-", "--store", str(tmp_path / "s")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(lines.encode())
        process.stdin.flush()
        # The store's folder appears before the first batch; the open pipe keeps the build waiting for more articles.
        while not (tmp_path / "s" / "data").exists():
            assert process.poll() is None
            time.sleep(0.05)
        while not any((tmp_path / "s" / "data").glob("*.log")):
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        message = process.stderr.read().decode()
        assert process.wait() == 130
    assert "interrupted; kept: " in message
    assert kg("stats", "--store", tmp_path / "s").returncode == 0


def test_cli_build_dry_run_tells_of_ids_that_come_twice(tmp_path: Path) -> None:
    other = json.dumps({"id": "a", "text": TEXT.replace("20", "30")}) + "\n"
    done = kg("build", "-", "--store", tmp_path / "s", "--dry-run", stdin=LINE + other + LINE)
    assert done.returncode == 0
    assert "line 2: has the id 'a' of another article of this input, standard input, line 1" in done.stderr
    assert last_line(done) == "would build 1 article, 1 skipped; nothing written"


@pytest.mark.parametrize("moment", ["yesterday", "1e30", "nan"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_cli_a_time_that_is_none_is_refused_once(moment: str, jobs: str, tmp_path: Path) -> None:
    done = kg("build", "-", "--store", tmp_path / "s", "-j", jobs, stdin=LINE * 3, SOURCE_DATE_EPOCH=moment)
    assert done.returncode == 2
    assert last_line(done) == f"kg: SOURCE_DATE_EPOCH must be seconds since 1970, not {moment!r}"


def test_cli_the_number_of_articles_in_a_pipe_is_not_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.jsonl")
    assert expected_articles([str(tmp_path / "x.jsonl")]) is None
    (tmp_path / "y.jsonl").write_text(LINE * 2)
    assert expected_articles([str(tmp_path / "y.jsonl")]) == 2
