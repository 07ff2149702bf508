"""Articles by somebody who means harm: what their texts, labels, words and addresses put into a page stays text."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal

from kg.settings import Settings
from server.app import create_app
from tests.server.exploring import indexed, store_of_trig
from tests.server.reading_html import Element, read, require_sound
from tests.server.serving import BROWSER

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "closing": "</title></textarea></style></script><svg/onload=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}",
    "bidi": "\u202egnp.elgae\u202c \u2066x\u2069",
    "long": "W" * 3000,
    "control": "a\x01\x02b\x03c",
    "lone": "\ufffd\U0010ffff",
}
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "//evil.example/",
    "/\\evil.example",
    " https://x",
]


def store(folder: Path, words: str, address: str) -> FlaskClient:
    text = f"{words} said something of {words}."
    said, quoted, whole = (str(Literal(each)) for each in (words, text[: len(words)], text))
    end = len(text)
    made = store_of_trig(
        folder,
        f"""
        <article/h> {{
          <article/h> a ckg:Article ; rdfs:label {said} ; dct:title {said} ; ckg:text {whole} ; dct:publisher {said} ;
            dct:language {said} ; dct:identifier {said} ; dct:source {Literal(address)} ; dct:issued {said} ;
            ckg:sourceMetadata {Literal('{"<b>k</b>": "<i>v</i>"}')} .
          <actor/h/a> a ckg:Actor, ckg:Person ; rdfs:label {said} ;
            skos:altLabel {said} ; ckg:roleTitle {said} ; ckg:evidence <article/h#char=0,{end}> .
          <place/h/p> a ckg:Place ; rdfs:label {said} .
          <time/h/t> a ckg:TimeExpression ; rdfs:label {said} ; ckg:exact {said} .
          <quantity/h/q> a ckg:Quantity ; rdfs:label {said} ; ckg:exact {said} ; ckg:unit {said} .
          <strike/h/s> a ckg:Event, ckg:Strike ; rdfs:label {said} ; ckg:weapon {said} ; ckg:factuality ckg:Disputed ;
            ckg:allegedPerpetrator <actor/h/a> ; ckg:location <place/h/p> ; ckg:when <time/h/t> ;
            ckg:killed <quantity/h/q> ; ckg:evidence <article/h#char=0,{end}> .
          <claim/h/c> a ckg:Claim ; rdfs:label {said} ; ckg:stance ckg:Denies ; ckg:claimant <actor/h/a> ;
            ckg:about <strike/h/s> ; ckg:contentMention <article/h#char=0,{len(words)}> ;
            ckg:claimantMention <article/h#char=0,{len(words)}> ; ckg:evidence <article/h#char=0,{end}> .
          <article/h#char=0,{len(words)}> a ckg:Mention ; ckg:inArticle <article/h> ; ckg:begin 0 ;
            ckg:end {len(words)} ; ckg:exact {quoted} ; ckg:mentionKind ckg:Name ; ckg:denotes <actor/h/a> .
          <article/h#char=0,{end}> a ckg:Mention ; ckg:inArticle <article/h> ; ckg:begin 0 ;
            ckg:end {end} ; ckg:exact {whole} ; ckg:mentionKind ckg:Sentence .
        }}
        """,
    )
    indexed(made).close()
    return create_app(made, Settings()).test_client()


PAGES = [
    "/",
    *("/strikes", "/actors", "/places", "/articles", "/claims", "/claims?view=list", "/dataset", "/search?q=something"),
    *("/article/h", "/actor/h/a", "/place/h/p", "/strike/h/s", "/claim/h/c", "/quantity/h/q", "/article/nothing"),
]


def page(client: FlaskClient, path: str, **query: str) -> Element:
    response = client.get(path, query_string=query or None, headers={"Accept": BROWSER})
    assert response.status_code in (200, 400, 404), path
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    found = read(response.text)
    require_sound(found)
    return found


@pytest.mark.parametrize("kind", PAYLOADS)
def test_pages_show_hostile_words_as_text(tmp_path: Path, kind: str) -> None:
    client = store(tmp_path / "store", PAYLOADS[kind], "https://example.org/")
    for path in PAGES:
        shown = page(client, path)
        assert not shown.all("svg"), path
        assert not [script for script in shown.all("script") if script.text], path
        assert "49" not in shown.one("h1").words, path


@pytest.mark.parametrize("kind", PAYLOADS)
@pytest.mark.parametrize("name", ["q", "factuality", "actor", "source", "sort", "page", "in", "view", "kind"])
def test_pages_show_hostile_parameters_as_text(tmp_path_factory: pytest.TempPathFactory, kind: str, name: str) -> None:
    client = _plain(tmp_path_factory)
    for path in ("/strikes", "/claims", "/search"):
        page(client, path, **{"q": "x", name: PAYLOADS[kind]})


_CLIENTS: dict[str, FlaskClient] = {}


def _plain(factory: pytest.TempPathFactory) -> FlaskClient:
    if "plain" not in _CLIENTS:
        _CLIENTS["plain"] = store(factory.mktemp("plain") / "store", "Velmark", "https://example.org/")
    return _CLIENTS["plain"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_article_page_makes_no_link_of_an_address_that_is_none(tmp_path: Path, address: str) -> None:
    shown = page(store(tmp_path / "store", "Velmark", address), "/article/h")
    targets = [link.attributes["href"] for link in shown.all("a")]
    assert address not in targets
    assert "its address is none that a link can lead to" in shown.one("main").words


def test_directions_of_text_end_with_the_words_that_set_them(tmp_path: Path) -> None:
    client = store(tmp_path / "store", PAYLOADS["bidi"], "https://example.org/")
    heading = page(client, "/actor/h/a").one("h1")
    assert "\u202e" not in heading.text
    for path in PAGES:
        shown = page(client, path)
        isolated = {id(each) for outer in shown.all("bdi") for each in [outer, *outer.all()]}
        for element in shown.one("main").all():
            own = "".join(child for child in element.children if isinstance(child, str))
            if "\u202e" in own:
                inside = id(element) in isolated or element.name in ("pre", "code")
                assert inside or "run" in element.attributes.get("class", ""), (path, element.name)
