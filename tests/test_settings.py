from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import Settings

TABLE = Path(__file__).resolve().parent.parent / "docs" / "settings.md"


def documented() -> dict[str, tuple[str, str]]:
    rows = [
        line.strip().strip("|").split("|")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `KG_")
    ]
    return {cells[0].strip(" `"): (cells[1].strip(" `"), cells[2].strip()) for cells in rows}


def test_settings_table_in_the_docs_is_the_table_of_the_code() -> None:
    assert documented() == {f"KG_{f.name.upper()}": (str(f.default), f.metadata["about"]) for f in fields(Settings)}


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment({"KG_PORT": "9000", "KG_BASE_IRI": "https://example.org/", "HOME": "/"})
    assert (settings.port, settings.base_iri, settings.host) == (9000, "https://example.org/", "127.0.0.1")


@pytest.mark.parametrize("value", ["many", "", "1.5"])
def test_settings_refuse_a_value_of_another_type(value: str) -> None:
    with pytest.raises(UsageError, match="KG_PORT must be a int"):
        Settings.from_environment({"KG_PORT": value})
