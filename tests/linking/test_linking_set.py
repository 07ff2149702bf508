"""The linking set: how the corpus is read, and how the linker does on it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.evaluate import command
from kg.errors import InputError, UsageError
from kg.evaluation.link_measure import measure_links
from kg.evaluation.linking_set import GoldMention, read_linking_set

ITEMS = "#Title\tURL\tId\tDate\nNo_Land\tNo_Land\tQ11\t2025\nAna_Vordal\tAna_Vordal\tQ12\t2025\nNone\tNone\t_\t2025\n"
SENTENCES = """# newdoc id = {name}
# meta::genre = {genre}
# meta::dateCreated = 2020-01-31
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref-Ana_Vordal
2\tPresident\tPresident\tPROPN\tNNP\t_\t0\troot\t_\tEntity=1)
3\tAna\tAna\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-person-giv:act-nnnnn-cf1-1-coref-Ana_Vordal
4\tVordal\tVordal\tPROPN\tNNP\t_\t3\tflat\t_\tEntity=1)
5\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
6\tNo\tNo\tPROPN\tNNP\t_\t7\tcompound\t_\tEntity=(2-place-new-nnnnn-cf2-1-sgl-No_Land
7-8\tLand's\t_\t_\t_\t_\t_\t_\t_\t_
7\tLand\tLand\tPROPN\tNNP\t_\t3\tnmod\t_\tSpaceAfter=No
8\t's\t's\tPART\tPOS\t_\t7\tcase\t_\tEntity=2)
9\tthe\tthe\tDET\tDT\t_\t10\tdet\t_\tEntity=(3-place-giv:act-nnnnn-cf2-1-coref-No_Land
10\tcountry\tcountry\tNOUN\tNN\t_\t3\tconj\t_\tEntity=3)
11\tZed\tZed\tPROPN\tNNP\t_\t3\tconj\t_\tEntity=(4-organization-new-nnnnn-cf2-1-sgl)
"""


def corpus(folder: Path, name: str = "GUM_news_one", genre: str = "news") -> Path:
    (folder / "wiki_map.tab").write_text(ITEMS, encoding="utf-8")
    (folder / "some.conllu").write_text(SENTENCES.format(name=name, genre=genre), encoding="utf-8")
    return folder


def test_linking_set_has_the_names_and_no_titles_or_descriptions(tmp_path: Path) -> None:
    [document] = read_linking_set(corpus(tmp_path))
    assert document.mentions == [GoldMention("Person", "Ana Vordal", "Q12"), GoldMention("Place", "No Land", "Q11")]
    assert document.names == [("Person", "Ana Vordal"), ("Place", "No Land"), ("Organization", "Zed")]
    assert str(document.day) == "2020-01-31"


def test_linking_set_has_four_genres(tmp_path: Path) -> None:
    assert read_linking_set(corpus(tmp_path, genre="voyage")) == []


@pytest.mark.parametrize("missing", ["wiki_map.tab", "some.conllu"])
def test_linking_set_without_its_corpus_is_an_error(tmp_path: Path, missing: str) -> None:
    (corpus(tmp_path) / missing).unlink()
    with pytest.raises(InputError, match=r"wiki_map\.tab|conllu"):
        read_linking_set(tmp_path)


def test_linking_set_counts_what_is_not_known_as_wrong_where_it_is_linked(tmp_path: Path) -> None:
    folder = corpus(tmp_path)
    text = (
        (folder / "some.conllu")
        .read_text(encoding="utf-8")
        .replace("No\tNo", "North\tNo")
        .replace("Land\tLand", "Korea\tLand")
    )
    (folder / "some.conllu").write_text(text, encoding="utf-8")
    tally = measure_links(read_linking_set(folder))
    assert (tally.known, tally.unknown, tally.wrong_on_unknown) == (0, 2, 1)
    assert tally.wrong_share == 50


@pytest.mark.parametrize("is_test", [False, True])
def test_links_on_the_linking_set_are_right(shared: Path, is_test: bool) -> None:
    folder = shared / "corpora" / "ud_gum_open"
    if not folder.is_dir():
        pytest.skip("needs the wikified corpus in ../shared/corpora/ud_gum_open")
    documents = [each for each in read_linking_set(folder) if each.is_test is is_test]
    tally = measure_links(documents)
    assert tally.known + tally.unknown >= 300
    assert tally.accuracy >= 95
    assert tally.wrong_share <= 3


def test_evaluate_links_prints_both_parts(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--links", str(corpus(tmp_path))])
    assert done.exit_code == 0
    assert "development" in done.output
    assert "test" in done.output


def test_evaluate_without_anything_to_measure_says_what_to_name() -> None:
    done = CliRunner().invoke(command, [])
    assert isinstance(done.exception, UsageError)
