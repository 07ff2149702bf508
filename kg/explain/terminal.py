"""An explanation as text: the article with its spans in colour and the numbers of their nodes, then node by node."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from rich.text import Text

from kg.explain.pieces import marks_of, numbers_after, one_line, pieces, shown
from kg.explain.values import Explanation, Node, Value
from kg.records import Span

_STYLES: Final = {
    "Actor": "bold cyan",
    "Place": "green",
    "Zone": "bold green",
    "Strike": "bold red",
    "Agreement": "bold blue",
    "Claim": "underline",
    "Value": "magenta",
}


def explanation_lines(explanation: Explanation) -> Iterator[Text]:
    """The lines to print, without line ends."""
    yield Text(one_line(explanation.title), "bold")
    yield Text(explanation.article, "dim")
    yield Text()
    yield marked_text(explanation)
    for node in explanation.nodes:
        yield Text()
        yield from _node_lines(explanation, node)


def marked_text(explanation: Explanation) -> Text:
    """The article's text, each span in the colours of what it speaks of and followed by the number of its node."""
    marked = Text()
    for piece in pieces(explanation.text, marks_of(explanation)):
        begin, end = piece.span
        styles = " ".join(dict.fromkeys(_STYLES[mark.family] for mark in piece.marks))
        marked.append(shown(explanation.text[begin:end]), styles or None)
        for number in numbers_after(piece):
            marked.append(f"[{number}]", "dim")
    return marked


def _node_lines(explanation: Explanation, node: Node) -> Iterator[Text]:
    confidence = f", confidence {node.confidence}" if node.confidence else ""
    heading = Text.assemble(f"[{node.number}] {node.kind} ", (f"“{one_line(node.label)}”", _STYLES[node.family]))
    yield heading.append(confidence)
    yield Text(f"    {node.iri}", "dim")
    for span, kind in node.mentions:
        yield Text(f"    {kind}: {quoted(explanation.text, span)}")
    for link in node.links:
        yield Text(f"    {link.status} link: {link.target}, method {link.method}, confidence {link.confidence}")
    for sentences, values in groupby(node.values, key=lambda value: value.sentences):
        yield Text("    in " + "; ".join(quoted(explanation.text, span) for span in sentences), "italic")
        for value in values:
            yield _value_line(explanation, value)


def _value_line(explanation: Explanation, value: Value) -> Text:
    words = ", ".join(quoted(explanation.text, span) for span in value.words)
    so_far = f" [{value.factuality}]" if value.factuality else ""
    line = Text.assemble(f"      {value.property}: ", (one_line(value.shown), "bold"), f"{so_far} – {words}")
    return line.append(f", rule {', '.join(value.rules)}, confidence {', '.join(value.confidences)}")


def quoted(text: str, span: Span) -> str:
    """Words and where they stand."""
    return f"“{one_line(text[span.begin : span.end])}” {span.begin}–{span.end}"
