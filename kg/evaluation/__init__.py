"""How good the extraction is: annotated articles, the measures, their targets, and the report."""

from kg.evaluation.evaluate import evaluate
from kg.evaluation.gold import Gold, read_gold

__all__ = ["Gold", "evaluate", "read_gold"]
