"""The guide to Wikidata: its commands are run as they stand there, against a stand-in, and give what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.settings import Settings
from tests.outside.standin import standing_in

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "wikidata.md"
QUERIES = GUIDE.parents[1] / "queries"


def blocks() -> list[tuple[str, str]]:
    """Commands of the guide, each with the output that follows it, if any."""
    found = re.findall(r"^```(sh|text)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    pairs = []
    for kind, text in found:
        if kind == "sh":
            pairs.append((text, ""))
        else:
            pairs[-1] = (pairs[-1][0], text)
    return pairs


def test_guide_names_the_queries_and_settings_that_there_are() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(wikidata[\w-]*)`", text, re.MULTILINE)) == {
        p.stem for p in QUERIES.glob("wikidata*.rq")
    }
    for name in re.findall(r"KG_(\w+)", text):
        assert hasattr(Settings(), name.lower()), name


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_guide_commands_give_what_it_says(sample_store: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_store, tmp_path / "store")
    kg = tmp_path / "bin" / "kg"
    kg.parent.mkdir()
    kg.write_text(f'#!/bin/sh\nexec {sys.executable} -c "from kg.cli import main; main()" "$@"\n')
    kg.chmod(0o755)
    with standing_in() as standin:
        environment = {
            "PATH": f"{kg.parent}:{os.environ['PATH']}",
            "KG_FEDERATION_SERVICES": standin.sparql,
            "KG_WIKIDATA_SEARCH": standin.api,
            "KG_WIKIDATA_SPARQL": standin.sparql,
            "KG_OUTSIDE_LOOPBACK": "yes",
            "KG_CONTACT": "you@example.org",
            "KG_OUTSIDE_PER_MINUTE": "1000000",
        }
        # A shipped query names Wikidata itself: here a copy that names the stand-in is run in its place.
        copy = tmp_path / "wikidata-names.rq"
        copy.write_text(
            (QUERIES / copy.name).read_text(encoding="utf-8").replace(Settings().federation_services, standin.sparql)
        )
        for commands, output in blocks():
            commands = commands.replace("kg build samples --store store\n", "").replace(
                "kg query wikidata-names", f"kg query {copy}"
            )
            done = subprocess.run(
                ["bash", "-e", "-c", commands.replace(Settings().federation_services, standin.sparql)],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )
            assert done.returncode == 0, done.stderr
            assert not output or done.stdout == output
            assert "note:" not in done.stderr
        assert (tmp_path / "names.csv").read_text().count("\n") > 10
        assert standin.queries
