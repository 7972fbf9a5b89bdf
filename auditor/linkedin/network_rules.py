"""What a page may ask for: LinkedIn always, other hosts only while the person signs in."""

import re

from playwright.sync_api import BrowserContext, Frame, Page, Route, WebSocketRoute

from auditor.linkedin import urls

# LinkedIn asks for some 6,000 addresses of extensions (browsergate.eu, 2026). They stay inside.
_LEAVES_THE_BROWSER = re.compile("^https?:")


class NetworkRules:
    """Refuses and counts requests, from the first page to the last.

    LinkedIn's hosts may always be asked. Other hosts may be asked until the setting's page has
    come, and while the program waits for the person: Google's sign-in and captchas need them.
    Requests that save settings may leave only while `saving_allowed` is set.

    A redirect that LinkedIn itself answers is followed: Playwright judges the first request of a
    chain. The listener of the setting's page sees it all the same (page/request_watch.py).
    """

    def __init__(self) -> None:
        self.setting_path = ""  # the path of the page that is to be read next
        self.signed_in = False
        """Set once the setting's page, or LinkedIn's answer in its place, has come."""
        self.waiting_for_person = False
        self.saving_allowed = False  # by `opt-out`, from its question until the load that confirms
        self.refused = 0

    def attach(self, where: BrowserContext | Page) -> None:
        """Judge every request of our own browser, or of our one tab in the person's browser."""
        where.route(_LEAVES_THE_BROWSER, self._judge)
        where.route_web_socket(lambda url: not self.allows("GET", url), self._refuse)

    def follow(self, tab: Page) -> None:
        """Watch `tab` arrive at the setting's page, and close the windows it opens from then on."""
        tab.on("framenavigated", self._on_arrival)
        tab.on("popup", self._on_window)

    @property
    def others_allowed(self) -> bool:
        """Whether hosts other than LinkedIn's may be asked now."""
        return self.waiting_for_person or not self.signed_in

    def allows(self, method: str, url: str) -> bool:
        """Whether a request may leave the browser now."""
        if not urls.is_first_party(url):
            return self.others_allowed
        return self.saving_allowed or not self._may_save(method, url)

    def _may_save(self, method: str, url: str) -> bool:
        """Whether a request to LinkedIn may save a setting.

        Outside the settings trees pages ask for data by POST, and tracking writes as it likes.
        Pages of signing in save what is theirs.
        """
        if urls.is_settings_path(urls.parts_of(url).path):
            return method not in urls.READ_METHODS
        writes = method not in urls.READ_METHODS | {"POST"}
        return writes and not self.others_allowed and not urls.is_background(url)

    def _judge(self, route: Route) -> None:
        if self.allows(route.request.method, route.request.url):
            route.fallback()  # to the demo's imitation, or to the network
        else:
            self.refused += 1
            route.abort("blockedbyclient")

    def _on_window(self, window: Page) -> None:
        if not self.others_allowed:
            self._refuse(window)

    def _refuse(self, opened: WebSocketRoute | Page) -> None:
        self.refused += 1
        opened.close()

    def _on_arrival(self, frame: Frame) -> None:
        if frame.parent_frame is not None:
            return
        place = urls.place_of(frame.url, self.setting_path)
        if place is urls.Place.WANTED:
            self.signed_in = True
        elif place in urls.SIGN_IN_PLACES:
            self.signed_in = False  # or no longer
