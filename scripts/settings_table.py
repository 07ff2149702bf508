"""Writes docs/settings.md from the table in kg/settings.py."""

from dataclasses import fields
from pathlib import Path

from kg.settings import Settings

HEAD = """# Settings

Each limit and default of the program. A setting is read from the environment variable of its name; the value here
holds where that is not set.
`NO_COLOR` (no colour on terminals) and `SOURCE_DATE_EPOCH` (the time that extraction runs carry) are honoured too.

| variable | default | meaning |
|---|---|---|
"""


def main() -> None:
    """Renders the table."""
    rows = [f"| `KG_{f.name.upper()}` | `{f.default}` | {f.metadata['about']} |\n" for f in fields(Settings)]
    path = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
