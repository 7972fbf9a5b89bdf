"""The requests of one page: which are under way, which failed, which one saved a change."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Literal

from auditor.linkedin.urls import (
    READ_METHODS,
    is_background,
    is_first_party,
    is_settings_path,
    is_sign_in_path,
    parts_of,
)
from auditor.page.write import PageWrite, is_telemetry, telling

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Response

# Data, scripts and framed pages can carry the setting. The other kinds can hold up the page's
# own script, which may wait for its `load` event; they are waited for, but not for ever.
_CARRIERS = frozenset({"fetch", "xhr", "script", "document"})
_AROUND = frozenset({"stylesheet", "image", "font", "media", "texttrack", "other"})
_AROUND_SECONDS = 4.0
BODY_SECONDS = 4.0
"""Seconds after a response in which its body is waited for.

Chromium never reports the end of a body that the page does not read and may not be stored
(`Cache-Control: no-store`; seen with Chromium 150 and Playwright 1.65).
"""
LONG_POLL_SECONDS = 8.0
"""Seconds after which unanswered data, not of the settings, is taken for a long poll."""
RETRY_SECONDS = 1.5
"""Seconds in which a page may ask again for what failed."""

_THROTTLED = (429, 999)  # LINKEDIN.md, "Refused": 999 is LinkedIn's own
Outcome = Literal["given", "ignored", "refused", "throttled"]
_Key = tuple[str, str, bytes | None]
"""A request as its page would repeat it: method, address, body."""


def outcome(method: str, path: str, status: int, *, redirected: bool) -> Outcome:
    """What a response to a request for data means for the reading."""
    if status in _THROTTLED:
        return "throttled"
    if status >= 500 or (redirected and is_sign_in_path(path)):
        return "refused"
    # 202 says that the data is not there yet; 204 gives none.
    empty = status == 202 or (status == 204 and method in READ_METHODS)
    if status >= 400 or empty:
        return "refused" if is_settings_path(path) else "ignored"
    return "given" if status < 300 else "ignored"


class PageRequests:
    """Listens to one tab, and forgets at each load what came before it. Times are in seconds."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._began: dict[Request, float] = {}
        self._responded: dict[Request, float] = {}
        self._failed: dict[_Key, float] = {}
        self._throttled: set[_Key] = set()
        self._writes: dict[Request, int | None] = {}
        self._open_writes: set[Request] = set()
        self.withheld = False
        """Whether our own rule refused one of LinkedIn's requests that may carry the state."""
        self.document_status: int | None = None
        """The HTTP status of the page itself; None until it is answered."""
        self.last_change = time.monotonic()
        """When a request last began or ended."""
        self._listeners = {
            "request": self._on_request,
            "response": self._on_response,
            "requestfinished": self._on_end,
            "requestfailed": self._on_failure,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]  # one overload an event

    def stop(self) -> None:
        """Stop listening to the tab."""
        for event, listener in self._listeners.items():
            self._page.remove_listener(event, listener)

    # --- what is asked of it -------------------------------------------------------------------

    def pending(self) -> bool:
        """Whether a request is under way that is likely to bring the setting."""
        now = time.monotonic()
        return any(now - began < self._patience(request) for request, began in self._open(now))

    def unanswered(self) -> bool:
        """Whether any request of LinkedIn's has no answer yet: before "off", wait for it too."""
        open_requests = self._open(time.monotonic())
        return any(request.resource_type in _CARRIERS for request, _ in open_requests)

    @property
    def failed(self) -> bool:
        """Whether data that the page asked for did not come, and was not made up for."""
        return bool(self._failed)

    @property
    def throttled(self) -> bool:
        """Whether LinkedIn refused the page or a request since it was loaded (429, 999)."""
        return self.document_status in _THROTTLED or bool(self._throttled)

    def may_retry(self) -> bool:
        """Whether data failed so recently that the page may ask for it again."""
        now = time.monotonic()
        return any(now - failed < RETRY_SECONDS for failed in self._failed.values())

    def watch_writes(self) -> None:
        """Forget the writes so far: those that follow belong to the press."""
        self._writes.clear()

    @property
    def write(self) -> PageWrite | None:
        """The page's own write: the settings' own first, and of these one that failed."""
        writes = [
            PageWrite(request.method, _path(request), status)
            for request, status in self._writes.items()
        ]
        return telling(writes)

    @property
    def writes_pending(self) -> bool:
        """Whether a write was sent and has no response yet."""
        return bool(self._writes.keys() & self._open_writes)

    # --- what the tab reports ------------------------------------------------------------------

    def _on_request(self, request: Request) -> None:
        if self._is_page(request):
            self._began.clear()
            self._responded.clear()
            self._failed.clear()
            self._throttled.clear()
            self.withheld = False
            self.document_status = None
            self._began[request] = self.last_change = time.monotonic()
            return
        if not is_first_party(_first(request).url) or is_background(_first(request).url):
            return
        if request.method == "HEAD":
            return  # its answer holds nothing
        if request.method not in READ_METHODS:
            self._writes[request] = None
            self._open_writes.add(request)
        if request.resource_type in _CARRIERS | _AROUND:
            self._began[request] = self.last_change = time.monotonic()
        if request.redirected_from is not None and not is_first_party(request.url):
            self._fail(request)  # what another host answers is not LinkedIn's word

    def _on_response(self, response: Response) -> None:
        request = response.request
        if self._is_page(request):
            self.document_status = response.status
            return
        if request in self._writes:
            self._writes[request] = response.status
            self._open_writes.discard(request)
        if request not in self._began or request.resource_type not in _CARRIERS:
            return
        self._responded[request] = self.last_change = time.monotonic()
        redirected = request.redirected_from is not None
        match outcome(request.method, _path(request), response.status, redirected=redirected):
            case "throttled":
                self._throttled.add(_key(request))
                self._fail(request)
            case "refused":
                self._fail(request)
            case "given":  # perhaps after it had failed
                self._failed.pop(_key(request), None)
                self._throttled.discard(_key(request))

    def _on_end(self, request: Request) -> None:
        self._open_writes.discard(request)
        self._responded.pop(request, None)
        if self._began.pop(request, None) is not None:
            self.last_change = time.monotonic()

    def _on_failure(self, request: Request) -> None:
        if request in self._began and request.resource_type in _CARRIERS:
            self._judge_failure(request, request.failure or "")
        self._on_end(request)

    def _judge_failure(self, request: Request, reason: str) -> None:
        data = request.resource_type in ("fetch", "xhr")
        if "ERR_BLOCKED_BY_CLIENT" in reason:  # by our own rules, or by a blocker of the person's
            self.withheld |= not is_telemetry(_path(request))
        elif "ERR_ABORTED" not in reason or (data and is_settings_path(_path(request))):
            self._fail(request)  # other aborted requests were given up by the page itself

    def _fail(self, request: Request) -> None:
        self._failed[_key(request)] = time.monotonic()

    def _is_page(self, request: Request) -> bool:
        return request.is_navigation_request() and request.frame == self._page.main_frame

    def _open(self, now: float) -> list[tuple[Request, float]]:
        """The requests that have no answer yet, each with the time it began."""
        return [
            (request, began)
            for request, began in self._began.items()
            if now - self._responded.get(request, now) < BODY_SECONDS
        ]

    def _patience(self, request: Request) -> float:
        if request.resource_type in _AROUND:
            return _AROUND_SECONDS
        data = request.resource_type in ("fetch", "xhr") and not is_settings_path(_path(request))
        return LONG_POLL_SECONDS if data and request not in self._responded else math.inf


def _first(request: Request) -> Request:
    """The request that a chain of redirects began with."""
    while request.redirected_from is not None:
        request = request.redirected_from
    return request


def _key(request: Request) -> _Key:
    return request.method, request.url, request.post_data_buffer


def _path(request: Request) -> str:
    return parts_of(request.url).path
