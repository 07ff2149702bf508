"""One article read in a process of its own: ``python -m kg.pasted FOLDER``.

    FOLDER/article.json    what to read            FOLDER/stage      what is being done
    FOLDER/graph.nq        its graph, when done    FOLDER/problem    or why there is none
    FOLDER/upload          a file with the article, as it was sent; FOLDER/upload.json says what it is

A file is taken apart here and not in the server, because a small one can be made to take hours and all memory. The
process ends itself at the time-out (setting try_timeout), whatever happens, and gets no more memory than it may have
(setting try_memory_mb).
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kg.errors import ConflictKgError
from kg.records import Article
from kg.settings import Settings

ARTICLE: Final = "article.json"
UPLOAD: Final = "upload"
ABOUT_UPLOAD: Final = "upload.json"
STAGE: Final = "stage"
GRAPH: Final = "graph.nq"
PROBLEM: Final = "problem"


def main(folder: Path) -> None:
    """Turns the folder's article, or the one in its upload, into its graph, or into a problem."""
    settings = Settings.from_environment()
    signal.alarm(settings.try_timeout)
    most = settings.try_memory_mb * 1_048_576
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        if not (folder / ARTICLE).exists():
            put(folder / STAGE, "opening the file")
            put_article(folder, _uploaded(folder, settings))
        put(folder / STAGE, "loading the language model")
        put(folder / GRAPH, _lines(folder, settings))
    except ConflictKgError as error:
        put(folder / PROBLEM, str(error))
    except MemoryError:
        put(folder / PROBLEM, f"reading it takes more than {settings.try_memory_mb} MiB (setting try_memory_mb)")
    except Exception as error:  # whoever waits must be told
        put(folder / PROBLEM, f"reading it failed, which is a fault of the program: {error!r:.200}")


def put_article(folder: Path, article: Article) -> None:
    """Writes the article that is to be read."""
    put(folder / ARTICLE, json.dumps(asdict(article), default=_written))


def put_upload(folder: Path, name: str, format_name: str, data: bytes, given: Mapping[str, str]) -> None:
    """Writes a file that holds the article that is to be read. given: what was said of it, where the file is silent."""
    (folder / UPLOAD).write_bytes(data)
    put(folder / ABOUT_UPLOAD, json.dumps({"name": name, "format": format_name, "given": dict(given)}))


def read_article(folder: Path) -> Article:
    """The article of a folder."""
    values: dict[str, Any] = json.loads((folder / ARTICLE).read_text(encoding="utf-8"))
    published = values.pop("published")
    return Article(**values, published=_moment(published) if published else None)


def put(path: Path, text: str) -> None:
    """Writes a file in one move, so that none is read half."""
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)


def _uploaded(folder: Path, settings: Settings) -> Article:
    """The one article of an upload. Raises ArticleError where it holds none, or more."""
    from kg.errors import ArticleError
    from kg.sources import Problem
    from kg.sources.json_articles import article_from_json
    from kg.sources.reading import read_bytes

    about = json.loads((folder / ABOUT_UPLOAD).read_text(encoding="utf-8"))
    name, given = about["name"], about["given"]
    items = read_bytes(name, (folder / UPLOAD).read_bytes(), about["format"], settings)
    usable = (item for item in items if isinstance(item, Article) or item.skipped)
    # Two are enough to know that it is not one.
    found = list(islice(usable, 2))
    problem = next((item for item in found if isinstance(item, Problem)), None)
    if problem is not None:
        raise ArticleError(str(problem))
    if len(found) != 1:
        raise ArticleError(f"{name} holds {'more than one article' if found else 'no article'}; one can be read here")
    [article] = found
    assert isinstance(article, Article)
    if len(article.text) > settings.try_max_chars:
        raise ArticleError(
            f"{name} has {len(article.text)} characters, more than {settings.try_max_chars} (setting try_max_chars)"
        )
    said, notes = article_from_json({**given, "text": article.text})
    if notes:
        raise ArticleError(notes[0])
    silent = {
        key: getattr(said, key) for key in ("title", "publisher", "published", "url") if not getattr(article, key)
    }
    return replace(article, **silent)


def _lines(folder: Path, settings: Settings) -> str:
    # Imported late: the wait for the language model is a stage that the reader sees, and whoever starts this process
    # needs the names of the files only.
    from kg.build import extracted_quads
    from kg.errors import ArticleError
    from kg.identity.graph import identity_quads, refs_in
    from kg.language import load_pipeline
    from kg.names import Names
    from kg.sources import Problem

    pipeline = load_pipeline(settings)
    put(folder / STAGE, "reading the article")
    [item] = extracted_quads([read_article(folder)], pipeline, settings)
    if isinstance(item, Problem):
        raise ArticleError(item.reason)
    names = Names(settings.base_iri)
    quads = [*item[1], *identity_quads(refs_in(item[1], names), names)]
    return "".join(f"{quad} .\n" for quad in quads)


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2000-01-01") else datetime.fromisoformat(text)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
