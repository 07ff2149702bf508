"""A Virtuoso server as a store, over the graph store protocol."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad
from spacy.language import Language

from kg.build import build, remove
from kg.names import Names
from kg.settings import Settings
from kg.store import Writer
from kg.stores.remote import RemoteWriter
from tests.stores.servers import ARTICLES

SETTINGS = Settings()
NAMES = Names(SETTINGS.base_iri)
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
ServerRoot = {folder}
"""
# Virtuoso has no users to begin with but its owner; whoever asks without a name is to read and write.
_RIGHTS = "GRANT SPARQL_UPDATE TO \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[str]:
    """The address of an empty server."""
    server, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if server is None or client is None:
        pytest.skip("needs Virtuoso (Debian package virtuoso-opensource-7)")
    port, http = free_port(), free_port()
    (tmp_path / "v.ini").write_text(_INI.format(folder=tmp_path, port=port, http=http))
    command = [server, "+foreground", "+configfile", str(tmp_path / "v.ini")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            grant = [client, f"127.0.0.1:{port}", "dba", "dba", f"exec={_RIGHTS}"]
            for _ in range(60):
                if subprocess.run(grant, capture_output=True, check=False).returncode == 0:
                    break
                time.sleep(1)
            yield f"sparql+http://127.0.0.1:{http}/#query=sparql&update=sparql&graphs=sparql-graph-crud&write=graph-store"
        finally:
            process.terminate()


def test_stores_virtuoso_holds_the_graph_of_a_folder(virtuoso: str, pipeline: Language, tmp_path: Path) -> None:
    graphs = [NAMES.article(article.id) for article in ARTICLES] + [NAMES.graph("identity"), NAMES.graph("ontology")]
    with RemoteWriter(virtuoso, SETTINGS) as writer:
        report = build(ARTICLES, writer, pipeline, SETTINGS)
        stored = set().union(*map(writer.graph_quads, graphs))
        again = build(ARTICLES, writer, pipeline, SETTINGS)
        assert writer.pending() == frozenset()
        assert remove(["b"], writer, SETTINGS) == ["b"]
        assert writer.stored(graphs[:2]) == {graphs[0]}
    assert (report.written, again.unchanged) == (["a", "b"], ["a", "b"])
    with Writer(tmp_path / "folder") as writer:
        build(ARTICLES, writer, pipeline, SETTINGS)
        expected = set(writer.store)
    assert set(map(comparable, stored)) == set(map(comparable, expected))
    assert len(stored) == len(expected)


def comparable(quad: Quad) -> tuple[str, ...]:
    """A quad without what Virtuoso alters: truth values are 0 and 1, points of its own type, rounded."""
    value = str(quad.object)
    if isinstance(quad.object, Literal) and quad.object.value.startswith("POINT"):
        value = "point"
    if isinstance(quad.object, Literal) and quad.object.datatype.value.endswith("#boolean"):
        value = {"0": "false", "1": "true"}.get(quad.object.value, quad.object.value)
    return str(quad.subject), str(quad.predicate), value, str(quad.graph_name)
