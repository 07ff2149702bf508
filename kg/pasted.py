"""One article read in a process of its own: ``python -m kg.pasted FOLDER``.

    FOLDER/article.json    what to read            FOLDER/stage      what is being done
    FOLDER/graph.nq        its graph, when done    FOLDER/problem    or why there is none

The process ends itself at the time-out (setting try_timeout), whatever happens.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from kg.errors import ConflictKgError
from kg.records import Article
from kg.settings import Settings

ARTICLE: Final = "article.json"
STAGE: Final = "stage"
GRAPH: Final = "graph.nq"
PROBLEM: Final = "problem"


def main(folder: Path) -> None:
    """Turns the folder's article into its graph, or into a problem."""
    settings = Settings.from_environment()
    signal.alarm(settings.try_timeout)
    try:
        put(folder / STAGE, "loading the language model")
        put(folder / GRAPH, _lines(folder, settings))
    except ConflictKgError as error:
        put(folder / PROBLEM, str(error))
    except Exception as error:  # whoever waits must be told
        put(folder / PROBLEM, f"reading it failed, which is a fault of the program: {error!r:.200}")


def put_article(folder: Path, article: Article) -> None:
    """Writes the article that is to be read."""
    put(folder / ARTICLE, json.dumps(asdict(article), default=_written))


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
