"""The reading side of the store: its newest snapshot."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from kg.errors import StoreError, StoreMissing

SNAPSHOTS: Final = "snapshots"
_CURRENT: Final = "current"
_REMEDY: Final = "kg resolve --store {} makes a new one"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published state of the graph. generation grows by one with each publication."""

    generation: int
    store: Store


def pointer(folder: Path) -> Path:
    """The file that names the newest snapshot; each publication puts a new file in its place."""
    return folder / _CURRENT


def current_generation(folder: Path) -> int:
    """Number of the newest published snapshot. Raises StoreMissing where there is none."""
    try:
        return int(pointer(folder).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise StoreMissing(_missing(folder)) from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{pointer(folder)} cannot be read; {_REMEDY.format(folder)}: {error}") from None


def _missing(folder: Path) -> str:
    if not folder.exists():
        return f"there is no store at {folder}; make one with: kg build INPUT --store {folder}"
    return f"{folder} holds no published graph; make one with: kg build INPUT --store {folder}"


def open_snapshot(folder: Path) -> Snapshot:
    """The newest snapshot, opened for reading. Raises StoreMissing or StoreError."""
    # A writer may publish twice and drop the snapshot between our reading its number and opening it: then the newer
    # one is there.
    for _ in range(3):
        generation = current_generation(folder)
        path = folder / SNAPSHOTS / str(generation)
        try:
            return Snapshot(generation, Store.read_only(str(path)))
        except (OSError, ValueError, RuntimeError) as error:
            problem = error
    told = " ".join(str(problem).split())
    raise StoreError(f"the snapshot {path} cannot be opened; {_REMEDY.format(folder)}: {told}")


def can_be_read(folder: Path) -> bool:
    """Whether the newest snapshot can be opened."""
    try:
        open_snapshot(folder)
    except StoreError:
        return False
    return True
