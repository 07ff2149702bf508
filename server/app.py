"""The application: one factory, one blueprint a concern."""

from pathlib import Path

from flask import Flask, Response

from kg.settings import Settings
from server.errors import register_errors
from server.pages.home import pages
from server.snapshots import Snapshots
from server.sparql import endpoint

_SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def create_app(store: Path, settings: Settings | None = None) -> Flask:
    """A WSGI application that answers from the newest published snapshot of a store.

    Raises StoreMissing where the folder holds no published store.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_query_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_query_bytes
    app.extensions["snapshots"] = Snapshots(store)
    app.extensions["settings"] = settings
    app.register_blueprint(endpoint)
    app.register_blueprint(pages)
    register_errors(app)

    @app.after_request
    def add_security_headers(response: Response) -> Response:
        for name, value in _SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app
