"""Searching Wikidata by name: faults of its search, hostile items, hostile names."""

import json
import time

import pytest

from kg.errors import OutsideError
from tests.online.asking import wikidata
from tests.outside.standin import ENTITY, StandIn


def soon() -> float:
    return time.monotonic() + 10


@pytest.mark.parametrize(
    "fault",
    [
        *(
            "status 500",
            "json",
            "json []",
            "json {}",
            'json {"search": 1}',
            'json {"search": [{}]}',
            "short",
            "bomb 90000000",
        ),
        *(
            'json {"error": {"code": "x", "info": "maxlag"}}',
            'json {"error": 1}',
            "redirect https://127.0.0.1/",
            "deep",
        ),
    ],
)
def test_online_search_meets_faults_with_one_error(standin: StandIn, fault: str) -> None:
    standin.faults = [fault]
    with pytest.raises(OutsideError) as caught:
        wikidata(standin).search("Karsk", soon())
    assert "\n" not in str(caught.value)


def test_online_waits_when_it_is_asked_to(standin: StandIn) -> None:
    standin.faults = ["status 429 0", "status 503 0"]
    assert wikidata(standin).search("Karsk", soon())[0] == ENTITY + "Q900000005"


@pytest.mark.parametrize("qid", ["Q0", "Q1> ?p ?o } #", "P31", "Q" + "9" * 30, "", "q5", "Q1\n"])
def test_online_takes_no_hostile_item(standin: StandIn, qid: str) -> None:
    standin.faults = ["json " + json.dumps({"search": [{"id": qid}, {"id": "Q5"}]})]
    assert wikidata(standin).search("x", soon()) == [ENTITY + "Q5"]


@pytest.mark.parametrize("name", ["", '"', "a" * 10_000, "Карськ", "x\n&action=query", "?s ?p ?o }"])
def test_online_names_stay_names(standin: StandIn, name: str) -> None:
    wikidata(standin).search(name, soon())
    assert standin.asked[-1]["form"]["search"] == name[:250]
    assert standin.asked[-1]["form"]["action"] == "wbsearchentities"
