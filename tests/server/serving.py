"""Servers as processes of their own, and a small client that keeps what HTTP said."""

import http.client
import json
import os
import re
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.command import KG, environment_of_tests

_COMMAND = [*KG, "serve", "--port", "0", "--store"]


@dataclass
class Answer:
    """An HTTP answer; whole is false where the connection broke within the body."""

    status_code: int
    headers: Mapping[str, str]
    data: bytes
    whole: bool = True

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def mimetype(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Served:
    """A running server."""

    def __init__(self, url: str, process: subprocess.Popen[str]) -> None:
        self.url = url
        self.process = process
        self.token: str | None = None
        self.accept: str | None = None

    def open(
        self,
        path: str,
        method: str = "GET",
        query_string: Mapping[str, str] | str = "",
        data: Any = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= ({"Accept": self.accept} if self.accept else {}) | dict(headers or {})
        if isinstance(data, dict):
            data, content_type = urlencode(data), content_type or "application/x-www-form-urlencoded"
        if content_type:
            sent["Content-Type"] = content_type
        query = query_string if isinstance(query_string, str) else urlencode(query_string)
        connection = http.client.HTTPConnection(str(urlsplit(self.url).netloc), timeout=60)
        try:
            body = data.encode() if isinstance(data, str) else data
            connection.request(method, f"{path}?{query}" if query else path, body, sent)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            try:
                return Answer(response.status, found, response.read())
            except http.client.IncompleteRead as broken:
                return Answer(response.status, found, broken.partial, whole=False)
        finally:
            connection.close()

    def get(self, path: str, **arguments: Any) -> Answer:
        return self.open(path, "GET", **arguments)

    def post(self, path: str, **arguments: Any) -> Answer:
        return self.open(path, "POST", **arguments)

    def ask(self, text: str, **parameters: str) -> Answer:
        return self.get("/sparql", query_string={"query": text, **parameters})

    def update(self, text: str) -> Answer:
        return self.post("/update", data=text, content_type="application/sparql-update")

    def number(self, text: str, **parameters: str) -> int:
        """The one number that a query gives as ?n."""
        answer = self.ask(text, **parameters)
        assert answer.status_code == 200, answer.text
        return int(answer.json["results"]["bindings"][0]["n"]["value"])


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Served]:
    """A server on a free port while the block runs; ended as Ctrl-C ends it."""
    command = [*_COMMAND, str(folder), *options]
    variables = {**environment_of_tests(), **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            assert found, line + (process.stderr.read() if process.stderr else "")
            yield Served(found[0], process)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def children(pid: int) -> list[int]:
    """Process ids of all that descend from a process."""
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += [int(child), *children(int(child))]
    except OSError:  # it has just ended
        return found
    return found


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor time that some processes have taken together."""
    ticks = 0
    for pid in pids:
        try:
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def kill(pid: int) -> None:
    """Kills a process that may have ended by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def error_of(response: Answer) -> dict[str, Any]:
    """The error that a JSON answer tells, in the one shape of all of them."""
    body = json.loads(response.data)
    assert body["error"]["status"] == response.status_code
    assert "\n" not in body["error"]["message"]
    return dict(body["error"])
