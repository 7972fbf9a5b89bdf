"""Switch one setting off: ask, press once, and confirm by a fresh load."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Thread

from auditor.audit import LINES
from auditor.audit.builder import ReportBuilder
from auditor.audit.visit import Visit
from auditor.errors import Interrupted
from auditor.i18n import _
from auditor.model import Change, Reading, Write
from auditor.page.redact import redact_path
from auditor.page.setting_page import SettingPage

REREADINGS = (1.0, 2.0, 4.0, 8.0)
"""Seconds between the readings after a press that still read on: LinkedIn may save late."""

_HINTS = LINES["hint"]


def ask_while(visit: Visit, ask: Callable[[], bool | None]) -> bool:
    """The answer to `ask`, which runs in a thread while the page goes on living.

    A page that stands still would look broken to the person. No answer is a no.
    """
    answers: list[bool | None] = []
    # A daemon: a question that nobody answers does not hold up the end of the program.
    thread = Thread(target=lambda: answers.append(ask()), daemon=True)
    thread.start()
    while thread.is_alive():
        visit.tab.page.wait_for_timeout(100)
    return answers == [True]


def proof(after: Reading, *, saved: bool, asked: bool) -> tuple[Change, str | None]:
    """What the reading of a fresh load proves of a switch-off, and the next step.

    `saved`: LinkedIn answered the page's write as done. `asked`: the page asked the person
    something, and nobody was there to answer.
    """
    if after.state == "off":
        return ("verified", None) if saved else ("uncertain", _HINTS["not_saved"])
    if after.state == "on":
        return "not_applied", _HINTS["answer_it"] if asked else _HINTS["kept_on"]
    return "uncertain", _HINTS["look_yourself"]


@dataclass
class SwitchOff:
    """Switches one setting off, and adds to the report what became of it."""

    visit: Visit
    builder: ReportBuilder
    page: SettingPage

    def run(self, before: Reading) -> None:
        """Act on `before`, the reading of the page."""
        yes = self.visit.options.yes
        if before.state in ("off", "not_offered"):
            self._add(change="not_needed")
        elif before.state == "unknown":
            self._add(change="not_applied")
        elif yes and before.confidence != "confirmed":
            self._add(change="not_applied", hint=_HINTS["by_place"])
        else:
            self.visit.rules.saving_allowed = True
            agreed = yes or self._agreed(before)
            if not yes and self.page.reads_off():
                self.page.wait_for_write()  # the person has switched it off by hand
                self._read_again(why_not=None)
            elif agreed:
                self._press()
            else:
                self._add(change="declined")
            self.visit.rules.saving_allowed = False

    def _add(self, **values: object) -> None:
        self.builder.add(self.page.setting, **values)

    def _agreed(self, before: Reading) -> bool:
        with self.page.outlined(_(LINES["bar"]["asks"]), self.visit.options.language):
            confirm = partial(self.visit.person.confirm, self.page.setting, before)
            return ask_while(self.visit, confirm)

    def _press(self) -> None:
        # On disk before the press: whoever kills the program finds a report that claims nothing.
        self._add(
            after=self.page.unread("not_loaded"), change="uncertain", hint=_HINTS["look_yourself"]
        )
        self.visit.person.keep(self.builder.report(Interrupted()))
        self.visit.person.tell("Switching it off …")
        press = self.page.switch_off()
        if not press.pressed:
            self._read_again(why_not=press.why_not)
        elif press.asks and not self.visit.options.headless:
            self._let_person_answer()
            self._confirm(asked=False)
        else:
            self._confirm(asked=press.asks)

    def _read_again(self, *, why_not: str | None) -> None:
        """Nothing was pressed: say what a fresh load reads now."""
        self._add(change="not_applied", hint=why_not)
        after = self.visit.read(self.page)
        if after.state in ("off", "not_offered"):
            self._add(change="not_needed", hint=None)
        self._add(after=after)

    def _let_person_answer(self) -> None:
        """Wait until the question that LinkedIn shows is gone, or has led to a write."""
        deadline = time.monotonic() + self.visit.options.login_timeout
        requests = self.visit.tab.requests
        while requests.writes_pending or (requests.write is None and self.page.asks()):
            if (left := deadline - time.monotonic()) <= 0:
                return
            self.visit.person.tell("LinkedIn asks before it saves. Answer in the window.", left)
            self.visit.tab.page.wait_for_timeout(200)
        self.page.wait_for_write()  # what they agreed to may be sent a moment later

    def _confirm(self, *, asked: bool) -> None:
        """Believe nothing but a fresh load. Read again a few times; never press again."""
        tell = self.visit.person.tell
        write = self.visit.tab.requests.write
        if write is not None:
            path = redact_path(write.path)
            self._add(write=Write(method=write.method, path=path, status=write.status))
        saved = write is not None and write.saved
        rereadings: tuple[Reading, ...] = ()
        for pause in (0.0, *REREADINGS):
            if pause:
                tell("LinkedIn still shows the switch on. Looking again …")
                self.visit.tab.page.wait_for_timeout(pause * 1000)
            tell("Loading the page afresh to see what LinkedIn kept …")
            self.visit.forget_what_pages_stored()
            after = self.visit.read(self.page)
            change, hint = proof(after, saved=saved, asked=asked)
            self._add(after=after, change=change, hint=hint, rereadings=rereadings)
            if after.state != "on":
                break
            rereadings += (after,)
