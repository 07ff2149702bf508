import re
from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.settings import OTHER_VARIABLES, Settings

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "settings.md"
READ = re.compile(r"""(?:(?<!request\.)environ(?:ment)?\.get\(|envvar=)["']([A-Z][A-Z_]+)["']""")


def documented() -> dict[str, tuple[str, ...]]:
    rows = [
        line.strip().strip("|").split("|")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {cells[0].strip(" `"): tuple(cell.strip(" `") for cell in cells[1:]) for cells in rows}


def test_settings_table_in_the_docs_is_the_table_of_the_code() -> None:
    settings = {f"KG_{f.name.upper()}": (str(f.default), f.metadata["about"].strip(" `")) for f in fields(Settings)}
    others = {name: (about,) for name, about in OTHER_VARIABLES.items()}
    assert documented() == settings | others


def test_every_variable_that_the_program_reads_is_in_the_docs() -> None:
    read = {
        name
        for part in ("kg", "server")
        for path in (ROOT / part).rglob("*.py")
        for name in READ.findall(path.read_text(encoding="utf-8"))
    }
    assert {"KG_STORE", "KG_TOKEN", "KG_STORE_PASSWORD"} <= read
    assert read <= documented().keys()


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment({"KG_PORT": "9000", "KG_BASE_IRI": "https://example.org/", "HOME": "/"})
    assert (settings.port, settings.base_iri, settings.host) == (9000, "https://example.org/", "127.0.0.1")


@pytest.mark.parametrize("value", ["many", "", "1.5", "-1"])
def test_settings_refuse_a_value_of_another_type(value: str) -> None:
    with pytest.raises(UsageError, match="KG_PORT must be a whole number"):
        Settings.from_environment({"KG_PORT": value})


@pytest.mark.parametrize("base", ["not an iri", "example.org/", "https://e.org/<x>/", ""])
def test_settings_refuse_a_base_that_is_no_iri(base: str) -> None:
    with pytest.raises(UsageError, match="KG_BASE_IRI must be an absolute IRI"):
        Settings.from_environment({"KG_BASE_IRI": base})
