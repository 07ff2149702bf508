"""Articles → graph."""

from kg.build.article import Versions, article_extraction, article_graph, fingerprint, run_record
from kg.build.inprocess import InProcess, annotated, extracted_quads
from kg.build.processes import Processes
from kg.build.publication import publish
from kg.build.report import BuildReport
from kg.build.run import build, checked, remove

__all__ = [
    "BuildReport",
    "InProcess",
    "Processes",
    "Versions",
    "annotated",
    "article_extraction",
    "article_graph",
    "build",
    "checked",
    "extracted_quads",
    "fingerprint",
    "publish",
    "remove",
    "run_record",
]
