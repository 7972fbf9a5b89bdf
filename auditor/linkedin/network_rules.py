"""What a page may ask for: LinkedIn always, other hosts only while the person signs in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.linkedin.urls import (
    SIGN_IN_PLACES,
    Place,
    is_first_party,
    is_settings_path,
    is_settings_write,
    parts_of,
    place_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Frame, Page, Route, WebSocketRoute


# LinkedIn asks for some 6,000 addresses of extensions (browsergate.eu, 2026). They stay inside.
_LEAVES_THE_BROWSER = re.compile("^https?:")


class NetworkRules:
    """Refuses and counts requests, from the first page to the last.

    LinkedIn's hosts may always be asked. Other hosts may be asked until the setting's page has
    come, and while the program waits for the person: Google's sign-in and captchas need them.
    Requests that save settings may leave only while `saving_allowed` is set.

    A redirect that LinkedIn itself answers is followed: Playwright judges the first request of a
    chain. The listener of the setting's page sees it all the same (page/requests.py).
    """

    def __init__(self) -> None:
        self.setting_path = ""
        """The path of the page that is to be read next."""
        self.signed_in = False
        """Set once the setting's page, or LinkedIn's answer in its place, has come."""
        self.waiting_for_person = False
        self.saving_allowed = False
        """Set by `opt-out`, from its question until the load that confirms."""
        self.refused = 0

    def attach(self, where: BrowserContext | Page) -> None:
        """Judge every request of our own browser, or of our one tab in the person's browser."""
        where.route(_LEAVES_THE_BROWSER, self._judge)
        where.route_web_socket(lambda url: not is_first_party(url), self._judge_socket)

    def follow(self, tab: Page, *, alone: bool) -> None:
        """Watch `tab` arrive at the setting's page; `alone`: all other windows are its windows."""
        tab.on("framenavigated", lambda frame: self._arrived(tab, frame))
        if alone:
            tab.context.on("page", self._judge_window)
        else:
            tab.on("popup", self._judge_window)

    def allows(self, method: str, url: str) -> bool:
        """Whether a request may leave the browser now."""
        if is_first_party(url):
            return self.saving_allowed or not self._may_save(method, url)
        return self.others_allowed

    @property
    def others_allowed(self) -> bool:
        """Whether hosts other than LinkedIn's may be asked now."""
        return self.waiting_for_person or not self.signed_in

    def _may_save(self, method: str, url: str) -> bool:
        """Whether a request may save a setting; pages of signing in save what is theirs."""
        in_settings = is_settings_path(parts_of(url).path)
        return is_settings_write(method, url) and (in_settings or not self.others_allowed)

    def _judge(self, route: Route) -> None:
        if self.allows(route.request.method, route.request.url):
            route.fallback()  # to the demo's imitation, or to the network
        else:
            self.refused += 1
            route.abort("blockedbyclient")

    def _judge_socket(self, socket: WebSocketRoute) -> None:
        if self.others_allowed:
            socket.connect_to_server()
        else:
            self.refused += 1
            socket.close()

    def _judge_window(self, window: Page) -> None:
        if not self.others_allowed:
            self.refused += 1
            window.close()

    def _arrived(self, tab: Page, frame: Frame) -> None:
        place = place_of(frame.url, self.setting_path)
        if frame == tab.main_frame and place is Place.WANTED:
            self.signed_in = True
        elif frame == tab.main_frame and place in SIGN_IN_PLACES:
            self.signed_in = False  # or no longer
