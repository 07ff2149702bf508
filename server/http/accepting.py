"""Shares connections out between the HTTP processes: each new one goes to a process that has the fewest.

The system leaves it to chance: of eight clients on open connections, one of four processes may have five and another
none. A socket that all listen at is one queue, from which each process takes one connection at a time.
"""

import asyncio
import mmap
import socket
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import uvicorn

# For so many seconds a connection is left to processes that have fewer.
_TURN: Final = 0.005
_ITEM: Final = 4


class Loads:
    """How many connections each process has, in memory that they share. Make it before the processes are forked."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, _ITEM * processes)).cast("I")

    def set(self, process: int, count: int) -> None:
        """A process has so many connections now."""
        self._counts[process] = count

    def least(self) -> int:
        """The fewest that one of them has."""
        return min(self._counts)


class SharingServer(uvicorn.Server):
    """A server that takes connections from a listening socket which other processes have, too.

    protocol makes what speaks with one client; it is given what to call when the connection is over. most: connections
    that one address may have here, 0 for any number.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        listener: socket.socket,
        loads: Loads,
        process: int,
        protocol: Callable[..., asyncio.Protocol],
        most: int = 0,
    ) -> None:
        super().__init__(config)
        self._listener = listener
        self._loads = loads
        self._process = process
        self._protocol = protocol
        self._most = most
        self._of: Counter[str] = Counter()
        self._count = 0
        self._turn: asyncio.TimerHandle | None = None
        self._starting: set[asyncio.Task[Any]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        await super().startup(sockets=[])
        self._loads.set(self._process, 0)
        self._listener.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listener, self._ready)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends listening, then all connections."""
        asyncio.get_running_loop().remove_reader(self._listener)
        if self._turn is not None:
            self._turn.cancel()
        await super().shutdown(sockets)

    def _ready(self) -> None:
        """Somebody wants to connect."""
        if self._count <= self._loads.least() and self._take():
            return
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._listener)
        self._turn = loop.call_later(_TURN, self._take_what_is_left)

    def _take_what_is_left(self) -> None:
        self._turn = None
        self._take()
        asyncio.get_running_loop().add_reader(self._listener, self._ready)

    def _take(self) -> bool:
        """Takes a connection if there is still one; false where this process cannot have more files open."""
        try:
            connection, address = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return True  # another process was quicker, or the client has gone
        except OSError:
            return False
        client = str(address[0])
        if self._most and self._of[client] >= self._most:
            connection.close()
            return True
        self._of[client] += 1
        self._changed(1)
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._start(connection, client))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        return True

    async def _start(self, connection: socket.socket, client: str) -> None:
        new = partial(self._new_protocol, client)
        try:
            await asyncio.get_running_loop().connect_accepted_socket(new, connection)
        except OSError:
            self._over(client)  # the client has gone before anything was said
            connection.close()

    def _new_protocol(self, client: str) -> asyncio.Protocol:
        over = partial(self._over, client)
        return self._protocol(over, config=self.config, server_state=self.server_state, app_state={})

    def _over(self, client: str) -> None:
        self._of[client] -= 1
        if not self._of[client]:
            del self._of[client]
        self._changed(-1)

    def _changed(self, by: int) -> None:
        self._count += by
        self._loads.set(self._process, self._count)
