"""``kg link``: links and facts from Wikidata itself, and what reviewers decide about links."""

from pathlib import Path

import click

from kg.cli.common import counted, progress_bar, settings
from kg.cli.link_review import command as review
from kg.errors import OutsideError, UsageError
from kg.linking.decisions import Decisions, decisions_file
from kg.names import Names
from kg.online.kept import FILE_NAME, Kept, read_kept
from kg.online.linking import GRAPH, Report, ask_wikidata, online_quads
from kg.online.wikidata import Wikidata
from kg.outside.client import Client
from kg.store import Writer, open_snapshot


@click.group("link", invoke_without_command=True)
@click.option(
    "--store",
    envvar="KG_STORE",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the store (or KG_STORE).",
)
@click.option("--online", is_flag=True, help="Ask Wikidata about what is not linked yet. Nothing is asked without it.")
@click.option("--minutes", type=click.FloatRange(0.01, 10_000), default=30, show_default=True, help="Time for asking.")
@click.pass_context
def command(context: click.Context, store: Path | None, online: bool, minutes: float) -> None:
    """Link what the articles name and the gazetteer lacks.

    With --online, Wikidata is asked about named actors and places without a link; what it says goes into the file
    wikidata.jsonl of the store, and from there into a graph of its own. Without, that graph is made again from the
    file and the reviewers' decisions. Another call goes on where the last one stopped.
    """
    if context.invoked_subcommand is not None:
        return
    if store is None:
        raise UsageError("name the store: kg link --online --store DIR")
    path = store / FILE_NAME
    kept = read_kept(path)
    if not online and not path.exists():
        raise UsageError(f"{path} is not there: nothing has been asked yet; ask with --online")
    names = Names(settings().base_iri)
    if online:
        report = _asked(store, path, kept, names, 60 * minutes)
        if report.left and not report.asked:
            raise OutsideError(report.problem or "the time was over before anything could be asked")
        _tell(report, store)
    with Writer(store, settings().keep_snapshots) as writer:
        quads = online_quads(kept, writer.store, names, Decisions.read(decisions_file(store)))
        writer.replace_graph(names.graph(GRAPH), quads)
        generation = writer.publish()
    click.echo(f"{counted(len(quads), 'statement')} in {names.graph(GRAPH)}, generation {generation}", err=True)


command.add_command(review)


def _asked(store: Path, path: Path, kept: Kept, names: Names, seconds: float) -> Report:
    graph = open_snapshot(store).store
    limits = settings()
    if not limits.contact:
        click.echo("note: Wikidata asks programs to say who runs them; set KG_CONTACT to an address", err=True)
    addresses = (limits.wikidata_search, limits.wikidata_sparql)
    wikidata = Wikidata(Client(addresses, limits, store / "outside", limits.outside_loopback), *addresses)
    with progress_bar("asking Wikidata") as advance:
        return ask_wikidata(graph, names, wikidata, kept, seconds, lambda: kept.write(path), advance)


def _tell(report: Report, store: Path) -> None:
    click.echo(
        f"{counted(report.asked, 'thing')} asked about; in all {counted(report.accepted, 'link')} accepted, "
        f"{counted(report.candidates, 'candidate')}, {counted(report.facts, 'fact')}",
        err=True,
    )
    if report.problem:
        click.echo(f"note: {report.problem}", err=True)
    if report.left:
        click.echo(f"{counted(report.left, 'thing')} left; go on with: kg link --online --store {store}", err=True)
    if report.candidates:
        click.echo(f"decide about candidates with: kg link review --store {store}", err=True)
