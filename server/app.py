"""The application: one factory, one blueprint a concern."""

from pathlib import Path

from flask import Flask, Response

from kg.settings import Settings
from server.errors import register_errors
from server.pages.api import api
from server.pages.api_lists import api_lists
from server.pages.api_things import api_things
from server.pages.completion import completion
from server.pages.data import linked_data
from server.pages.dataset import dataset
from server.pages.frame import frame
from server.pages.home import pages
from server.pages.lists import lists
from server.pages.map import map_page
from server.pages.query import query_page
from server.pages.searching import searching
from server.pages.things import PAGES
from server.pages.timeline import timeline_page
from server.reconcile.service import reconcile
from server.review.pages import review
from server.safety import SECURITY_HEADERS
from server.snapshots import Snapshots
from server.trying.closed import closed
from server.trying.pages import Trying, trying


def create_app(
    store: Path, settings: Settings | None = None, engine: str | None = None, writing: Trying | None = None
) -> Flask:
    """A WSGI application with the pages, which answers from the newest published snapshot of a store.

    engine is the Unix socket of the processes that run queries; without one they run here, unbounded. writing is
    there where the server takes updates. Raises StoreMissing where the folder holds no published store.
    """
    settings = settings or Settings.from_environment()
    app = Flask(__name__)
    # The HTTP side holds each path to its own limit; this is the highest of them.
    longest = max(settings.max_query_bytes, settings.try_max_bytes)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = longest
    app.extensions["snapshots"] = Snapshots(store)
    app.extensions["settings"] = settings
    app.extensions["engine"] = engine
    # Another part of the server answers there; the pages link to it.
    app.add_url_rule("/sparql", "sparql.sparql", build_only=True)
    app.register_blueprint(pages)
    app.register_blueprint(lists)
    app.register_blueprint(searching)
    app.register_blueprint(dataset)
    app.register_blueprint(query_page)
    app.register_blueprint(completion)
    app.register_blueprint(map_page)
    app.register_blueprint(timeline_page)
    app.register_blueprint(api)
    app.register_blueprint(api_lists)
    app.register_blueprint(api_things)
    app.register_blueprint(reconcile)
    app.register_blueprint(review)
    if writing is None:
        app.register_blueprint(closed)
    else:
        app.extensions["trying"] = writing
        app.register_blueprint(trying)
    frame(app)
    linked_data(app, PAGES)
    register_errors(app)

    @app.after_request
    def add_security_headers(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return app
