"""Who may write: whoever sends the server's token."""

import hmac

from server.http.messages import HttpError, Request

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="updates"'}


def is_writer(request: Request, token: str | None) -> bool:
    """Whether a request carries the token of a server that takes updates."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if token is None or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())


def require_writer(request: Request, token: str | None) -> None:
    """Raises HttpError 403 where the server is read-only, 401 where the request does not carry the token."""
    if token is None:
        raise HttpError(403, "this endpoint is read-only; it takes updates if it is started with --allow-updates")
    if not is_writer(request, token):
        raise HttpError(401, "this needs the server's token as Authorization: Bearer TOKEN", headers=_CHALLENGE)
