"""What decisions across articles depend on beside the articles: code and data of this package."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_MADE_BY: Final = ("identity", "gazetteer", "linking", "lexicon", "triples", "names.py")


@cache
def identity_version(base: str) -> str:
    """Sixteen hex digits over the base IRI and the code and data by which things are decided; a side index of another
    version is made anew."""
    package = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(base.encode())
    for name in _MADE_BY:
        path = package / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".py", ".csv", ".txt"}:
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
