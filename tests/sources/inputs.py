"""What tests of the formats share: an article, a page with it, and reading."""

import io
from pathlib import Path

from kg.records import Article
from kg.settings import Settings
from kg.sources import Problem, read_inputs

SETTINGS = Settings()


BODY = (
    "At least four people were killed when shells hit the harbour of Marsa on Tuesday, the mayor said.",
    "The army denied that it had fired on the harbour and blamed the rebels in the hills above it.",
    "Aid groups had asked both sides to let their ships in before the truce of January ended.",
)


PAGE = """<!doctype html><html lang="en"><head><title>Shells hit harbour | Coast Wire</title>
<meta property="og:site_name" content="Coast Wire">
<meta property="article:published_time" content="2021-03-04T10:00:00Z">
<link rel="canonical" href="https://coast.example/a/1"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Shells hit harbour of Marsa</h1>
<figure><img src="a.jpg" alt=""><figcaption>Smoke over the harbour <b>after</b> the shelling.</figcaption></figure>
<p>{}</p><p>{}</p><ul><li>Ten shells fell within an hour</li></ul><p>{}</p></article>
<footer>All rights reserved</footer></body></html>""".format(*BODY)


def read(
    *inputs: Path | str, stdin: bytes = b"", settings: Settings = SETTINGS, format_name: str | None = None
) -> tuple[list[Article], list[str]]:
    items = list(read_inputs([str(each) for each in inputs], settings, io.BytesIO(stdin), format_name))
    return [i for i in items if isinstance(i, Article)], [str(i) for i in items if isinstance(i, Problem)]
