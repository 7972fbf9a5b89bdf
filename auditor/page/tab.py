"""One tab: load an address, and wait until the page has settled."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Dialog, Error, Page, TimeoutError

from auditor.model import Reason
from auditor.page.control import Verdict, no_reading
from auditor.page.load_error import load_failure
from auditor.page.requests import PageRequests
from auditor.page.settle import CAREFUL, QUIET, Settling
from auditor.page.snapshot import Snapshot, script, take_snapshot

_SLICE = 0.01
_LAST_SECOND = 1.0
"""Seconds before the timeout at which requests that may be no data are waited for no longer."""
_SIGNED_OUT = ("signed_out", "challenge")


@dataclass(frozen=True, slots=True)
class Settled:
    """What a page said once it had settled, or that it did not."""

    verdict: Verdict
    snapshot: Snapshot | None
    """The snapshot behind the verdict; None where no page came in time."""
    in_time: bool = True


class Tab:
    """The one tab that the program loads pages in. Times are in seconds."""

    def __init__(self, page: Page, timeout: float, *, profile_kept: bool = False) -> None:
        """`timeout` holds for each load and each wait."""
        self.page = page
        self.timeout = timeout
        self.requests = PageRequests(page)
        self.loads = 0
        self.boxes = 0
        """How many boxes of JavaScript's (`confirm` and the like) were refused."""
        self._profile_kept = profile_kept
        self._born_before = self._born = 0.0
        """When the document before the latest load began, and the one after it."""
        page.on("dialog", self._refuse)

    def load(self, url: str) -> None:
        """Load `url` afresh; raises NotAudited where the network does not lead there."""

        self.loads += 1
        self._born_before = self._born
        for attempt in (1, 2):
            try:
                self.page.goto(url, wait_until="commit", timeout=self.timeout * 1000)
                return
            except TimeoutError:
                return  # nothing came: the reading says so
            except Error as error:
                if self.page.is_closed():
                    raise
                if "interrupted by another navigation" in error.message and attempt == 1:
                    self.page.wait_for_timeout(300)  # the error page of a failed load comes late
                    continue
                answered = self.requests.document_status is not None
                circle = "ERR_TOO_MANY_REDIRECTS" in error.message
                if not circle and (answered or "ERR_ABORTED" in error.message):
                    return  # answered without a page, or led elsewhere: the reading says so
                raise load_failure(error.message, profile_kept=self._profile_kept) from error

    def settle(self, judge: Callable[[Snapshot], Verdict], careful: float = CAREFUL) -> Settled:
        """Take snapshots until the page has settled, and return what `judge` says of the last.

        `careful`: how long a page without a switch must stay as it is.
        """

        now = time.monotonic()
        deadline = now + self.timeout
        settling = Settling(now, careful)
        snapshot: Snapshot | None = None
        while now < deadline:
            try:
                snapshot = self.snapshot(deadline - now)
                verdict = judge(snapshot)
            except Error:
                if self.page.is_closed():
                    raise
                settling.disturbed(time.monotonic())  # a navigation, or a page that hangs
            else:
                now = time.monotonic()
                settling.saw(verdict, now, spinning=snapshot.busy)
                if self._may_change(snapshot, verdict):
                    settling.disturbed(now)
                elif settling.settled(now) and self._is_quiet(verdict, now, deadline):
                    if snapshot.born == self._born_before:
                        verdict = no_reading("not_loaded", snapshot)  # no fresh page came
                    return Settled(verdict, snapshot)
            self._wait(settling.pause(now))
            now = time.monotonic()
        reason: Reason = "throttled" if self.requests.throttled else "not_loaded"
        reason = "unstable" if settling.contested else reason
        return Settled(no_reading(reason, snapshot), snapshot, in_time=False)

    def snapshot(self, timeout: float | None = None) -> Snapshot:
        """What the page shows now. Raises Playwright's Error."""
        snapshot = take_snapshot(self.page, self.timeout if timeout is None else timeout)
        self._born = snapshot.born
        return snapshot

    def show_all(self) -> None:
        """Scroll to the end of the page: some pages draw what is there only in sight."""

        try:
            self.page.locator(":root").evaluate(script("scroll.js"), timeout=self.timeout * 1000)
        except Error:
            if self.page.is_closed():
                raise

    def _may_change(self, snapshot: Snapshot, verdict: Verdict) -> bool:
        """Whether something is under way that is likely to change what the page shows."""
        if verdict.reason in _SIGNED_OUT:
            return False  # a page for the person: nothing is read from it
        return snapshot.loading or self.requests.pending() or self.requests.may_retry()

    def _is_quiet(self, verdict: Verdict, now: float, deadline: float) -> bool:
        if verdict.reason in _SIGNED_OUT:
            return True
        if now - self.requests.last_change < QUIET:
            return False
        waits = verdict.state == "off" and self.requests.unanswered()
        return not waits or deadline - now <= _LAST_SECOND

    def _wait(self, seconds: float) -> None:
        """Wait, but no longer than until the last request has ended."""
        changed, until = self.requests.last_change, time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.page.wait_for_timeout(min(left, _SLICE) * 1000)
            if self.requests.last_change != changed and not self.requests.pending():
                return

    def _refuse(self, box: Dialog) -> None:
        with suppress(Error):
            if box.type == "beforeunload":  # it would hold up the fresh load
                box.accept()
            else:
                self.boxes += 1
                box.dismiss()
