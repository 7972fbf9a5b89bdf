"""The story of one run: open, sign in, read, ask, switch off, read again; it ends in a Report."""

from __future__ import annotations

import time
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Literal

from auditor.audit.builder import Record, unforeseen
from auditor.audit.options import Options, Person
from auditor.browser.launch import open_browser
from auditor.errors import Interrupted, NotAudited, UsageError
from auditor.report.atomic_file import WholeFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor.audit.visit import Visit
    from auditor.model import Change, Reading, Report, State
    from auditor.page.press import Press
    from auditor.page.setting_page import SettingPage

REREADINGS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between the readings after a press that still read on: a write can take effect late."""

_LOOK_YOURSELF = "Open the setting's page in your own browser and look at the switch."
_ANSWER_IT = "LinkedIn asked something before saving. Run opt-out in a window and answer there."
_KEPT_ON = "LinkedIn kept the switch on. Try again later, or switch it off by hand on its page."
_BY_PLACE = (
    "The switch was found by its place alone; --yes acts on certain ones only."
    " Run opt-out without --yes and look at the window before you agree."
)
_NOT_SAVED = (
    "The page reads off, but LinkedIn did not answer that the change was saved."
    " Look at the switch again tomorrow, in your own browser."
)
_PROOF: dict[State, Change] = {"off": "verified", "on": "not_applied"}


def audit(options: Options, person: Person, stopped: Callable[[], bool] = lambda: False) -> Report:
    """Carry out `options`; whatever happens, the answer is a Report.

    `stopped`: whether a signal was heard, which ends the browser too, and that may be seen first.
    """
    record = Record(options)
    error: NotAudited | Interrupted | None = None
    try:
        if options.command == "opt-out":  # whoever kills the program finds at least this
            person.keep(record.report(Interrupted()))
        _Run(options, person, record).go()
    except UsageError:
        raise
    except (NotAudited, Interrupted) as known:
        error = known
    except KeyboardInterrupt:
        error = Interrupted()
    except Exception as unknown:
        error = unforeseen(unknown)
    if error is not None and stopped():
        error = Interrupted()
    return record.report(error)


class _Run:
    def __init__(self, options: Options, person: Person, record: Record) -> None:
        self._options = options
        self._person = person
        self._record = record

    def go(self) -> None:
        options = self._options
        self._person.tell("Opening the browser …")
        with open_browser(options) as session:
            from auditor.audit.visit import Visit  # loaded while the browser was starting

            self._record.browser = (session.name, session.version)
            visit = Visit(session, options, self._person)
            for setting in options.settings:
                page = visit.page_of(setting)
                try:
                    self._one(visit, page)
                finally:
                    self._record.pages_loaded += page.loads
                    self._record.presses += page.presses
                    self._record.requests_refused = session.network.refused
                    page.leave()
            if options.command == "audit" and len(options.settings) > 1:
                self._ask_overview(visit)

    def _one(self, visit: Visit, page: SettingPage) -> None:
        """Read one setting, and switch it off where that was asked for."""
        setting = page.setting
        before = visit.read(page)
        self._record.note(setting, before=before)
        self._take_picture(page, "before")
        if self._options.command == "audit":
            return
        if before.state in ("off", "not_offered"):
            self._record.note(setting, change="not_needed")
        elif before.state == "unknown":
            self._record.note(setting, change="not_applied")
        elif self._options.yes and before.confidence != "confirmed":
            self._record.note(setting, change="not_applied", hint=_BY_PLACE)
        elif self._options.yes or self._agreed(page, before):
            self._switch_off(visit, page, before)
        else:
            self._record.note(setting, change="declined")

    def _ask_overview(self, visit: Visit) -> None:
        """One more page for several settings: the list that shows the state of each of them."""
        listed = [setting for setting in self._options.settings if setting.category_path]
        if not listed or not visit.reached:
            return
        page = visit.page_of(listed[0])
        try:
            listing = page.overview()
        finally:
            self._record.pages_loaded += page.loads
            page.leave()
        if listing is None:
            return
        self._record.overview = listing.report()
        for setting in listed:
            before = self._record.before(setting)
            if before is not None and setting.category_path == listing.path:
                self._record.note(setting, before=listing.witness(setting, before))

    # --- switching off ----------------------------------------------------------------------------

    def _agreed(self, page: SettingPage, before: Reading) -> bool:
        """Ask while the page goes on living: a blocked page would look broken to the person."""
        page.outline("linkedin-auditor asks in the terminal whether to switch this off")
        answers: Queue[bool] = Queue()

        def ask() -> None:
            agreed = False
            try:
                agreed = self._person.confirm(page.setting, before)
            finally:  # whatever happened: no answer is a no
                answers.put(agreed)

        Thread(target=ask, daemon=True).start()
        try:
            while True:
                try:
                    return answers.get_nowait()
                except Empty:
                    page.page.wait_for_timeout(100)
        finally:
            page.outline("")

    def _switch_off(self, visit: Visit, page: SettingPage, before: Reading) -> None:
        setting = page.setting
        # On disk before the press: whatever happens next, the report does not claim too much.
        unread = page.unread("not_loaded")
        self._record.note(setting, after=unread, change="uncertain", hint=_LOOK_YOURSELF)
        self._person.keep(self._record.report(Interrupted()))
        self._person.tell("Switching it off …")
        visit.session.network.writes_allowed = True
        try:
            patience = 0 if self._options.headless else self._options.login_timeout
            press = page.switch_off(before, patience)
            if press.asks and patience:
                self._let_person_answer(page)
        finally:
            visit.session.network.writes_allowed = False
        if press.pressed:
            self._prove(visit, page, press)
        else:
            self._look_again(visit, page, press)
        self._take_picture(page, "after")

    def _look_again(self, visit: Visit, page: SettingPage, press: Press) -> None:
        """Nothing was pressed: say what LinkedIn shows now."""
        known: dict[str, Change | str | None] = {"change": "not_applied", "hint": press.why_not}
        self._record.note(page.setting, **known)
        after = visit.read(page)
        if after.state in ("off", "not_offered"):
            known = {"change": "not_needed", "hint": None}
        self._record.note(page.setting, after=after, **known)

    def _let_person_answer(self, page: SettingPage) -> None:
        """Wait until the question that LinkedIn shows is gone, or has led to a write."""
        deadline = time.monotonic() + self._options.login_timeout
        while page.traffic.writes_pending or (page.traffic.write is None and page.asks()):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._person.tell("LinkedIn asks before it saves. Answer in the window.", left)
            page.page.wait_for_timeout(200)
        page.wait_for_write()  # what they agreed to may be sent a moment after

    def _prove(self, visit: Visit, page: SettingPage, press: Press) -> None:
        """Believe nothing but a fresh load; read again a few times, press never again."""
        setting = page.setting
        write = page.traffic.write
        if write is not None:
            self._record.add_write(setting, write)
        saved = write is not None and write.saved
        rereadings: list[Reading] = []
        for pause in (0.0, *REREADINGS):
            if pause:
                self._person.tell("LinkedIn still shows the switch on. Looking again …")
                page.page.wait_for_timeout(pause * 1000)
            self._person.tell("Loading the page afresh to see what LinkedIn kept …")
            after = visit.read(page)
            change = _PROOF.get(after.state, "uncertain")
            hint = {"uncertain": _LOOK_YOURSELF, "not_applied": _KEPT_ON}.get(change)
            if change == "verified" and not saved:  # it may be remembered by the page alone
                change, hint = "uncertain", _NOT_SAVED
            if press.asks and change == "not_applied" and self._options.headless:
                hint = _ANSWER_IT
            known = {"after": after, "change": change, "hint": hint}
            self._record.note(setting, **known, rereadings=tuple(rereadings))
            if after.state != "on":
                break
            rereadings.append(after)

    def _take_picture(self, page: SettingPage, when: Literal["before", "after"]) -> None:
        wanted = self._options.screenshot
        if wanted is None:
            return
        path = wanted.with_stem(f"{wanted.stem}-{page.setting.id}-{when}")
        png = page.picture()
        try:
            if png is not None:
                WholeFile(path).write(png)
                self._record.add_picture(page.setting, when, png)
                return
        except OSError:
            pass  # told like the rest
        self._person.tell("No picture of the setting could be taken.")
