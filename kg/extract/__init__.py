"""One article → what it says. A pure function: no state is kept between articles.

article, Doc → segments → entities → times, quantities → zones → strikes, agreements → claims → settled facts →
Extraction

``text`` and ``grammar`` are how the finders see an article; ``amounts`` and ``names`` find what others refer to;
``events`` is common to ``strikes``, ``agreements`` and ``zones``; ``claims`` comes last, and ``settle`` decides.
"""

from kg.extract.run import extract

__all__ = ["extract"]
