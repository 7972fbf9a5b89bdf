"""Reach a setting's page and read it, with the person signing in on the way."""

import time
from contextlib import suppress

from playwright.sync_api import Error

from auditor.audit.options import Options, Person
from auditor.audit.sign_in import SignIn, session_expiry
from auditor.browser.launch import OpenBrowser
from auditor.errors import NotAudited
from auditor.linkedin.network_rules import NetworkRules
from auditor.linkedin.urls import ORIGIN, Place, place_of
from auditor.model import Reading
from auditor.page.category import read_absence
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab

_STORED_BY_PAGES = "local_storage,indexeddb,cache_storage,file_systems,storage_buckets"
_HIDDEN = "The tab is in the background. It comes to the front for the reading …"
_LOADS = 3  # how often the setting is loaded where each load leads through signing in by itself


class Visit:
    """One person's stay at LinkedIn: signed in once, then page after page."""

    def __init__(self, browser: OpenBrowser, options: Options, person: Person) -> None:
        self.browser = browser
        self.options = options
        self.person = person
        self.rules = NetworkRules()
        self.rules.attach(browser.tab if options.connect else browser.tab.context)
        self.rules.follow(browser.tab)
        self.tab = Tab(browser.tab, options.timeout, profile_kept=options.profile is not None)
        self.pages: list[SettingPage] = []
        self._sign_in = SignIn(browser.tab, options, person)
        self._reached = False  # whether LinkedIn ever answered the person as signed in
        if options.profile is not None:
            self.forget_what_pages_stored()

    def read(self, page: SettingPage) -> Reading:
        """Load the setting afresh and read it; the page that is loaded can save nothing.

        Raises NotAudited where no page was ever reached, or the account is restricted.
        """
        self.rules.setting_path = page.setting.path
        self.rules.saving_allowed = False
        try:
            reading = self._read_signed_in(page)
        except NotAudited as error:
            if not self._reached or error.code == "account_restricted":
                raise
            if place_of(self.tab.page.url, page.setting.path) is Place.CHALLENGE:
                return page.unread("challenge")
            return page.unread("not_loaded" if error.code == "network" else "signed_out")
        self._reached = self.rules.signed_in = True
        if page.snapshot is not None and page.snapshot.hidden and reading.state != "on":
            self.person.tell(_HIDDEN)  # there a page may have drawn nothing
            self.tab.page.wait_for_timeout(2000)
            self.tab.page.bring_to_front()
            reading = page.read()
        return read_absence(page, reading)

    def forget_what_pages_stored(self) -> None:
        """Clear what LinkedIn's pages keep in our browser, except the cookies.

        A page may draw its switch from a query cache that it stored, and so show what was pressed
        instead of what LinkedIn holds. The storage of the person's own browser is theirs.
        """
        if self.options.connect:
            return
        with suppress(Error):  # the tab shows no page of LinkedIn's
            chromium = self.tab.page.context.new_cdp_session(self.tab.page)
            storage = {"origin": ORIGIN, "storageTypes": _STORED_BY_PAGES}
            chromium.send("Storage.clearDataForOrigin", storage)
            session_storage = {"securityOrigin": ORIGIN, "isLocalStorage": False}
            chromium.send("DOMStorage.clear", {"storageId": session_storage})

    def _read_signed_in(self, page: SettingPage) -> Reading:
        """Load the setting and read it, the person signing in where LinkedIn wants that."""
        deadline: float | None = None
        may_wait = True
        loads = 0
        while True:
            self._sign_in.met = False
            self.rules.waiting_for_person = False
            page.open()  # afresh: nothing of the pages of signing in is left
            loads += 1
            reading = page.read()
            if self._needs_person(page, reading, waited=deadline is not None):
                if not may_wait:
                    return reading
                led_back_to = self.tab.page.url if deadline and not self._sign_in.met else ""
                deadline = deadline or time.monotonic() + self.options.login_timeout
                self.rules.waiting_for_person = True
                may_wait = self._sign_in.wait(page.setting.path, deadline, led_back_to)
                self.tab.page.bring_to_front()  # they may have finished in another tab
            elif not self._sign_in.met or loads >= _LOADS:
                return reading  # else they signed in so fast that the page came while it was read

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
