"""The client for other hosts against a stand-in that speaks HTTP and has every fault a host can have."""

import json
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import OutsideError, OutsideRefused, OutsideTimeout, UsageError
from kg.outside import addresses
from kg.outside.addresses import Origin, may_be_reached, parse, reachable
from kg.outside.cache import DiskCache, Kept, request_key
from kg.outside.client import Client, json_content, user_agent
from kg.outside.pace import Pace
from kg.settings import Settings
from tests.outside.standin import StandIn, standing_in

FAST = Settings(outside_per_minute=60_000, outside_max_bytes=100_000, contact="someone@example.org")
ASK = {"query": "ASK { ?s ?p ?o }"}
JSON = "application/sparql-results+json"


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with standing_in() as found:
        yield found


def client_of(standin: StandIn, folder: Path | None = None, settings: Settings = FAST) -> Client:
    return Client([standin.sparql], settings, folder, loopback=True)


def post(standin: StandIn, seconds: float = 10, client: Client | None = None) -> Kept:
    return (client or client_of(standin)).post(standin.sparql, ASK, JSON, time.monotonic() + seconds)


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


@pytest.mark.parametrize(
    "place",
    [
        "http://localhost:1/",
        "http://127.1/sparql",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://query.wikidata.org/sparql",
        "//[::1]/",
        "http://2130706433/",
        "https://user@127.0.0.1/",
    ],
)
def test_outside_follows_no_one_off_the_list(standin: StandIn, place: str) -> None:
    standin.faults = [f"redirect {place}"]
    with pytest.raises(OutsideRefused):
        post(standin)


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


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.1", "2130706433", "017700000001", "0x7f000001"])
def test_outside_reaches_this_machine_by_no_spelling(standin: StandIn, name: str) -> None:
    port = standin.url.rsplit(":", 1)[1]
    for scheme in ("http", "https"):
        url = f"{scheme}://{name}:{port}/sparql"
        with pytest.raises(OutsideError):
            Client([url], FAST).post(url, ASK, JSON, time.monotonic() + 5)
    assert standin.asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1"),
        *("fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        *("fec0::1", "192.0.0.8", "192.88.99.1", "3fff::1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1"),
    ],
)
def test_outside_knows_addresses_that_are_not_public(address: str) -> None:
    assert not may_be_reached(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "208.80.154.224", "2620:0:861:ed1a::1", "64:ff9b::808:808"])
def test_outside_knows_public_addresses(address: str) -> None:
    assert may_be_reached(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://a@b/",
            "https://b\\@a/",
            "https://a b/",
            "https:///x",
            "https://a:99999/",
            "https://a:0/",
            "ftp://a/",
        ),
        *("https://a\r\nHost: b/", "https://ａ/", "https://a%00b/", "https://[::1/", "", "https://", "javascript:1"),
    ],
)
def test_outside_refuses_addresses_that_can_be_read_in_two_ways(url: str) -> None:
    with pytest.raises(OutsideRefused):
        parse(url)


def test_outside_reads_an_address() -> None:
    assert parse("HTTPS://Query.Wikidata.ORG./sparql?a=b#c").origin == Origin("https", "query.wikidata.org", 443)
    assert str(parse("https://x.org:8443/a?b=ä")) == "https://x.org:8443/a?b=%C3%A4"


def test_outside_connects_to_the_address_it_checked(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is checked and this machine a moment later gains nothing."""
    answers = [["203.0.114.7"], ["127.0.0.1"]]
    real = addresses.socket.getaddrinfo

    def resolve(host: str, port: int, *arguments: object, **options: object) -> object:
        if host != "rebinding.example":
            return real(host, port, *arguments, **options)  # type: ignore[arg-type]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(2, 1, 6, "", (each, port)) for each in found]

    connected: list[object] = []

    def connect(address: object, *arguments: object, **options: object) -> None:
        connected.append(address)
        raise OSError("no way out")

    monkeypatch.setattr("kg.outside.addresses.socket.getaddrinfo", resolve)
    monkeypatch.setattr("kg.outside.exchange.socket.create_connection", connect)
    url = "https://rebinding.example/sparql"
    with pytest.raises(OutsideError):
        Client([url], FAST).post(url, ASK, JSON, time.monotonic() + 5)
    assert connected == [("203.0.114.7", 443)]
    with pytest.raises(OutsideRefused, match="not a public address"):
        reachable(parse(url).origin, time.monotonic() + 5)


def test_outside_keeps_answers_for_their_time(standin: StandIn, tmp_path: Path) -> None:
    for _ in range(2):
        assert json_content(post(standin, client=client_of(standin, tmp_path)), "x")["boolean"] is True
    assert len(standin.asked) == 1
    [kept] = (tmp_path / "answers").glob("*/*.answer")
    kept.write_bytes(kept.read_bytes()[:-3])
    post(standin, client=client_of(standin, tmp_path))
    assert len(standin.asked) == 2
    cache = DiskCache(tmp_path / "answers", 3600, 10_000)
    assert cache.get(kept.stem) is not None
    told, _, body = kept.read_bytes().partition(b"\n")
    old = json.loads(told) | {"time": time.time() - 4000}
    kept.write_bytes(json.dumps(old).encode() + b"\n" + body)
    assert cache.get(kept.stem) is None


def test_outside_polls_past_the_cache(standin: StandIn, tmp_path: Path) -> None:
    client = client_of(standin, tmp_path)
    for _ in range(2):
        validators = {"etag": '"a"', "last-modified": "Fri, 20 Nov 2026 10:00:00 GMT"}
        found = client.poll(f"{standin.sparql}?query=ASK%7B%7D", validators, "*/*", time.monotonic() + 10)
        assert (found.status, standin.asked[-1]["headers"]["if-none-match"]) == (200, '"a"')
        assert standin.asked[-1]["headers"]["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"
    assert len(standin.asked) == 2
    standin.faults = ["status 304"]
    assert client.poll(standin.sparql, {"etag": '"a"'}, "*/*", time.monotonic() + 10).status == 304
    standin.faults = ["redirect http://127.0.0.1:9/"]
    with pytest.raises(OutsideRefused):
        client.poll(standin.sparql, {}, "*/*", time.monotonic() + 10)


def test_outside_keeps_no_answer_that_is_an_error(standin: StandIn, tmp_path: Path) -> None:
    standin.faults = ["status 500"]
    client = client_of(standin, tmp_path)
    with pytest.raises(OutsideError):
        post(standin, client=client)
    assert json_content(post(standin, client=client), "x")["boolean"] is True


def test_outside_names_a_request_by_all_of_it() -> None:
    keys = {
        request_key(*parts)
        for parts in [
            ("GET", "https://a/", None, "x"),
            ("POST", "https://a/", None, "x"),
            ("POST", "https://a/", b"b", "x"),
            ("POST", "https://a/b", b"", "x"),
            ("POST", "https://a/", b"b", "y"),
        ]
    }
    assert len(keys) == 5
    assert request_key("GET", "https://a/", None, "x") == request_key("GET", "https://a/", None, "x")


def test_outside_keeps_the_pace_over_all_processes_of_a_folder(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        first, second = Pace(30, folder), Pace(30, folder)
        second = first if folder is None else second
        first.wait("a.example", time.monotonic() + 1)
        with pytest.raises(OutsideTimeout):
            second.wait("a.example", time.monotonic() + 0.5)
        second.wait("b.example", time.monotonic() + 1)
    (tmp_path / "a.example.turn").write_text("nonsense")
    Pace(30, tmp_path).wait("a.example", time.monotonic() + 1)
    (tmp_path / "a.example.turn").write_text("9999999999999")
    Pace(30, tmp_path).wait("a.example", time.monotonic() + 1)


def test_outside_removes_the_oldest_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.outside.cache._PRUNE_EVERY", 1)
    cache = DiskCache(tmp_path, 3600, 2_000)
    for number in range(20):
        cache.put(request_key("GET", str(number), None, ""), "u", Kept("x", b"y" * 200))
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) < 2_500


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and certificate of a host called standin.example, made for this test."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("making a certificate needs openssl")
    path = tmp_path / "both.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=standin.example", "-addext", "subjectAltName=DNS:standin.example"]
    subprocess.run([*command, "-keyout", tmp_path / "key", "-out", tmp_path / "cert"], check=True, capture_output=True)
    path.write_bytes((tmp_path / "key").read_bytes() + (tmp_path / "cert").read_bytes())
    return path


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *args: object) -> None:
        pass


def test_outside_verifies_the_name_of_the_host(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Hello)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(
        "kg.outside.addresses.socket.getaddrinfo",
        lambda host, port, *arguments, **options: [(2, 1, 6, "", ("127.0.0.1", port))],
    )
    trust = ssl.create_default_context(cafile=str(certificate))

    def ask(host: str, trust: ssl.SSLContext | None) -> bytes:
        url = f"https://{host}:{server.server_port}/"
        client = Client([url], FAST, loopback=True, trust=trust)
        return client.get(url, {}, "*/*", time.monotonic() + 10).body

    try:
        assert ask("standin.example", trust) == b"[]"
        for host, trusted in (("other.example", trust), ("standin.example", None)):
            with pytest.raises(OutsideError, match=r"(?i)certificate"):
                ask(host, trusted)
    finally:
        server.shutdown()
        server.server_close()
