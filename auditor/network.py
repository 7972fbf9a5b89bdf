"""What the browser may ask for: everything until the person is signed in, then LinkedIn only."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.traffic import READ_METHODS, SETTINGS_PATH, is_first_party

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route, WebSocketRoute


class NetworkRules:
    """The rules in force in one browser context, and how often they refused something."""

    def __init__(self) -> None:
        self.only_linkedin = False
        """Set once the person is signed in: until then Google sign-in and captchas must work."""
        self.writes_allowed = False
        """Set around the press of `opt-out` only."""
        self.refused = 0

    def watch(self, context: BrowserContext) -> None:
        """Put the rules in force in every page, frame and worker of `context`."""
        context.route("**/*", self._judge)
        context.route_web_socket("**/*", self._judge_socket)

    def allows(self, method: str, url: str) -> bool:
        """Whether a request may leave the browser now."""
        parts = urlsplit(url)
        ours = is_first_party(url)
        if self.only_linkedin and not (ours and parts.scheme in ("https", "wss")):
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

    def _judge_socket(self, socket: WebSocketRoute) -> None:
        if self.allows("GET", socket.url):
            socket.connect_to_server()
        else:
            self.refused += 1
            socket.close()
