"""What is decided across articles, measured on the articles written for it; and the measures themselves."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from spacy.language import Language

from kg.errors import InputError
from kg.evaluation.across import AcrossGold, b_cubed, evaluate_across, pairwise, read_across
from kg.settings import Settings
from tests.command import kg

DATA = Path(__file__).parent / "data"


def test_b_cubed_of_a_worked_example() -> None:
    """Two of gold class x with a stranger, and one x apart: precision (2/3 + 2/3 + 1/3 + 1) / 4, recall by hand."""
    figures = b_cubed("m", [("x", "1"), ("x", "1"), ("y", "1"), ("x", "2")])
    assert figures.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures.recall == pytest.approx((2 / 3 + 2 / 3 + 1 + 1 / 3) / 4)
    assert figures.f1 == pytest.approx(2 * figures.precision * figures.recall / (figures.precision + figures.recall))


def test_pairwise_of_a_worked_example() -> None:
    figures = pairwise("m", [("x", "1"), ("x", "1"), ("y", "1"), ("x", "2")])
    assert (figures.precision, figures.recall, figures.items) == (1 / 3, 1 / 3, 3)


def test_measures_of_nothing_are_defined() -> None:
    assert b_cubed("m", []).f1 == 0
    assert pairwise("m", []).f1 == 1


@pytest.mark.parametrize("part", ["dev", "dev2", "test", "test2"])
def test_incident_articles_hold_what_the_gold_says(part: str) -> None:
    gold = read_across([DATA / "incidents" / f"{part}.jsonl"])
    texts = {article.id: article.text for article in gold.articles}
    assert len(texts) == len(gold.articles)
    assert all(texts[report.article][report.begin : report.end].strip() for report in gold.reports)
    assert pairwise("gold", [(r.happening, r.happening) for r in gold.reports]).items >= 20


def test_incident_sets_have_a_hundred_pairs_and_share_no_article() -> None:
    sets = [read_across([path]) for path in sorted(DATA.glob("incidents/*.jsonl"))]
    assert sum(pairwise("gold", [(r.happening, r.happening) for r in each.reports]).items for each in sets) >= 100
    for one, other in combinations(sets, 2):
        assert not {a.text for a in one.articles} & {a.text for a in other.articles}
        assert not {r.happening for r in one.reports} & {r.happening for r in other.reports}


def test_actor_articles_name_who_is_alike_and_who_is_not() -> None:
    gold = read_across([DATA / "actors" / "dev.jsonl"])
    texts = {article.id: article.text for article in gold.articles}
    assert len(texts) == len(gold.articles) >= 25
    named = {texts[each.article][each.begin : each.end] for each in gold.actors}
    assert len({each.happening for each in gold.actors}) > len(named), "some share a name"
    assert pairwise("gold", [(each.happening, each.happening) for each in gold.actors]).items >= 25


@pytest.fixture(scope="module")
def measured(pipeline: Language) -> dict[str, dict[str, float]]:
    found = {}
    for path in (path for kind in ("incidents", "copies", "actors") for path in sorted(DATA.glob(f"{kind}/*.jsonl"))):
        figures = evaluate_across(read_across([path]), pipeline, Settings())
        found[f"{path.parent.name}/{path.stem}"] = {each.measure: each.f1 for each in figures}
    return found


@pytest.mark.parametrize(
    ("part", "seen", "every"), [("dev", 0.93, 0.9), ("dev2", 0.8, 0.78), ("test", 0.87, 0.86), ("test2", 0.84, 0.73)]
)
def test_incidents_are_found_as_well_as_documented(
    part: str, seen: float, every: float, measured: dict[str, dict[str, float]]
) -> None:
    """Somewhat below the figures of docs/identity.md, so that a change of extraction elsewhere does not fail here."""
    figures = measured[f"incidents/{part}"]
    assert figures["incidents, B-cubed, of the reports that extraction finds"] >= seen
    assert figures["incidents, B-cubed, of all reports, one missed by extraction alone"] >= every


def test_unknown_actors_are_found_as_well_as_documented(measured: dict[str, dict[str, float]]) -> None:
    assert measured["actors/dev"]["unknown actors, pairs"] >= 0.75
    assert measured["actors/test"]["unknown actors, B-cubed"] >= 0.82


@pytest.mark.parametrize("part", ["dev", "test"])
def test_copies_are_found_as_well_as_documented(part: str, measured: dict[str, dict[str, float]]) -> None:
    assert measured[f"copies/{part}"]["copies of articles, pairs"] >= 0.97


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"id": "a"}',
        json.dumps(
            {"id": "a", "text": "An air strike.", "happenings": [{"begin": 0, "words": "raid", "incident": "x"}]}
        ),
        json.dumps({"id": "a", "text": "x", "published": "yesterday"}),
    ],
    ids=["no json", "no object", "no text", "other words", "no date"],
)
def test_across_gold_that_is_faulty_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + line)
    with pytest.raises(InputError, match="line 2"):
        read_across([path])


def test_across_gold_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_across([tmp_path / "none.jsonl"])


def test_across_of_no_articles_gives_no_figures(pipeline: Language) -> None:
    assert evaluate_across(AcrossGold((), (), {}), pipeline, Settings()) == []


def test_resolve_command_says_what_changed(sample_store: Path, tmp_path: Path) -> None:
    import shutil

    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    again = kg("resolve", "--store", store)
    assert (again.returncode, again.stdout) == (0, "nothing changed\n"), again.stderr
    (store / "identity.sqlite").unlink()
    assert kg("remove", "abqaiq-drone-attack-copy", "--store", store).returncode == 0
    stats = json.loads(kg("stats", "--store", store, "--format", "json").stdout)
    whole = json.loads(kg("stats", "--store", sample_store, "--format", "json").stdout)
    assert whole["articles that are copies"] == 1
    assert "articles that are copies" not in stats
    assert stats["Incident"] < whole["Incident"]


def test_resolve_command_mends_a_damaged_snapshot(sample_store: Path, tmp_path: Path) -> None:
    import shutil

    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    shutil.rmtree(store / "snapshots" / "1")
    broken = kg("stats", "--store", store)
    assert broken.returncode == 4
    assert f"kg resolve --store {store} makes a new one" in broken.stderr
    assert kg("resolve", "--store", store).stdout == "no number changed; the graph was published anew\n"
    assert kg("stats", "--store", store).returncode == 0


def test_resolve_command_of_no_store_says_so(tmp_path: Path) -> None:
    done = kg("resolve", "--store", tmp_path / "none")
    assert done.returncode == 4
    assert "there is no store" in done.stderr
