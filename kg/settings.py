"""Every limit and default of the program, in one table.

A setting is read from the environment variable ``KG_<NAME>``; what is not set there has the default given here.
``docs/settings.md`` shows the same table, and a test holds the two together.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self

from kg.errors import UsageError

# What the environment tells besides the settings.
OTHER_VARIABLES: Final = {
    "KG_STORE": "Folder of the store, where a command has no `--store`.",
    "KG_TOKEN": "Token that a server with `--allow-updates` asks for, where it has no `--token-file`.",
    "KG_STORE_TOKEN": "Bearer token for a store on another server.",
    "KG_STORE_USER": "User name for a store on another server.",
    "KG_STORE_PASSWORD": "The password that belongs to it.",
    "KG_CORPORA": "Folder of the corpora that the language model is trained on.",
    "NO_COLOR": "Set to anything: no colour on terminals.",
    "SOURCE_DATE_EPOCH": "Seconds since 1970 that extraction runs carry as their time.",
    "XDG_STATE_HOME": "Folder for what is remembered of stores on other servers; `~/.local/state` where it is not set.",
}
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


def _setting(default: Any, about: str) -> Any:
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Values of all settings; see each field's ``about``."""

    base_iri: str = _setting("https://w3id.org/conflict-kg/id/", "Base of all data IRIs that are minted.")
    pipeline: str = _setting(
        "default", "Language pipeline: `default`, `rules`, or the name or path of a spaCy pipeline."
    )
    max_article_chars: int = _setting(
        1_000_000, "Longest article, in code points; a longer one is skipped and reported."
    )
    max_word_chars: int = _setting(
        4_000, "Longest run of characters without white space before an article counts as not text."
    )
    max_line_bytes: int = _setting(
        16_777_216,
        "Longest line of JSON Lines, or record of a CSV table, in bytes; a longer one is left out and reported.",
    )
    max_input_bytes: int = _setting(
        67_108_864, "Largest plain-text or JSON file that is read as one article, in bytes."
    )
    max_html_bytes: int = _setting(4_194_304, "Largest HTML page that is read, in bytes; a larger one is skipped.")
    max_wiki_unclosed: int = _setting(
        50,
        "Openings that nothing closes in a page of wiki text, each counted by the share of the page after it; a page "
        "with more is skipped.",
    )
    english_only: bool = _setting(True, "Whether an article in another language than English is skipped and reported.")
    build_processes: int = _setting(
        0,
        "Processes that extract articles in a build (`-j`); 0: as many as cores where there is enough to do, 1: the "
        "build itself only.",
    )
    commit_seconds: int = _setting(
        3,
        "Seconds, or a fiftieth of the time so far if that is more, after which a build stores the graphs that are "
        "finished; what is not stored is lost in a crash.",
    )
    article_seconds: int = _setting(
        600, "Seconds after which the process that works on one article is ended, in a build of several processes."
    )
    store_timeout: int = _setting(
        120, "Seconds that a store on another server may be silent before a request to it is repeated."
    )
    keep_snapshots: int = _setting(2, "Snapshots of a store that are kept, the newest included.")
    host: str = _setting("127.0.0.1", "Address that the server binds.")
    port: int = _setting(8000, "Port that the server binds.")
    max_query_bytes: int = _setting(1_048_576, "Longest body of a request to the SPARQL endpoint, in bytes.")
    max_update_bytes: int = _setting(268_435_456, "Longest body of an update or of a graph store write, in bytes.")
    query_timeout: int = _setting(
        30, "Seconds after which a query is ended; `timeout=` in a request may ask for less, not for more."
    )
    query_memory_mb: int = _setting(1_024, "Memory, in MiB, at which the process that runs a query is ended.")
    max_result_bytes: int = _setting(4_294_967_296, "Size, in bytes, at which an answer is broken off with an error.")
    max_result_rows: int = _setting(
        10_000_000, "Rows at which an answer is broken off with an error, as for its size; 0: no limit."
    )
    query_processes: int = _setting(0, "Processes that run queries, one each at a time; 0: two more than slow ones.")
    slow_queries: int = _setting(
        0, "Queries of more than a tenth of a second that may run at the same time; 0: twice the cores."
    )
    http_processes: int = _setting(0, "Processes that speak HTTP; 0: as many as cores, at most 4.")
    client_connections: int = _setting(
        1_000, "Connections that one address may have with a process that speaks HTTP; more are closed; 0: no limit."
    )
    cache_bytes: int = _setting(67_108_864, "Answers that each HTTP process keeps in memory, in bytes.")
    access_log: bool = _setting(False, "Whether the server writes a line of JSON a request to standard error.")
    max_marked_chars: int = _setting(
        100_000,
        "Longest text that an article's page marks, in code points; of a longer one it shows the beginning.",
    )
    reconcile_batch: int = _setting(200, "Names, or ids, in one request to the reconciliation service, at most.")
    try_processes: int = _setting(1, "Pasted articles that are read at the same time.")
    try_timeout: int = _setting(120, "Seconds after which reading a pasted article is ended.")
    try_memory_mb: int = _setting(4_096, "Address space, in MiB, of the process that reads a pasted article.")
    try_kept_minutes: int = _setting(60, "Minutes after which a pasted article and what was read in it are removed.")
    try_kept: int = _setting(500, "Pasted articles that are kept at most; the oldest go first.")
    try_max_bytes: int = _setting(8_388_608, "Longest body of a request that pastes or uploads an article, in bytes.")
    try_max_chars: int = _setting(200_000, "Longest article that can be pasted, in code points.")
    link_decisions: str = _setting(
        "", "File of what reviewers decided about links; empty: `links.tsv` in the folder of the store."
    )
    default_graph: str = _setting(
        "auto",
        "What a query without a dataset reads: `union` of all graphs, the store's `own` default graph, or `auto`: the "
        "union where the store holds the ontology.",
    )
    federation: bool = _setting(False, "Whether the server follows SERVICE to the services that are allowed.")
    federation_services: str = _setting(
        "https://query.wikidata.org/sparql", "Addresses that SERVICE may name, separated by commas."
    )
    federation_rows: int = _setting(
        20_000, "Most values that are sent to a service for one SERVICE block, and most rows taken from it."
    )
    federation_processes: int = _setting(4, "Processes that ask services for SERVICE, one query each at a time.")
    federation_waiting: int = _setting(
        32, "Queries with SERVICE that one HTTP process takes at the same time; more are refused as busy."
    )
    federation_batch: int = _setting(200, "Rows of values that are sent to a service at a time.")
    wikidata_search: str = _setting(
        "https://www.wikidata.org/w/api.php", "Address of the search that `kg link --online` asks."
    )
    wikidata_sparql: str = _setting(
        "https://query.wikidata.org/sparql", "Address of the SPARQL endpoint that `kg link --online` asks."
    )
    contact: str = _setting(
        "", "Mail address or page of whoever runs the program; told to other hosts in the User-Agent, as they ask for."
    )
    outside_timeout: int = _setting(60, "Seconds for one exchange with another host, where no query's time is shorter.")
    outside_max_bytes: int = _setting(33_554_432, "Longest answer that is taken from another host, in bytes.")
    outside_per_minute: int = _setting(60, "Requests a minute to one other host, at most.")
    outside_cache_hours: int = _setting(24, "Hours for which an answer of another host is kept; 0: none is.")
    outside_cache_bytes: int = _setting(
        268_435_456, "Answers of other hosts that are kept on disk, in bytes; the oldest go first."
    )
    outside_loopback: bool = _setting(
        False, "Whether allowed services may be on this machine itself and without TLS; for tests and local endpoints."
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Settings with the values of ``KG_*`` variables put in.

        Raises UsageError where a value is not of the setting's type.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for each in fields(cls):
            raw = environment.get(f"KG_{each.name.upper()}")
            if raw is not None:
                values[each.name] = _parse(each.name, raw, type(each.default))
        if not _IRI.fullmatch(values.get("base_iri", "urn:x")):
            raise UsageError(f"KG_BASE_IRI must be an absolute IRI, not {values['base_iri']!r}")
        return cls(**values)


def _parse(name: str, raw: str, kind: type) -> Any:
    if kind is bool:
        if raw.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise UsageError(f"KG_{name.upper()} must be yes or no, not {raw!r}")
        return raw.lower() in {"1", "true", "yes"}
    if kind is not int:
        return raw
    if not raw.strip().isdecimal():
        raise UsageError(f"KG_{name.upper()} must be a whole number, 0 or more, not {raw!r}")
    return int(raw)
