"""The command line: errors of one line with their codes, and the commands that have no file of their own."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.articles import LINE
from tests.command import KG, kg, last_line


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "message"),
    [
        (["build", "-"], "", 2, "Missing option '--store'"),
        (["build", "--store", "{tmp}/s"], "", 2, "Missing argument"),
        (["build", "{tmp}/none.txt", "--store", "{tmp}/s"], "", 3, "1 input could not be read"),
        (["build", "{tmp}", "--store", "{tmp}/../{tmp.name}"], "", 2, "name another folder for the store"),
        (["build", "-", "--store", "{tmp}/s"], "", 3, "no usable article in the input"),
        (["build", "-", "--store", "{tmp}/s"], "{", 3, "no usable article in the input"),
        (["build", "-", "--store", "{tmp}/s", "--strict"], LINE + "{", 1, "1 item skipped under --strict"),
        (["build", "", "--store", "{tmp}/s"], "", 3, "1 input could not be read"),
        (["build", "-", "--store", ""], LINE, 2, "the store's name is empty"),
        (["build", "-", "--store", "http://x.example/"], LINE, 2, "is written sparql+http://x.example/"),
        (["build", "-", "--store", "sparql+http://a..b/"], LINE, 2, "is malformed"),
        (["update", "-", "--store", "sparql+http://x.example/", "--dry-run"], LINE, 2, "needs a store in a folder"),
        (["stats", "--store", "sparql+http://x.example/"], "", 2, "needs one in a folder"),
        (["watch", "https://x.example/", "--store", "sparql+http://x.example/"], "", 2, "needs one in a folder"),
        (["export", "--store", ""], "", 2, "the store's name is empty"),
        (["resolve", "--store", ""], "", 2, "the store's name is empty"),
        (["extract", "-"], "", 3, "no usable article in the input"),
        (["extract", "-", "--format", "pdf"], "", 2, "'pdf' is not one of"),
        (["query", "strikes", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["stats", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["validate", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["export", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["remove", "a", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["serve", "--store", "{tmp}/s"], "", 4, "there is no store at"),
        (["nonsense"], "", 2, "No such command 'nonsense'"),
    ],
)
def test_cli_refuses_with_one_line_and_its_code(
    arguments: list[str], stdin: str, code: int, message: str, tmp_path: Path
) -> None:
    done = kg(*(a.format(tmp=tmp_path) for a in arguments), stdin=stdin)
    assert done.returncode == code
    assert message in last_line(done)


@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "ntriples", "jsonld"])
def test_cli_extract_writes_rdf_that_can_be_read_again(name: str) -> None:
    from pyoxigraph import RdfFormat, parse

    formats = {
        "turtle": RdfFormat.TURTLE,
        "trig": RdfFormat.TRIG,
        "nquads": RdfFormat.N_QUADS,
        "ntriples": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
    }
    done = kg("extract", "-", "--format", name, stdin=LINE)
    assert done.returncode == 0, done.stderr
    assert len(list(parse(done.stdout.encode(), format=formats[name]))) > 20


def test_cli_export_sorted_is_the_same_each_time(store: Path) -> None:
    one, other = (kg("export", "--store", store, "--sorted").stdout for _ in range(2))
    assert one == other
    assert one.splitlines() == sorted(one.splitlines())
    assert len(kg("export", "--store", store).stdout.splitlines()) == len(one.splitlines())


def test_cli_export_ends_quietly_when_its_reader_goes(store: Path) -> None:
    with subprocess.Popen(
        [*KG, "export", "--store", str(store)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def test_cli_stats_counts(store: Path) -> None:
    counts = json.loads(kg("stats", "--store", store, "--format", "json").stdout)
    assert counts["Article"] == 1
    assert counts["generation"] == 1
    parts = ("of articles", "of what is decided across articles", "of the ontology")
    assert counts["triples"] == sum(counts[f"triples {part}"] for part in parts)


def test_cli_stats_counts_the_triples_of_articles_as_a_build_does(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Russian jets bombed a hospital in Idlib on Sunday, killing 20 people, rebels said."
    )
    done = kg("build", tmp_path / "a.txt", "--store", tmp_path / "s")
    counts = json.loads(kg("stats", "--store", tmp_path / "s", "--format", "json").stdout)
    assert f"({counts['triples of articles']:,} triples)" in done.stderr


def test_cli_validate_passes_what_was_built(store: Path) -> None:
    done = kg("validate", "--store", store)
    assert (done.returncode, done.stdout) == (0, "")


def test_cli_remove_names_an_article_that_may_be_meant(store: Path) -> None:
    done = kg("remove", "a.txt", "--store", store)
    assert done.returncode == 2
    assert last_line(done) == "kg: not in the store: a.txt; perhaps a"


def test_cli_remove_leaves_nothing_of_the_article(store: Path) -> None:
    assert kg("remove", "a", "--store", store).returncode == 0
    assert "/article/" not in kg("export", "--store", store).stdout
    gone = kg("remove", "a", "--store", store)
    assert gone.returncode == 2
    assert "not in the store: a" in last_line(gone)


def test_cli_settings_are_checked(tmp_path: Path) -> None:
    done = kg("build", "-", "--store", tmp_path / "s", stdin=LINE, KG_PORT="many")
    assert done.returncode == 2
    assert "KG_PORT must be a whole number, 0 or more" in last_line(done)


def test_cli_help_names_every_command() -> None:
    text = kg("--help").stdout
    assert all(
        name in text
        for name in ("build", "extract", "query", "queries", "serve", "export", "validate", "stats", "remove")
    )
