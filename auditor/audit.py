"""The story of one run: open, sign in, read, ask, switch off, read again; it ends in a Report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, Queue
from threading import Thread
from typing import Literal, Protocol

from auditor import __version__
from auditor.browser import Session, open_browser
from auditor.errors import AuditorError, Interrupted, NotAudited
from auditor.report import (
    Activity,
    Browser,
    Change,
    Failure,
    Reading,
    Report,
    Result,
    Tool,
    Write,
    exit_code_of,
)
from auditor.setting_page import Press, SettingPage
from auditor.settings import Setting
from auditor.sign_in import wait_for_person

REREADINGS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between the readings after a press that still read on: a write can take effect late."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for."""

    command: Literal["audit", "opt-out"]
    settings: tuple[Setting, ...]
    demo: str | None = None
    browser: str | None = None
    headless: bool = False
    yes: bool = False
    login_timeout: float = 300
    timeout: float = 30


class Person(Protocol):
    """Whoever sits in front of the program."""

    def tell(self, line: str, seconds_left: float | None = None) -> None:
        """Say what is going on, in one line."""

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Ask whether to switch `setting` off. Called from a thread of its own."""

    def keep(self, report: Report) -> None:
        """Put a report in safety, as far as it is known now."""


def audit(options: Options, person: Person) -> Report:
    """Carry out `options`; whatever happens, the answer is a Report."""
    return _Run(options, person).report_of_it_all()


class _Run:
    def __init__(self, options: Options, person: Person) -> None:
        self._options = options
        self._person = person
        self._started_at = datetime.now(UTC).replace(microsecond=0)
        self._start = time.monotonic()
        self._results = {setting.id: _not_read(setting) for setting in options.settings}
        self._session: Session | None = None
        self._reached = False
        self._loads = 0
        self._presses = 0
        self._error: AuditorError | None = None

    def report_of_it_all(self) -> Report:
        try:
            self._go()
        except (NotAudited, Interrupted) as error:
            self._error = error
        except KeyboardInterrupt:
            self._error = Interrupted()
        except Exception as error:
            self._error = _unforeseen(error)
        return self._report()

    def _go(self) -> None:
        options = self._options
        self._person.tell("Opening the browser …")
        with open_browser(options.browser, headless=options.headless, demo=options.demo) as session:
            self._session = session
            for setting in options.settings:
                page = SettingPage(session.page, setting, options.timeout)
                try:
                    self._one(page)
                finally:
                    self._loads += page.loads
                    page.leave()

    def _one(self, page: SettingPage) -> None:
        """Read one setting, and switch it off where that was asked for."""
        before = self._read(page)
        self._note(page.setting, before=before)
        if self._options.command == "audit":
            return
        if before.state in ("off", "not_offered"):
            self._note(page.setting, change="not_needed")
        elif before.state == "unknown":
            self._note(page.setting, change="not_applied")
        elif self._options.yes and before.confidence != "confirmed":
            self._note(
                page.setting,
                change="not_applied",
                hint="The switch was found by its place alone; --yes acts on certain ones only. "
                "Run opt-out without --yes and look at the window before you agree.",
            )
        elif self._options.yes or self._ask(page, before):
            self._switch_off(page, before)
        else:
            self._note(page.setting, change="declined")

    # --- reading ----------------------------------------------------------------------------------

    def _read(self, page: SettingPage) -> Reading:
        """Load the setting afresh and read it, with the person signing in on the way."""
        self._person.tell("Loading LinkedIn's settings page …")
        try:
            page.open()
            reading = page.read()
            deadline = time.monotonic() + self._options.login_timeout
            while reading.reason in ("signed_out", "challenge"):
                self._let_person_sign_in(page, deadline)
                reading = page.read()
        except NotAudited as error:
            if error.code == "network" and self._reached:
                return page.unread("not_loaded")
            raise
        self._reached = True
        if self._session is not None:
            self._session.network.only_linkedin = True
        return page.read_or_not_offered(reading)

    def _let_person_sign_in(self, page: SettingPage, deadline: float) -> None:
        if self._session is not None:
            self._session.network.only_linkedin = False
        wait_for_person(page.page, page.setting.path, page.open, self._person.tell, deadline)

    # --- switching off ----------------------------------------------------------------------------

    def _ask(self, page: SettingPage, before: Reading) -> bool:
        """Ask while the page goes on living: a blocked page would look broken to the person."""
        page.mark()
        answers: Queue[bool] = Queue()
        setting = page.setting
        Thread(
            target=lambda: answers.put(self._person.confirm(setting, before)), daemon=True
        ).start()
        try:
            while True:
                try:
                    return answers.get_nowait()
                except Empty:
                    page.page.wait_for_timeout(100)
        finally:
            page.unmark()

    def _switch_off(self, page: SettingPage, before: Reading) -> None:
        assert self._session is not None
        network = self._session.network
        self._person.tell("Switching it off …")
        # On disk before the press: whatever happens next, the report will not claim too much.
        unread = page.unread("not_loaded")
        self._note(page.setting, after=unread, change="uncertain", hint=_LOOK_YOURSELF)
        self._person.keep(self._report())
        network.writes_allowed = True
        try:
            press = page.switch_off(before)
            if not press.pressed:
                self._note(page.setting, after=None, change="not_applied", hint=press.why_not)
                return
            self._presses += 1
            if press.asks and not self._options.headless:
                self._let_person_answer(page)
        finally:
            network.writes_allowed = False
        self._prove(page, press)

    def _let_person_answer(self, page: SettingPage) -> None:
        """Wait until the dialog or the Save button that LinkedIn shows has led to a write."""
        deadline = time.monotonic() + self._options.login_timeout
        while page.traffic.write is None or page.traffic.writes_pending:
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._person.tell("LinkedIn asks before it saves. Answer in the window.", left)
            page.page.wait_for_timeout(200)

    def _prove(self, page: SettingPage, press: Press) -> None:
        """Believe nothing but a fresh load; read again a few times, press never again."""
        write = page.traffic.write
        seen = Write(method=write.method, path=write.path, status=write.status) if write else None
        rereadings: list[Reading] = []
        for pause in (0.0, *REREADINGS):
            if pause:
                self._person.tell("LinkedIn still shows the switch on. Looking again …")
                page.page.wait_for_timeout(pause * 1000)
            self._person.tell("Loading the page afresh to see what LinkedIn kept …")
            after = self._read(page)
            change = _PROOF.get(after.state, "uncertain")
            self._note(
                page.setting,
                after=after,
                change=change,
                rereadings=tuple(rereadings),
                write=seen,
                hint=_hint_after(change, press),
            )
            if after.state != "on":
                return
            rereadings.append(after)

    # --- reporting --------------------------------------------------------------------------------

    def _note(self, setting: Setting, **known: object) -> None:
        """Add to the setting's result; its state is always that of the latest reading."""
        result = self._results[setting.id].model_copy(update=known)
        latest = result.after or result.before
        if latest is not None:
            result = result.model_copy(update={"state": latest.state, "reason": latest.reason})
        self._results[setting.id] = result

    def _report(self) -> Report:
        session = self._session
        results = tuple(self._results.values())
        error = self._error
        return Report(
            tool=Tool(name="linkedin-auditor", version=__version__),
            command=self._options.command,
            demo=self._options.demo is not None,
            started_at=self._started_at,
            duration_seconds=round(time.monotonic() - self._start, 1),
            browser=Browser(name=session.name, version=session.version) if session else None,
            results=results,
            activity=Activity(
                pages_loaded=self._loads,
                clicks=self._presses,
                requests_refused=session.network.refused if session else 0,
            ),
            error=_failure(error) if isinstance(error, (NotAudited, Interrupted)) else None,
            exit_code=error.exit_code if error else exit_code_of(results),
        )


_PROOF: dict[str, Change] = {"off": "verified", "on": "not_applied"}
_LOOK_YOURSELF = "Open the setting's page in your own browser and look at the switch."


def _hint_after(change: Change, press: Press) -> str | None:
    if change == "uncertain":
        return _LOOK_YOURSELF
    if change == "verified":
        return None
    if press.asks:
        return "LinkedIn asked something before saving. Run opt-out in a window and answer there."
    return "LinkedIn kept the switch on. Try again later, or switch it off by hand on the page."


def _not_read(setting: Setting) -> Result:
    return Result(
        id=setting.id,
        title=setting.title,
        url=setting.url,
        wanted="off",
        state="unknown",
        reason="not_loaded",
        change=None,
        before=None,
        after=None,
    )


def _failure(error: NotAudited | Interrupted) -> Failure:
    return Failure(code=error.code, message=error.message, hint=error.hint)


def _unforeseen(error: Exception) -> NotAudited:
    """An error of ours, without its text: that may hold something of the page."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else "?"
    return NotAudited(
        "internal",
        f"The program failed ({type(error).__name__} at {place}).",
        "Please report this line, with the output of: linkedin-auditor doctor",
    )
