"""``kg build``: articles into a store."""

import click

from kg.build import BuildReport, build, checked
from kg.cli.changing import (
    LOCAL,
    build_progress,
    format_option,
    jobs_option,
    open_extractor,
    open_writer,
    require_own_folder,
    store_place_option,
    summary,
    verdict,
)
from kg.cli.common import counted, report, settings, stderr
from kg.sources import read_inputs


@click.command("build")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT…")
@store_place_option
@format_option
@jobs_option
@click.option("--cluster", is_flag=True, help="Extract with Ray, on processes of this machine.")
@click.option("--cluster-address", metavar="HOST:PORT", help="Extract on the Ray cluster with this head.")
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was skipped.")
@click.option("--dry-run", is_flag=True, help="Read and check the inputs; extract and write nothing.")
def command(
    inputs: tuple[str, ...],
    store: str,
    format_name: str | None,
    jobs: int | None,
    cluster: bool,
    cluster_address: str | None,
    strict: bool,
    dry_run: bool,
) -> None:
    """Build a graph, or bring it up to date: unchanged articles are passed over.

    INPUT is a file or folder of articles, or - for standard input, which holds JSON Lines unless --format says
    otherwise. The name of a file tells its format.
    """
    limits = settings()
    require_own_folder(store, inputs)
    articles = read_inputs(inputs, limits, format_name=format_name)
    if dry_run:
        outcome = checked(articles, limits)
    else:
        extractor = open_extractor(jobs, limits, cluster_address or (LOCAL if cluster else None))
        with open_writer(store, limits) as writer, build_progress("building", inputs) as progress:
            outcome = build(articles, writer, extractor, limits, progress)
    report(outcome.problems)
    if dry_run:
        _dry_summary(outcome)
    else:
        summary(outcome, store)
    verdict(outcome, strict)


def _dry_summary(outcome: BuildReport) -> None:
    stderr.print(
        f"would build {counted(len(outcome.written), 'article')}, {len(outcome.skipped)} skipped; nothing written",
        markup=False,
    )
