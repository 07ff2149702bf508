import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from spacy.language import Language

from kg.language import load_pipeline
from kg.settings import Settings
from kg.store import Writer

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

# Made examples may take as long as a busy machine needs, and are the same in each run: --hypothesis-profile=exploring
# draws others.
settings.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("exploring"), derandomize=True)
settings.load_profile("steady")

# What a shell runs in the background ignores Ctrl-C, and so would the programs that tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The default language pipeline; loaded once."""
    return load_pipeline(Settings())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated articles and test suites that lies beside a developer's checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder ../shared with the annotated articles")
    return SHARED


@pytest.fixture(scope="session")
def sample_store(pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the shipped samples; read only."""
    from kg.build import build
    from kg.resources import samples_dir
    from kg.sources import read_inputs

    folder = tmp_path_factory.mktemp("samples")
    with Writer(folder) as writer:
        report = build(read_inputs([str(samples_dir())], Settings()), writer, pipeline, Settings())
    assert not report.problems
    return folder


@pytest.fixture
def store_of(pipeline: Language, tmp_path: Path) -> Callable[..., Path]:
    """Builds a store of articles given as texts."""
    from kg.build import build
    from kg.records import Article

    def made(*texts: str) -> Path:
        articles = [Article(f"a{number}", text) for number, text in enumerate(texts, start=1)]
        with Writer(tmp_path / "store") as writer:
            build(articles, writer, pipeline, Settings())
        return tmp_path / "store"

    return made


_HOLDER = """
import pathlib, sys
from kg.store import Writer
writer = Writer(pathlib.Path(sys.argv[1]))
print("open", flush=True)
input()
"""


@pytest.fixture
def other_writer() -> Callable[[Path], AbstractContextManager[None]]:
    """Another process that has a store open for writing while the block runs."""

    @contextmanager
    def holding(folder: Path) -> Iterator[None]:
        command = [sys.executable, "-c", _HOLDER, str(folder)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            yield
            process.communicate("\n")

    return holding


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB, where this machine lets us mount one."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted here: {mounted.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)
