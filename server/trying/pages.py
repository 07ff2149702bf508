"""The pages where an article is pasted: the form, the wait, and the article with what was read in it."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import ConflictKgError, UsageError
from kg.names import PREFIXES, Names
from kg.pasted import put_article, put_upload
from kg.settings import Settings
from kg.sources.compression import plain_name
from kg.sources.english import require_english
from kg.sources.formats import FORMATS, format_of
from kg.sources.json_articles import article_from_json
from kg.sources.text import require_prose
from kg.store import Snapshot
from server.explore.addresses import local_url
from server.explore.article import article as article_view
from server.explore.here import Explorer
from server.pages.things import article_parts
from server.safety import require_own_form
from server.trying.jobs import Job, Jobs
from server.trying.keep import put_graph

trying = Blueprint("trying", __name__, url_prefix="/paste")

_FIELDS: Final = ("title", "publisher", "published", "url")
_PAUSE_SECONDS: Final = 1
_LONGEST_NAME: Final = 200


class WrongToken(ConflictKgError):
    """What was given is not the server's token."""

    http_status = 401


@dataclass(frozen=True, slots=True)
class Trying:
    """What the pages need of a server that may write: where jobs stand, the writing process's socket, the token."""

    folder: Path
    writer: str
    token: str


@trying.after_request
def keep_from_caches(response: Response) -> Response:
    """Only who pasted an article may see it."""
    response.headers["Cache-Control"] = "no-store"
    return response


@trying.get("")
def form() -> str:
    """A form for an article."""
    return render_template("paste.html", given={}, error=None, suffixes=_suffixes())


@trying.post("")
def paste() -> AnyResponse | tuple[str, int, dict[str, str]]:
    """Begins to read what was pasted or uploaded, and leads to where it can be seen. Raises ForeignForm."""
    require_own_form()
    try:
        id = _jobs().start(_filling())
    except ConflictKgError as error:
        page = render_template("paste.html", given=request.form, error=error, suffixes=_suffixes())
        return page, error.http_status, {"Retry-After": "5"} if error.http_status == 503 else {}
    return redirect(url_for("trying.show", id=id), 303)


@trying.get("/<id>")
def show(id: str) -> Response | str:
    """The article with what was read in it; until then, what is being done. Raises NotFound."""
    job = _jobs().job(id)
    if job.graph is None:
        waiting = Response(render_template("pasted-waiting.html", job=job))
        if job.problem is None:
            waiting.headers["Refresh"] = str(_PAUSE_SECONDS)
        return waiting
    return _shown(job, None)


@trying.get("/<id>.ttl")
def turtle(id: str) -> Response:
    """The graph of a pasted article. Raises NotFound."""
    return Response(
        serialize(_triples(_jobs().job(id)), format=RdfFormat.TURTLE, prefixes=PREFIXES), mimetype="text/turtle"
    )


@trying.post("/<id>")
def store(id: str) -> AnyResponse | tuple[str, int]:
    """Puts the graph of a pasted article into the store, for whoever has the token. Raises NotFound, ForeignForm."""
    require_own_form()
    job = _jobs().job(id)
    triples = _triples(job)
    trying_here = _trying()
    if not hmac.compare_digest(request.form.get("token", "").strip().encode(), trying_here.token.encode()):
        error = WrongToken("this is not the server's token; the article is not stored")
        return _shown(job, error), error.http_status
    iri = _iri(job)
    put_graph(trying_here.writer, iri, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return redirect(local_url(iri, Names(_settings().base_iri).base), 303)


def _shown(job: Job, error: ConflictKgError | None) -> str:
    assert job.graph is not None
    here = Explorer(Snapshot(0, job.graph), None, _settings().base_iri)
    parts = article_parts(article_view(here, _iri(job)))
    return render_template("pasted.html", job=job, error=error, kept_minutes=_settings().try_kept_minutes, **parts)


def _triples(job: Job) -> list[Triple]:
    if job.graph is None:
        raise UsageError("this article has not been read yet")
    return [quad.triple for quad in job.graph.quads_for_pattern(None, None, None, NamedNode(_iri(job)))]


def _iri(job: Job) -> str:
    assert job.article is not None
    return Names(_settings().base_iri).article(job.article.id)


def _filling() -> Callable[[Path], None]:
    """What puts the article that a request carries into a job's folder. Raises ArticleError, UsageError."""
    given = {name: value for name in _FIELDS if (value := request.form.get(name, "").strip())}
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return _uploaded(upload, given)
    # A form sends line ends as CRLF, whatever was pasted.
    text = request.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise UsageError("there is nothing to read: paste a text, or choose a file")
    article, notes = article_from_json({**given, "text": text})
    if notes:
        # A build goes on; here somebody can still mend it.
        raise UsageError(notes[0].partition("; the article goes on")[0])
    settings = _settings()
    require_prose(article.text, settings)
    if settings.english_only:
        require_english(article)
    if len(article.text) > settings.try_max_chars:
        raise UsageError(f"the text has {len(article.text)} characters, more than {settings.try_max_chars}")
    return lambda folder: put_article(folder, article)


def _uploaded(upload: FileStorage, given: dict[str, str]) -> Callable[[Path], None]:
    name = Path(upload.filename or "").name[:_LONGEST_NAME]
    reading = format_of(plain_name(name))
    if reading is None:
        raise UsageError(f"the file {name[:60]!r} is of no known kind; known: {_suffixes()}")
    format_name = next(key for key, each in FORMATS.items() if each is reading)
    data = upload.read()
    return lambda folder: put_upload(folder, plain_name(name), format_name, data, given)


def _suffixes() -> str:
    return " ".join(suffix for reading in FORMATS.values() for suffix in reading.suffixes)


def _jobs() -> Jobs:
    return Jobs(_trying().folder, _settings())


def _trying() -> Trying:
    found = current_app.extensions["trying"]
    assert isinstance(found, Trying)
    return found


def _settings() -> Settings:
    found = current_app.extensions["settings"]
    assert isinstance(found, Settings)
    return found
