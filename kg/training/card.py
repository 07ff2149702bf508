"""The model card, from its template and the figures that lie beside the shipped weights."""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

_CORPORA = ("ewt", "gum", "wikigold", "re3d", "annotated", "reports")
_PARTS = ("train", "dev", "test")
_CORPUS_NAMES = {
    "ewt": "EWT",
    "gum": "GUM",
    "wikigold": "wikigold",
    "annotated": "own sentences",
    "reports": "own sentences, reports",
}
_FIGURE_NAMES = {
    "upos": "UPOS",
    "xpos": "tags",
    "uas": "UAS",
    "las": "LAS",
    "name": "names F1",
    "name.PER": "PER",
    "name.LOC": "LOC",
    "name.ORG": "ORG",
    "entity": "entities F1",
    "nested": "nested entities F1",
    "value": "dates and numbers F1",
    "trigger": "triggers F1",
    "source": "sources F1",
    "cue": "cues F1",
    "content": "contents F1",
}


def write_card(path: Path, model: Path) -> None:
    """Write the card of the pipeline folder ``model``; raises OSError or KeyError where its figures are missing."""
    path.write_text(card(model), encoding="utf-8")


def card(model: Path) -> str:
    """The card's text, from ``meta.json`` and ``figures.json`` of a pipeline folder."""
    facts = json.loads((model / "figures.json").read_text(encoding="utf-8"))
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    size = sum(file.stat().st_size for file in model.rglob("*") if file.is_file())
    counts = {corpus: _counts(facts["sentences"], corpus) for corpus in _CORPORA}
    template = files("kg.training").joinpath("card_template.md").read_text(encoding="utf-8")
    return Template(template).substitute(
        name=f"{meta['lang']}_{meta['name']}",
        version=meta["version"],
        description=meta["description"],
        megabytes=f"{size / 1e6:.1f}",
        figures="\n".join(_figure_rows(facts["figures"])),
        agreement=f"{min(facts['agreement'].values()):.1f}",
        own=f"{sum(facts['sentences']['train'].get(corpus, 0) for corpus in ('annotated', 'reports')):,}",
        recipe=_recipe(facts["recipe"]),
        more=_more(counts["reports"]),
        notes=f" {facts['notes']}" if "notes" in facts else "",
        **counts,
    )


def _counts(sentences: Mapping[str, Mapping[str, int]], corpus: str) -> str:
    return " / ".join(f"{sentences[part].get(corpus, 0):,}" for part in _PARTS)


def _more(reports: str) -> str:
    """The table's row of the sentences written later, for a network that has seen them."""
    data = "[kg/training/data/reports](kg/training/data/reports)"
    row = f"\n| more of these, on what reports say and who says it, {data} | the same | CC BY-SA 4.0 | {reports} |"
    return row if reports.strip("0 /") else ""


def _figure_rows(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    """Rows of a Markdown table: one for each figure of each corpus."""
    columns = {"float_dev": "dev, float", "dev": "dev, shipped", "test": "test, shipped"}
    columns = {key: title for key, title in columns.items() if key in figures}
    yield f"| corpus | figure | {' | '.join(columns.values())} |"
    yield "|---|---|" + "---|" * len(columns)
    for corpus, title in _CORPUS_NAMES.items():
        for figure, name in _FIGURE_NAMES.items():
            values = [figures[key].get(corpus, {}).get(figure) for key in columns]
            if any(value is not None for value in values):
                cells = ["–" if value is None else f"{value:.1f}" for value in values]
                yield f"| {title} | {name} | {' | '.join(cells)} |"


def _recipe(recipe: Mapping[str, Any]) -> str:
    stages = "; then ".join(
        f"{stage['epochs']} epochs at {stage['encoder_rate']:g} (encoder) and {stage['head_rate']:g} (heads), "
        + _repeats(stage["repeat"])
        + (f", the mean of {stage['runs']} runs with seeds 100 apart" if stage.get("runs", 1) > 1 else "")
        + (f", {stage['share']:.0%} of the mean with the weights before" if stage.get("share", 1) < 1 else "")
        for stage in recipe["stages"]
    )
    return (
        f"AdamW, {stages}, linear warm-up and decay; batches of {recipe['batch_pieces']:,} word pieces; "
        f"moving average of the weights {recipe['average']:g}; {recipe['rename_share']:.0%} of sentences with other "
        f"names, {recipe['recase_share']:.0%} in another letter case; {recipe['mask_share']:.0%} of words hidden; "
        f"seed {recipe['seed']}"
    )


def _repeats(repeat: Iterable[tuple[str, int]]) -> str:
    return " and ".join(f"{corpus} {times} times" if times else f"without {corpus}" for corpus, times in repeat)
