"""Where the files lie that are shipped beside the code: ontology, queries, samples.

In a checkout they are top-level folders; in an installed package the build puts them under ``kg/shipped``.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def ontology_file(name: str) -> Path:
    """Path of a file of the ontology folder, ``conflict.ttl`` or ``shapes.ttl``."""
    return _folder("ontology") / name


def queries_dir() -> Path:
    """Folder of the shipped queries, one ``.rq`` file each."""
    return _folder("queries")


def samples_dir() -> Path:
    """Folder of the sample articles, one ``.json`` file each."""
    return _folder("samples")
