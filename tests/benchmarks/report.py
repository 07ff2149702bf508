"""The part of BENCHMARKS.md that one benchmark writes: between two marks; the rest stays as its authors wrote it."""

import re
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "BENCHMARKS.md"


def write_part(name: str, text: str, heading: str) -> None:
    """Puts figures between the marks of a name; heading: what stands above these where they are not there yet."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = _FILE.read_text(encoding="utf-8")
    if begin not in page:
        page = f"{page.rstrip()}\n\n{heading}\n\n{begin}\n{end}\n"
    page = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{text}\n{end}", page, flags=re.DOTALL)
    _FILE.write_text(page, encoding="utf-8")
