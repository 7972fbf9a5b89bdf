"""What the browser may ask for: everything until the person is signed in, then LinkedIn only."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.audit.sign_in import SIGNING_IN, Place, place_of
from auditor.linkedin.address import parts_of
from auditor.linkedin.catalog import ORIGIN
from auditor.linkedin.kept import is_signed, makes_a_page, starts_a_program
from auditor.linkedin.tab import Tab
from auditor.linkedin.urls import (
    ASKS,
    READ_METHODS,
    is_first_party,
    is_kept_to,
    is_settings_path,
    method_of,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Frame, Page, Request, Route

# Pages of these may ask anybody, and so are none for a frame.
_FREE = {*SIGNING_IN, Place.RESTRICTED, Place.OUTSIDE}

_WAYS_OUT = Path(__file__).with_name("ways_out.js").read_text("utf-8")
# Nothing else leaves the browser: not what LinkedIn asks thousands of times to know the extensions
# of a browser ("chrome-extension:", browsergate.eu, 2026).
_LEAVES = re.compile("^https?:")
# Asked before each request, redirects as well; and again about the answers to those for pages, also
# for such that are fetched ahead, which are among what Chromium calls "Other".
_JUDGED = (
    {"urlPattern": "http*"},
    {"urlPattern": "http*", "resourceType": "Document", "requestStage": "Response"},
    {"urlPattern": "http*", "resourceType": "Other", "requestStage": "Response"},
)

_TOO_MANY = 1000


class NetworkRules:
    """The rules in force in one tab, and how often they refused something."""

    def __init__(self, *, kept: bool = False) -> None:
        """No rule is in force; `kept`: there is no network to be kept from."""
        self.only_linkedin = False
        """Set once the person is signed in: until then Google sign-in and captchas must work."""
        self.signed_in_for_sure = False
        """Set once a setting was read: an account picker stands at the page's own address."""
        self.reached = False
        """Set for good with it: who has to sign in again leaves only the pages of that free."""
        self.wanted_path = ""
        """Where the person is signed in for sure: arriving there puts the rule in force."""
        self.met_sign_in = False
        """Whether the tab came by a page of signing in since this was last set to False."""
        self.at_picker = False
        """Set while an account picker stands at the page's own address: it may ask anybody."""
        self.signing_in = False
        """Whether the page that came last is one of signing in; none that only calls itself so."""
        self.writes_allowed = False
        """Set around the press of `opt-out` only."""
        self.refused = 0
        self.tab = Tab(kept=kept)
        self._page: Page | None = None
        self._gate: CDPSession | None = None
        self._alone = True

    def guard(self, where: BrowserContext | Page) -> None:
        """Judge what is asked for in `where`: in a browser of ours all of it, new windows too.

        Of a browser that the person started our tab only: the others are none of our business.
        """
        self._alone = hasattr(where, "pages")
        where.route(_LEAVES, self._judge)
        where.add_init_script(f"({_WAYS_OUT})()")

    def watch(self, page: Page, *, fresh: bool = False) -> None:
        """Take `page` for the tab that the rules follow, from sign-in to setting.

        `fresh`: its browser has been nowhere yet, and knows no service worker.
        """
        self._page = page
        if self._alone:
            page.context.on("page", self._judge_window)
        else:
            page.on("popup", self._judge_window)
        page.on("framenavigated", self._arrived)
        chromium = page.context.new_cdp_session(page)
        self.tab.watch(chromium, ours=self._alone)
        chromium.on("Page.frameNavigated", self._committed)
        turned = self._turned
        chromium.on("Page.navigatedWithinDocument", lambda at: turned(at["frameId"], at["url"]))
        # A frame may open the document of the page, which takes on the address of the frame.
        chromium.on("Page.documentOpened", lambda at: turned(at["frame"]["id"], at["frame"]["url"]))
        chromium.send("Page.enable")
        if not fresh:  # a service worker from before would answer where no rule sees it
            chromium.send("Network.enable")
            chromium.send("Network.setBypassServiceWorker", {"bypass": True})
        # Playwright routes the first request of a chain only, of the frames and workers it knows.
        # A browser of ours asks about each that leaves it, redirects as well; of the person's own
        # browser only our tab is asked.
        browser = page.context.browser
        gate = browser.new_browser_cdp_session() if self._alone and browser else chromium
        self._gate = gate
        gate.on("Fetch.requestPaused", lambda paused: self._judge_at(gate, paused))
        gate.send("Fetch.enable", {"patterns": _JUDGED})

    def allows(self, method: str, url: str, *, framed: bool = False) -> bool:
        """Whether a request may leave the browser now; `framed`: for a page inside the page.

        One of another origin may get a process of its own, in which redirects are not seen; one of
        signing in keeps what is taken from the others.
        """
        parts = parts_of(url)
        ours = is_first_party(url)
        if self.only_linkedin and not is_kept_to(url):
            return False
        elsewhere = not url.startswith(f"{ORIGIN}/") or self._place(url) in _FREE
        if self.only_linkedin and framed and elsewhere:
            return False
        writes = self.only_linkedin and method not in ASKS
        writes |= method not in READ_METHODS and is_settings_path(parts.path)
        return self.writes_allowed or not (ours and writes)

    def _judge_at(self, gate: CDPSession, paused: dict[str, Any]) -> None:
        """Judge what is about to leave, and what has come for a page."""
        from playwright.sync_api import Error

        this = {"requestId": paused["requestId"]}
        with suppress(Error):  # the request may be gone with its page
            if "responseStatusCode" in paused or "responseErrorReason" in paused:
                self._judge_answer(gate, this, paused)
            elif self._may_leave(paused):
                gate.send("Fetch.continueRequest", this)
            else:
                self._refuse(gate, this)

    def _may_leave(self, paused: dict[str, Any]) -> bool:
        asked = paused["request"]
        method, url = method_of(asked["method"], asked["headers"]), asked["url"]
        if any(name.lower() == "service-worker" for name in asked["headers"]):
            return False  # one would outlive the page that has it, and answer the next
        page = paused["resourceType"] == "Document"
        if not page or paused.get("frameId") != self.tab.id:
            return self.allows(method, url, framed=page)
        self.met_sign_in |= self._place(url) in SIGNING_IN
        return self.allows(method, url)

    def _judge_answer(self, gate: CDPSession, this: dict[str, str], paused: dict[str, Any]) -> None:
        if starts_a_program(paused) or is_signed(paused):
            self._refuse(gate, this)
            return
        page = paused["resourceType"] == "Document" and makes_a_page(paused)
        if page and self._is_to_be_kept(paused):
            there = self._place(paused["request"]["url"]) is Place.WANTED
            there &= paused.get("frameId") == self.tab.id
            # Not only once it is there: the page before it sends the last of its requests by then.
            self.only_linkedin |= there
            self.tab.let_through(gate, paused, there=there)
        else:
            gate.send("Fetch.continueResponse", this)

    def _is_to_be_kept(self, paused: dict[str, Any]) -> bool:
        url = paused["request"]["url"]
        if not is_first_party(url):
            return False
        place = self._place(url)
        free = place in SIGNING_IN and not self.signed_in_for_sure
        if place is Place.WANTED:
            return not self.at_picker
        return (self.only_linkedin or self.reached) and not free

    def _refuse(self, gate: CDPSession, this: dict[str, str]) -> None:
        self._count()
        gate.send("Fetch.failRequest", {**this, "errorReason": "BlockedByClient"})

    def _committed(self, event: dict[str, Any]) -> None:
        frame = event["frame"]
        if frame["id"] == self.tab.id:
            self._shows(frame["url"])
            self.tab.committed(frame)

    def _turned(self, frame: str, url: str) -> None:
        there = frame == self.tab.id and self._place(url) is Place.WANTED
        if there and not self.at_picker:
            self.tab.turned(url)

    def _judge(self, route: Route) -> None:
        request = route.request
        ours = self._in_our_tab(request)
        page = ours and request.is_navigation_request()
        framed = page and request.frame.parent_frame is not None
        if page and not framed:
            self.met_sign_in |= self._place(request.url) in SIGNING_IN
        in_other_window = self.only_linkedin and not ours
        allowed = self.allows(request.method, request.url, framed=framed)
        if allowed and not in_other_window:
            route.fallback()
        else:
            self._count()
            route.abort("blockedbyclient")

    def _count(self) -> None:
        """Count what was refused, and shut a page that never tires: nothing else got its turn."""
        self.refused += 1
        if self.flooded and self._page is not None and not self._page.is_closed():
            self._page.close()

    @property
    def flooded(self) -> bool:
        """Whether a page asked for more than any page does."""
        return self.refused >= _TOO_MANY

    def _in_our_tab(self, request: Request) -> bool:
        from playwright.sync_api import Error

        try:
            return request.frame.page == self._page
        except Error:  # the first request of a new window
            return False

    def _judge_window(self, window: Page) -> None:
        if self.only_linkedin:  # before that it may be Google's sign-in window
            self.refused += 1
            window.close()

    def _arrived(self, frame: Frame) -> None:
        """Close the network with the page asked for, and not only once it has been read."""
        there = self._place(frame.url) is Place.WANTED and not self.at_picker
        if there and frame.parent_frame is None:
            self.only_linkedin = True
            if self._alone:  # what is still open of signing in has done its work
                self._close_windows()

    def _close_windows(self) -> None:
        """Close all windows but the tab: also those that hang, and waiting for none of them."""
        from playwright.sync_api import Error

        assert self._gate is not None
        with suppress(Error):
            for target in self._gate.send("Target.getTargets")["targetInfos"]:
                if target["type"] == "page" and target["targetId"] != self.tab.id:
                    with suppress(Error):  # it may be gone
                        self._gate.send("Target.closeTarget", {"targetId": target["targetId"]})

    def _shows(self, url: str) -> None:
        """Open the network for a page of signing in that has come.

        Not for one that is only asked for, nor for an address that a page gives itself.
        """
        place = self._place(url)
        self.signing_in = place in SIGNING_IN
        if self.signing_in or (place is Place.OUTSIDE and not self.only_linkedin):
            self.met_sign_in = True
            if not self.signed_in_for_sure:
                self.only_linkedin = False
        elif place is Place.ELSEWHERE and self.reached:
            self.only_linkedin = True

    def sign_in_again(self) -> None:
        """Open the network: the person is not signed in, or no longer."""
        self.only_linkedin = self.signed_in_for_sure = False

    def _place(self, url: str) -> Place:
        return place_of(url, self.wanted_path)
