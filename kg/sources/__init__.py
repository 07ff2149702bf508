"""Input files → articles: one file an input format, and every fault reported with its place."""

from kg.sources.reading import Problem, read_inputs

__all__ = ["Problem", "read_inputs"]
