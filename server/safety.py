"""What keeps other sites out: headers for browsers, and forms that are taken from our own pages only."""

from collections.abc import Mapping
from typing import Final

from flask import request

from kg.errors import ConflictKgError

# For data as well: some of it a browser would show, and run what stands in it, if it were told nothing.
SECURITY_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class ForeignForm(ConflictKgError):
    """A form was sent by a page of another site."""

    http_status = 403


def require_own_form() -> None:
    """Raises ForeignForm where a browser says that the request comes from another site's page."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != request.host_url.rstrip("/"):
        raise ForeignForm("this form was sent by a page of another site; open the page here and send it again")
