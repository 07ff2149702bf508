"""The client for other hosts against a stand-in that speaks HTTP and has every fault a host can have."""

import time

import pytest

from kg.errors import OutsideError, OutsideTimeout, UsageError
from kg.outside.client import json_content, user_agent
from kg.settings import Settings
from tests.outside.asking import ASK, JSON, client_of, post
from tests.outside.standin import StandIn


def test_outside_asks_with_name_and_contact(standin: StandIn) -> None:
    answer = post(standin)
    assert json_content(answer, "x")["boolean"] is True
    assert answer.media_type.startswith(JSON)
    [asked] = standin.asked
    assert asked["headers"]["user-agent"].startswith("conflict-kg/")
    assert "someone@example.org" in asked["headers"]["user-agent"]
    assert asked["headers"]["accept"] == JSON
    assert asked["headers"]["host"] == standin.url.removeprefix("http://")


def test_outside_refuses_a_contact_that_would_become_a_header() -> None:
    with pytest.raises(UsageError):
        user_agent(Settings(contact="a\r\nX-Other: b"))


@pytest.mark.parametrize("status", ["429", "503"])
def test_outside_waits_as_long_as_it_is_asked_to(standin: StandIn, status: str) -> None:
    standin.faults = [f"status {status} 1"]
    begun = time.monotonic()
    assert json_content(post(standin), "x")["boolean"] is True
    assert time.monotonic() - begun >= 1
    assert len(standin.asked) == 2


def test_outside_takes_what_is_no_number_of_seconds_for_none(standin: StandIn) -> None:
    standin.faults = ["status 429 \xb2"]
    assert json_content(post(standin), "x")["boolean"] is True
    assert len(standin.asked) == 2


@pytest.mark.parametrize("wait", ["3600", "Fri, 31 Dec 2100 23:59:59 GMT", "9" * 400])
def test_outside_does_not_wait_past_its_time(standin: StandIn, wait: str) -> None:
    standin.faults = [f"status 429 {wait}"]
    with pytest.raises(OutsideTimeout, match="asks to wait"):
        post(standin)
    # The pause holds for the next question too, which is not even sent.
    client = client_of(standin)
    standin.faults = [f"status 429 {wait}"]
    for _ in range(2):
        with pytest.raises(OutsideTimeout):
            post(standin, client=client)
    assert len(standin.asked) == 2


def test_outside_gives_up_on_a_host_that_is_always_busy(standin: StandIn) -> None:
    standin.faults = ["status 503 0"] * 9
    with pytest.raises(OutsideError):
        post(standin, seconds=30)
    assert 1 < len(standin.asked) <= 4


@pytest.mark.parametrize("fault", ["silence", "drip", "drip length", "drip_head"])
def test_outside_ends_at_its_deadline(standin: StandIn, fault: str) -> None:
    standin.faults = [fault]
    begun = time.monotonic()
    with pytest.raises(OutsideTimeout):
        post(standin, seconds=0.5)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("status 400", "answers 400: Too many requests"),
        ("status 500", "answers 500"),
        ("large 200000", "more than 100000 bytes"),
        ("bomb 50000000", "more than 100000 bytes"),
        ("coding br", "coding"),
        ("spoilt_gzip", "cannot be asked"),
        ("half_gzip", "not whole"),
        ("short", "cannot be asked"),
        ("cut", "cannot be asked"),
    ],
)
def test_outside_says_what_was_wrong(standin: StandIn, fault: str, message: str) -> None:
    standin.faults = [fault]
    with pytest.raises(OutsideError, match=message) as caught:
        post(standin)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fault", ["json", "json {}{}", "json \x00\x01", "deep"])
def test_outside_takes_no_nonsense_for_json(standin: StandIn, fault: str) -> None:
    standin.faults = [fault]
    settings = Settings(outside_per_minute=60_000)
    answer = post(standin, client=client_of(standin, settings=settings))
    with pytest.raises(OutsideError, match="not JSON"):
        json_content(answer, "x")


def test_outside_reads_gzip_of_several_members(standin: StandIn) -> None:
    standin.faults = ["members"]
    assert json_content(post(standin), "x") == [1, 2]


def test_outside_follows_redirects_on_the_list_only_so_often(standin: StandIn) -> None:
    standin.faults = ["redirect /sparql"] * 2
    assert json_content(post(standin), "x")["boolean"] is True
    assert standin.asked[-1]["form"] == ASK
    standin.faults = ["redirect /sparql"] * 9
    with pytest.raises(OutsideError, match="more than 3 times"):
        post(standin)
    standin.faults = ["found /sparql"]
    with pytest.raises(OutsideError, match="lose"):
        post(standin)
