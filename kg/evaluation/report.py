"""A score for readers: the table beside its targets, as plain cells, Markdown and JSON; and the errors by kind."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.evaluation.account import ITEM_MEASURES
from kg.evaluation.tally import Fault, Figures, Score
from kg.evaluation.targets import Target, targets
from kg.evaluation.throughput import Throughput

_MEAN_OF_THINGS: Final = ("actor", *ITEM_MEASURES)
_MEAN_OF_ROLES: Final = tuple(f"{measure}.role" for measure in ITEM_MEASURES)
MEASURE_COLUMNS: Final = ("measure", "P", "R", "F1", "gold", "target")
SUMMARY_COLUMNS: Final = ("figure", "value", "target")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row, and whether all of its targets are met (None where it has none)."""

    cells: tuple[str, ...]
    met: bool | None


def mean_f1(score: Score) -> dict[str, float]:
    """KG5, the mean F1 (0–1) of actors, zones, strikes, agreements and claims; ROLE, that of the items' roles."""
    means = {"KG5": _MEAN_OF_THINGS, "ROLE": _MEAN_OF_ROLES}
    return {
        name: sum(score.tally(measure).figures().f1 for measure in measures) / len(measures)
        for name, measures in means.items()
    }


def measure_rows(score: Score) -> Iterator[Row]:
    """One row a measure, in alphabetical order, figures in per cent."""
    for measure, tally in sorted(score.tallies.items()):
        figures = tally.figures()
        per_cent = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
        cells = [measure, *(f"{100 * value:.1f}" for value in per_cent.values()), f"{figures.gold:g}"]
        yield _row(cells, targets().get(measure, ()), {name: 100 * value for name, value in per_cent.items()})


def summary_rows(score: Score, throughput: Throughput | None = None) -> Iterator[Row]:
    """Means, wrong spans and, where it was measured, throughput."""
    wanted = targets()
    for name, value in mean_f1(score).items():
        yield _row([name, f"{100 * value:.1f}"], wanted[name], {"f1": 100 * value})
    yield _row(["wrong spans", str(score.wrong_spans)], wanted["wrong spans"], {"count": score.wrong_spans})
    if throughput is not None:
        for name, speed in (("extraction", throughput.extraction), ("build", throughput.build)):
            share = throughput.share(speed)
            words = f"{share:.0f} % of the bare pipeline ({speed:,.0f} of {throughput.pipeline:,.0f} words/s)"
            yield _row([f"throughput of {name}", words], wanted.get(f"throughput of {name}", ()), {"share": share})


def _row(cells: list[str], wanted: tuple[Target, ...], values: Mapping[str, float]) -> Row:
    met = all(target.met(values[target.figure]) for target in wanted) if wanted else None
    return Row((*cells, ", ".join(map(str, wanted))), met)


def markdown_tables(score: Score, throughput: Throughput | None = None) -> str:
    """Both tables; a figure that misses its target stands in bold."""
    measures = _markdown(MEASURE_COLUMNS, measure_rows(score))
    summary = _markdown(SUMMARY_COLUMNS, summary_rows(score, throughput))
    return f"{measures}\n{summary}"


def _markdown(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    lines = [columns, ("---", *["---:" if len(columns) > len(SUMMARY_COLUMNS) else "---"] * (len(columns) - 1))]
    lines += [row.cells if row.met is not False else (f"**{row.cells[0]}**", *row.cells[1:]) for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def json_report(score: Score) -> str:
    """Every measure with p, r and f (0–1) and gold, the means, and the number of wrong spans."""
    figures = {measure: _plain(tally.figures()) for measure, tally in sorted(score.tallies.items())}
    return json.dumps({**mean_f1(score), "bad_spans": score.wrong_spans, **figures}, indent=1)


def _plain(figures: Figures) -> dict[str, float]:
    return {"p": figures.precision, "r": figures.recall, "f": figures.f1, "gold": figures.gold}


def faults_by_kind(faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    """The faults under headings such as ``missed actor``, in alphabetical order; within one in the order of the
    articles."""
    grouped: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        grouped[f"{fault.kind} {fault.measure}"].append(fault)
    return dict(sorted(grouped.items()))
