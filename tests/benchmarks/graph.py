"""A graph of a million triples for the benchmarks: things with a class, labels, dates, numbers and links."""

import random
from pathlib import Path

BASE = "http://bench.example/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ITEMS = 125_000
PLACES = 2_000


def write_graph(path: Path) -> None:
    """Writes the graph as N-Triples, the same each time."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as stream:
        for number in range(ITEMS):
            item = f"<{BASE}item/{number}>"
            lines = [
                f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}C{number % 10}>",
                f'<{LABEL}> "item number {number}"@en',
                f'<{BASE}date> "2024-{number % 12 + 1:02}-{number % 28 + 1:02}"^^<http://www.w3.org/2001/XMLSchema#date>',
                f'<{BASE}count> "{chance.randrange(10_000)}"^^<http://www.w3.org/2001/XMLSchema#integer>',
                f"<{BASE}knows> <{BASE}item/{chance.randrange(ITEMS)}>",
                f"<{BASE}knows> <{BASE}item/{chance.randrange(ITEMS)}>",
                f"<{BASE}in> <{BASE}place/{chance.randrange(PLACES)}>",
                f'<{BASE}note> "note {chance.getrandbits(64):x} of {number}"',
            ]
            stream.writelines(f"{item} {line} .\n" for line in lines)
