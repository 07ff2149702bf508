"""A stand-in for Wikidata: the same wire format over real HTTP on this machine, a small store behind it, and faults.

``/sparql`` is a SPARQL endpoint over a few facts, ``/w/api.php`` answers ``wbsearchentities`` over the same store's
labels and aliases. A fault that was queued is what the next request meets instead.
"""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Store, parse

FACTS = Path(__file__).resolve().parent.parent / "data" / "wikidata_facts.ttl"
ENTITY = "http://www.wikidata.org/entity/"


class StandIn:
    """A running stand-in: its address, what it was asked, and the faults that are still to come."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.sparql = f"{self.url}/sparql"
        self.api = f"{self.url}/w/api.php"
        self.asked: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.over = threading.Event()
        self.store = Store()
        self.store.extend(parse(path=FACTS, format=RdfFormat.TURTLE))

    @property
    def queries(self) -> list[str]:
        return [asked["form"]["query"] for asked in self.asked if "query" in asked["form"]]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    standin: StandIn

    def do_GET(self) -> None:
        self._handle(urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        # The engine's own client sends the bare query.
        bare = self.headers.get("Content-Type", "").startswith("application/sparql-query")
        self._handle(f"query={quote(body)}" if bare else body)

    def log_message(self, *args: object) -> None:
        pass

    def _handle(self, encoded: str) -> None:
        form = {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = urlsplit(self.path).path
        self.standin.asked.append({"method": self.command, "path": path, "form": form, "headers": headers})
        self.close_connection = True
        if self.standin.faults:
            name, _, argument = self.standin.faults.pop(0).partition(" ")
            getattr(self, f"_fault_{name}")(argument)
        elif path == "/sparql":
            self._sparql(form.get("query", ""))
        elif path == "/w/api.php":
            self._search(form)
        else:
            self._send(404, "text/html", b"<h1>not here</h1>")

    def _sparql(self, query: str) -> None:
        try:
            results = self.standin.store.query(query)
        except SyntaxError as error:
            self._send(400, "text/plain", f"MalformedQueryException: {error}".encode())
            return
        body = results.serialize(format=QueryResultsFormat.JSON)
        assert isinstance(results, QueryBoolean) or body is not None
        self._send(200, "application/sparql-results+json;charset=utf-8", body or b"")

    def _search(self, form: dict[str, str]) -> None:
        if form.get("action") != "wbsearchentities" or form.get("format") != "json":
            self._send(200, "application/json", b'{"error":{"code":"badvalue","info":"not an action"}}')
            return
        text = form["search"].casefold()
        rows = self.standin.store.query(
            "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
            "PREFIX schema: <http://schema.org/> SELECT DISTINCT ?item ?label ?name ?type ?description { "
            "VALUES (?p ?type) { (rdfs:label 'label') (skos:altLabel 'alias') } ?item ?p ?name ; rdfs:label ?label . "
            "OPTIONAL { ?item schema:description ?description } } ORDER BY ?item"
        )
        found = []
        for row in rows:
            qid = row["item"].value.removeprefix(ENTITY)
            if row["name"].value.casefold().startswith(text) and all(each["id"] != qid for each in found):
                language = row["name"].language
                match = {"type": row["type"].value, "language": language, "text": row["name"].value}
                about = {"description": row["description"].value} if row["description"] else {}
                found.append(
                    {
                        "id": qid,
                        "title": qid,
                        "pageid": 1,
                        "concepturi": ENTITY + qid,
                        "repository": "wikidata",
                        "url": f"//www.wikidata.org/wiki/{qid}",
                        "label": row["label"].value,
                        "match": match,
                        **about,
                    }
                )
        content = {
            "searchinfo": {"search": form["search"]},
            "search": found[: int(form.get("limit", "7"))],
            "success": 1,
        }
        self._send(200, "application/json; charset=utf-8", json.dumps(content).encode())

    def _send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _fault_status(self, argument: str) -> None:
        status, _, wait = argument.partition(" ")
        self._send(
            int(status), "text/html", b"<h1>Too <b>many</b> requests</h1>", **({"Retry_After": wait} if wait else {})
        )

    def _fault_silence(self, argument: str) -> None:
        self.standin.over.wait(30)

    def _fault_drip(self, argument: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if argument == "length":
            self.send_header("Content-Length", "100000")
        self.end_headers()
        self._drip(b" ")

    def _fault_drip_head(self, argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(b"X: y\r\n")

    def _drip(self, part: bytes) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end and not self.standin.over.wait(0.02):
            try:
                self.wfile.write(part)
            except OSError:
                return

    def _fault_json(self, argument: str) -> None:
        self._send(200, "application/sparql-results+json", argument.encode() or b'{"head": {"vars": [')

    def _fault_deep(self, argument: str) -> None:
        self._send(200, "application/sparql-results+json", b"[" * 200_000)

    def _fault_redirect(self, argument: str) -> None:
        self._send(307, "text/html", b"", Location=argument)

    def _fault_found(self, argument: str) -> None:
        self._send(302, "text/html", b"", Location=argument)

    def _fault_large(self, argument: str) -> None:
        self._send(200, "application/json", b" " * int(argument))

    def _fault_bomb(self, argument: str) -> None:
        self._send(200, "application/json", gzip.compress(b" " * int(argument)), Content_Encoding="gzip")

    def _fault_coding(self, argument: str) -> None:
        self._send(200, "application/json", b"{}", Content_Encoding=argument)

    def _fault_spoilt_gzip(self, argument: str) -> None:
        self._send(200, "application/json", b"\x1f\x8b\x08 nonsense", Content_Encoding="gzip")

    def _fault_members(self, argument: str) -> None:
        self._send(200, "application/json", gzip.compress(b"[1,") + gzip.compress(b"2]"), Content_Encoding="gzip")

    def _fault_half_gzip(self, argument: str) -> None:
        self._send(200, "application/json", gzip.compress(b"[1,2]" * 1000)[:30], Content_Encoding="gzip")

    def _fault_short(self, argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[1,2]")

    def _fault_cut(self, argument: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2]\r\n")


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in on a free port while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    found = StandIn(server)
    server.RequestHandlerClass = type("_Bound", (_Handler,), {"standin": found})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
