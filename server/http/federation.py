"""Hands queries with SERVICE to the processes that may ask other endpoints."""

import asyncio
import time
from dataclasses import dataclass, replace

from kg.federation.shape import has_service
from server.http.messages import BrokenAnswer, HttpError, Request
from server.http.protocol import Operation
from server.http.state import State


@dataclass(frozen=True, slots=True)
class Localised:
    """An operation without SERVICE, with the time that is left for it, and headers that tell what failed."""

    operation: Operation
    headers: dict[str, str]


async def is_federated(asked: Operation, state: State) -> bool:
    """Whether a query has SERVICE and this server follows it."""
    if state.federation is None or "service" not in asked.text.casefold():
        return False
    # A long text takes long to read, and others wait for this thread.
    return await asyncio.to_thread(has_service, asked.text)


async def localised(request: Request, asked: Operation, state: State, generation: int) -> Localised:
    """The same query without SERVICE. Raises HttpError: 400 where it may not ask that, 502 or 504 where a service
    fails."""
    assert state.federation is not None
    deadline = state.deadline(asked.timeout)
    question = {
        "text": asked.text,
        "defaults": asked.default_graphs,
        "named": asked.named_graphs,
        "base": request.url,
        "deadline": deadline,
        "generation": generation,
        "limit": state.settings.max_result_bytes,
    }
    answer = await state.federation.ask(question, request)
    body = [answer.body]
    if answer.rest is not None:
        try:
            body += [part async for part in answer.rest]
        except BrokenAnswer as error:
            raise HttpError(503, f"{error}; try again", headers={"Retry-After": "1"}) from None
        finally:
            answer.rest.close()
    left = deadline - time.monotonic()
    if left <= 0:
        raise HttpError(503, "the query ran into its time limit")
    failures = "; ".join(answer.header["failures"])
    headers = {"Service-Failed": failures.encode("ascii", "replace").decode()} if failures else {}
    return Localised(replace(asked, text=b"".join(body).decode(), timeout=left), headers)
