import json
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from spacy.language import Language
from spacy.tokens import Doc

from kg.build import Versions, article_extraction, build, fingerprint, remove
from kg.build.seen import Seen
from kg.errors import InputError
from kg.names import Names
from kg.records import Article, Extraction
from kg.settings import Settings
from kg.sources import Problem, read_inputs
from kg.store import Writer, open_snapshot

SETTINGS = Settings()
NAMES = Names(SETTINGS.base_iri)
FIRST = Article(
    "first", "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people."
)
SECOND = Article("second", "Turkey and Russia signed a ceasefire agreement in Moscow. The rebels rejected the truce.")


def graphs(folder: Path) -> set[str]:
    return {g.value for g in open_snapshot(folder).store.named_graphs() if isinstance(g, NamedNode)}


def test_build_puts_each_article_into_its_own_graph(tmp_path: Path, pipeline: Language) -> None:
    with Writer(tmp_path) as writer:
        report = build([FIRST, SECOND], writer, pipeline, SETTINGS)
    assert report.written == ["first", "second"]
    assert report.generation == 1
    assert {
        NAMES.article("first"),
        NAMES.article("second"),
        NAMES.graph("identity"),
        NAMES.graph("ontology"),
    } == graphs(tmp_path)


def test_build_passes_over_what_has_not_changed(tmp_path: Path, pipeline: Language) -> None:
    changed = Article("second", SECOND.text + " Shelling went on.")
    with Writer(tmp_path) as writer:
        build([FIRST, SECOND], writer, pipeline, SETTINGS)
        report = build([FIRST, changed], writer, pipeline, SETTINGS)
    assert (report.unchanged, report.written) == (["first"], ["second"])
    [text] = open_snapshot(tmp_path).store.quads_for_pattern(
        NamedNode(NAMES.article("second")), NamedNode("https://w3id.org/conflict-kg/ontology#text"), None, None
    )
    assert text.object == Literal(changed.text)


@pytest.mark.parametrize(
    "change", [{"title": "New"}, {"text": "Other."}, {"url": "https://e.org/"}, {"extra": {"a": 1}}]
)
def test_build_fingerprint_covers_what_the_graph_says(change: dict[str, object], pipeline: Language) -> None:
    before = {"id": "x", "text": "Text.", "title": None, "url": None}
    one, other = Article(**before), Article(**{**before, **change})  # type: ignore[arg-type]
    versions = Versions.of(pipeline)
    assert fingerprint(one, versions, SETTINGS) != fingerprint(other, versions, SETTINGS)
    assert fingerprint(one, versions, SETTINGS) != fingerprint(one, versions, Settings(base_iri="https://e.org/"))
    assert fingerprint(one, versions, SETTINGS) != fingerprint(one, replace(versions, rules="other"), SETTINGS)


def test_build_keeps_what_is_finished_when_interrupted(tmp_path: Path, pipeline: Language) -> None:
    def articles() -> Iterator[Article]:
        yield from (Article(f"n{number}", FIRST.text) for number in range(10))
        raise KeyboardInterrupt

    with Writer(tmp_path) as writer:
        report = build(articles(), writer, pipeline, SETTINGS)
    assert report.interrupted
    assert report.written[:4] == ["n0", "n1", "n2", "n3"]
    assert NAMES.article("n0") in graphs(tmp_path)
    with Writer(tmp_path) as writer:
        again = build([Article(f"n{number}", FIRST.text) for number in range(10)], writer, pipeline, SETTINGS)
    assert again.unchanged == report.written
    assert len(again.unchanged) + len(again.written) == 10


def test_build_reports_a_second_text_under_one_id(tmp_path: Path, pipeline: Language) -> None:
    with Writer(tmp_path) as writer:
        report = build([FIRST, FIRST, Article("first", "Another text.")], writer, pipeline, SETTINGS)
    assert report.written == ["first"]
    assert [str(p) for p in report.skipped] == [
        "article first: has the id 'first' of another article of this input; the first one is kept"
    ]


def test_build_names_both_places_of_two_texts_under_one_id(tmp_path: Path, pipeline: Language) -> None:
    for folder, text in (("a", FIRST.text), ("b", "Another text.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(text, encoding="utf-8")
    files = [str(tmp_path / folder / "report.txt") for folder in ("a", "b")]
    with Writer(tmp_path / "store") as writer:
        report = build(read_inputs(files, SETTINGS), writer, pipeline, SETTINGS)
    [problem] = report.skipped
    assert problem.where == files[1]
    assert (
        problem.reason == f"has the id 'report.txt' of another article of this input, {files[0]}; the first one is kept"
    )


def test_build_takes_an_article_for_the_same_wherever_it_is_read(tmp_path: Path, pipeline: Language) -> None:
    moved = replace(FIRST, where="moved.txt")
    with Writer(tmp_path) as writer:
        build([FIRST], writer, pipeline, SETTINGS)
        assert build([moved], writer, pipeline, SETTINGS).unchanged == ["first"]


def test_build_reports_what_fails_and_goes_on(
    tmp_path: Path, pipeline: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.build import article as module

    whole = module.article_extraction

    def failing(article: Article, doc: object) -> object:
        if article.id == "first":
            raise ZeroDivisionError("broken rule")
        return whole(article, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "article_extraction", failing)
    with Writer(tmp_path) as writer:
        report = build([FIRST, SECOND], writer, pipeline, SETTINGS)
    assert report.written == ["second"]
    assert "broken rule" in str(report.skipped[0])


def test_build_skips_an_article_of_boilerplate_only(tmp_path: Path, pipeline: Language) -> None:
    text = "This website uses cookies to improve your experience.\n\nYou might also like\n\nShare this article"
    with Writer(tmp_path) as writer:
        report = build([Article("b", text)], writer, pipeline, SETTINGS)
    assert [str(p) for p in report.skipped] == [
        "article b: has nothing but boilerplate (cookie notices, link lists and the like)"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\u202eRussian jets\u202c bombed Idlib.",
        "قالت وزارة الدفاع الروسية إن الطائرات قصفت إدلب.",
        "Jets\x01\x02 bombed\x7f Idlib\x1b[31m, \ufffe killing 20.",
        "💥" * 50 + " Jets bombed Idlib 💥.",
        "RUSSIAN JETS BOMB IDLIB KILLING 20 REBELS SAY",
        "a " * 20_000,
        "\u200b\u200b text",
        "e\u0301" * 200,
    ],
    ids=["rtl marks", "arabic", "controls", "emoji", "capitals", "one letter words", "zero width", "combining"],
)
def test_build_takes_odd_texts_unaltered(text: str, tmp_path: Path, pipeline: Language) -> None:
    with Writer(tmp_path) as writer:
        report = build([Article("odd", text)], writer, pipeline, SETTINGS)
    assert report.written == ["odd"]
    [stored] = open_snapshot(tmp_path).store.quads_for_pattern(
        None, NamedNode("https://w3id.org/conflict-kg/ontology#text"), None, None
    )
    assert stored.object == Literal(text)


def test_build_remove_takes_back_every_triple_of_an_article(tmp_path: Path, pipeline: Language) -> None:
    with Writer(tmp_path / "both") as writer:
        build([FIRST, SECOND], writer, pipeline, SETTINGS)
        assert remove(["first", "nowhere"], writer, SETTINGS) == ["first"]
    with Writer(tmp_path / "second") as writer:
        build([SECOND], writer, pipeline, SETTINGS)
    assert lines(tmp_path / "both") == lines(tmp_path / "second")


def test_build_twice_gives_the_same_bytes(tmp_path: Path, pipeline: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    from kg.resources import samples_dir

    def items() -> Iterator[Article | Problem]:
        return read_inputs([str(samples_dir())], SETTINGS)

    for name, articles in (("one", list(items())), ("other", list(reversed(list(items()))))):
        with Writer(tmp_path / name) as writer:
            build(articles, writer, pipeline, SETTINGS)
    assert lines(tmp_path / "one") == lines(tmp_path / "other")


def lines(folder: Path) -> list[str]:
    """Sorted N-Quads without the times of extraction runs."""
    return sorted(str(q) for q in open_snapshot(folder).store if "endedAtTime" not in q.predicate.value)


def test_build_metadata_with_lone_surrogates_is_kept_readable(tmp_path: Path, pipeline: Language) -> None:
    record = json.loads('{"id": "s\\ud800", "title": "t\\udfff", "text": "Quiet day.", "note": "n\\ud800"}')
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record))
    with Writer(tmp_path / "store") as writer:
        report = build(read_inputs([str(path)], SETTINGS), writer, pipeline, SETTINGS)
    assert report.written == ["s?"]


def test_build_gives_up_an_article_that_takes_too_long(
    tmp_path: Path, pipeline: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = article_extraction

    def slow(each: Article, doc: Doc) -> Extraction:
        while each.id == "first":
            signal.pause()
        return whole(each, doc)

    monkeypatch.setattr("kg.build.article.article_extraction", slow)
    with Writer(tmp_path) as writer:
        report = build([FIRST, SECOND], writer, pipeline, Settings(article_seconds=1))
    assert report.written == ["second"]
    assert [str(problem) for problem in report.problems] == ["article first: took longer than 1 s"]
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_build_whose_temporary_disk_is_full_says_so() -> None:
    def fill(seen: Seen) -> None:
        for number in range(1000):
            seen.first(f"https://example.org/{number}", "x" * 64, "a place")

    with Seen() as seen:
        seen._base.execute("PRAGMA max_page_count = 2")
        with pytest.raises(InputError, match=r"cannot be kept in .*: database or disk is full"):
            fill(seen)
