"""Why the graph says what it says of an article: every value with its words, its rule and its confidence."""

from kg.explain.values import Explanation, explanation

__all__ = ["Explanation", "explanation"]
