"""The whole way of a federated query: local values, batches to the endpoint, a query without SERVICE."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kg.errors import OutsideError, OutsideTimeout, QueryError
from kg.federation.plan import Plan, first_plan
from kg.federation.rows import Row, read_rows, values
from kg.federation.shape import has_service, read_shape
from kg.outside.client import Client, json_content
from kg.settings import Settings

LocalQuery = Callable[[str], bytes]
_RESULTS: Final = "application/sparql-results+json"
# Of the time left; the rest is for the query itself.
_SHARE: Final = 0.8
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Followed:
    """A query without SERVICE, and a line for each SILENT block whose endpoint failed."""

    text: str
    failures: tuple[str, ...]


class Federation:
    """Follows SERVICE to some services. One object serves many queries."""

    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._services = service_addresses(settings)

    def follow(self, text: str, local: LocalQuery, deadline: float) -> Followed:
        """A query that means the same and has no SERVICE. local answers a SELECT with SPARQL JSON results; deadline is
        on the clock of time.monotonic, for the whole query.

        Raises QueryError for a query that is malformed or may not do that, OutsideError and its kin for a service that
        fails without SILENT.
        """
        failures: list[str] = []
        while has_service(text):
            plan = first_plan(read_shape(text), self._services)
            until = time.monotonic() + _SHARE * (deadline - time.monotonic())
            sent = self._local_values(plan, local)
            try:
                text = plan.filled(self._remote_values(plan, *sent, until))
            except OutsideError as error:
                if not plan.service.silent:
                    raise
                failures.append(str(error))
                text = plan.filled("{ }")
        return Followed(text, tuple(failures))

    def _local_values(self, plan: Plan, local: LocalQuery) -> tuple[tuple[str, ...], list[Row]]:
        """The shared variables that always have a value here, and their values; no variables: nothing restricts."""
        if not plan.shared:
            return (), []
        most = self._settings.federation_rows
        bindings = json.loads(local(plan.local_query(most + 1)))["results"]["bindings"]
        if len(bindings) > most:
            raise QueryError(
                f"the query has more than {most} values for SERVICE <{plan.endpoint}>; narrow down its local part"
            )
        always = tuple(name for name in plan.shared if all(name in row for row in bindings))
        # No row of another endpoint has a blank node of ours.
        usable = [row for row in bindings if all(row[name]["type"] in ("uri", "literal") for name in always)]
        return always, list(dict.fromkeys(read_rows({"results": {"bindings": usable}}, always, "")))

    def _remote_values(self, plan: Plan, shared: Sequence[str], rows: Sequence[Row], until: float) -> str:
        """The endpoint's rows for these values as a VALUES block."""
        most = self._settings.federation_rows
        found: list[Row] = []
        size = max(1, self._settings.federation_batch)
        for number, batch in enumerate(_batches(rows, size) if shared else [()]):
            if time.monotonic() >= until:
                raise OutsideTimeout(f"the time of the query is over after {number} requests to {plan.endpoint}")
            query = plan.remote_query(shared, batch, most - len(found) + 1)
            answer = self._client.post(plan.endpoint, {"query": query}, _RESULTS, until)
            content = json_content(answer, plan.endpoint)
            found += read_rows(content, plan.wanted, f"{plan.endpoint} {number}")
            if len(found) > most:
                raise QueryError(f"<{plan.endpoint}> has more than {most} rows for this SERVICE; ask for less")
        return values(plan.wanted, found)


def service_addresses(settings: Settings) -> tuple[str, ...]:
    """The addresses that SERVICE may name."""
    return tuple(each.strip() for each in settings.federation_services.split(",") if each.strip())


def _batches(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
