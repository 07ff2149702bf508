"""Whom the client for other hosts connects to: no private address, no host off the list, none under another's name."""

import shutil
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import OutsideError, OutsideRefused
from kg.outside import addresses
from kg.outside.addresses import Origin, may_be_reached, parse, reachable
from kg.outside.client import Client
from tests.outside.asking import ASK, FAST, JSON, post
from tests.outside.standin import StandIn


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
