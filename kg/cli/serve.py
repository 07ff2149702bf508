"""``kg serve``: the SPARQL endpoint and the pages. The only module of ``kg`` that knows the server."""

from dataclasses import replace
from pathlib import Path

import click

from kg.cli.common import settings, store_option


@click.command("serve")
@store_option
@click.option("--host", help="Address to bind (setting host).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to bind (setting port); 0 takes a free one.")
def command(store: Path, host: str | None, port: int | None) -> None:
    """Serve a store at http://HOST:PORT/, with SPARQL at /sparql. Ctrl-C ends it."""
    from server.run import serve

    limits = settings()
    serve(store, replace(limits, host=host or limits.host, port=limits.port if port is None else port))
