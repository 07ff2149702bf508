"""``kg build``: articles into a store."""

from pathlib import Path

import click

from kg.build import BuildReport, build
from kg.cli.common import counted, progress_bar, report, settings, stderr, store_option
from kg.errors import CheckFailed, InputError
from kg.language import load_pipeline
from kg.records import Article
from kg.sources import Problem, read_inputs
from kg.store import Writer


@click.command("build")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@store_option
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was skipped.")
@click.option("--dry-run", is_flag=True, help="Read and check the inputs; extract and write nothing.")
def command(inputs: tuple[str, ...], store: Path, strict: bool, dry_run: bool) -> None:
    """Build a graph, or bring it up to date: unchanged articles are passed over.

    INPUT is a file or folder of plain text (.txt), JSON (.json) or JSON Lines (.jsonl), or - for JSON Lines on
    standard input.
    """
    limits = settings()
    if dry_run:
        outcome = _dry_run(inputs)
    else:
        pipeline = load_pipeline(limits)
        with Writer(store, limits.keep_snapshots) as writer, progress_bar("building") as advance:
            articles = read_inputs(inputs, limits)
            outcome = build(articles, writer, pipeline, limits, progress=lambda article: advance())
    report(outcome.problems)
    _summary(outcome, store, dry_run)
    if outcome.interrupted:
        raise KeyboardInterrupt
    _verdict(outcome, strict)


def _dry_run(inputs: tuple[str, ...]) -> BuildReport:
    outcome = BuildReport()
    for item in read_inputs(inputs, settings()):
        if isinstance(item, Problem):
            outcome.problems.append(item)
        elif isinstance(item, Article):
            outcome.written.append(item.id)
    return outcome


def _summary(outcome: BuildReport, store: Path, dry_run: bool) -> None:
    if dry_run:
        stderr.print(
            f"would build {counted(len(outcome.written), 'article')}, {len(outcome.skipped)} skipped; nothing written",
            markup=False,
        )
        return
    parts = [f"{counted(len(outcome.written), 'article')} built ({counted(outcome.quads, 'triple')})"]
    parts += [f"{len(outcome.unchanged)} unchanged"] if outcome.unchanged else []
    parts += [f"{len(outcome.skipped)} skipped"] if outcome.skipped else []
    state = "interrupted; kept: " if outcome.interrupted else ""
    stderr.print(f"{state}{', '.join(parts)}; store {store}", markup=False)


def _verdict(outcome: BuildReport, strict: bool) -> None:
    done = len(outcome.written) + len(outcome.unchanged)
    if outcome.unreadable:
        raise InputError(f"{counted(len(outcome.unreadable), 'input')} could not be read")
    if strict and outcome.skipped:
        raise CheckFailed(f"{counted(len(outcome.skipped), 'item')} skipped under --strict")
    if not done:
        raise InputError("no usable article in the input")
