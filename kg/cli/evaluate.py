"""``kg evaluate``: the figures of the extraction on annotated articles."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from spacy.language import Language

from kg.cli.common import counted, progress_bar, settings
from kg.errors import UsageError
from kg.evaluation import evaluate, read_gold
from kg.evaluation.across import evaluate_across, read_across
from kg.evaluation.confidence_fit import held_out
from kg.evaluation.gold import Gold
from kg.evaluation.judged import judged_article
from kg.evaluation.link_measure import measure_links
from kg.evaluation.linking_set import read_linking_set
from kg.evaluation.page import write_tables
from kg.evaluation.reliability import reliability
from kg.evaluation.report import (
    MEASURE_COLUMNS,
    SUMMARY_COLUMNS,
    Row,
    faults_by_kind,
    json_report,
    markdown_tables,
    measure_rows,
    summary_rows,
)
from kg.evaluation.tally import Fault
from kg.evaluation.throughput import measure_throughput
from kg.language import load_pipeline
from kg.settings import Settings


@click.command("evaluate")
@click.argument("gold", nargs=-1, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option("--errors", is_flag=True, help="List what was missed, spurious or wrong, by kind, with the words.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, without targets and throughput.")
@click.option(
    "--markdown",
    "pages",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the tables between the marks of a Markdown file, or into a new one; repeatable.",
)
@click.option("--throughput/--no-throughput", default=True, show_default=True, help="Measure words a second too.")
@click.option(
    "--links",
    "corpus",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Measure the linker on the wikified documents of this corpus instead.",
)
@click.option(
    "--across",
    is_flag=True,
    help="Measure what is decided across articles: GOLD is JSON Lines of articles with their incidents or copies.",
)
@click.option("--confidence", is_flag=True, help="Measure how often values of each confidence are right instead.")
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    help="With --confidence: not by the shipped weights, but by such as are fitted without the articles measured, in "
    "so many parts.",
)
def command(
    gold: tuple[Path, ...],
    errors: bool,
    as_json: bool,
    pages: tuple[Path, ...],
    throughput: bool,
    corpus: Path | None,
    across: bool,
    confidence: bool,
    folds: int | None,
) -> None:
    """Extract annotated articles and print precision, recall and F1 beside their targets.

    GOLD is a JSON file with one annotated article. Throughput is that of a build in per cent of the bare language
    pipeline's, on the same texts and this machine.
    """
    if corpus is not None:
        _print_links(corpus, errors)
        return
    if not gold:
        raise UsageError("name a file with an annotated article, or a corpus with --links")
    if folds is not None and not confidence:
        raise UsageError("--folds goes with --confidence")
    limits = settings()
    if across:
        _print_across(gold, limits)
        return
    golds = read_gold(gold)
    pipeline = load_pipeline(limits)
    if confidence:
        _print_reliability(golds, pipeline, folds)
        return
    with progress_bar("evaluating", len(golds)) as advance:
        score = evaluate(golds, pipeline, limits, advance)
    if as_json:
        speed = None
        click.echo(json_report(score))
    else:
        speed = measure_throughput([each.article for each in golds], pipeline, limits) if throughput else None
        if errors:
            _print_faults(faults_by_kind(score.faults))
        _print_rows(MEASURE_COLUMNS, measure_rows(score))
        _print_rows(SUMMARY_COLUMNS, summary_rows(score, speed))
    for page in pages:
        write_tables(page, markdown_tables(score, speed))


def _print_across(gold: tuple[Path, ...], limits: Settings) -> None:
    """Each file is a collection of its own."""
    pipeline = load_pipeline(limits)
    table = Table("set", "measure", "P, %", "R, %", "F1, %", "gold", header_style="bold")
    for path in gold:
        every = read_across([path])
        with progress_bar("evaluating", len(every.articles)) as advance:
            for each in evaluate_across(every, pipeline, limits, advance):
                shares = (f"{100 * share:.1f}" for share in (each.precision, each.recall, each.f1))
                table.add_row(path.stem, each.measure, *shares, str(each.items))
    Console(highlight=False, markup=False, width=120).print(table)


def _print_reliability(golds: Sequence[Gold], pipeline: Language, folds: int | None) -> None:
    if folds is not None and folds > len(golds):
        raise UsageError(f"--folds {folds} needs as many articles, not {len(golds)}")
    with progress_bar("evaluating", len(golds)) as advance:
        articles = []
        for gold in golds:
            articles.append(judged_article(gold, pipeline))
            advance()
    values = held_out(articles, folds) if folds else [each for own in articles for each in own]
    if not values:
        raise UsageError("the program finds nothing in these articles to be sure of")
    figures = reliability(values)
    table = Table("confidence", "values", "mean, %", "right, %", header_style="bold")
    for each in figures.bins:
        table.add_row(
            f"{each.least:.1f}", f"{each.values:,}", f"{100 * each.confidence:.0f}", f"{100 * each.right:.0f}"
        )
    console = Console(highlight=False, markup=False, width=110)
    console.print(table)
    console.print(
        f"{figures.values:,} values, {100 * figures.share:.1f} % of them right. Brier score {figures.brier:.3f} "
        f"({figures.share * (1 - figures.share):.3f} with one confidence for all), calibration error "
        f"{figures.error:.3f}; a right value has the higher confidence in {100 * figures.ranking:.0f} % of pairs."
    )


def _print_links(corpus: Path, errors: bool) -> None:
    documents = read_linking_set(corpus)
    table = Table("documents", "known", "right, %", "proposed", "wrong", "not known", "linked, %", header_style="bold")
    for part, is_test in (("development", False), ("test", True)):
        tally = measure_links([each for each in documents if each.is_test is is_test])
        counts = (tally.known, f"{tally.accuracy:.1f}", tally.proposed, tally.wrong, tally.unknown)
        table.add_row(part, *map(str, counts), f"{tally.wrong_share:.1f}")
        for fault, count in tally.faults.most_common() if errors and not is_test else ():
            click.echo("\t".join((str(count), *fault)))
    Console(highlight=False, markup=False, width=110).print(table)


def _print_faults(faults: dict[str, list[Fault]]) -> None:
    for heading, group in faults.items():
        click.secho(f"{heading}: {counted(len(group), 'time')}", bold=True)
        for fault in group:
            click.echo("\t".join(filter(None, ("", fault.article, fault.words, fault.detail))))


def _print_rows(columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    table = Table(*columns, header_style="bold")
    if columns is MEASURE_COLUMNS:
        for column in table.columns[1:5]:
            column.justify = "right"
    for row in rows:
        table.add_row(*row.cells, style="red" if row.met is False else None)
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=max(110, console.width))
    console.print(table)
