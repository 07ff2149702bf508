"""The timeline: strikes and agreements by month, as a drawing made here and as a table, and one month's list."""

import re
from collections import Counter
from typing import Any, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from kg.errors import UsageError
from server.explore.asking import asked
from server.explore.here import Explorer, explorer
from server.explore.lists import listing
from server.explore.timeline import timeline
from server.explore.views import Month, Timeline
from server.pages.caching import kept
from server.pages.chart import month_chart, month_name
from server.pages.frame import url_with

timeline_page = Blueprint("timeline", __name__)

# More kinds than this would need colours that nobody tells apart.
_MOST_SERIES: Final = 6
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_OTHERS: Final = "other"


@timeline_page.get("/timeline")
def page() -> Response:
    """The months of all events that the filters leave; with ``month``, the events of that one too."""
    here = explorer()
    return kept(here, lambda: _page(here))


def _page(here: Explorer) -> str:
    arguments = MultiDict(request.args)
    arguments.poplist("month")
    view = timeline(here, asked("events", arguments))
    month = request.args.get("month")
    if month and not _MONTH.fullmatch(month):
        raise UsageError(f"month must be a month as 2018-09, not {month[:40]!r}")
    events = listing(here, asked("events", request.args), with_facets=False) if month else None
    labels = {term.name: term.label for term in view.kinds}
    series, counts = _series(view, labels)
    return render_template(
        "timeline.html",
        view=view,
        chart=month_chart(counts, series),
        months=[_month(each, labels) for each in reversed(view.months)],
        month=month,
        month_name=month_name(month) if month else None,
        events=events,
        of_month=lambda name: url_with(month=name) + "#month",
    )


def _month(each: Month, labels: dict[str, str]) -> dict[str, Any]:
    """A month's line of the table, with all its kinds, the most frequent first."""
    ordered = sorted(each.counts.items(), key=lambda it: (-it[1], it[0]))
    parts = {labels.get(name, name): count for name, count in ordered}
    return {"month": each.month, "name": month_name(each.month), "total": each.total, "parts": parts}


def _series(view: Timeline, labels: dict[str, str]) -> tuple[list[str], dict[str, dict[str, int]]]:
    """The kinds that the drawing tells apart, the most frequent first, and the counts of each month by them."""
    totals: Counter[str] = Counter()
    for each in view.months:
        totals.update(each.counts)
    kept = [name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SERIES]]
    counts: dict[str, dict[str, int]] = {}
    for each in view.months:
        parts = {labels.get(name, name): each.counts[name] for name in kept if each.counts.get(name)}
        if rest := sum(count for name, count in each.counts.items() if name not in kept):
            parts[_OTHERS] = rest
        counts[each.month] = parts
    series = [labels.get(name, name) for name in kept]
    return [*series, _OTHERS] if len(totals) > len(kept) else series, counts
