"""An engine process reaches no network, whatever it is made to run."""

import socket
import subprocess
import sys

import pytest

_SEALED = """
import sys
from pyoxigraph import Store
from server.engine.seal import seal
if not seal():
    sys.exit(77)
for run in (
    lambda: list(Store().query(f"SELECT * {{ SERVICE <{sys.argv[1]}> {{ ?s ?p ?o }} }}")),
    lambda: Store().update(f"LOAD <{sys.argv[1]}>"),
):
    try:
        run()
    except OSError:
        continue
    sys.exit(1)
"""


def test_seal_keeps_the_engine_from_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        done = subprocess.run([sys.executable, "-c", _SEALED, url], check=False, capture_output=True, timeout=60)
        if done.returncode == 77:
            pytest.skip("this system has no seccomp filters for this machine")
        assert done.returncode == 0, done.stderr.decode()
        with pytest.raises(TimeoutError):
            server.accept()
