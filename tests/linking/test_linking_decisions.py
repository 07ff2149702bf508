"""The file of reviewers' decisions: its form, merging, conflicts."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.linking.decisions import Decisions, LinkVerdict, decisions_file

HEADER = "subject\ttarget\tdecision\twho\twhen\tnote\n"
SYRIA = "http://www.wikidata.org/entity/Q858"
TOWN = "https://sws.geonames.org/170063/"


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "links.tsv"
    path.write_text(HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_decisions_without_a_file_are_none(tmp_path: Path) -> None:
    assert Decisions.read(tmp_path / "links.tsv").verdicts == {}


def test_decisions_are_read_as_they_are_written(tmp_path: Path) -> None:
    decisions = Decisions()
    decisions.decide(LinkVerdict("place/a1/Halab", TOWN, "accept", "Ana", "2026-11-22T18:00:00Z", "the old name"))
    decisions.decide(LinkVerdict("place/Syria", SYRIA, "reject", "", "2026-11-22"))
    decisions.write(tmp_path / "links.tsv")
    assert Decisions.read(tmp_path / "links.tsv").verdicts == decisions.verdicts


def test_decisions_are_written_sorted_with_one_line_each(tmp_path: Path) -> None:
    decisions = Decisions()
    for name in ("b", "c", "a"):
        decisions.decide(LinkVerdict(f"actor/{name}", SYRIA, "accept", note="two\nlines\tand tabs"))
    decisions.write(tmp_path / "links.tsv")
    lines = (tmp_path / "links.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["subject", "actor/a", "actor/b", "actor/c"]
    assert lines[1].endswith("two lines and tabs")


def test_decisions_may_have_comments_and_lack_the_last_cells(tmp_path: Path) -> None:
    path = written(tmp_path, "# a note", "", f"place/Syria\t{SYRIA}\taccept")
    assert Decisions.read(path).verdict("place/Syria", SYRIA) == LinkVerdict("place/Syria", SYRIA, "accept")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_decisions_that_differ_are_settled_by_the_later_one(tmp_path: Path, order: tuple[int, int]) -> None:
    lines = [
        f"place/Syria\t{SYRIA}\taccept\tAna\t2026-11-20",
        f"place/Syria\t{SYRIA}\treject\tBen\t2026-11-21T08:00:00+02:00",
    ]
    verdict = Decisions.read(written(tmp_path, *(lines[at] for at in order))).verdict("place/Syria", SYRIA)
    assert verdict is not None
    assert (verdict.verdict, verdict.who) == ("reject", "Ben")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_decisions_that_agree_are_one_the_earlier(tmp_path: Path, order: tuple[int, int]) -> None:
    lines = [f"place/Syria\t{SYRIA}\taccept\tAna\t2026-11-20", f"place/Syria\t{SYRIA}\taccept\tBen\t2026-11-21"]
    verdict = Decisions.read(written(tmp_path, *(lines[at] for at in order))).verdict("place/Syria", SYRIA)
    assert verdict is not None
    assert verdict.who == "Ana"


def test_decisions_both_ways_at_one_time_are_refused_with_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path, f"place/Syria\t{SYRIA}\taccept", f"place/Syria\t{SYRIA}\treject")
    with pytest.raises(InputError, match="lines 2 and 3 decide the link of place/Syria"):
        Decisions.read(path)


@pytest.mark.parametrize(
    ("line", "fault"),
    [(f"place/Syria\t{SYRIA}\tmaybe", "accept or reject"),
     (f"place/Syria\t{SYRIA}", "2 cells"),
     (f"Syria\t{SYRIA}\taccept", "no actor or place"),
     (f"place/../Syria\t{SYRIA}\taccept", "no actor or place"),
     ("place/Syria\thttp://www.wikidata.org/entity/Q0858\taccept", "no Wikidata item"),
     ("place/Syria\thttp://www.wikidata.org/entity/Q858> <x:y>\taccept", "no IRI"),
     ("place/Syria\thttps://www.wikidata.org/wiki/Q858\taccept", "no Wikidata item"),
     ("place/Syria\tjavascript:alert(1)\taccept", "no IRI"),
     ("place/Syria\thttp://x/\u202e\x01\taccept", "no IRI"),
     (f"place/Syria\t{SYRIA}\taccept\tAna\tyesterday", "no day or time"),
     (f"place/Syria\t{SYRIA}\taccept\tAna\t2026-11-22\tnote\tmore", "7 cells")],
)  # fmt: skip
def test_decisions_of_another_form_are_refused_with_the_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(InputError, match=rf"links.tsv, line 2: .*{fault}"):
        Decisions.read(written(tmp_path, line))


def test_decisions_without_the_header_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(f"place/Syria\t{SYRIA}\taccept\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: the header must be"):
        Decisions.read(path)


def test_decisions_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "links.tsv").write_bytes(b"\xff\xfe\x00subject")
    with pytest.raises(InputError, match="cannot be read"):
        Decisions.read(tmp_path / "links.tsv")


def test_a_later_decision_replaces_an_earlier_one_about_the_same_link() -> None:
    decisions = Decisions()
    first, second = (LinkVerdict("place/Syria", SYRIA, verdict) for verdict in ("accept", "reject"))
    decisions.decide(first)
    assert decisions.verdict("place/Syria", SYRIA) == first
    decisions.decide(second)
    assert list(decisions.verdicts.values()) == [second]


def test_decisions_about_a_subject_follow_what_is_decided_and_taken_back() -> None:
    first, second, other = (
        LinkVerdict("place/Syria", TOWN, "reject"),
        LinkVerdict("place/Syria", SYRIA, "accept"),
        LinkVerdict("place/Town", TOWN, "accept"),
    )
    decisions = Decisions({(each.subject, each.target): each for each in (other, first)})
    decisions.decide(second)
    assert decisions.about("place/Syria") == sorted([first, second])
    decisions.forget("place/Syria", TOWN)
    decisions.forget("place/Nowhere", TOWN)
    assert decisions.about("place/Syria") == [second]
    assert decisions.about("place/Nowhere") == []
    assert decisions == Decisions({(each.subject, each.target): each for each in (other, second)})


def test_changed_names_the_subjects_whose_decisions_differ() -> None:
    before, after = Decisions(), Decisions()
    for decisions in (before, after):
        decisions.decide(LinkVerdict("place/Syria", SYRIA, "accept"))
    before.decide(LinkVerdict("actor/a1/Old", SYRIA, "reject"))
    after.decide(LinkVerdict("place/a1/New", TOWN, "accept"))
    assert after.changed(before) == {"actor/a1/Old", "place/a1/New"}
    assert after.changed(after) == set()


def test_decisions_file_lies_in_the_store_or_where_the_setting_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_LINK_DECISIONS", raising=False)
    assert decisions_file(Path("store")) == Path("store/links.tsv")
    monkeypatch.setenv("KG_LINK_DECISIONS", "reviews/links.tsv")
    assert decisions_file(Path("store")) == Path("reviews/links.tsv")
