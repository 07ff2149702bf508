"""Articles as long as the samples, made of their paragraphs.

Were the samples repeated, each would be a copy of one before it, which costs more across articles than collections do.
These have the sentences and the layout of the samples, but two of them seldom have more than a paragraph in common.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.records import Article

# The headline and the by-line, which go with the date and the outlet.
_HEAD = 2


def recombined(samples: Sequence[Article], number: int, seed: int = 11) -> Iterator[Article]:
    """So many articles: the head of one sample, then for each of its paragraphs one that stands in the same place of
    any sample. The same each time; fewer are the beginning of more."""
    chance = random.Random(seed)
    paragraphs = [sample.text.split("\n\n") for sample in samples]
    for each in range(number):
        first = chance.randrange(len(samples))
        length = len(paragraphs[first])
        body = (_in_place(chance.choice(paragraphs), place) for place in range(_HEAD, length))
        text = "\n\n".join([*paragraphs[first][:_HEAD], *body])
        yield replace(samples[first], id=f"recombined-{each:05}", text=text, title=None, url=None)


def _in_place(paragraphs: list[str], place: int) -> str:
    return paragraphs[min(place, len(paragraphs) - 1)]
