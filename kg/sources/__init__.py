"""Input files → articles: one file an input format, and every fault reported with its place."""

from kg.sources.problem import Problem
from kg.sources.reading import read_inputs

__all__ = ["Problem", "read_inputs"]
