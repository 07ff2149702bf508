from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Writer


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with Writer(tmp_path / "store") as opened:
        yield opened
