"""The client for other hosts: what may be asked, how often, how long, and what is kept."""

import json
import logging
import os
import re
import ssl
import time
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urljoin

import kg
from kg.errors import OutsideError, OutsideRefused, OutsideTimeout, UsageError
from kg.outside.addresses import Address, parse, reachable
from kg.outside.cache import DiskCache, Kept, request_key
from kg.outside.exchange import Response, exchange
from kg.outside.pace import Pace
from kg.settings import Settings

_LOG: Final = logging.getLogger(__name__)
_HOME: Final = "https://w3id.org/conflict-kg"
_MOST_REDIRECTS: Final = 3
_MOST_TRIES: Final = 4
_FIRST_PAUSE: Final = 1.0
_FOLLOWED: Final = {301, 302, 303, 307, 308}
_SAME_METHOD: Final = {307, 308}
_NOT_MODIFIED: Final = 304
_CONDITIONS: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_BUSY: Final = {429, 503}


class Client:
    """Asks the hosts of some addresses, and no others.

    folder keeps answers and the pace, for all processes that share it; without one nothing outlives this object.
    loopback lets the listed addresses be on this machine and without TLS. trust replaces the system's certificates.
    Raises OutsideRefused where a listed address cannot be asked at all, UsageError where the contact is not one line.
    """

    def __init__(
        self,
        allowed: Iterable[str],
        settings: Settings,
        folder: Path | None = None,
        loopback: bool = False,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._loopback = loopback
        self._origins = {parse(url).origin for url in allowed}
        self._settings = settings
        self._trust = trust
        folder = _writable(folder)
        seconds = 3_600.0 * settings.outside_cache_hours
        self._cache = (
            DiskCache(folder / "answers", seconds, settings.outside_cache_bytes) if folder and seconds else None
        )
        self._pace = Pace(settings.outside_per_minute, folder / "turns" if folder else None)
        self._user_agent = user_agent(settings)

    def get(self, url: str, parameters: Mapping[str, str], accept: str, deadline: float) -> Kept:
        """The answer to a GET with these parameters; deadline is on the clock of time.monotonic.

        Raises OutsideError and its kin.
        """
        whole = f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}" if parameters else url
        return self._ask("GET", whole, None, accept, deadline)

    def post(self, url: str, form: Mapping[str, str], accept: str, deadline: float) -> Kept:
        """The answer to a POST of a form. It must be a question: it may be repeated, and its answer kept."""
        return self._ask("POST", url, urlencode(form).encode(), accept, deadline)

    def poll(self, url: str, validators: Mapping[str, str], accept: str, deadline: float) -> Response:
        """The answer to a GET of what changes, never from the cache: status 304 where it is as the validators say.

        validators may hold ``etag`` and ``last-modified``, as the last answer's headers gave them.
        """
        known = {_CONDITIONS[name]: value for name, value in validators.items()}
        return self._followed("GET", url, None, accept, deadline, known)

    def _ask(self, method: str, url: str, body: bytes | None, accept: str, deadline: float) -> Kept:
        self._require_allowed(parse(url))
        key = request_key(method, url, body, accept)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            return kept
        response = self._followed(method, url, body, accept, deadline)
        kept = Kept(response.headers.get("content-type", ""), response.body)
        if self._cache:
            try:
                self._cache.put(key, url, kept)
            except OSError as error:
                _LOG.warning("an answer of %s cannot be kept: %s", url, error)
        return kept

    def _followed(
        self,
        method: str,
        url: str,
        body: bytes | None,
        accept: str,
        deadline: float,
        known: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer at the end of the redirects. Raises OutsideError for any status but success.

        known are the headers of a conditional request, to which 304 is a success too.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            address = parse(url)
            self._require_allowed(address)
            response = self._patient(method, address, body, accept, deadline, known or {})
            if response.status not in _FOLLOWED or "location" not in response.headers:
                break
            if method != "GET" and response.status not in _SAME_METHOD:
                raise OutsideError(f"{address.origin.host} sends a POST elsewhere as a GET, which would lose it")
            url = urljoin(url, response.headers["location"])
        else:
            raise OutsideError(f"{address.origin.host} sends us elsewhere more than {_MOST_REDIRECTS} times")
        if known is not None and response.status == _NOT_MODIFIED:
            return response
        if not 200 <= response.status < 300:
            raise OutsideError(f"{address.origin.host} answers {response.status}: {_first_line(response.body)}")
        return response

    def _patient(
        self,
        method: str,
        address: Address,
        body: bytes | None,
        accept: str,
        deadline: float,
        known: Mapping[str, str],
    ) -> Response:
        """The first answer that is not 'later', waiting as long as the host asks, within the deadline."""
        headers = {"User-Agent": self._user_agent, "Accept": accept, **known}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        host = address.origin.host
        for turn in range(_MOST_TRIES):
            self._pace.wait(host, deadline)
            reached = reachable(address.origin, deadline, self._loopback)
            most = self._settings.outside_max_bytes
            response = exchange(method, address, reached, headers, body, deadline, most, self._trust)
            if response.status not in _BUSY:
                return response
            asked = _retry_after(response.headers.get("retry-after", ""))
            pause = _FIRST_PAUSE * 2**turn if asked is None else asked
            self._pace.hold(host, pause)
            if time.monotonic() + pause > deadline:
                raise OutsideTimeout(
                    f"{host} answers {response.status} and asks to wait {pause:.0f} s, which is too long"
                )
        raise OutsideError(f"{host} answers {response.status} again and again; try later")

    def _require_allowed(self, address: Address) -> None:
        if address.origin not in self._origins:
            raise OutsideRefused(f"{address.origin} is not among the hosts that may be asked")
        if address.origin.scheme != "https" and not self._loopback:
            raise OutsideRefused(f"{address.origin} is without TLS; only https may be asked")


def _writable(folder: Path | None) -> Path | None:
    """The folder, made if need be; None where nothing can be kept there."""
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _LOG.warning("nothing can be kept in %s: %s", folder, error)
        return None
    return folder if folder is not None and os.access(folder, os.W_OK) else None


def user_agent(settings: Settings) -> str:
    """Who asks, with a way to reach them. Raises UsageError where the contact cannot stand in a header."""
    contact = settings.contact.strip()
    if not re.fullmatch(r"[\x20-\x7e]*", contact):
        raise UsageError("KG_CONTACT must be a mail address or a page, in plain ASCII")
    return f"conflict-kg/{kg.__version__} (+{_HOME}{'; ' + contact if contact else ''})"


def json_content(kept: Kept, host: str) -> Any:
    """An answer's JSON. Raises OutsideError where it is none."""
    try:
        return json.loads(kept.body)
    except (ValueError, RecursionError):
        raise OutsideError(f"{host} answers with what is not JSON: {_first_line(kept.body)}") from None


def _retry_after(value: str) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, section 10.2.3); None where it says nothing."""
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _first_line(body: bytes) -> str:
    text = re.sub(r"<[^>]*>", " ", body[:2_000].decode("utf-8", "replace"))
    return "".join(each for each in " ".join(text.split())[:120] if each.isprintable()) or "nothing more"
