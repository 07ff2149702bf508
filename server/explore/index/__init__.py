"""An SQLite file for each generation of the graph: full text, lists, facets.

DIR/search/N.sqlite    the index of generation N
"""
