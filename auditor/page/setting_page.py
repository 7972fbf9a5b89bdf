"""The page object of one setting: open it, read it, switch it off."""

import time
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial

from playwright.sync_api import ElementHandle, Error

from auditor.errors import NotAudited
from auditor.linkedin.catalog import Setting
from auditor.linkedin.urls import Place, place_of
from auditor.model import Reading, Reason
from auditor.page.control import Verdict, judge, no_reading
from auditor.page.press import Press, element_of, press_once
from auditor.page.request_watch import PageRequests
from auditor.page.screenshot import labels_in_row, marked_row, png_of
from auditor.page.settle import BETWEEN_LOOKS, CAREFUL, PATIENT
from auditor.page.snapshot import Candidate, Snapshot
from auditor.page.tab import Tab, while_open

_WRITE_BEGINS = 3.0  # seconds after the press in which the page's write is expected to begin

_REASON_AT: dict[Place, Reason] = {
    Place.SIGNED_OUT: "signed_out",
    Place.SIGNING_IN: "signed_out",
    Place.REFUSED: "signed_out",
    Place.OUTSIDE: "signed_out",
    Place.CHALLENGE: "challenge",
    Place.OFFLINE: "not_loaded",
    Place.ELSEWHERE: "wrong_page",
}
_NOT_ON = "Nothing was pressed: the switch no longer reads on."
_ANOTHER = "Nothing was pressed: the switch on the page is no longer the one that was read."
_DISABLED = "LinkedIn does not let this switch be changed here."
_NOT_REACHED = "The switch could not be reached on the page."


class SettingPage:
    """One setting's page in the tab."""

    def __init__(self, tab: Tab, setting: Setting) -> None:
        self.tab = tab
        self.setting = setting
        self.presses = 0
        self.snapshot: Snapshot | None = None  # of the latest reading; None where no page came
        self._verdict = no_reading("not_loaded", None)
        self._before_press: Snapshot | None = None

    def open(self) -> None:
        """Load the setting's exact address afresh; raises NotAudited."""
        self._verdict = no_reading("not_loaded", None)
        self.snapshot = None
        self.tab.load(self.setting.url)

    def read(self, careful: float = CAREFUL) -> Reading:
        """Wait until the page has settled, then read the setting from it.

        Raises NotAudited where the address says that LinkedIn has restricted the account.
        """
        settled = self.tab.settle(self._judge, careful)
        self.snapshot = settled.snapshot
        self._verdict = settled.verdict
        if settled.in_time and settled.snapshot is not None:
            self._verdict = weigh(settled.verdict, settled.snapshot, self.tab.requests)
        return reading_of(self._verdict)

    def read_to_the_end(self) -> Reading:
        """Read once more, patiently, after all of the page was in sight."""
        self.tab.show_all()
        return self.read(PATIENT)

    def unread(self, reason: Reason) -> Reading:
        """The reading of a page that did not come."""
        return reading_of(no_reading(reason, None))

    def outlined(self, note: str, language: str) -> AbstractContextManager[object]:
        """Outline the row of the control that was read, with a bar that shows `note`."""
        element, control = self._element(), self._verdict.control
        if element is None or control is None:
            return nullcontext()
        return marked_row(element, labels_in_row(control, self.setting), note, language)

    def picture(self) -> bytes | None:
        """A PNG of the setting's row alone; None where none could be taken, as in a frame."""
        element, control = self._element(), self._verdict.control
        if element is None or control is None or control.frame_path is not None:
            return None
        with marked_row(element, labels_in_row(control, self.setting)) as row:
            return png_of(row) if row is not None else None

    def switch_off(self) -> Press:
        """Press the control that was read, once, and wait until the page's write is answered.

        Only this control counts, not what else has changed on the page. It is looked for once
        more, must be known by the same key or name, and must read on. A second call raises
        RuntimeError: nothing is ever pressed twice.
        """
        if self.presses:
            raise RuntimeError("a switch is pressed once")
        before = self._verdict
        try:
            settled = self.tab.settle(self._judge)
            why_not = _why_not(before, settled.verdict, self.setting)
            element = self._element(settled.verdict.control)
            if why_not or element is None or settled.verdict.control is None:
                return Press(False, why_not or _NOT_REACHED)
            self.tab.requests.watch_writes()
            self.tab.boxes = 0
            self._before_press = settled.snapshot
            self.presses = 1
            pair = settled.verdict.control.kind == "radios"
            if not press_once(element, pair=pair, timeout=self.tab.timeout):
                self.presses = 0
                return Press(False, _NOT_ON)
        except Error:
            if self.tab.page.is_closed():
                raise
            if not self.presses:
                return Press(False, _NOT_REACHED)
        self.wait_for_write()
        asks = self.tab.requests.write is None and (self.tab.boxes > 0 or self.asks())
        return Press(True, asks=asks)

    def reads_off(self) -> bool:
        """Whether the switch on the page reads off at this moment, before any fresh load."""
        looked = while_open(self.tab.page, self.tab.snapshot, None)
        return looked is not None and self._judge(looked).state == "off"

    def asks(self) -> bool:
        """Whether the page shows a dialog or a button that it did not show before the press."""
        before, now = self._before_press, while_open(self.tab.page, self.tab.snapshot, None)
        if before is None or now is None:
            return False
        return now.dialogs > before.dialogs or now.buttons > before.buttons

    def wait_for_write(self) -> None:
        """Wait until the page's own write is answered, or none came, and the page rests."""
        began = time.monotonic()
        while (waited := time.monotonic() - began) < self.tab.timeout:
            self.tab.page.wait_for_timeout(BETWEEN_LOOKS * 1000)
            requests = self.tab.requests
            if not requests.writes_pending and (requests.write or waited > _WRITE_BEGINS):
                break

    def _element(self, control: Candidate | None = None) -> ElementHandle | None:
        """The element behind `control`, or behind the control that was read; None without one."""
        control = control or self._verdict.control
        if control is None:
            return None
        return while_open(self.tab.page, partial(element_of, self.tab.page, control), None)

    def _judge(self, snapshot: Snapshot) -> Verdict:
        """What a snapshot says of the setting; on another page, which page that is."""
        place = place_of(snapshot.url, self.setting.path)
        if place is Place.RESTRICTED:
            raise NotAudited("account_restricted")
        if place is not Place.WANTED:
            return no_reading(_REASON_AT[place], snapshot)
        if snapshot.picker:
            return no_reading("signed_out", snapshot)
        return judge(snapshot, self.setting)


def weigh(verdict: Verdict, snapshot: Snapshot, requests: PageRequests) -> Verdict:
    """The verdict, unless what LinkedIn's servers answered speaks against it."""
    status = requests.document_status or 200
    if verdict.reason in ("signed_out", "challenge"):
        return verdict
    if requests.throttled:
        return no_reading("throttled", snapshot)
    if status >= 500 or requests.failed:
        return no_reading("not_loaded", snapshot)
    if snapshot.alert and verdict.control is not None:
        return no_reading("not_loaded", snapshot)  # it may say that the state did not come
    if requests.withheld and (verdict.state == "off" or verdict.reason == "no_control"):
        return no_reading("not_loaded", snapshot)  # we refused a request that may carry the state
    if status >= 400:
        return no_reading("wrong_page", snapshot)
    return verdict


def reading_of(verdict: Verdict) -> Reading:
    """The verdict as a reading of this moment."""
    return Reading(
        state=verdict.state,
        reason=verdict.reason,
        confidence=verdict.confidence,
        at=datetime.now(UTC).replace(microsecond=0),
        evidence=verdict.evidence,
    )


def _why_not(before: Verdict, now: Verdict, setting: Setting) -> str | None:
    """Why the switch that `before` read is not to be pressed now; None where it is.

    The key tells that it is the same switch. Without a key its name does, which a translation by
    the browser changes.
    """
    if now.state == "off":
        return _NOT_ON
    if before.control is None or now.control is None:
        return _ANOTHER
    by_key = setting.key in before.control.ids and setting.key in now.control.ids
    same_way = before.evidence.matched == now.evidence.matched
    if not (by_key or (same_way and before.control.name == now.control.name)):
        return _ANOTHER
    return _DISABLED if now.control.disabled else None
