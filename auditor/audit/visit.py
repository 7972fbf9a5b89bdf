"""Reach a setting's page and read it, with the person signing in on the way."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from auditor.audit.options import Options, Person
from auditor.audit.sign_in import Place, place_of, wait_for_person
from auditor.browser.launch import Session
from auditor.errors import NotAudited
from auditor.i18n import _
from auditor.linkedin.tab import NOWHERE
from auditor.page import in_page
from auditor.page.absence import read_or_not_offered
from auditor.page.setting_page import SettingPage

if TYPE_CHECKING:
    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading, Reason

# What may fail on a later page without ending the whole run.
_GIVES_UP: dict[str, Reason] = {
    "network": "not_loaded",
    "sign_in_timeout": "signed_out",
    "sign_in_needed": "signed_out",
}
# What is said of other pages than the setting's.
_NOT_THERE = ("wrong_page", "not_loaded", "throttled")
_FORGET = "() => { name = ''; sessionStorage.clear(); return ''; }"
_READING = "Reading “{title}” …"
_SESSION_OVER = "LinkedIn asks to sign in again: the session of the kept profile has ended."
_SIGN_IN_AGAIN = "Run once without --headless, with the same --profile, and sign in."


class Visit:
    """One person's stay at LinkedIn: signed in once, then page after page."""

    def __init__(self, session: Session, options: Options, person: Person) -> None:
        """Nothing is opened yet."""
        self.session = session
        self._options = options
        self._person = person
        self.reached = False
        """Whether any page asked for was ever reached."""

    def page_of(self, setting: Setting) -> SettingPage:
        """The page of `setting` in the tab of this visit, not opened yet."""
        return SettingPage(self.session.page, setting, self._options.timeout)

    def read(self, page: SettingPage) -> Reading:
        """Load the setting afresh and read it; raises NotAudited where nothing was ever reached."""
        self._person.tell(_READING, title=_(page.setting.title))
        network = self.session.network
        network.wanted_path = page.setting.path
        network.met_sign_in = network.at_picker = False
        network.tab.reloads = 0
        self._start_afresh()
        try:
            reading = self._load_signed_in(page)
            if self._came_free(page, reading):
                reading = self._load_signed_in(page)
                if self._came_free(page, reading):
                    reading = page.unread("not_loaded" if network.tab.emptied else "wrong_page")
                    network.tab.go_to(NOWHERE)
            network.only_linkedin = network.signed_in_for_sure = True
            network.reached = self.reached = True
            return read_or_not_offered(page, reading)
        except NotAudited as error:
            if not self.reached or error.code not in _GIVES_UP:
                raise
            network.only_linkedin = True
            if self._place(page) is Place.CHALLENGE:
                return page.unread("challenge")
            return page.unread(_GIVES_UP[error.code])
        finally:
            page.loads += network.tab.reloads

    def _start_afresh(self) -> None:
        """Leave nothing that a page could be drawn from but LinkedIn's answers, and the cookies."""
        from playwright.sync_api import Error

        page, tab = self.session.page, self.session.network.tab
        if not tab.ours:
            return
        if page.url != NOWHERE:
            with suppress(Error):  # it hangs, or is gone
                in_page.answer(page, _FORGET, timeout=2)
            with suppress(Error):
                page.goto(NOWHERE, timeout=self._options.timeout * 1000)
        tab.take_what_is_kept()
        with suppress(Error):  # the page could not be left
            tab.forget_the_way()  # by whose length a page could remember, too

    def _load_signed_in(self, page: SettingPage) -> Reading:
        """Load the setting and read it, the person signing in where LinkedIn wants that."""
        network = self.session.network
        page.open()
        reading = page.read()
        deadline = time.monotonic() + self._options.login_timeout
        while (outside := reading.reason in ("signed_out", "challenge")) or (
            network.met_sign_in and self._led_elsewhere(page)
        ):
            if outside and self._options.headless and self._options.profile is not None:
                raise NotAudited("sign_in_needed", _SESSION_OVER, _SIGN_IN_AGAIN)
            if not outside:
                network.only_linkedin = True
            elif network.signing_in:
                network.sign_in_again()
                if network.tab.kept:  # a captcha would not load
                    page.open()
            path, tell = page.setting.path, self._person.tell
            picker = partial(self._at_picker, page)
            wait_for_person(page.page, path, page.open, picker, tell, deadline)
            network.met_sign_in = network.at_picker = False
            reading = page.read()
        return reading

    def _came_free(self, page: SettingPage, reading: Reading) -> bool:
        """Whether the setting's page is one that nobody is kept in: a picker stood there first."""
        there = reading.reason not in _NOT_THERE or self._place(page) is Place.WANTED
        return there and not self.session.network.tab.kept

    def _at_picker(self, page: SettingPage) -> None:
        """Let an account picker ask other hosts, which a page at this address may not."""
        network = self.session.network
        network.sign_in_again()
        network.at_picker = True
        if network.tab.kept:
            page.open()

    def _led_elsewhere(self, page: SettingPage) -> bool:
        """Whether signing in went so fast that only what came after it was read."""
        return self._place(page) in (Place.ELSEWHERE, Place.OFFLINE)

    def _place(self, page: SettingPage) -> Place:
        return place_of(page.page.url, page.setting.path)
