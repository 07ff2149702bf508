"""A process that extracts: it reads tasks from a pipe, in order, and answers each on the same pipe."""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue

from kg.build.article import Versions, annotated_doc, article_graph
from kg.build.tasks import Outcome, Task
from kg.errors import ConflictKgError
from kg.language import load_pipeline
from kg.memory import collect_seldom
from kg.names import Names
from kg.settings import Settings


def work(connection: Connection, settings: Settings) -> None:
    """Says once with which Versions it works, or sends the ConflictKgError for which it cannot; then answers each Task
    with an Outcome until None comes or the other end goes."""
    # Ctrl-C on a terminal reaches every process of the group: it is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks = _received(connection)
    names = Names(settings.base_iri)
    try:
        pipeline = load_pipeline(settings)
    except ConflictKgError as error:
        connection.send(error)
        return
    # The pipeline lives as long as the process: no collection need look at it again.
    gc.freeze()
    collect_seldom()
    versions = Versions.of(pipeline)
    with suppress(BrokenPipeError):  # the parent is gone, and nobody wants an answer
        connection.send(versions)
        for task in tasks:
            annotate = partial(annotated_doc, task.article.text, pipeline)
            graph = article_graph(task.article, task.mark, versions, annotate, names)
            connection.send(Outcome(task.number, task.article.id, graph))


def _received(connection: Connection) -> Iterator[Task]:
    """The tasks that come in. They are read at once, on a thread: so the parent never waits for a full pipe while this
    process waits for the parent to read an answer, and this process ends at once when its parent is gone."""
    queue: SimpleQueue[Task | None] = SimpleQueue()

    def read() -> None:
        try:
            while (task := connection.recv()) is not None:
                queue.put(task)
        except (EOFError, OSError):
            os._exit(1)
        queue.put(None)

    threading.Thread(target=read, daemon=True).start()
    return iter(queue.get, None)
