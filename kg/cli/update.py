"""``kg update``: add, replace and retract articles, with an account of what changed."""

from contextlib import ExitStack
from pathlib import Path

import click

from kg.build import BuildReport, build
from kg.build.audit import AuditFile
from kg.build.commits import Audit, no_audit
from kg.cli.changing import (
    build_progress,
    format_option,
    jobs_option,
    open_extractor,
    open_writer,
    require_store,
    store_place_option,
    verdict,
)
from kg.cli.common import counted, report, settings, stderr
from kg.errors import UsageError
from kg.sources import read_inputs


@click.command("update")
@click.argument("inputs", nargs=-1, metavar="[INPUT…]")
@store_place_option
@format_option
@click.option("--remove", "retract", multiple=True, metavar="ID", help="Retract an article, by id or IRI; repeatable.")
@click.option(
    "--audit",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add a line of JSON to FILE for each article that changes, with the numbers of triples.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@jobs_option
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was skipped.")
def command(
    inputs: tuple[str, ...],
    store: str,
    format_name: str | None,
    retract: tuple[str, ...],
    audit: Path | None,
    dry_run: bool,
    jobs: int | None,
    strict: bool,
) -> None:
    """Change a graph: add the articles of the inputs or put them in the place of their old versions, and retract those
    named by --remove that the inputs have not; unchanged ones are passed over.

    INPUT is as in kg build. Each article changes in one transaction. The result is published once, at the end.
    """
    if not inputs and not retract:
        raise click.UsageError("nothing to do: name an INPUT or an article to --remove")
    limits = settings()
    if not inputs:
        require_store(store)
    with ExitStack() as stack:
        told: Audit = stack.enter_context(AuditFile(audit, dry_run)) if audit else no_audit
        extractor = open_extractor(jobs, limits)
        writer = stack.enter_context(open_writer(store, limits, preview=dry_run))
        progress = stack.enter_context(build_progress("updating", inputs))
        articles = read_inputs(inputs, limits, format_name=format_name)
        outcome = build(articles, writer, extractor, limits, progress, retract=retract, audit=told)
    report(outcome.problems)
    _summary(outcome, store, dry_run)
    if outcome.missing:
        raise UsageError(f"not in the store: {', '.join(outcome.missing)}")
    verdict(outcome, strict)


def _summary(outcome: BuildReport, store: str, dry_run: bool) -> None:
    parts = [
        f"{counted(len(outcome.written) - outcome.replaced, 'article')} added",
        f"{outcome.replaced} replaced",
        f"{len(outcome.retracted)} retracted",
        f"{len(outcome.unchanged)} unchanged",
    ]
    parts += [f"{len(outcome.skipped)} skipped"] if outcome.skipped else []
    state = "would be: " if dry_run else "interrupted; kept: " if outcome.interrupted else ""
    triples = f"{outcome.added:,} triples added, {outcome.removed:,} removed"
    stderr.print(f"{state}{', '.join(parts)}; {triples}; store {store}", markup=False)
