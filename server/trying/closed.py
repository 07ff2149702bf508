"""The page /paste of a server that only reads: why there is no form, and how there would be one."""

from typing import Final

from flask import Blueprint, Response, jsonify, render_template, request

from server.snapshots import snapshots

closed = Blueprint("closed", __name__, url_prefix="/paste")

_STATUS: Final = 403
_MESSAGE: Final = "this server only reads: where its owner starts it with --allow-updates, articles can be pasted here"


@closed.route("", methods=["GET", "POST"])
def explain() -> tuple[Response, int]:
    """What the server would have to be started with: a page for people, the one shape of errors for programs."""
    if request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html":
        page = render_template("paste-closed.html", store=snapshots().folder.name)
        response = Response(page, mimetype="text/html")
    else:
        response = jsonify(error={"status": _STATUS, "message": _MESSAGE})
    response.vary.add("Accept")
    return response, _STATUS
