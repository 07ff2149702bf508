"""``kg extract``: the RDF of articles on standard output, without a store."""

import sys

import click
from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.build import extracted_quads
from kg.cli.common import counted, report, settings
from kg.errors import CheckFailed, InputError
from kg.identity.graph import identity_quads, refs_in
from kg.language import load_pipeline
from kg.names import PREFIXES, Names
from kg.sources import Problem, read_inputs

_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


@click.command("extract")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@click.option("--format", "format_name", type=click.Choice(list(_FORMATS)), default="trig", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was skipped.")
def command(inputs: tuple[str, ...], format_name: str, strict: bool) -> None:
    """Print the RDF of the articles; nothing is stored.

    INPUT is a file or folder of plain text (.txt), JSON (.json) or JSON Lines (.jsonl), or - for JSON Lines on
    standard input.
    """
    limits = settings()
    names = Names(limits.base_iri)
    problems: list[Problem] = []
    quads: list[Quad] = []
    articles = 0
    for item in extracted_quads(read_inputs(inputs, limits), load_pipeline(limits), limits):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            quads += item[1]
            articles += 1
    quads += identity_quads(refs_in(quads, names), names)
    _print(quads, _FORMATS[format_name])
    report(problems)
    if any(problem.unreadable for problem in problems):
        raise InputError("not every input could be read")
    skipped = [problem for problem in problems if problem.skipped]
    if strict and skipped:
        raise CheckFailed(f"{counted(len(skipped), 'item')} skipped under --strict")
    if not articles:
        raise InputError("no usable article in the input")


def _print(quads: list[Quad], rdf_format: RdfFormat) -> None:
    """Line formats go out line by line; the others need all quads for their grouping."""
    if rdf_format.supports_datasets:
        statements: list[Quad] | list[Triple] = quads
    else:
        statements = sorted({quad.triple for quad in quads}, key=str)
    serialize(statements, sys.stdout.buffer, format=rdf_format, prefixes=PREFIXES)
    sys.stdout.buffer.flush()
