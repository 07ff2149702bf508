"""Changes of a store: what is added, replaced and retracted, and the account of it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad
from spacy.language import Language

from kg.build import build, remove
from kg.build.audit import AuditFile
from kg.names import Names
from kg.records import Article
from kg.settings import Settings
from kg.store import Writer, current_generation, open_snapshot
from kg.stores.preview import Preview
from tests.command import kg

SETTINGS = Settings()
NAMES = Names(SETTINGS.base_iri)
TEXTS = {
    "a": "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people.",
    "b": "Turkey and Russia signed a ceasefire agreement in Moscow. The rebels rejected the truce.",
    "c": "Ukraine denied shelling Donetsk.",
}
ARTICLES = [Article(each, text) for each, text in TEXTS.items()]
NEW_B = Article("b", "Turkey and Russia signed a ceasefire agreement in Moscow. Shelling went on.")


@pytest.fixture
def store(pipeline: Language, tmp_path: Path) -> Path:
    with Writer(tmp_path / "store") as writer:
        build(ARTICLES[:2], writer, pipeline, SETTINGS)
    return tmp_path / "store"


def graphs(folder: Path) -> dict[str, set[Quad]]:
    held: dict[str, set[Quad]] = {}
    for quad in open_snapshot(folder).store:
        assert isinstance(quad.graph_name, NamedNode)
        held.setdefault(quad.graph_name.value, set()).add(quad)
    return held


def update(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return kg("update", *arguments, stdin=stdin)


def lines(*articles: Article) -> str:
    return "".join(json.dumps({"id": article.id, "text": article.text}) + "\n" for article in articles)


def audited(path: Path) -> dict[str, tuple[str, int, int]]:
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return {each["article"]: (each["change"], each["triples_added"], each["triples_removed"]) for each in found}


def test_update_adds_replaces_and_retracts_and_tells_of_it(store: Path, pipeline: Language, tmp_path: Path) -> None:
    before = graphs(store)
    with Writer(store) as writer, AuditFile(tmp_path / "audit.jsonl") as audit:
        report = build([NEW_B, ARTICLES[2]], writer, pipeline, SETTINGS, retract=["a", "nowhere"], audit=audit)
    after = graphs(store)
    a, b, c = (NAMES.article(each) for each in "abc")
    assert set(after) == (set(before) - {a}) | {c}
    assert audited(tmp_path / "audit.jsonl") == {
        a: ("retracted", 0, len(before[a])),
        b: ("replaced", len(after[b] - before[b]), len(before[b] - after[b])),
        c: ("added", len(after[c]), 0),
    }
    assert (report.retracted, report.written, report.replaced) == (["a"], ["b", "c"], 1)
    assert report.added == len(after[b] - before[b]) + len(after[c])
    assert report.removed == len(before[b] - after[b]) + len(before[a])


@pytest.mark.parametrize("preview", [False, True])
def test_update_replaces_an_article_that_is_to_be_retracted_too(
    preview: bool, store: Path, pipeline: Language, tmp_path: Path
) -> None:
    with Preview(store) if preview else Writer(store) as writer, AuditFile(tmp_path / "audit.jsonl") as audit:
        retract = ["b", NAMES.article("a"), "nowhere"]
        report = build([NEW_B, ARTICLES[0]], writer, pipeline, SETTINGS, retract=retract, audit=audit)
    assert (report.written, report.unchanged, report.replaced) == (["b"], ["a"], 1)
    assert (report.retracted, report.missing) == ([], ["nowhere"])
    assert {name: line[0] for name, line in audited(tmp_path / "audit.jsonl").items()} == {
        NAMES.article("b"): "replaced"
    }


def test_update_dry_run_says_the_same_and_changes_nothing(store: Path, pipeline: Language, tmp_path: Path) -> None:
    before = graphs(store)
    arguments = (["--remove", "a"], lines(NEW_B, ARTICLES[2], ARTICLES[1]))
    dry = update("-", "--store", store, "--dry-run", "--audit", tmp_path / "dry", *arguments[0], stdin=arguments[1])
    assert dry.returncode == 0, dry.stderr
    assert graphs(store) == before
    assert current_generation(store) == 1
    real = update("-", "--store", store, "--audit", tmp_path / "real", *arguments[0], stdin=arguments[1])
    assert real.returncode == 0, real.stderr
    told = [json.loads(line) for line in (tmp_path / "real").read_text().splitlines()]
    assert [json.loads(line) for line in (tmp_path / "dry").read_text().splitlines()] == [
        {**line, "dry_run": True} for line in told
    ]
    [said] = [line for line in real.stderr.splitlines() if "added" in line]
    assert f"would be: {said}" in dry.stderr
    assert said.startswith("1 article added, 1 replaced, 1 retracted, 0 unchanged, 1 skipped; ")
    assert current_generation(store) == 2


def test_update_that_changes_nothing_publishes_nothing(store: Path, pipeline: Language) -> None:
    before = sorted(str(path.relative_to(store)) for path in store.rglob("*") if "data" not in path.parts)
    with Writer(store) as writer:
        report = build(ARTICLES[:2], writer, pipeline, SETTINGS)
        assert remove(["nowhere"], writer, SETTINGS) == []
    assert (report.unchanged, report.generation) == (["a", "b"], 1)
    assert sorted(str(path.relative_to(store)) for path in store.rglob("*") if "data" not in path.parts) == before


def test_update_publishes_what_a_killed_one_left(store: Path, pipeline: Language) -> None:
    with Writer(store) as writer:
        writer.drop_graph(NAMES.article("a"), pending=True)
    assert NAMES.article("a") in graphs(store)
    with Writer(store) as writer:
        assert writer.pending() == {NAMES.article("a")}
        report = build(ARTICLES[1:2], writer, pipeline, SETTINGS)
        assert writer.pending() == frozenset()
    assert report.generation == 2
    assert NAMES.article("a") not in graphs(store)
    assert "urn:conflict-kg:pending" not in graphs(store)


def test_update_retracts_one_article_and_touches_no_other(store: Path) -> None:
    before = graphs(store)
    with Writer(store) as writer:
        assert remove(["a"], writer, SETTINGS) == ["a"]
    after = graphs(store)
    same = {name for name in before if name != NAMES.graph("identity") and before[name] == after.get(name)}
    assert set(before) - same <= {NAMES.article("a"), NAMES.graph("identity")}


def test_update_of_a_read_only_store_is_refused(store: Path) -> None:
    if os.geteuid() == 0:
        done = subprocess.run(["mount", "--bind", "-o", "ro", str(store), str(store)], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("cannot mount a folder read-only here")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(store)], capture_output=True, check=False)
    else:
        for path in (store, *store.rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        refused = update("--store", store, "--remove", "a")
        asked = kg("query", "-", "--store", store, stdin="ASK {?s ?p ?o}")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(store)], check=True)
        else:
            for path in (store, *store.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
    assert refused.returncode == 4, refused.stderr
    assert refused.stderr.startswith(f"kg: {store} cannot be written: ")
    assert asked.stdout == "yes\n"


def test_update_does_not_care_for_the_clock(store: Path, pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes back by years between two builds: what is unchanged stays, what is changed is replaced."""
    monkeypatch.setattr("kg.build.article.time.time", lambda: 86_400.0)
    with Writer(store) as writer:
        report = build([ARTICLES[0], NEW_B], writer, pipeline, SETTINGS)
    assert (report.unchanged, report.written) == (["a"], ["b"])


def test_update_preview_of_a_store_that_is_not_there_is_an_empty_one(pipeline: Language, tmp_path: Path) -> None:
    with Preview(tmp_path / "none") as preview:
        report = build(ARTICLES, preview, pipeline, SETTINGS)
    assert report.written == ["a", "b", "c"]
    assert report.generation == 0
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--store", "{store}"], 2, "nothing to do"),
        (["--store", "{store}", "--remove", "nowhere"], 2, "not in the store: nowhere"),
        (["--store", "{store}/none", "--remove", "a"], 4, "there is no store at"),
        (["--store", "{store}", "--remove", "a", "--audit", "{store}/none/x"], 3, "no such file"),
        (["--store", "sparql+http://127.0.0.1:9/", "--remove", "a", "--dry-run"], 2, "needs a store in a folder"),
    ],
)
def test_update_refuses_with_one_line_and_its_code(arguments: list[str], code: int, message: str, store: Path) -> None:
    done = update(*(each.format(store=store) for each in arguments))
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
