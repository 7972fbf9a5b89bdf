"""The story of one run: open, sign in, read, ask, switch off, read again; it ends in a Report."""

from __future__ import annotations

import time
from queue import Empty, Queue
from threading import Thread

from auditor.browser import Session, open_browser
from auditor.errors import Interrupted, NotAudited
from auditor.options import Options, Person
from auditor.reading import shown_path
from auditor.record import Record, unforeseen
from auditor.report import Browser, Change, Reading, Reason, Report, State, Write
from auditor.setting_page import Press, SettingPage
from auditor.sign_in import wait_for_person

REREADINGS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between the readings after a press that still read on: a write can take effect late."""

_LOOK_YOURSELF = "Open the setting's page in your own browser and look at the switch."
_ANSWER_IT = "LinkedIn asked something before saving. Run opt-out in a window and answer there."
_KEPT_ON = "LinkedIn kept the switch on. Try again later, or switch it off by hand on its page."
_BY_PLACE = (
    "The switch was found by its place alone; --yes acts on certain ones only."
    " Run opt-out without --yes and look at the window before you agree."
)
_PROOF: dict[State, Change] = {"off": "verified", "on": "not_applied"}
_GIVES_UP: dict[str, Reason] = {"network": "not_loaded", "sign_in_timeout": "signed_out"}


def audit(options: Options, person: Person) -> Report:
    """Carry out `options`; whatever happens, the answer is a Report."""
    record = Record(options)
    error: NotAudited | Interrupted | None = None
    try:
        if options.command == "opt-out":  # whoever kills the program finds at least this
            person.keep(record.report(Interrupted()))
        _Run(options, person, record).go()
    except (NotAudited, Interrupted) as known:
        error = known
    except KeyboardInterrupt:
        error = Interrupted()
    except Exception as unknown:
        error = unforeseen(unknown)
    return record.report(error)


class _Run:
    def __init__(self, options: Options, person: Person, record: Record) -> None:
        self._options = options
        self._person = person
        self._record = record
        self._reached = False

    def go(self) -> None:
        options = self._options
        self._person.tell("Opening the browser …")
        with open_browser(options.browser, headless=options.headless, demo=options.demo) as session:
            self._record.browser = Browser(name=session.name, version=session.version)
            for setting in options.settings:
                page = SettingPage(session.page, setting, options.timeout)
                try:
                    self._one(session, page)
                finally:
                    self._record.pages_loaded += page.loads
                    self._record.requests_refused = session.network.refused
                    page.leave()

    def _one(self, session: Session, page: SettingPage) -> None:
        """Read one setting, and switch it off where that was asked for."""
        setting = page.setting
        before = self._read(session, page)
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
            self._switch_off(session, page, before)
        else:
            self._record.note(setting, change="declined")

    # --- reading ----------------------------------------------------------------------------------

    def _read(self, session: Session, page: SettingPage) -> Reading:
        """Load the setting afresh and read it, with the person signing in on the way."""
        self._person.tell("Loading LinkedIn's settings page …")
        network = session.network
        try:
            page.open()
            reading = page.read()
            deadline = time.monotonic() + self._options.login_timeout
            while reading.reason in ("signed_out", "challenge"):
                network.only_linkedin = False
                path = page.setting.path
                wait_for_person(page.page, path, page.open, self._person.tell, deadline)
                reading = page.read()
            network.only_linkedin = self._reached = True
            return page.read_or_not_offered(reading)
        except NotAudited as error:
            if self._reached and error.code in _GIVES_UP:
                return page.unread(_GIVES_UP[error.code])  # later pages fail alone
            raise

    # --- switching off ----------------------------------------------------------------------------

    def _agreed(self, page: SettingPage, before: Reading) -> bool:
        """Ask while the page goes on living: a blocked page would look broken to the person."""
        page.outline("linkedin-auditor asks in the terminal whether to switch this off")
        answers: Queue[bool] = Queue()
        ask = self._person.confirm
        Thread(target=lambda: answers.put(ask(page.setting, before)), daemon=True).start()
        try:
            while True:
                try:
                    return answers.get_nowait()
                except Empty:
                    page.page.wait_for_timeout(100)
        finally:
            page.outline("")

    def _switch_off(self, session: Session, page: SettingPage, before: Reading) -> None:
        setting = page.setting
        # On disk before the press: whatever happens next, the report does not claim too much.
        unread = page.unread("not_loaded")
        self._record.note(setting, after=unread, change="uncertain", hint=_LOOK_YOURSELF)
        self._person.keep(self._record.report(Interrupted()))
        self._person.tell("Switching it off …")
        session.network.writes_allowed = True
        try:
            press = page.switch_off(before)
            if not press.pressed:
                self._record.note(setting, after=None, change="not_applied", hint=press.why_not)
                return
            self._record.presses += 1
            if press.asks and not self._options.headless:
                self._let_person_answer(page)
        finally:
            session.network.writes_allowed = False
        self._prove(session, page, press)

    def _let_person_answer(self, page: SettingPage) -> None:
        """Wait until the question that LinkedIn shows is gone, or has led to a write."""
        deadline = time.monotonic() + self._options.login_timeout
        while page.traffic.writes_pending or (page.traffic.write is None and page.asks()):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._person.tell("LinkedIn asks before it saves. Answer in the window.", left)
            page.page.wait_for_timeout(200)

    def _prove(self, session: Session, page: SettingPage, press: Press) -> None:
        """Believe nothing but a fresh load; read again a few times, press never again."""
        setting = page.setting
        if page.traffic.write is not None:
            seen = page.traffic.write
            write = Write(method=seen.method, path=shown_path(seen.path), status=seen.status)
            self._record.note(setting, write=write)
        rereadings: list[Reading] = []
        for pause in (0.0, *REREADINGS):
            if pause:
                self._person.tell("LinkedIn still shows the switch on. Looking again …")
                page.page.wait_for_timeout(pause * 1000)
            self._person.tell("Loading the page afresh to see what LinkedIn kept …")
            after = self._read(session, page)
            change = _PROOF.get(after.state, "uncertain")
            hint = None
            if change != "verified":
                hint = _LOOK_YOURSELF if change == "uncertain" else _KEPT_ON
            if press.asks and change == "not_applied" and self._options.headless:
                hint = _ANSWER_IT
            known = {"after": after, "change": change, "hint": hint}
            self._record.note(setting, **known, rereadings=tuple(rereadings))
            if after.state != "on":
                break
            rereadings.append(after)
        self._take_picture(page, "after")

    def _take_picture(self, page: SettingPage, when: str) -> None:
        wanted = self._options.screenshot
        if wanted is not None:
            page.picture(wanted.with_stem(f"{wanted.stem}-{page.setting.id}-{when}"))
