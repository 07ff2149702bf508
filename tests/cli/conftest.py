from pathlib import Path

import pytest

from tests.cli.articles import LINE
from tests.command import kg


@pytest.fixture
def store(tmp_path: Path) -> Path:
    assert kg("build", "-", "--store", tmp_path / "s", stdin=LINE).returncode == 0
    return tmp_path / "s"
