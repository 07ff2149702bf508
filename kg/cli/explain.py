"""``kg explain``: on which words the values of an article stand."""

from pathlib import Path

import click
from rich.console import Console

from kg.cli.common import counted, report, settings, store_folder
from kg.errors import InputError, UsageError
from kg.explain import Explanation, explanation
from kg.explain.finding import stored_explanation
from kg.explain.page import explanation_page
from kg.explain.terminal import explanation_lines
from kg.identity.graph import identity_quads, refs_in
from kg.names import Names
from kg.settings import Settings
from kg.sources import Problem, read_inputs
from kg.store import open_snapshot


@click.command("explain")
@click.argument("article", metavar="ARTICLE")
@click.option("--node", metavar="IRI", help="Explain this node only.")
@click.option(
    "--store",
    envvar="KG_STORE",
    callback=store_folder,
    metavar="DIR",
    help="Folder of the store (or KG_STORE); not needed where ARTICLE is a file.",
)
@click.option("--format", "format_name", type=click.Choice(["text", "html"]), default="text", show_default=True)
def command(article: str, node: str | None, store: Path | None, format_name: str) -> None:
    """Show each value of an article with the rule that found it, its words, its sentence and its confidence.

    ARTICLE is the id or the IRI of an article of the store, or a file with one article, which is then extracted anew.
    On a terminal the text is shown with its spans in colour; html gives a page that needs nothing else.
    """
    limits = settings()
    if Path(article).is_file():
        explained = _of_file(article, limits)
    elif store is None:
        raise UsageError(f"there is no file {article}; for an article of a store, name the store with --store DIR")
    else:
        explained = stored_explanation(open_snapshot(store).store, article, Names(limits.base_iri))
    if node is not None:
        explained = explained.only(node)
    if format_name == "html":
        click.echo(explanation_page(explained))
        return
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in explanation_lines(explained):
        if console.is_terminal:
            console.print(line)
        else:
            click.echo(line.plain)


def _of_file(file: str, limits: Settings) -> Explanation:
    """The explanation of the one article in a file, without a store."""
    # Nothing of an article in a store needs the language model, which takes its time to load.
    from kg.build import extracted_quads
    from kg.language import load_pipeline

    items = list(read_inputs([file], limits))
    report([item for item in items if isinstance(item, Problem)])
    articles = [item for item in items if not isinstance(item, Problem)]
    if len(articles) > 1:
        raise UsageError(
            f"{file} holds {counted(len(articles), 'article')}; build a store of them and name one by its id"
        )
    if not articles:
        raise InputError(f"no usable article in {file}")
    [graph] = extracted_quads(articles, load_pipeline(limits), limits)
    if isinstance(graph, Problem):
        raise InputError(str(graph))
    names = Names(limits.base_iri)
    return explanation(graph[1], identity_quads(refs_in(graph[1], names), names))
