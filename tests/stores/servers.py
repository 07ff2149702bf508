"""Servers that tests store in: one in a bad mood, and what they share with a real one."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pyoxigraph import Literal, NamedNode, Quad

from kg.records import Article
from kg.settings import Settings

SETTINGS = Settings(store_timeout=30)
ARTICLES = [
    Article("a", "Rebels said on Sunday that Russian jets bombed a hospital in Idlib, killing at least 20 people."),
    Article("b", 'The rebels "rejected" the truce.\n\nTurkey and Russia signed it\\ in Moscow on 5 March 2020.'),
]
CHANGED = Article("b", "Ukraine denied shelling Donetsk.")
GRAPH = "https://example.org/g"


def quad(number: int) -> Quad:
    subject = NamedNode(f"https://example.org/{number}")
    return Quad(subject, NamedNode("https://example.org/p"), Literal('x "\\\n\u202e'), NamedNode(GRAPH))


class Moody(BaseHTTPRequestHandler):
    """Gives the next of the server's answers: a status, or silence until the client has gone."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, MoodyServer)
        server.heard.append((self.path, body, dict(self.headers)))
        answer = server.answers.pop(0) if server.answers else 204
        if answer == 0:
            server.gone.wait(10)
            self.close_connection = True
            return
        if answer < 0:
            self.close_connection = True
            return
        self.send_response(answer)
        self.send_header("Content-Length", "5")
        if answer == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(b"busy\n")

    def log_message(self, *_: object) -> None:
        pass


class MoodyServer(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Moody)
        self.answers: list[int] = []
        self.heard: list[tuple[str, bytes, dict[str, str]]] = []
        self.gone = threading.Event()
