"""Switch one setting off: ask, press once, and confirm by a fresh load."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread

from auditor.audit.builder import ReportBuilder
from auditor.audit.options import Options, Person
from auditor.audit.visit import Visit
from auditor.errors import Interrupted
from auditor.model import Change, Reading
from auditor.page.press import Press
from auditor.page.setting_page import SettingPage

REREADINGS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between the readings after a press that still read on: LinkedIn may save late."""

_BAR = "linkedin-auditor asks in the terminal whether to switch this off. Answer there."
_LOOK_YOURSELF = "Open the setting's page in your own browser and look at the switch."
_ANSWER_IT = "LinkedIn asked something before saving. Run opt-out in a window and answer there."
_KEPT_ON = "LinkedIn kept the switch on. Try again later, or switch it off by hand on its page."
_BY_PLACE = (
    "The switch was found by its place alone, and --yes acts on confirmed switches only."
    " Run opt-out without --yes and look at the window before you agree."
)
_NOT_SAVED = (
    "The page reads off, but LinkedIn did not answer that the change was saved."
    " Look at the switch again tomorrow, in your own browser."
)


def ask_while(visit: Visit, ask: Callable[[], bool]) -> bool:
    """The answer to `ask`, which runs in a thread while the page goes on living.

    A page that stands still would look broken to the person. No answer is a no.
    """
    answers: Queue[bool] = Queue()

    def run() -> None:
        agreed = False
        try:
            agreed = ask()
        finally:
            answers.put(agreed)

    Thread(target=run, daemon=True).start()
    while True:
        try:
            return answers.get_nowait()
        except Empty:
            visit.tab.page.wait_for_timeout(100)


def proof(after: Reading, *, saved: bool, asked: bool) -> tuple[Change, str | None]:
    """What the reading of a fresh load proves of a switch-off, and the next step.

    `saved`: LinkedIn answered the page's write as done. `asked`: the page asked the person
    something, and nobody was there to answer.
    """
    if after.state == "off":
        return ("verified", None) if saved else ("uncertain", _NOT_SAVED)
    if after.state == "on":
        return "not_applied", _ANSWER_IT if asked else _KEPT_ON
    return "uncertain", _LOOK_YOURSELF


class SwitchOff:
    """Switches off what a reading showed on, in one visit."""

    def __init__(
        self, visit: Visit, options: Options, person: Person, builder: ReportBuilder
    ) -> None:
        self._visit = visit
        self._options = options
        self._person = person
        self._builder = builder

    def run(self, page: SettingPage, before: Reading) -> None:
        """Act on `before`, the reading of `page`, and add what became of it to the report."""
        setting = page.setting
        if before.state in ("off", "not_offered"):
            self._builder.add(setting, change="not_needed")
        elif before.state == "unknown":
            self._builder.add(setting, change="not_applied")
        elif self._options.yes and before.confidence != "confirmed":
            self._builder.add(setting, change="not_applied", hint=_BY_PLACE)
        else:
            self._visit.rules.saving_allowed = True
            try:
                self._ask_and_press(page, before)
            finally:
                self._visit.rules.saving_allowed = False

    def _ask_and_press(self, page: SettingPage, before: Reading) -> None:
        agreed = self._options.yes or self._agreed(page, before)
        if not self._options.yes and page.reads_off():
            page.wait_for_write()  # the person has switched it off by hand
            self._read_again(page, why_not=None)
        elif agreed:
            self._press(page)
        else:
            self._builder.add(page.setting, change="declined")

    def _agreed(self, page: SettingPage, before: Reading) -> bool:
        page.outline(self._person.translate(_BAR), self._options.language)
        try:
            return ask_while(self._visit, lambda: self._person.confirm(page.setting, before))
        finally:
            page.end_outline()

    def _press(self, page: SettingPage) -> None:
        setting = page.setting
        # On disk before the press: whoever kills the program finds a report that claims nothing.
        unread = page.unread("not_loaded")
        self._builder.add(setting, after=unread, change="uncertain", hint=_LOOK_YOURSELF)
        self._person.keep(self._builder.report(Interrupted()))
        self._person.tell("Switching it off …")
        press = page.switch_off()
        if press.pressed:
            if press.asks and not self._options.headless:
                self._let_person_answer(page)
            self._confirm(page, press)
        else:
            self._read_again(page, why_not=press.why_not)

    def _read_again(self, page: SettingPage, *, why_not: str | None) -> None:
        """Nothing was pressed: say what a fresh load reads now."""
        self._builder.add(page.setting, change="not_applied", hint=why_not)
        self._visit.rules.saving_allowed = False
        after = self._visit.read(page)
        if after.state in ("off", "not_offered"):
            self._builder.add(page.setting, change="not_needed", hint=None)
        self._builder.add(page.setting, after=after)

    def _let_person_answer(self, page: SettingPage) -> None:
        """Wait until the question that LinkedIn shows is gone, or has led to a write."""
        deadline = time.monotonic() + self._options.login_timeout
        requests = page.tab.requests
        while requests.writes_pending or (requests.write is None and page.asks()):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._person.tell("LinkedIn asks before it saves. Answer in the window.", left)
            page.tab.page.wait_for_timeout(200)
        page.wait_for_write()  # what they agreed to may be sent a moment later

    def _confirm(self, page: SettingPage, press: Press) -> None:
        """Believe nothing but a fresh load. Read again a few times; never press again."""
        setting = page.setting
        write = page.tab.requests.write
        if write is not None:
            self._builder.add_write(setting, write)
        saved = write is not None and write.saved
        self._visit.rules.saving_allowed = False
        rereadings: list[Reading] = []
        for pause in (0.0, *REREADINGS):
            if pause:
                self._person.tell("LinkedIn still shows the switch on. Looking again …")
                page.tab.page.wait_for_timeout(pause * 1000)
            self._person.tell("Loading the page afresh to see what LinkedIn kept …")
            self._visit.forget_what_pages_stored()
            after = self._visit.read(page)
            change, hint = proof(after, saved=saved, asked=press.asks and self._options.headless)
            self._builder.add(
                setting, after=after, change=change, hint=hint, rereadings=tuple(rereadings)
            )
            if after.state != "on":
                break
            rereadings.append(after)
