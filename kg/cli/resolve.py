"""``kg resolve``: decide anew what is one across articles."""

import click

from kg.cli.changing import open_writer, require_store, store_place_option
from kg.cli.common import counted, progress_bar, settings, stderr
from kg.identity.graph import IdentityReport, resolve
from kg.names import Names

# What the identity graph says, by the local name of the property or class, and what it is called here.
_TOLD = (
    ("nearDuplicateOf", "copies of articles"),
    ("Incident", "incidents"),
    ("inIncident", "reports in incidents"),
    ("ActorCluster", "actors of several articles"),
    ("inActorCluster", "accounts of such actors"),
    ("Link", "links"),
    ("hasGeometry", "places with a geometry"),
)


@click.command("resolve")
@store_place_option
def command(store: str) -> None:
    """Decide anew, from all articles, which are copies, which reports tell of one incident, which unknown actors are
    one, and what is linked; print what that changed.

    A build keeps all of this up to date by itself; this command needs none of what builds keep for it.
    """
    limits = settings()
    require_store(store)
    with open_writer(store, limits) as writer, progress_bar("deciding") as advance:
        report = resolve(writer, Names(limits.base_iri), advance)
        is_other = writer.unpublished
        if is_other:
            writer.publish()
    for line in _lines(report, is_other):
        click.echo(line)
    stderr.print(f"{counted(report.articles, 'article')} read; store {store}", markup=False)


def _lines(report: IdentityReport, is_other: bool) -> list[str]:
    added, removed = report.added, report.removed
    return [
        f"{words}: {added[local]:,} new, {removed[local]:,} gone"
        for local, words in _TOLD
        if added[local] or removed[local]
    ] or ["no number changed; the graph was published anew" if is_other else "nothing changed"]
