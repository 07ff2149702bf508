"""One article → what it says. A pure function: no state is kept between articles.

article, Doc → segments → entities → times, quantities → zones → strikes, agreements → claims → settled facts →
Extraction
"""

from kg.extract.run import extract

__all__ = ["extract"]
