"""The libraries of the pages: what is shipped is what package.json pins, with licences and without other hosts."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "server" / "static" / "vendor"
FILES = sorted(path for path in VENDOR.iterdir() if path.is_file() and path.name != "README.md")


def readme_rows() -> dict[str, list[str]]:
    """Package → version, licence, files, by the table of the README."""
    rows = [line.strip("|").split("|") for line in (VENDOR / "README.md").read_text().splitlines() if line[:1] == "|"]
    return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows[2:]}


def test_vendor_holds_the_pinned_versions() -> None:
    pinned = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    shipped = readme_rows()
    assert {name: shipped[name][0] for name in pinned} == pinned


def test_vendor_lists_each_file() -> None:
    listed = {name.strip() for row in readme_rows().values() for name in row[2].split(",") if "inside" not in name}
    assert listed == {path.name for path in FILES}


def test_vendor_has_the_licence_of_each_package() -> None:
    wanted = {name.replace("@", "").replace("/", "-") + ".txt" for name in readme_rows()}
    found = {path.name: path.read_text() for path in (VENDOR / "licences").iterdir()}
    assert set(found) == wanted
    assert all(re.search("copyright|permission", text, re.IGNORECASE) for text in found.values())


def test_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all(package["integrity"].startswith("sha512-") for name, package in lock["packages"].items() if name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_vendor_files_ask_for_nothing_that_is_not_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    if path.suffix == ".css":
        assert not re.search(r"url\((?!#)", text)
        assert "@import" not in text
