"""The requests of one page: which are under way, which failed, which one saved a change."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.linkedin.address import parts_of
from auditor.linkedin.urls import (
    ASKS,
    READ_METHODS,
    is_background,
    is_first_party,
    is_settings_path,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response, WebSocket

_TOO_OFTEN = (429, 999)

# The kinds of request that can carry the setting: data, the script that draws it, a framed page.
_CARRIERS = frozenset({"fetch", "xhr", "script", "document"})
# Others may hold up the page's own script (its `load` event, its fonts), or fetch the data ahead
# (a preload): they are waited for, for a while.
_AROUND = frozenset({"stylesheet", "image", "font", "media", "texttrack", "other"})
AROUND = 4.0
"""Seconds for which a request of those is waited for."""
LONG_POLL = 8.0
"""Seconds after which data that is not of the settings is taken for a long poll."""
COMES_AGAIN = 1.5
"""Seconds in which a page may ask again for what failed."""

# Writes by which a page tells how it is used.
_TELLS_NO_SETTING = re.compile(
    r"/[^/]*(telemetry|track|beacon|metric|analytics|logging)[^/]*(/|$)|/(logs?|events?|rum)(/|$)",
    re.IGNORECASE,
)

_SIGN_IN = re.compile(r"/(uas|login|checkpoint|authwall)(/|$)")


_Asked = tuple[str, str, bytes | None]
"""What was asked for: the method, the address, and what was sent."""


@dataclass(frozen=True, slots=True)
class PageWrite:
    """A request of the page that may have saved a change."""

    method: str
    path: str
    status: int | None

    @property
    def saved(self) -> bool:
        """Whether it was answered as done; a redirect may have led to a sign-in page."""
        return self.status is not None and 200 <= self.status < 300


def _rank(write: PageWrite) -> int | None:
    """How surely the change was saved by it, the surest being 0; None where it only tells."""
    tells = _TELLS_NO_SETTING.search(write.path) is not None
    if is_settings_path(write.path):
        return (3 if tells else 1) if write.saved else 0
    return None if tells else 4 if write.saved else 2


class Traffic:
    """Listens to one page, and forgets at each load what came before it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pending: dict[Request, float] = {}
        self._failed: dict[_Asked, float] = {}
        self._throttled: set[_Asked] = set()
        self._missed: set[_Asked] = set()
        self._writes: dict[Request, int | None] = {}
        self._open_writes: set[Request] = set()
        self.streams = False
        """Whether the page has an event stream or a socket open, by which more of it may come."""
        self.withheld = False
        """Whether our own rules refused what the page may have needed to know the setting."""
        self.document_status: int | None = None
        """HTTP status of the page's own document; None until it is answered."""
        self.last_change = time.monotonic()
        """When a request that counts last began or ended, on the monotonic clock."""
        self._listeners = {
            "request": self._began,
            "response": self._answered,
            "requestfinished": self._ended,
            "requestfailed": self._broke,
            "websocket": self._opened,
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
        now = time.monotonic()
        return sum(now - since < _patience(request) for request, since in self._pending.items())

    @property
    def may_bring_more(self) -> bool:
        """Whether something is open, or was not given, that the page may not need but might."""
        now = time.monotonic()
        waits = any(now - since >= _patience(request) for request, since in self._pending.items())
        return waits or self.streams or bool(self._missed)

    @property
    def failed(self) -> bool:
        """Whether such a request failed since the page was loaded, and was not made up for."""
        return bool(self._failed)

    @property
    def throttled(self) -> bool:
        """Whether LinkedIn refused the page or a request since it was loaded (429, 999)."""
        return self.document_status in _TOO_OFTEN or bool(self._throttled)

    def may_come_again(self, now: float) -> bool:
        """Whether something failed just now, which the page may ask for again."""
        return any(now - since < COMES_AGAIN for since in self._failed.values())

    def watch_writes(self) -> None:
        """Forget the writes seen so far: those that follow belong to the press."""
        self._writes.clear()

    @property
    def write(self) -> PageWrite | None:
        """The page's own write: the settings' own first, of these one that failed; else another."""
        writes = [PageWrite(one.method, _path(one.url), told) for one, told in self._writes.items()]
        ranks = {rank: one for one in reversed(writes) if (rank := _rank(one)) is not None}
        return ranks[min(ranks)] if ranks else None

    @property
    def writes_pending(self) -> bool:
        """Whether a write was sent and not yet answered."""
        return bool(self._writes.keys() & self._open_writes)

    def _began(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._pending.clear()
            self._failed.clear()
            self._throttled.clear()
            self._missed.clear()
            self.streams = self.withheld = False
            self.document_status = None
            # Until it is answered, the page on show is the one before.
            self.last_change = self._pending[request] = time.monotonic()
            return
        asked = _first(request).url  # what is led elsewhere was LinkedIn's to answer
        if not is_first_party(asked) or is_background(asked) or request.method == "HEAD":
            return  # of the last the answer holds nothing
        if request.method not in READ_METHODS:
            self._writes[request] = None
            self._open_writes.add(request)
        self.streams |= request.resource_type == "eventsource"
        if request.resource_type in _CARRIERS | _AROUND:
            self.last_change = self._pending[request] = time.monotonic()

    def _answered(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self.document_status = response.status
            return
        if request in self._writes:
            self._writes[request] = response.status
        if request not in self._pending or request.resource_type not in _CARRIERS:
            return
        refused = response.status >= 400 or response.status == 202  # accepted, and not there yet
        reads = request.method in READ_METHODS
        refused |= response.status == 204 and reads
        if refused and reads:
            self._missed.add(_what(request))
        refused &= response.status >= 500 or is_settings_path(_path(request.url))
        away = request.redirected_from is not None and _SIGN_IN.match(_path(request.url))
        if response.status in _TOO_OFTEN:
            self._throttled.add(_what(request))
        if refused or away or response.status in _TOO_OFTEN:  # given none, or a sign-in page
            self._failed[_what(request)] = time.monotonic()
        elif response.status < 300:  # asked again, and given
            self._failed.pop(_what(request), None)
            self._missed.discard(_what(request))
            self._throttled.discard(_what(request))
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            self.streams = True  # answered, and never finished
            self._leave(request)

    def _opened(self, socket: WebSocket) -> None:
        self.streams |= is_first_party(socket.url) and not is_background(socket.url)

    def _ended(self, request: Request) -> None:
        self._leave(request)

    def _broke(self, request: Request) -> None:
        if request in self._pending and request.resource_type in _CARRIERS:
            self._lost(request, request.failure or "")
        self._leave(request)

    def _lost(self, request: Request, why: str) -> None:
        path, method = _path(request.url), request.method
        data = request.resource_type in ("fetch", "xhr") and method in ASKS
        # An aborted request was given up by the page itself; data of the settings it needed still.
        given_up = "ERR_ABORTED" in why
        blocked = "ERR_BLOCKED_BY_CLIENT" in why
        if blocked:  # by our own rules, as expected: writes, frames, and what leads elsewhere
            self.withheld |= not _TELLS_NO_SETTING.search(path)
            framed = request.resource_type == "document"
            given_up = framed or method not in ASKS or not is_first_party(request.url)
        if not given_up or (data and is_settings_path(path)):
            self._failed[_what(request)] = time.monotonic()
        elif data and method in READ_METHODS and not blocked:
            self._missed.add(_what(request))

    def _leave(self, request: Request) -> None:
        self._open_writes.discard(request)
        if self._pending.pop(request, None) is not None:
            self.last_change = time.monotonic()


def _patience(request: Request) -> float:
    """How long a request that is under way is waited for, in seconds."""
    if request.resource_type in _AROUND:
        return AROUND
    data = request.resource_type in ("fetch", "xhr") and not is_settings_path(_path(request.url))
    return LONG_POLL if data else math.inf


def _first(request: Request) -> Request:
    """The request that led to this one."""
    while request.redirected_from is not None:
        request = request.redirected_from
    return request


def _what(request: Request) -> _Asked:
    return request.method, request.url, request.post_data_buffer


def _path(url: str) -> str:
    return parts_of(url).path
