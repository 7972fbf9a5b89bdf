"""The page object of one setting: open it, read it, switch it off. Every locator lives here."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from auditor.audit.sign_in import unreachable
from auditor.linkedin.catalog import Setting
from auditor.page import in_page
from auditor.page.boxes import Boxes
from auditor.page.category import Listing, listing
from auditor.page.control import Verdict
from auditor.page.landing import judge_at, no_reading, told_by_answers
from auditor.page.press import Press, Switch
from auditor.page.requests import Traffic
from auditor.page.settle import DOUBTFUL, PATIENT, QUIET, Rest
from auditor.page.snapshot import Candidate, Look

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from auditor.model import Reading, Reason

_BETWEEN_LOOKS = 40  # milliseconds, while a write is under way
_SLICE = 0.01
"""Seconds after which a wait between two looks is told of a request that ended."""
_BEFORE_TIMEOUT = 1.0
"""Seconds before the timeout at which what may be no data is waited for no longer."""
_WRITE_BEGINS = 3.0
"""Seconds after the press in which the page's write is expected to begin."""
_CHANGED = "The page changed since it was read."


class SettingPage:
    """One setting's page in one tab."""

    def __init__(self, page: Page, setting: Setting, timeout: float) -> None:
        """Take over `page`; `timeout` is in seconds and holds for each load and each reading."""
        self.page = page
        self.setting = setting
        self.traffic = Traffic(page)
        self.loads = 0
        self.presses = 0
        self._timeout = timeout
        self._control: Candidate | None = None
        self.looked_at: Look | None = None
        """The look that the latest reading was taken from."""
        self._seen_before: float | None = None
        """When the document that was there before the latest load began."""
        self._before_press: Look | None = None
        self._boxes = Boxes(page)
        self._undo_outline: Callable[[], None] | None = None

    def open(self) -> None:
        """Load the setting's exact address afresh; raises NotAudited where there is no network."""
        self._control = None
        self._load(self.setting.url)

    def read(self) -> Reading:
        """Wait until the page has settled, then read the setting from it."""
        verdict, _ = self._settled()
        self._control = verdict.control
        return _reading(verdict)

    def read_to_the_end(self) -> Reading:
        """Read once more, after all of the page was in sight: some is drawn only then."""
        self._show_all()
        verdict, _ = self._settled(None, PATIENT)
        self._control = verdict.control
        return _reading(verdict)

    def open_category(self) -> None:
        """Load the page that lists the setting, where it is offered."""
        self._load(self.setting.category_url)

    @property
    def latest_path(self) -> str:
        """The path of the page that the latest look was at."""
        return self.looked_at.path.rstrip("/") if self.looked_at is not None else ""

    def category_to_the_end(self) -> Look | None:
        """What the list shows once all of it was in sight; None where it did not come."""
        verdict, _ = self._settled(self.setting.category_path, QUIET)
        if verdict.reason == "no_control":
            self._show_all()
            verdict, shown = self._settled(self.setting.category_path, PATIENT)
            return shown if verdict.reason == "no_control" else None
        return None

    def overview(self) -> Listing | None:
        """What the setting's category page lists; None where that page did not come."""
        self.open_category()
        verdict, look = self._settled(self.setting.category_path, QUIET)
        return listing(look) if look is not None and verdict.reason == "no_control" else None

    def unread(self, reason: Reason) -> Reading:
        """The reading of a page that did not come."""
        return _reading(no_reading(reason, None))

    def leave(self) -> None:
        """Stop listening to the tab."""
        self.traffic.stop()
        self._boxes.stop()

    def outline(self, note: str) -> None:
        """Mark the control that was read in the window; an empty note takes the mark away."""
        if self._undo_outline is not None:
            self._undo_outline()
            self._undo_outline = None
        if note and self._control is not None:
            self._undo_outline = self._switch(self._control).outline(note)

    def picture(self) -> bytes | None:
        """A picture (PNG) of the setting's block only; None where there is none to take."""
        from playwright.sync_api import Error

        if self._control is None:
            return None
        try:
            return self._switch(self._control).picture()
        except Error:
            if self.page.is_closed():
                raise
            return None

    def switch_off(self, before: Reading, patience: float = 0) -> Press:
        """Press the control that was read, once, and wait for the page's write to be answered.

        Nothing is pressed when the page says anything else than at the reading. A person at the
        window has `patience` seconds to answer what the page asks in a box of the browser's own.
        """
        from playwright.sync_api import Error

        shown = self._control
        try:
            verdict, look = self._settled()
            if verdict.control is None or look is None or verdict.evidence != before.evidence:
                return Press(False, _CHANGED)
            if shown is None or verdict.control.name != shown.name:
                return Press(False, _CHANGED)
            if verdict.control.disabled:
                return Press(False, "LinkedIn does not let this switch be changed here.")
            switch = self._switch(verdict.control)
            now = judge_at(None, self._look(self._timeout), self.setting)
            held = now.control is not None and now.control.held  # the very element, and as it was
            if not held or now.control != verdict.control or not switch.focus():
                return Press(False, _CHANGED)
        except Error:
            if self.page.is_closed():
                raise
            return Press(False, "The switch could not be reached on the page.")
        self.traffic.watch_writes()
        self._before_press = look
        self._boxes.leave_to_person(patience)
        self.presses += 1
        try:
            switch.press()
        except Error:
            if self.page.is_closed():
                raise
        self.wait_for_write()
        return Press(True, asks=not self.traffic.write and (self._boxes.seen > 0 or self.asks()))

    def asks(self) -> bool:
        """Whether the page shows a dialog or a button that it did not show before the press."""
        from playwright.sync_api import Error

        before = self._before_press
        try:
            now = self._look(self._timeout)
        except Error:
            if self.page.is_closed():
                raise
            return False
        return before is not None and (now.dialogs > before.dialogs or now.buttons > before.buttons)

    def wait_for_write(self) -> None:
        """Wait until the page's own write is answered, or none came, and the page rests."""
        began = time.monotonic()
        while time.monotonic() - began < self._timeout:
            self.page.wait_for_timeout(_BETWEEN_LOOKS)
            if self.traffic.writes_pending:
                continue
            if self.traffic.write is not None or time.monotonic() - began > _WRITE_BEGINS:
                break
        self._settled()

    # --- loading and settling -------------------------------------------------------------------

    def _load(self, url: str) -> None:
        from playwright.sync_api import Error, TimeoutError

        self.loads += 1
        if self.looked_at is not None:
            self._seen_before = self.looked_at.born
        self.looked_at = None
        for attempt in (1, 2):
            try:
                self.page.goto(url, wait_until="commit", timeout=self._timeout * 1000)
                return
            except TimeoutError:
                return  # nothing came; the reading will say so
            except Error as error:
                if self.page.is_closed():
                    raise
                if "interrupted by another navigation" in error.message and attempt == 1:
                    self.page.wait_for_timeout(300)  # a failed load draws its error page late
                    continue
                answered = self.traffic.document_status is not None
                if "ERR_TOO_MANY_REDIRECTS" not in error.message and (
                    answered or "ERR_ABORTED" in error.message
                ):
                    return  # answered without a page, or led elsewhere: told by the reading
                raise unreachable(error.message) from error

    def _settled(
        self, path: str | None = None, doubtful: float = DOUBTFUL
    ) -> tuple[Verdict, Look | None]:
        """Look until the page rests; all looks of a quiet quarter of a second must agree."""
        from playwright.sync_api import Error

        now = time.monotonic()
        deadline = now + self._timeout
        rest = Rest(now, doubtful)
        look: Look | None = None
        while now < deadline:
            asked = now
            try:
                first = look is None
                look = self._look(deadline - now)
                verdict = judge_at(path, look, self.setting)
                now = time.monotonic()
                rest.saw(verdict, look.print, now, spinning=look.busy, took=now - asked)
                if look.changed and not first:
                    rest.changed(now)
                if look.loading or self.traffic.pending:
                    rest.disturbed(now)
            except Error:
                if self.page.is_closed():
                    raise
                now = time.monotonic()
                rest.disturbed(now)  # in the middle of a navigation, or a script never yields
            else:
                if rest.reached(now) and now - self.traffic.last_change >= QUIET:
                    if look.born == self._seen_before:
                        return no_reading("not_loaded", look), look  # no fresh page came
                    if self.traffic.may_come_again(now):
                        rest.disturbed(now)
                    elif verdict.state == "off" and self._may_be_late(deadline - now):
                        pass
                    else:
                        self.looked_at = look
                        return told_by_answers(verdict, look, self.traffic), look
            self._wait(rest.pause(now, now - asked), eager=not rest.found)
            now = time.monotonic()
        reason: Reason = "throttled" if self.traffic.throttled else "not_loaded"
        return no_reading("unstable" if rest.contested else reason, look), look

    def _may_be_late(self, left: float) -> bool:
        """Whether to wait on, before `off`, for what may not be data of the setting but might."""
        return self.traffic.may_bring_more and left > _BEFORE_TIMEOUT

    def _wait(self, seconds: float, *, eager: bool) -> None:
        """Wait for the next look; an eager one comes as soon as the last request has ended."""
        ended, until = self.traffic.last_change, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.page.wait_for_timeout((min(left, _SLICE) if eager else left) * 1000)
            if self.traffic.last_change != ended and not self.traffic.pending:
                return

    def _show_all(self) -> None:
        from playwright.sync_api import Error

        try:
            in_page.answer(self.page, in_page.SCROLL_JS, self._timeout)
        except Error:  # the reading that follows will say so
            if self.page.is_closed():
                raise

    def _look(self, timeout: float) -> Look:
        return Look.from_json(in_page.answer(self.page, in_page.PAGE_JS, timeout))

    def _switch(self, control: Candidate) -> Switch:
        return Switch(self.page, control, self.setting, self._timeout)


def _reading(verdict: Verdict) -> Reading:
    from auditor.model import Reading

    return Reading(
        state=verdict.state,
        reason=verdict.reason,
        confidence=verdict.confidence,
        at=datetime.now(UTC).replace(microsecond=0),
        evidence=verdict.evidence,
    )
