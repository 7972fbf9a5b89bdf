"""What the browser may ask for: everything until the person is signed in, then LinkedIn only."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auditor.traffic import READ_METHODS, SETTINGS_PATH, is_first_party

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Route, WebSocketRoute


class NetworkRules:
    """The rules in force in one tab, and how often they refused something."""

    def __init__(self) -> None:
        self.writes_allowed = False
        """Set around the press of `opt-out` only."""
        self.refused = 0
        self._only_linkedin = False
        self._redirects: CDPSession | None = None

    @property
    def only_linkedin(self) -> bool:
        """Set once the person is signed in: until then Google sign-in and captchas must work."""
        return self._only_linkedin

    @only_linkedin.setter
    def only_linkedin(self, value: bool) -> None:
        if value != self._only_linkedin and self._redirects is not None:
            self._redirects.send("Fetch.enable" if value else "Fetch.disable")
        self._only_linkedin = value

    def watch(self, page: Page) -> None:
        """Put the rules in force in `page`, its frames and its workers."""
        page.route("**/*", self._judge)
        page.route_web_socket("**/*", self._judge_socket)
        page.on("popup", self._judge_popup)
        # Playwright routes the first request of a chain only; where a redirect leads is asked of
        # Chromium itself.
        self._redirects = page.context.new_cdp_session(page)
        self._redirects.on("Fetch.requestPaused", self._judge_hop)

    def allows(self, method: str, url: str) -> bool:
        """Whether a request may leave the browser now."""
        parts = urlsplit(url)
        ours = is_first_party(url)
        if self._only_linkedin and not (ours and parts.scheme in ("https", "wss")):
            return False
        writes_settings = (
            ours and method not in READ_METHODS and SETTINGS_PATH.match(parts.path) is not None
        )
        return self.writes_allowed or not writes_settings

    def _judge(self, route: Route) -> None:
        if self.allows(route.request.method, route.request.url):
            route.fallback()
        else:
            self.refused += 1
            route.abort("blockedbyclient")

    def _judge_hop(self, paused: dict[str, Any]) -> None:
        from playwright.sync_api import Error

        assert self._redirects is not None
        request, answer = paused["request"], {"requestId": paused["requestId"]}
        with suppress(Error):  # the request may be gone with its page
            if self.allows(request["method"], request["url"]) or not _leaves(request["url"]):
                self._redirects.send("Fetch.continueRequest", answer)
            else:
                self.refused += 1
                refusal = {**answer, "errorReason": "BlockedByClient"}
                self._redirects.send("Fetch.failRequest", refusal)

    def _judge_socket(self, socket: WebSocketRoute) -> None:
        if self.allows("GET", socket.url):
            socket.connect_to_server()
        else:
            self.refused += 1
            socket.close()

    def _judge_popup(self, popup: Page) -> None:
        if self._only_linkedin:  # before that it may be Google's sign-in window
            self.refused += 1
            popup.close()


def _leaves(url: str) -> bool:
    """Whether a request for `url` leaves the browser at all."""
    return urlsplit(url).scheme not in ("data", "blob", "about", "chrome-error")
