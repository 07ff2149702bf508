"""What the README says can be done is done here, word for word."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.library import queries
from tests.command import kg

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "articles").mkdir()
    texts = {
        "article-17": '{"id": "article-17", "title": "Truce", "text": "Russia said the truce in Idlib was broken."}',
        "article-18": '{"id": "article-18", "title": "Denial", "text": "The rebels denied shelling Aleppo on Sunday."}',
    }
    for name, text in texts.items():
        (folder / "articles" / f"{name}.json").write_text(text)
    (folder / "articles" / "report.txt").write_text("Shells hit Aleppo on Sunday, Russia said.")
    return folder


def ran(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a line of the README does in a folder."""
    return kg(*shlex.split(line)[1:], cwd=folder)


def test_readme_commands_for_own_articles_work(workplace: Path) -> None:
    [block] = [block for block in blocks("sh") if "kg build" in block]
    for line in block.strip().splitlines():
        done = ran(line, workplace)
        assert done.returncode == 0, f"{line}: {done.stderr}"


def test_readme_python_works(workplace: Path) -> None:
    assert ran("kg build articles/ --store graph", workplace).returncode == 0
    [block] = blocks("python")
    done = subprocess.run([sys.executable, "-c", block], cwd=workplace, capture_output=True, text=True, check=False)
    assert (done.returncode, sorted(done.stdout.split())) == (0, ["Denial", "Truce"]), done.stderr


def test_readme_query_answers_on_the_samples(sample_store: Path, tmp_path: Path) -> None:
    [text] = blocks("sparql")
    (tmp_path / "first.rq").write_text(text)
    done = ran(f"kg query first.rq --format csv --store {sample_store}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5


def test_readme_picture_shows_what_the_program_finds(workplace: Path) -> None:
    picture = (ROOT / "docs" / "overview.svg").read_text(encoding="utf-8")
    shown = re.sub(r"<[^>]+>", "", re.search(r"<text [^>]*>(“.*?”)</text>", picture)[1])  # type: ignore[index]
    (workplace / "picture.txt").write_text(shown.strip("“”"))
    (workplace / "picture.rq").write_text(PICTURED)
    assert ran("kg build picture.txt --store picture", workplace).returncode == 0
    assert ran("kg query picture.rq --store picture", workplace).stdout == "yes\n"


PICTURED = """
PREFIX ckg: <https://w3id.org/conflict-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ASK {
  ?shelling a ckg:Shelling ; ckg:factuality ckg:Disputed ;
    ckg:injured/ckg:exact "about 100" ; ckg:location/rdfs:label "Aleppo" .
  ?allegation ckg:about ?shelling ; ckg:stance ckg:Alleges ; ckg:claimant/rdfs:label "Russia" .
  ?denial ckg:about ?shelling ; ckg:stance ckg:Denies ; ckg:claimant/rdfs:label "rebels" .
  FILTER NOT EXISTS { ?shelling ckg:perpetrator ?anybody }
}
"""


def test_readme_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("make ")}
    assert named == {"demo", "test"}
    assert all(f"\n{target}:" in makefile for target in named)


def test_readme_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_readme_counts_and_names_shipped_queries() -> None:
    shipped = queries()
    assert "Fifty-two questions" in README
    assert len(shipped) == 52
    assert all(name in shipped for name in re.findall(r"`?kg query ([a-z][a-z-]+)[ `]", README))
