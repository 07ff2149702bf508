"""Which pages the browser tests walk: for each route that gives pages, addresses that stand for it."""

import time
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import quote, urlsplit

from tests.server.serving import BROWSER, Served

_LONG = "SELECT * WHERE { ?s ?p ?o } LIMIT 60"
_GRAPH = "CONSTRUCT { ?a ckg:allegedPerpetrator ?b } WHERE { ?a ckg:allegedPerpetrator ?b }"
_PREFIX = "PREFIX ckg: <https://w3id.org/conflict-kg/ontology#> PREFIX geo: <http://www.opengis.net/ont/geosparql#> "
_PLACES = _PREFIX + "SELECT ?place WHERE { ?place geo:hasGeometry ?shape }"


_ATTACK = quote("\"'></textarea></title><script>window.ran=1</script><img src=x onerror=window.ran=1>{{7*7}}")


def _query(text: str, **more: str) -> str:
    return "/query?query=" + quote(text) + "".join(f"&{name}={value}" for name, value in more.items())


# Pages, some in several states.
PAGES: Final = (
    "/",
    "/query",
    "/query?name=claims-by-side",
    "/query?name=timeline&view=timeline",
    _query(_LONG),
    _query(_PREFIX + _GRAPH, view="graph"),
    _query(_PLACES, view="map"),
    "/map",
    "/timeline",
    "/timeline?month=2018-04",
    "/search?q=attack",
    "/search",
    "/strikes",
    "/strikes?factuality=Disputed&page=1",
    "/strikes?from=2040-01-01&all=actor",
    "/strikes?all=actor",
    "/actors",
    "/places",
    "/zones",
    "/agreements",
    "/claims",
    "/claims?view=list",
    "/articles",
    "/incidents",
    "/dataset",
    "/ontology",
    "/api",
    "/links",
    "/paste",
    "/search?q=" + _ATTACK,
    "/search?q=pashinian",
    "/search?q=truce+zzzzzz",
    "/strikes?q=" + _ATTACK,
    "/query?name=claims-by-side&param_actor=" + _ATTACK,
    "/query?name=claims-by-side&param_actor=Rusia",
    "/resource?iri=" + quote("https://w3id.org/conflict-kg/id/graph/identity", safe=""),
)
# What other programs show within pages of theirs.
FRAGMENTS: Final = ("/reconcile/preview?id=actor/hostile/a",)
# Routes that a browser gets no page from, by an address that stands for each; {Family} is the first thing of a family.
NOT_PAGES: Final[Mapping[str, str]] = {"/ontology.<suffix>": "/ontology.ttl", "/paste/<id>.ttl": "{Pasted}.ttl"}
# Addresses that answer with an error page, and the status.
ERRORS: Final[Mapping[str, int]] = {
    "/actor/nobody-of-that-name": 404,
    "/nothing/here": 404,
    "/strikes?page=x": 400,
    _query("SELECT * WHERE {\n  ?s ?p }"): 400,
}
# A thing of each family that has pages of its own, by the class that tells it.
FAMILIES: Final[Mapping[str, str]] = {
    "Article": "Article",
    "Actor": "Actor",
    "Place": "Place",
    "Zone": "Zone",
    "Strike": "Strike",
    "Agreement": "Agreement",
    "Claim": "Claim",
}
_BASE: Final = "https://w3id.org/conflict-kg/id/"


_ARTICLE: Final = (
    "Rebels <img src=x onerror=window.ran=1> shelled the town of Kunduz on Monday, killing 12 people, the army said.\n"
    'The rebels denied it: "</textarea><script>window.ran=1</script> We did not fire."\n'
)


def page_of(iri: str) -> str:
    """The address of a thing of the graph."""
    return "/" + quote(iri.removeprefix(_BASE), safe="/")


@cache
def things(site: Served) -> dict[str, list[str]]:
    """For each family the address of the thing that the graph says most of, and of the hostile one."""
    found: dict[str, list[str]] = {}
    for family in FAMILIES:
        pattern = f"{{ ?s a ckg:{family} ; ?p ?o }} GROUP BY ?s ORDER BY DESC(?n) ?s"
        text = f"{_PREFIX} SELECT ?s (COUNT(*) AS ?n) WHERE {pattern}"
        rows = site.ask(text, format="csv").text.splitlines()[1:]
        iris = [row.rpartition(",")[0] for row in rows]
        hostile = [iri for iri in iris if "hostile" in iri]
        others = [iri for iri in iris if "hostile" not in iri]
        found[family] = [page_of(iri) for iri in (*others[:1], *hostile[:1])]
    found["Pasted"] = [_pasted(site)]
    found["Term"] = ["/ontology/Strike", "/ontology/allegedPerpetrator"]
    return found


def _pasted(site: Served) -> str:
    """The address of an article that was pasted, as soon as it has been read."""
    answer = site.post("/paste", data={"text": _ARTICLE, "title": "<b>Pasted</b>", "published": "2019-01-28"})
    assert answer.status_code == 303, answer.text
    path = urlsplit(answer.headers["location"]).path
    deadline = time.monotonic() + 120
    while "refresh" in site.get(path, headers={"Accept": BROWSER}).headers:
        assert time.monotonic() < deadline, "the pasted article was not read"
        time.sleep(0.5)
    assert site.get(f"{path}.ttl").mimetype == "text/turtle", "the pasted article could not be read"
    return path


def is_page(site: Served, path: str) -> bool:
    """Whether an address gives a page to a browser."""
    answer = site.get(path, headers={"Accept": BROWSER})
    return answer.mimetype == "text/html"
