"""The requests of one tab: which are under way, which failed, which one saved a change."""

import math
import time
from typing import Literal

from playwright.sync_api import Page, Request, Response

from auditor.linkedin import urls
from auditor.page.write import PageWrite, is_telemetry, telling

_CARRIERS = frozenset({"fetch", "xhr", "script", "document"})
"""Kinds of requests that can carry the setting: data, the script that draws it, a framed page."""
_HOLD_UP = frozenset({"stylesheet", "image", "font", "other"})
"""Kinds that a script may wait for (its `load` event), and data that is fetched ahead ("other")."""
_HOLD_UP_SECONDS = 4.0
_BODY_SECONDS = 4.0
"""How long the body of a response is waited for.

Chromium never reports the end of a body that the page does not read and that may not be stored
(`Cache-Control: no-store`; seen with Chromium 156 and Playwright 1.65).
"""
_LONG_POLL_SECONDS = 8.0  # then unanswered data outside the settings is taken for a long poll
_RETRY_SECONDS = 1.5  # how long after a failure the page may ask again
_THROTTLED = (429, 999)  # LINKEDIN.md, "Refused": 999 is LinkedIn's own

Outcome = Literal["given", "ignored", "refused", "throttled"]
_Key = tuple[str, str, bytes | None]  # a request as its page would repeat it


def outcome(method: str, path: str, status: int, *, redirected: bool) -> Outcome:
    """What the response to a request that can carry the setting means for the reading."""
    if status in _THROTTLED:
        return "throttled"
    if status >= 500 or (redirected and urls.is_sign_in_path(path)):
        return "refused"
    empty = status == 202 or (status == 204 and method in urls.READ_METHODS)  # no data, or not yet
    if status >= 400 or empty:
        return "refused" if urls.is_settings_path(path) else "ignored"
    return "given" if status < 300 else "ignored"


class PageRequests:
    """Listens to a tab, and forgets at each load what came before it. Times are in seconds."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._began: dict[Request, float] = {}
        self._responded: dict[Request, float] = {}
        self._failed: dict[_Key, float] = {}
        self._writes: dict[Request, int | None] = {}
        self._throttled: set[_Key] = set()
        self.withheld = False
        """Whether our own rule refused one of LinkedIn's requests that may carry the state."""
        self.document_status: int | None = None  # of the page itself; None until it is answered
        self.last_change = time.monotonic()  # when a request last began, was answered, or ended
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("requestfinished", self._on_end)
        page.on("requestfailed", self._on_failure)

    def pending(self) -> bool:
        """Whether a request is under way that is likely to bring the setting."""
        now = time.monotonic()
        return any(
            request in self._responded or now - began < _patience(request)
            for request, began in self._open(now)
        )

    def unanswered(self) -> bool:
        """Whether any request has no answer yet: before "off", long polls are waited for too."""
        return bool(self._open(time.monotonic()))

    @property
    def failed(self) -> bool:
        """Whether data that the page asked for did not come, and was not made up for."""
        return bool(self._failed)

    @property
    def throttled(self) -> bool:
        """Whether LinkedIn refused the page or its data since it was loaded (429, 999)."""
        return self.document_status in _THROTTLED or bool(self._throttled)

    def may_retry(self) -> bool:
        """Whether data failed so recently that the page may ask for it again."""
        now = time.monotonic()
        return any(now - failed < _RETRY_SECONDS for failed in self._failed.values())

    def watch_writes(self) -> None:
        """Forget the writes so far: those that follow belong to the press."""
        self._writes.clear()

    @property
    def write(self) -> PageWrite | None:
        """The page's own write, as far as one was sent."""
        writes = self._writes.items()
        return telling([PageWrite(sent.method, _path(sent), status) for sent, status in writes])

    @property
    def writes_pending(self) -> bool:
        """Whether a write was sent and has no response yet."""
        unanswered = (request for request, status in self._writes.items() if status is None)
        return any(request.failure is None for request in unanswered)

    def _on_request(self, request: Request) -> None:
        first = _first(request).url
        if self._is_page(request):
            for noted in (self._began, self._responded, self._failed, self._throttled):
                noted.clear()
            self.withheld = False
            self.document_status = None
        elif not urls.is_first_party(first) or urls.is_background(first):
            return
        elif request.method not in urls.READ_METHODS:
            self._writes[request] = None
        if request.resource_type in _CARRIERS | _HOLD_UP and request.method != "HEAD":
            self._began[request] = self.last_change = time.monotonic()
        if request.redirected_from is not None and not urls.is_first_party(request.url):
            self._fail(request)  # what another host answers is not LinkedIn's word

    def _on_response(self, response: Response) -> None:
        request = response.request
        if self._is_page(request):
            self.document_status = response.status
            return
        if request in self._writes:
            self._writes[request] = response.status
        if request not in self._began or request.resource_type not in _CARRIERS:
            return
        self._responded[request] = self.last_change = time.monotonic()
        redirected = request.redirected_from is not None
        meaning = outcome(request.method, _path(request), response.status, redirected=redirected)
        if meaning == "throttled":
            self._throttled.add(_key(request))
        if meaning in ("refused", "throttled"):
            self._fail(request)
        elif meaning == "given":  # perhaps after it had failed
            self._failed.pop(_key(request), None)
            self._throttled.discard(_key(request))

    def _on_end(self, request: Request) -> None:
        self._responded.pop(request, None)
        if self._began.pop(request, None) is not None:
            self.last_change = time.monotonic()

    def _on_failure(self, request: Request) -> None:
        reason = request.failure or ""
        if request in self._began and request.resource_type in _CARRIERS:
            if "ERR_BLOCKED_BY_CLIENT" in reason:  # by our own rules
                self.withheld |= not is_telemetry(_path(request))
            elif "ERR_ABORTED" not in reason or _is_settings_data(request):
                self._fail(request)  # other aborted requests were given up by the page itself
        self._on_end(request)

    def _fail(self, request: Request) -> None:
        self._failed[_key(request)] = time.monotonic()

    def _is_page(self, request: Request) -> bool:
        return request.is_navigation_request() and request.frame == self._page.main_frame

    def _open(self, now: float) -> list[tuple[Request, float]]:
        """The requests that are not answered yet, each with the time it began."""
        return [
            (request, began)
            for request, began in self._began.items()
            if now - self._responded.get(request, now) < _BODY_SECONDS
        ]


def _first(request: Request) -> Request:
    """The request that a chain of redirects began with."""
    while request.redirected_from is not None:
        request = request.redirected_from
    return request


def _patience(request: Request) -> float:
    """How long a request without a response is likely to bring the setting."""
    if request.resource_type in _HOLD_UP:
        return _HOLD_UP_SECONDS
    data = request.resource_type in ("fetch", "xhr")
    return _LONG_POLL_SECONDS if data and not _is_settings_data(request) else math.inf


def _is_settings_data(request: Request) -> bool:
    return request.resource_type in ("fetch", "xhr") and urls.is_settings_path(_path(request))


def _key(request: Request) -> _Key:
    return request.method, request.url, request.post_data_buffer


def _path(request: Request) -> str:
    return urls.parts_of(request.url).path
