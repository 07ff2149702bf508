"""What made a graph: versions of the program, of the language pipeline and of the rules."""

import hashlib
from functools import cache
from pathlib import Path

from spacy.language import Language

import kg

_RULES = ("extract", "lexicon", "gazetteer", "records.py", "triples", "names.py")


@cache
def rules_version() -> str:
    """Twelve hex digits over the code and data that turn a Doc into quads: a changed rule is a changed version,
    without anybody's care."""
    package = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for name in _RULES:
        path = package / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and file.suffix in {".py", ".csv", ".txt", ".tsv"}:
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def model_version(pipeline: Language) -> str:
    """Language, name and version from a pipeline's own meta data."""
    meta = pipeline.meta
    return f"{meta.get('lang', 'xx')}_{meta.get('name') or 'rules'}-{meta.get('version') or '0'}"


def program_version() -> str:
    """Version of this package."""
    return kg.__version__
