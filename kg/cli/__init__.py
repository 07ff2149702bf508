"""``kg``: one file a command, each thin over a plain function.

Data goes to standard output, everything else to standard error. Exit codes: 0 ok, 1 checks failed or items skipped
under --strict, 2 usage, 3 input unreadable, 4 store busy or missing, 5 another host gave no answer, 130 interrupted.
"""

import importlib
import logging
import sys

import click

from kg import __version__
from kg.errors import ConflictKgError
from kg.memory import collect_seldom

_COMMANDS = {
    "build": "Build a graph from articles, or bring it up to date.",
    "watch": "Build the articles of feeds as they appear.",
    "update": "Add, replace and retract articles, with an account of what changed.",
    "extract": "Print the RDF of articles; nothing is stored.",
    "query": "Run a shipped query or a SPARQL file.",
    "queries": "List the shipped queries with their parameters.",
    "explain": "Show on which words the values of an article stand.",
    "serve": "Serve a store over HTTP, with SPARQL at /sparql.",
    "stats": "Count what a store holds.",
    "validate": "Check shapes and spans of a store.",
    "export": "Print the whole graph.",
    "resolve": "Decide anew which articles, incidents and actors are one.",
    "link": "Link to Wikidata online, and decide about proposed links.",
    "remove": "Take articles out of a store.",
    "evaluate": "Measure the extraction on annotated articles.",
}


class _LazyGroup(click.Group):
    """Imports a command when it is called: ``kg queries`` and ``kg --help`` need not wait for spaCy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"kg.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the program's own log, with tracebacks, on standard error.")
def group(debug: bool) -> None:
    """Conflict KG: articles about armed conflict become a knowledge graph with evidence for every value."""
    logging.basicConfig(level=logging.DEBUG if debug else logging.ERROR, format="%(name)s: %(message)s")


def main() -> None:
    """Runs the command line; every expected error is one line on standard error and an exit code."""
    collect_seldom()
    try:
        code = group.main(prog_name="kg", standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ConflictKgError as error:
        click.echo(f"kg: {error}", err=True)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except SystemExit:
        # So click answers a reader of our output that has gone, as with `kg export | head`: that is no fault.
        code = 0
    except OSError as error:
        click.echo(f"kg: {_told(error)}", err=True)
        code = 4 if error.errno == 28 else 3
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: OSError) -> str:
    """The file and what is wrong with it, in one line."""
    told = ": ".join(filter(None, (str(error.filename or ""), (error.strerror or "").lower()))) or str(error)
    return " ".join(told.split())
