"""One article as the finders see it: its layout segments, its words, its Doc, all in code points."""
