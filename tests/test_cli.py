import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.cli.changing import expected_articles
from tests.command import KG, kg

TEXT = "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people."
LINE = json.dumps({"id": "a", "text": TEXT, "published": "2020-03-05"}) + "\n"


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    assert kg("build", "-", "--store", tmp_path / "s", stdin=LINE).returncode == 0
    return tmp_path / "s"


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


def test_cli_query_gives_each_format(store: Path) -> None:
    select = "SELECT ?t { ?a a ckg:Article ; ckg:text ?t }"
    text = f"PREFIX ckg: <https://w3id.org/conflict-kg/ontology#> {select}"
    assert TEXT in kg("query", "-", "--store", store, "--format", "csv", stdin=text).stdout
    rows = json.loads(kg("query", "-", "--store", store, "--format", "json", stdin=text).stdout)
    assert rows["results"]["bindings"][0]["t"]["value"] == TEXT
    graph = text.replace(select, "CONSTRUCT { ?a a ckg:Article } { ?a a ckg:Article }")
    assert "a ckg:Article" in kg("query", "-", "--store", store, stdin=graph).stdout
    assert kg("query", "-", "--store", store, stdin="ASK { ?s ?p ?o }").stdout == "yes\n"
    wrong = kg("query", "-", "--store", store, "--format", "turtle", stdin=text)
    assert wrong.returncode == 2


def test_cli_query_says_how_to_give_what_it_needs(store: Path) -> None:
    done = kg("query", "actor-mentions", "--store", store)
    assert done.returncode == 2
    assert "needs --param actor=VALUE: any name of the actor" in last_line(done)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {", "not well formed"),
        ("SELECT * { ?s a ckg:Strike }", "begin with PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>"),
        ("SELECT * { ?s a none:Strike }", "column 28: its prefix is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not allowed here"),
        ("DELETE WHERE { ?s ?p ?o }", "not well formed"),
    ],
)
def test_cli_query_refuses_what_it_cannot_run(text: str, message: str, store: Path) -> None:
    done = kg("query", "-", "--store", store, stdin=text)
    assert done.returncode == 2
    assert message in last_line(done)


def test_cli_query_runs_every_shipped_query(store: Path) -> None:
    from kg.library import queries

    for query in queries().values():
        if not query.federated and not any(p.required for p in query.parameters):
            done = kg("query", query.name, "--store", store)
            assert done.returncode == 0, f"{query.name}: {done.stderr}"


def test_cli_query_names_unknown_queries_and_parameters(store: Path) -> None:
    assert "kg queries lists them" in last_line(kg("query", "nonsense", "--store", store))
    assert "NAME=VALUE" in last_line(kg("query", "strikes", "--param", "x", "--store", store))


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


def test_cli_query_without_rows_says_what_was_asked_for(store: Path) -> None:
    default = kg("query", "former-names", "--store", store)
    assert last_line(default) == "0 rows for actor 'Hayat Tahrir al-Sham'; --param actor=VALUE asks for another"
    given = kg("query", "former-names", "--param", "actor=Nobody", "--store", store)
    assert last_line(given) == "0 rows for actor 'Nobody'; --param actor=VALUE asks for another"


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


def test_cli_query_shows_a_thing_without_a_label_by_its_name(store: Path) -> None:
    pairs = "(<https://example.org/x> UNDEF) (<https://example.org/y> 'Why')"
    text = f"SELECT ?a ?aLabel {{ VALUES (?a ?aLabel) {{ {pairs} }} }}"
    shown = kg("query", "-", "--store", store, stdin=text).stdout
    assert "https://example.org/x" in shown
    assert "Why" in shown
    assert "https://example.org/y" not in shown


def test_cli_query_calls_things_by_their_labels_in_the_tables_of_shipped_queries(store: Path) -> None:
    shown = kg("query", "claim-evidence", "--store", store).stdout
    assert ":claim/" not in shown
    assert ":article/a" not in shown
    assert "--format csv gives the IRIs too" in kg("query", "claim-evidence", "--store", store).stderr
    own = kg("query", "-", "--store", store, stdin="SELECT ?s { ?s a <https://w3id.org/conflict-kg/ontology#Article> }")
    assert ":article/a" in own.stdout


def test_cli_query_shows_texts_of_any_length(store: Path) -> None:
    done = kg("query", "-", "--store", store, stdin=f"SELECT ('{'x' * 200_000}' AS ?long) {{}}")
    assert (done.returncode, last_line(done)) == (0, "1 row")
    assert "xxx" in done.stdout


def test_cli_query_says_that_a_graph_is_empty(store: Path) -> None:
    done = kg("query", "actor-mentions", "--param", "actor=Nobody", "--store", store)
    assert last_line(done) == "0 rows for actor 'Nobody'; --param actor=VALUE asks for another"
    done = kg("query", "actor-annotations", "--param", "actor=Nobody", "--store", store)
    assert last_line(done) == "0 triples for actor 'Nobody'; --param actor=VALUE asks for another"


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


def test_cli_query_as_xml_keeps_the_ends_of_lines(store: Path) -> None:
    select = 'SELECT ?x { VALUES ?x { "a\\r\\nb" } }'
    done = kg("query", "-", "--store", store, "--format", "xml", stdin=select)
    assert done.returncode == 0
    assert [each.text for each in ElementTree.fromstring(done.stdout).iter() if each.text] == ["a\r\nb"]
    done = kg("query", "-", "--store", store, "--format", "xml", stdin='SELECT ?x { VALUES ?x { "a\\u0001b" } }')
    assert (done.returncode, "U+0001, which XML cannot write" in last_line(done)) == (2, True)
