"""The HTTP side's way to the engine processes."""

import asyncio
import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from server.engine.frames import BODY, END, ERROR, HEADER, REQUEST, FrameBuffer, frame, json_frame
from server.http.messages import BrokenAnswer, HttpError, Request, Stream

_WHOLE_BYTES: Final = 524_288
_WATCH_AFTER: Final = 0.1
_GRACE: Final = 0.5
_RECEIVE_BYTES: Final = 524_288


@dataclass(slots=True)
class Answer:
    """An engine process's answer: its header, the beginning of its body, and the rest where that is not all."""

    header: dict[str, Any]
    body: bytes
    rest: Stream | None


class Engine:
    """Asks the processes that listen on a Unix socket; refuses what would be the ``most + 1``th question at a time."""

    def __init__(self, path: str, most: int) -> None:
        self._path = path
        self._most = most
        self._running = 0

    async def ask(self, content: dict[str, Any], request: Request, parts: Sequence[bytes] = ()) -> Answer:
        """The answer to a question. ``content["deadline"]`` is on the clock of time.monotonic.

        Raises HttpError for an error of the question, a time-out, or where too many are being answered.
        """
        if self._running >= self._most:
            raise _busy()
        self._running += 1
        connection = _Connection(self._path, request)
        try:
            async with asyncio.timeout(content["deadline"] - time.monotonic() + _GRACE):
                await connection.say(content, parts)
                return await self._first(connection)
        except TimeoutError:
            self.close(connection)
            raise _busy() from None
        except BaseException:
            self.close(connection)
            raise

    async def _first(self, connection: "_Connection") -> Answer:
        header: dict[str, Any] = {}
        body: list[bytes] = []
        size = 0
        while True:
            kind, payload = await connection.frame()
            if kind == HEADER:
                header = json.loads(payload)
            elif kind == BODY:
                body.append(payload)
                size += len(payload)
            elif kind == ERROR:
                raise _error(json.loads(payload))
            elif kind == END:
                self.close(connection)
                return Answer(header, b"".join(body), None)
            else:
                raise _lost()
            if size >= _WHOLE_BYTES // 2:
                return Answer(header, b"".join(body), _Rest(self, connection))

    def close(self, connection: "_Connection") -> None:
        """Ends a question, answered or not."""
        if not connection.closed:
            self._running -= 1
            connection.close()


class _Rest:
    """What an answer goes on with; whoever has it closes it."""

    def __init__(self, engine: Engine, connection: "_Connection") -> None:
        self._engine = engine
        self._connection = connection

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        kind, payload = await self._connection.frame()
        if kind == END:
            raise StopAsyncIteration
        if kind != BODY:
            raise BrokenAnswer(json.loads(payload)["message"] if kind == ERROR else "the engine process ended")
        return payload

    def close(self) -> None:
        self._engine.close(self._connection)


class _Connection:
    """One question over a non-blocking socket; closed when the client goes, which ends the engine's work on it."""

    def __init__(self, path: str, request: Request) -> None:
        self.closed = False
        self._path = path
        self._request = request
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.setblocking(False)
        self._buffer = FrameBuffer()
        self._loop = asyncio.get_running_loop()
        self._watch: asyncio.Task[None] | None = None
        self._later = self._loop.call_later(_WATCH_AFTER, self._start_watch)

    async def say(self, content: dict[str, Any], parts: Sequence[bytes]) -> None:
        try:
            await self._loop.sock_connect(self._socket, self._path)
            question = json_frame(REQUEST, content) + b"".join(frame(BODY, part) for part in parts)
            await self._loop.sock_sendall(self._socket, question)
        except (BlockingIOError, ConnectionError, FileNotFoundError):
            raise _lost() from None

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame; of kind b"" where the other side has closed."""
        while (found := self._buffer.take()) is None:
            try:
                received = await self._loop.sock_recv(self._socket, _RECEIVE_BYTES)
            except ConnectionError:
                received = b""
            if not received:
                return b"", b""
            self._buffer.feed(received)
        return found

    def close(self) -> None:
        self.closed = True
        self._later.cancel()
        if self._watch is not None:
            self._watch.cancel()
        self._socket.close()

    def _start_watch(self) -> None:
        self._watch = self._loop.create_task(self._close_with_client())

    async def _close_with_client(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            continue
        # What waits for a frame then reads the end of the stream.
        self._socket.shutdown(socket.SHUT_RDWR)


def _busy() -> HttpError:
    return HttpError(503, "the server is busy; try again soon", headers={"Retry-After": "5"})


def _lost() -> HttpError:
    return HttpError(503, "the process that worked on this was ended; try again", headers={"Retry-After": "1"})


def _error(content: dict[str, Any]) -> HttpError:
    headers = {"Retry-After": str(content["retry_after"])} if "retry_after" in content else {}
    return HttpError(content["status"], content["message"], content.get("line"), content.get("column"), headers)
