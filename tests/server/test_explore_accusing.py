"""Who is accused: also by a claim alone, where the attack itself names no perpetrator; and how a margin says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.settings import Settings
from server.app import create_app
from server.explore.article import article
from server.explore.event import event
from server.explore.here import Explorer
from server.explore.home import home
from server.pages.margin import Note, paragraphs
from tests.server.exploring import BASE, indexed, store_of_trig
from tests.server.reading_html import read, require_sound
from tests.server.serving import BROWSER

TEXT = (
    "Ostland accused Velmark of shelling Torvale. Velmark denied shelling it. "
    "The Hill Front said the attack was revenge for raids by Ostland. Velmark said it had fired."
)
A = "article/a"


def _mention(words: str, kind: str, after: str = "") -> str:
    begin = TEXT.index(words, TEXT.index(after) if after else 0)
    return f"""<{A}#char={begin},{begin + len(words)}> a ckg:Mention ; ckg:inArticle <{A}> ; ckg:begin {begin} ;
      ckg:end {begin + len(words)} ; ckg:exact "{words}" ; ckg:mentionKind ckg:{kind} .
    """


def _span(words: str, after: str = "") -> str:
    begin = TEXT.index(words, TEXT.index(after) if after else 0)
    return f"<{A}#char={begin},{begin + len(words)}>"


def _claim(name: str, stance: str, sayer: str, words: str, sentence: str, responsible: str) -> str:
    return f"""
      <claim/a/{name}> a ckg:Claim ; rdfs:label "{words}" ; ckg:stance ckg:{stance} ; ckg:claimant <actor/{sayer}> ;
        ckg:contentMention {_span(words, sentence)} ; ckg:evidence {_span(sentence)} ; ckg:about <strike/a/1> ;
        ckg:responsible <actor/{responsible}> .
      {_mention(words, "Content", sentence)}
      {_mention(sentence, "Sentence")}
      <relation/{name}> a ckg:Relation ; ckg:relationSubject <claim/a/{name}> ; ckg:relationProperty ckg:responsible ;
        ckg:relationObject <actor/{responsible}> ; ckg:supportedBy {_span(words, sentence)} ;
        ckg:evidence {_span(sentence)} .
      <relation/{name}s> a ckg:Relation ; ckg:relationSubject <claim/a/{name}> ; ckg:relationProperty ckg:stance ;
        ckg:relationObject ckg:{stance} ; ckg:supportedBy {_span(words, sentence)} ; ckg:evidence {_span(sentence)} .
      <relation/{name}c> a ckg:Relation ; ckg:relationSubject <claim/a/{name}> ; ckg:relationProperty ckg:claimant ;
        ckg:relationObject <actor/{sayer}> ; ckg:supportedBy {_span(words, sentence)} ; ckg:evidence {_span(sentence)} .
    """


TRIG = f"""<{A}> {{
  <{A}> a ckg:Article ; dct:title "Torvale" ; ckg:text "{TEXT}" .
  <actor/ostland> a ckg:Actor, ckg:State ; rdfs:label "Ostland" .
  <actor/velmark> a ckg:Actor, ckg:State ; rdfs:label "Velmark" .
  <actor/front> a ckg:Actor, ckg:ArmedGroup ; rdfs:label "Hill Front" .
  <strike/a/1> a ckg:Event, ckg:Strike ; rdfs:label "shelling" ; ckg:factuality ckg:Disputed ;
    ckg:evidence {_span("Ostland accused Velmark of shelling Torvale.")} .
  {_mention("shelling", "Trigger")}
  {_span("shelling")} ckg:denotes <strike/a/1> .
  {
    _claim(
        "c1",
        "Alleges",
        "ostland",
        "Velmark of shelling Torvale",
        "Ostland accused Velmark of shelling Torvale.",
        "velmark",
    )
}
  {_claim("c2", "Denies", "velmark", "shelling it", "Velmark denied shelling it.", "velmark")}
  {
    _claim(
        "c3",
        "Alleges",
        "front",
        "revenge for raids by Ostland",
        "The Hill Front said the attack was revenge for raids by Ostland.",
        "ostland",
    )
}
  {_claim("c4", "Asserts", "velmark", "it had fired", "Velmark said it had fired.", "velmark")}
}}
<article/copy> {{
  <article/copy> a ckg:Article ; dct:title "Torvale again" ; ckg:text "{TEXT}" ; ckg:nearDuplicateOf <{A}> .
  <strike/copy/1> a ckg:Event, ckg:Strike ; rdfs:label "shelling" ; ckg:factuality ckg:Disputed .
}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_trig(tmp_path_factory.mktemp("accusing") / "store", TRIG)


@pytest.fixture(scope="module")
def here(folder: Path) -> Iterator[Explorer]:
    found = indexed(folder)
    yield found
    found.close()


def test_event_names_whom_an_accusation_names(here: Explorer) -> None:
    view = event(here, f"{BASE}strike/a/1")
    (accused,) = view.accused
    assert accused.actor.label == "Velmark"
    assert [thing.label for thing in accused.accused_by] == ["Ostland", "Velmark"]
    assert [thing.label for thing in accused.denied_by] == ["Velmark"]
    assert accused.role == "accused by Ostland, says so itself, denied by Velmark"
    assert [evidence.words for evidence in accused.evidence] == ["Velmark of shelling Torvale"]
    assert "perpetrator" not in {term.name for term in view.unknown}
    # The Hill Front speaks of other deeds of Ostland's.
    assert "Ostland" not in {each.actor.label for each in view.accused}


def test_event_page_never_lets_an_actor_accuse_itself(here: Explorer, folder: Path) -> None:
    client = create_app(folder, Settings()).test_client()
    shown = read(client.get("/strike/a/1", headers={"Accept": BROWSER}).text)
    require_sound(shown)
    assert shown.one("p", class_="role").words == "accused by Ostland; says so itself; denied by Velmark"
    assert "no article here says who" not in shown.words


def test_margin_says_what_a_denial_denies(here: Explorer, folder: Path) -> None:
    notes = {note.subject.label: note for each in paragraphs(article(here, BASE + A)) for note in each.notes}
    assert [fact.property.name for fact in notes["shelling it"].facts] == ["claimant", "stance", "responsible"]
    assert Note(notes["shelling it"].subject, ()).stance is None
    client = create_app(folder, Settings()).test_client()
    margin = {
        section.one("h3").all("a")[0].words: section.one("ul").words
        for section in read(client.get(f"/{A}", headers={"Accept": BROWSER}).text).all("section", class_="margin-note")
    }
    assert "denies the responsibility of Velmark" in margin["shelling it"]
    assert "holds responsible Velmark" in margin["Velmark of shelling Torvale"]


def test_first_page_tells_no_event_twice_because_an_article_was_copied(here: Explorer) -> None:
    assert [row.thing.url for row in home(here).disputed] == ["/strike/a/1"]
