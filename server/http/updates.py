"""Hands updates to the writer process."""

from typing import Any

from server.http.authority import require_writer
from server.http.messages import Reply, Request
from server.http.protocol import Operation
from server.http.state import State


async def answer_update(request: Request, asked: Operation, state: State) -> Reply:
    """The reply to an update: 204 once it is durable and every later query sees it. Raises HttpError."""
    require_writer(request, state.service.token)
    question: dict[str, Any] = {
        "do": "update",
        "text": asked.text,
        "base": request.url,
        "defaults": asked.default_graphs,
        "named": asked.named_graphs,
        "deadline": state.deadline(asked.timeout),
        "parts": 0,
    }
    answer = await state.writer.ask(question, request)
    return Reply(204, headers={"Generation": str(answer.header["generation"])}, work="update")
