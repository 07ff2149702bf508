"""``kg serve``: the SPARQL endpoint and the pages. The only module of ``kg`` that knows the server."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from kg.cli.common import settings, store_option
from kg.errors import UsageError

_TUNABLES: Final = "GLIBC_TUNABLES"
#: Lets the C library keep more freed small pieces for each thread: measured, a join takes an eighth less time.
_LARGER_CACHE: Final = "glibc.malloc.tcache_count=200"


@click.command("serve")
@store_option
@click.option("--host", help="Address to bind (setting host).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to bind (setting port); 0 takes a free one.")
@click.option(
    "--allow-updates",
    is_flag=True,
    help="Take updates from whoever sends the token (KG_TOKEN or --token-file); show the page /paste to all.",
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File whose first line is the token for updates.",
)
@click.option("--federation", is_flag=True, help="Follow SERVICE to the services of the setting federation_services.")
def command(
    store: Path, host: str | None, port: int | None, allow_updates: bool, token_file: Path | None, federation: bool
) -> None:
    """Serve a store at http://HOST:PORT/, with SPARQL at /sparql and graphs at /store. Ctrl-C ends it."""
    _with_larger_cache()
    from server.run import serve

    limits = settings()
    token = _token(token_file) if allow_updates else None
    # What is started from here need not know it.
    os.environ.pop("KG_TOKEN", None)
    chosen = replace(limits, host=host or limits.host, port=limits.port if port is None else port)
    serve(store, replace(chosen, federation=federation or limits.federation), token)


def _with_larger_cache() -> None:
    """Has this program begin again with the C library tuned for the engine, which is read at its start alone; an
    environment that tunes it already is left as it is."""
    if sys.platform == "linux" and _TUNABLES not in os.environ:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, _TUNABLES: _LARGER_CACHE})  # noqa: S606


def _token(token_file: Path | None) -> str:
    if token_file is None:
        token = os.environ.get("KG_TOKEN", "").strip()
    else:
        try:
            token = (token_file.read_text(encoding="utf-8").splitlines() or [""])[0].strip()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"the token file {token_file} cannot be read: {error}") from None
    if not token:
        raise UsageError("--allow-updates needs a token: set KG_TOKEN, or name a file with --token-file")
    return token
