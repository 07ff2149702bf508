"""The files of a folder that hold articles, in the order of names, without a list of all of them.

What is passed over is reported, but for hidden files, README.md and what a store keeps.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.sources.compression import plain_name
from kg.sources.formats import FORMATS, format_of, suffixes
from kg.sources.problem import Problem

_MOST_KINDS: Final = 5
_LINK: Final = "is a link to a folder, which is not followed; name it as an input of its own"


def files_of(folder: Path) -> Iterator[Path | Problem]:
    """Files of known kinds in a folder and all folders below it; at the end what was passed over."""
    walk = _Walk()
    yield from walk.files(folder)
    name = shown(folder)
    if walk.of_pages:
        saved = f"{_files(walk.of_pages)} in the folders of saved web pages, beside the pages, passed over"
        yield Problem(name, saved, skipped=False)
    if not walk.found:
        yield Problem(name, f"holds no file of a known kind ({' '.join(suffixes())})", unreadable=True)
    elif walk.others:
        yield Problem(name, f"{_counted(walk.others)} of no known kind passed over", skipped=False)


def name_text(name: str) -> str:
    """A file's name as text: it may hold any bytes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def shown(path: Path) -> str:
    """A path on one line, with what cannot be seen written out."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in name_text(str(path)))


@dataclass(frozen=True, slots=True)
class _Below:
    """A folder to go into."""

    folder: Path


class _Walk:
    """One way through a folder. found: files given; others: files passed over, by suffix; of_pages: files that belong
    to saved pages."""

    def __init__(self) -> None:
        self.found = self.of_pages = 0
        self.others = Counter[str]()

    def files(self, folder: Path) -> Iterator[Path | Problem]:
        """The files below a folder, depth first; however deep they lie."""
        open_ones = [self._within(folder)]
        while open_ones:
            found = next(open_ones[-1], None)
            if found is None:
                open_ones.pop()
            elif isinstance(found, _Below):
                open_ones.append(self._within(found.folder))
            else:
                yield found

    def _within(self, folder: Path) -> Iterator[Path | Problem | _Below]:
        """What stands in a folder, in the order of names."""
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(shown(folder), (error.strerror or str(error)).lower(), unreadable=True)
            return
        suffixes_of_pages = FORMATS["html"].suffixes
        pages = {path.stem for entry in ordered if (path := Path(entry.name)).suffix.lower() in suffixes_of_pages}
        for entry in ordered:
            path = folder / entry.name
            if entry.name.startswith(".") or entry.name == "README.md":
                continue
            if not _is_folder(entry):
                yield from self._file(path)
            elif entry.name.endswith("_files") and entry.name.removesuffix("_files") in pages:
                # Browsers put the frames and scripts of a page that is saved into a folder beside it.
                self.of_pages += _number_of_files(path)
            elif entry.is_symlink():
                yield Problem(shown(path), _LINK)
            elif not _is_store(path):
                yield _Below(path)

    def _file(self, path: Path) -> Iterator[Path | Problem]:
        if not format_of(plain_name(path.name)):
            self.others[path.suffix.lower()] += 1
            return
        self.found += 1
        # Whoever opens a pipe waits for its other end.
        yield path if _can_be_opened(path) else Problem(shown(path), "is no regular file")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # reading it tells what is wrong
        return False


def _number_of_files(folder: Path) -> int:
    number, waiting = 0, [os.fspath(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    number += 1
    return number


def _is_store(path: Path) -> bool:
    """Whether a folder holds a store, whose files are no articles."""
    return os.path.exists(path / "data" / "CURRENT")


def _can_be_opened(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:  # opening it tells what is wrong
        return True


def _counted(kinds: Counter[str]) -> str:
    """Files by the end of their names, the most frequent first: "3 files (.docx, .jpg)"."""
    named = sorted(kinds, key=lambda suffix: (not suffix, -kinds[suffix], suffix))
    listed = [suffix or "no suffix" for suffix in named[:_MOST_KINDS]] + ["…"] * (len(named) > _MOST_KINDS)
    return f"{_files(kinds.total())} ({', '.join(listed)})"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"
