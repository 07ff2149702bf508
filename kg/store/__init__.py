"""The store on disk: one writer owns it and publishes snapshots, which readers open.

    DIR/data/          the writer's database
    DIR/snapshots/N/   read-only checkpoints of it (hard links: nearly no disk)
    DIR/current        the number N of the newest whole one
    DIR/unpublished    stands there while the database holds what no snapshot shows

A second process that writes is refused; readers never wait and never see half a build.

What is decided across articles must follow each change of an article's graph, after a crash too. So a change of such a
graph is noted in the same transaction, by a quad in the graph PENDING, until ``forget_pending``.
"""

from kg.store.changes import PENDING, Change, GraphData
from kg.store.snapshots import Snapshot, current_generation, open_snapshot, pointer
from kg.store.writer import Writer

__all__ = [
    "PENDING",
    "Change",
    "GraphData",
    "Snapshot",
    "Writer",
    "current_generation",
    "open_snapshot",
    "pointer",
]
