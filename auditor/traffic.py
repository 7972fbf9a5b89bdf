"""The requests of one page: which are under way, which failed, which one saved a change."""

from __future__ import annotations

import posixpath
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

FIRST_PARTY = ("linkedin.com", "licdn.com")

# Background traffic that carries no setting and may never end: tracking, telemetry, bot detection,
# the realtime stream. Prefixes as listed by blockers of the public (spider-rs/spider,
# src/handler/blockers; several block lists of browser extensions), 2026-11.
_BACKGROUND = re.compile(
    r"/(li/|realtime/|sensorCollect|platform-telemetry/|security/csp|rest/track|collect(?:/|$))"
)

# The kinds of request that can carry the setting: data, the script that draws it, a framed page.
_CARRIERS = frozenset({"fetch", "xhr", "script", "document"})

_SIGN_IN = re.compile(r"/(uas|login|checkpoint|authwall)(/|$)")

# Pages and data of the settings trees (facts, sections 1 and 2).
_SETTINGS_PATH = re.compile(r"/(mysettings-api|mypreferences|psettings)(/|$)")


@dataclass(frozen=True, slots=True)
class PageWrite:
    """A request of the page that may have saved a change."""

    method: str
    path: str
    status: int | None


def is_first_party(url: str) -> bool:
    """Whether `url` is LinkedIn's own, by its host."""
    host = urlsplit(url).hostname or ""
    return any(host == own or host.endswith("." + own) for own in FIRST_PARTY)


def is_settings_path(path: str) -> bool:
    """Whether `path` is in one of the settings trees, however it is written."""
    for _ in range(3):
        path = unquote(path)
    path = re.sub(r";[^/]*", "", path.replace("\\", "/").lower())
    return bool(_SETTINGS_PATH.match(posixpath.normpath("/" + path.lstrip("/"))))


def is_background(url: str) -> bool:
    """Whether `url` is LinkedIn's tracking or a stream that stays open."""
    parts = urlsplit(url)
    return bool(_BACKGROUND.match(parts.path)) or (parts.hostname or "").startswith("realtime.")


class Traffic:
    """Listens to one page, and forgets at each load what came before it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pending: set[Request] = set()
        self._failed: set[tuple[str, str]] = set()
        self._throttled = False
        self._writes: dict[Request, int | None] = {}
        self._open_writes: set[Request] = set()
        self.document_status: int | None = None
        """HTTP status of the page's own document; None until it is answered."""
        self.last_change = time.monotonic()
        """When a request that counts last began or ended, on the monotonic clock."""
        self._listeners = {
            "request": self._began,
            "response": self._answered,
            "requestfinished": self._ended,
            "requestfailed": self._broke,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]  # one overload per event name

    def stop(self) -> None:
        """Listen no longer."""
        for event, listener in self._listeners.items():
            self._page.remove_listener(event, listener)

    @property
    def pending(self) -> int:
        """How many requests that could carry the setting are under way."""
        return len(self._pending)

    @property
    def failed(self) -> bool:
        """Whether such a request failed since the page was loaded, and was not made up for."""
        return bool(self._failed)

    @property
    def throttled(self) -> bool:
        """Whether LinkedIn refused a request since the page was loaded (429, 999)."""
        return self._throttled

    def watch_writes(self) -> None:
        """Forget the writes seen so far: those that follow belong to the press."""
        self._writes.clear()

    @property
    def write(self) -> PageWrite | None:
        """The page's own write: the settings' own first, else the first other one."""
        seen = sorted(
            self._writes.items(), key=lambda item: not is_settings_path(_path(item[0].url))
        )
        for request, status in seen:
            return PageWrite(request.method, _path(request.url), status)
        return None

    @property
    def writes_pending(self) -> bool:
        """Whether a write was sent and not yet answered."""
        return bool(self._writes.keys() & self._open_writes)

    def _began(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._pending.clear()
            self._failed.clear()
            self._throttled = False
            self.document_status = None
            self._pending.add(request)  # until it is answered, the page on show is the one before
            self.last_change = time.monotonic()
            return
        if not is_first_party(request.url) or is_background(request.url):
            return
        if request.method not in READ_METHODS:
            self._writes[request] = None
            self._open_writes.add(request)
        if request.resource_type in _CARRIERS:
            self._pending.add(request)
            self.last_change = time.monotonic()

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self.document_status = response.status
            return
        if request in self._writes:
            self._writes[request] = response.status
        if request not in self._pending:
            return
        if response.status in (429, 999):
            self._throttled = True
        elif response.status >= 500 or (
            response.status >= 400 and is_settings_path(_path(request.url))
        ):
            self._failed.add(_what(request))
        elif request.redirected_from is not None and _SIGN_IN.match(_path(request.url)):
            self._failed.add(_what(request))  # data asked for, a sign-in page given
        elif response.status < 300:
            self._failed.discard(_what(request))  # asked again, and given
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            self._leave(request)  # a stream: answered, and never finished

    def _ended(self, request: Request) -> None:
        self._leave(request)

    def _broke(self, request: Request) -> None:
        # An aborted request was given up by the page itself; data of the settings it needed still.
        # A framed page of another origin, which nobody could read, is refused by our own rules.
        why = request.failure or ""
        given_up = "ERR_ABORTED" in why
        given_up |= request.resource_type == "document" and "ERR_BLOCKED_BY_CLIENT" in why
        data = request.resource_type in ("fetch", "xhr")
        needed = data and is_settings_path(_path(request.url))
        if request in self._pending and (needed or not given_up):
            self._failed.add(_what(request))
        self._leave(request)

    def _leave(self, request: Request) -> None:
        self._open_writes.discard(request)
        if request in self._pending:
            self._pending.discard(request)
            self.last_change = time.monotonic()


def _what(request: Request) -> tuple[str, str]:
    return request.method, request.url


def _path(url: str) -> str:
    return urlsplit(url).path
