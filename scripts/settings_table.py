"""Writes docs/settings.md from the table in kg/settings.py."""

from dataclasses import fields
from pathlib import Path

from kg.settings import OTHER_VARIABLES, Settings

HEAD = """# Settings

Each limit and default of the program. A setting is read from the environment variable of its name; the value here
holds where that is not set.

| variable | default | meaning |
|---|---|---|
"""
OTHERS = """
These are read too. Secrets are taken from the environment or a file only, so that no list of processes shows them.

| variable | meaning |
|---|---|
"""


def main() -> None:
    """Renders the tables."""
    rows = [f"| `KG_{f.name.upper()}` | `{f.default}` | {f.metadata['about']} |\n" for f in fields(Settings)]
    others = [f"| `{name}` | {about} |\n" for name, about in OTHER_VARIABLES.items()]
    path = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
    path.write_text(HEAD + "".join(rows) + OTHERS + "".join(others), encoding="utf-8")


if __name__ == "__main__":
    main()
