"""Runs the application under a production server."""

from pathlib import Path

import waitress

from kg.errors import UsageError
from kg.settings import Settings
from server.app import create_app


def serve(store: Path, settings: Settings) -> None:
    """Serves a store until interrupted. Raises StoreMissing, and UsageError where the address cannot be bound."""
    app = create_app(store, settings)
    try:
        server = waitress.create_server(
            app, host=settings.host, port=settings.port, threads=settings.server_threads, ident=None
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot serve at {settings.host}:{settings.port}: {reason.lower()}; try --port 0") from None
    port = getattr(server, "effective_port", settings.port)
    print(f"Serving {store} at http://{settings.host}:{port}/ (SPARQL at /sparql); Ctrl-C ends it", flush=True)  # noqa: T201
    server.run()
