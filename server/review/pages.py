"""``/links``: one thing at a time, where it is spoken of on the left, what it may be on the right.

Decisions go into the store's file of decisions; the next build or ``kg resolve`` applies them. Whoever gives the
server's token once gets a cookie that other sites cannot use (SameSite=Strict), so that a key is a decision.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kg.errors import ConflictKgError, UsageError
from kg.linking.decisions import Decisions, decisions_file
from kg.names import Names
from kg.review import pending, take, take_back, verdicts, waiting
from kg.settings import Settings
from server.explore.here import explorer
from server.safety import require_own_form
from server.snapshots import snapshots
from server.trying.pages import Trying, WrongToken

review = Blueprint("review", __name__, url_prefix="/links")

_COOKIE: Final = "review"
_COOKIE_SECONDS: Final = 8 * 3600
_LONGEST_NAME: Final = 60


class NotAllowed(ConflictKgError):
    """Decisions are not taken here, or not of this visitor."""

    http_status = 403


@review.after_request
def keep_from_caches(response: Response) -> Response:
    """What a page shows depends on its visitor."""
    response.headers["Cache-Control"] = "no-store"
    return response


@review.get("")
def page() -> str | tuple[str, int]:
    """The thing at place ``at`` of those that wait, and the last decision, to be undone."""
    return _page(None)


@review.post("/unlock")
def unlock() -> Response | str | tuple[str, int]:
    """Lets a visitor who gives the server's token decide."""
    writing = _writing()
    if not hmac.compare_digest(request.form.get("token", "").strip().encode(), writing.token.encode()):
        return _page(WrongToken("this is not the server's token"))
    answer = make_response(redirect(url_for("review.page"), 303))
    answer.set_cookie(
        _COOKIE,
        _pass(writing),
        max_age=_COOKIE_SECONDS,
        path=review.url_prefix or "/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return answer


@review.post("")
def decide() -> Response:
    """Takes a decision (``choice``: a target, ``none``, or ``undo`` with the targets of the decision to take back)."""
    require_own_form()
    _require_reviewer()
    subject, choice = request.form.get("subject", ""), request.form.get("choice", "")
    at = max(0, request.form.get("at", 0, type=int) or 0)
    if choice == "undo":
        take_back(_file(), subject, request.form.getlist("target"))
        return redirect(url_for("review.page", at=at), 303)
    here = explorer()
    decisions = Decisions.read(_file())
    if here.base_iri + subject not in waiting(here.snapshot.store, here.base_iri, decisions):
        raise UsageError("nothing is to be decided about this (any more); look at the list again")
    thing = pending(here.snapshot.store, here.base_iri + subject, here.base_iri, decisions)
    if choice != "none" and choice not in {each.target for each in thing.proposals}:
        raise UsageError("this is not proposed (any more); look at the list again")
    who = request.form.get("who", "").strip()[:_LONGEST_NAME]
    taken = verdicts(thing, None if choice == "none" else choice, who)
    take(_file(), taken)
    targets = [each.target for each in taken]
    return redirect(url_for("review.page", at=at, who=who or None, undo=subject, target=targets), 303)


def _page(error: ConflictKgError | None) -> str | tuple[str, int]:
    here = explorer()
    store, base = here.snapshot.store, Names(_settings().base_iri).base
    decisions = Decisions.read(_file())
    queue = waiting(store, base, decisions)
    at = min(max(0, request.args.get("at", 0, type=int) or 0), max(0, len(queue) - 1))
    thing = pending(store, queue[at], base, decisions) if queue else None
    writable = "trying" in current_app.extensions
    shown = render_template(
        "links.html",
        thing=thing,
        node=here.thing(thing.iri) if thing else None,
        articles={c.article: here.thing(c.article) for c in thing.contexts} if thing else {},
        at=at,
        total=len(queue),
        decided=len(decisions.verdicts),
        undo=request.args.get("undo", ""),
        undo_targets=request.args.getlist("target"),
        who=request.args.get("who", ""),
        writable=writable,
        may_decide=writable and _is_reviewer(),
        error=error,
    )
    return (shown, error.http_status) if error else shown


def _require_reviewer() -> None:
    _writing()
    if not _is_reviewer():
        raise NotAllowed("give the server's token first: /links")


def _is_reviewer() -> bool:
    return hmac.compare_digest(request.cookies.get(_COOKIE, "").encode(), _pass(_writing()).encode())


def _pass(writing: Trying) -> str:
    """What a reviewer's cookie holds: it shows that the token was known, without telling it."""
    return hmac.new(writing.token.encode(), b"review of links", hashlib.sha256).hexdigest()


def _writing() -> Trying:
    found = current_app.extensions.get("trying")
    if not isinstance(found, Trying):
        raise NotAllowed("this server is read-only: start it with --allow-updates, or use `kg link review`")
    return found


def _file() -> Path:
    return decisions_file(snapshots().folder)


def _settings() -> Settings:
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found
