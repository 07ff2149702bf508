"""An explanation as one self-contained HTML page: no script, nothing loaded, every text escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kg.explain.pieces import marks_of, numbers_after, one_line, pieces, shown
from kg.explain.values import Explanation
from kg.records import Span


def explanation_page(explanation: Explanation) -> str:
    """The page. Spans that overlap are cut where one begins or ends, so that each piece carries all of its classes."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(span: Span) -> str:
        return one_line(explanation.text[span.begin : span.end])

    return environment.get_template("page.html").render(
        explanation=explanation,
        pieces=pieces(explanation.text, marks_of(explanation)),
        nodes={node.number: node for node in explanation.nodes},
        words=words,
        numbers_after=numbers_after,
        shown=shown,
        one_line=one_line,
    )
