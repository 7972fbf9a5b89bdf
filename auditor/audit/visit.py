"""Reach a setting's page and read it, with the person signing in on the way."""

from __future__ import annotations

import time
from contextlib import suppress

from playwright.sync_api import Error

from auditor.audit.options import Options, Person
from auditor.audit.sign_in import SignIn, session_expiry
from auditor.browser.launch import OpenBrowser
from auditor.errors import NotAudited
from auditor.linkedin.catalog import Setting
from auditor.linkedin.network_rules import NetworkRules
from auditor.linkedin.urls import ORIGIN, Place, place_of
from auditor.model import Reading, Reason
from auditor.page.category import CategoryPage, Listing, read_absence
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab

# What may fail on a later page without ending the whole run.
_GIVES_UP: dict[str, Reason] = {
    "network": "not_loaded",
    "sign_in_timeout": "signed_out",
    "sign_in_needed": "signed_out",
    "sign_in_refused": "signed_out",
}
_STORED_BY_PAGES = (
    "local_storage,indexeddb,cache_storage,service_workers,file_systems,websql,storage_buckets"
)
_SESSION_OVER = "LinkedIn asks to sign in, and nobody can sign in without a window."
_SIGN_IN_ONCE = "Run once without --headless, with the same --profile, and sign in."
_HIDDEN = "The tab is in the background. It comes to the front for the reading …"
_HIDDEN_SECONDS = 2.0
_LOADS = 3
"""How often the setting is loaded where each load leads through signing in by itself."""


class Visit:
    """One person's stay at LinkedIn: signed in once, then page after page."""

    def __init__(
        self, browser: OpenBrowser, tab: Tab, rules: NetworkRules, options: Options, person: Person
    ) -> None:
        self.tab = tab
        self.rules = rules
        self.browser = browser
        self._options = options
        self._person = person
        self._sign_in = SignIn(tab.page, person.tell)
        self._pages: list[SettingPage] = []
        self._reached = False
        """Whether LinkedIn ever answered the person as signed in."""

    def page_of(self, setting: Setting) -> SettingPage:
        """The page of `setting`, not opened yet."""
        page = SettingPage(self.tab, setting)
        self._pages.append(page)
        return page

    @property
    def presses(self) -> int:
        """How often a switch was pressed."""
        return sum(page.presses for page in self._pages)

    def read(self, page: SettingPage) -> Reading:
        """Load the setting afresh and read it.

        Raises NotAudited where no page was ever reached, or the account is restricted.
        """
        self.rules.setting_path = page.setting.path
        try:
            reading = self._read_signed_in(page)
        except NotAudited as error:
            if not self._reached or error.code not in _GIVES_UP:
                raise
            place = place_of(self.tab.page.url, page.setting.path)
            return page.unread("challenge" if place is Place.CHALLENGE else _GIVES_UP[error.code])
        self._reached = self.rules.signed_in = True
        return read_absence(page, self._read_in_front(page, reading))

    def list_of(self, path: str) -> Listing | None:
        """What the category page at `path` lists; None where it did not come."""
        category = CategoryPage(self.tab, path)
        try:
            category.open()
            return category.read()
        except NotAudited:
            return None

    def forget_what_pages_stored(self) -> None:
        """Clear what LinkedIn's pages keep in our browser, except the cookies.

        A page may draw its switch from a query cache that it stored, and so show what was pressed
        instead of what LinkedIn holds. The storage of the person's own browser is theirs.
        """
        if not self.browser.ours:
            return
        with suppress(Error):  # the tab shows no page of LinkedIn's
            chromium = self.tab.page.context.new_cdp_session(self.tab.page)
            storage = {"origin": ORIGIN, "storageTypes": _STORED_BY_PAGES}
            chromium.send("Storage.clearDataForOrigin", storage)
            session_storage = {"securityOrigin": ORIGIN, "isLocalStorage": False}
            chromium.send("DOMStorage.clear", {"storageId": session_storage})
            chromium.detach()

    def _read_signed_in(self, page: SettingPage) -> Reading:
        """Load the setting and read it, the person signing in where LinkedIn wants that."""
        deadline: float | None = None
        may_wait = True
        loads = 0
        while True:
            self._sign_in.met = False
            page.open()  # afresh: nothing of the pages of signing in is left
            loads += 1
            reading = page.read()
            if self._needs_person(page, reading, waited=deadline is not None):
                if not may_wait:
                    return reading
                led_back = deadline is not None and not self._sign_in.met
                led_back_to = self.tab.page.url if led_back else ""
                deadline = deadline or self._deadline(page)
                may_wait = self._wait_for_person(page, deadline, led_back_to)
            elif not self._sign_in.met or loads >= _LOADS:
                return reading  # else they signed in so fast that the page came while it was read

    def _wait_for_person(self, page: SettingPage, deadline: float, led_back_to: str) -> bool:
        self.rules.waiting_for_person = True
        try:
            through = self._sign_in.wait(page.setting.path, deadline, led_back_to=led_back_to)
        finally:
            self.rules.waiting_for_person = False
        self.tab.page.bring_to_front()  # they may have finished in another tab
        return through

    def _needs_person(self, page: SettingPage, reading: Reading, *, waited: bool) -> bool:
        if reading.reason in ("signed_out", "challenge"):
            return True
        place = place_of(self.tab.page.url, page.setting.path)
        if place is Place.OFFLINE:
            return self._sign_in.met  # lost on the way: they may load it again
        if place is not Place.ELSEWHERE or reading.reason == "throttled":
            return False
        if session_expiry(self.tab.page.context) is None:
            return True  # signed out, whatever the address
        # A page such as a consent may come first. Another settings page is LinkedIn's answer.
        in_settings = page.snapshot is not None and page.snapshot.path.startswith("/mypreferences")
        return (waited or self._sign_in.met) and not in_settings

    def _deadline(self, page: SettingPage) -> float:
        """Until when the person has time; raises NotAudited where nobody can sign in."""
        if self._options.login_timeout > 0:
            return time.monotonic() + self._options.login_timeout
        place = place_of(self.tab.page.url, page.setting.path)
        told = place in (Place.REFUSED, Place.OFFLINE)
        if told or (place is Place.OUTSIDE and not self._sign_in.met):
            raise self._sign_in.gave_up(place)
        raise NotAudited("sign_in_needed", _SESSION_OVER, _SIGN_IN_ONCE)

    def _read_in_front(self, page: SettingPage, reading: Reading) -> Reading:
        """Read again in the foreground where a tab in the background may have drawn nothing."""
        hidden = page.snapshot is not None and page.snapshot.hidden
        if not hidden or reading.state == "on":
            return reading
        self._person.tell(_HIDDEN)
        self.tab.page.wait_for_timeout(_HIDDEN_SECONDS * 1000)
        self.tab.page.bring_to_front()
        return page.read()
