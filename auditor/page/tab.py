"""One tab: load an address, and wait until the page has settled. Times are in seconds."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.request import getproxies

from playwright.sync_api import Dialog, Error, Page, TimeoutError

from auditor.errors import NotAudited, named_in
from auditor.linkedin.urls import parts_of
from auditor.model import Reason
from auditor.page.control import Verdict, no_reading
from auditor.page.request_watch import PageRequests
from auditor.page.settle import CAREFUL, QUIET, Settling
from auditor.page.snapshot import Snapshot, script, take_snapshot

Seen = TypeVar("Seen")
_LAST_SECOND = 1.0  # before the timeout, requests that may be no data are waited for no longer
_FINAL = ("ERR_TOO_MANY_REDIRECTS", "ERR_INVALID_AUTH_CREDENTIALS")
"""Errors of a load that was answered: a circle of redirects, and a proxy that asks (407)."""
_SIGNED_OUT = ("signed_out", "challenge")


@dataclass(frozen=True, slots=True)
class Settled:
    """What a page said once it had settled, or that it did not settle in time."""

    verdict: Verdict
    snapshot: Snapshot | None
    in_time: bool = True


def while_open(page: Page, look: Callable[[], Seen], otherwise: Seen) -> Seen:
    """What `look` gives; `otherwise` where the page hangs or goes on. Raises where it is closed."""
    try:
        return look()
    except Error:
        if page.is_closed():
            raise
        return otherwise


def load_failure(error: str, *, profile_kept: bool = False) -> NotAudited:
    """The error for a page that did not load; `error` is what the browser said."""
    name = named_in(error, "load_words")
    if name == "led_in_a_circle" and profile_kept:
        name += "_with_profile"
    # Host and port of the proxy for HTTPS, without its user and password.
    proxy = parts_of(getproxies().get("https", "")).netloc.rpartition("@")[2]
    return NotAudited(name, proxy=proxy or "of this computer")


class Tab:
    """The one tab that the program loads pages in."""

    def __init__(self, page: Page, timeout: float, *, profile_kept: bool = False) -> None:
        """`timeout` holds for each load and each wait."""
        self.page = page
        self.timeout = timeout
        self.requests = PageRequests(page)
        self.loads = 0
        self.boxes = 0  # how many boxes of JavaScript's (`confirm` and the like) were refused
        self._profile_kept = profile_kept
        self._born_before = self._born = 0.0  # when the documents before and after a load began
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
                final = any(word in error.message for word in _FINAL)
                if not final and (answered or "ERR_ABORTED" in error.message):
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
            looked = while_open(self.page, partial(self.snapshot, deadline - now), None)
            now = time.monotonic()
            if looked is None:
                settling.disturbed(now)  # in the middle of a navigation, or the page hangs
            else:
                snapshot, verdict = looked, judge(looked)
                settling.saw(verdict, now, spinning=snapshot.busy)
                if self._may_change(snapshot, verdict):
                    settling.disturbed(now)
                elif settling.settled(now) and self._is_quiet(verdict, now, deadline):
                    if snapshot.born == self._born_before:
                        verdict = no_reading("not_loaded", snapshot)  # no fresh page came
                    return Settled(verdict, snapshot)
            self._wait(settling.pause(now))
            now = time.monotonic()
        if settling.contested:
            return Settled(no_reading("unstable", snapshot), snapshot, in_time=False)
        reason: Reason = "throttled" if self.requests.throttled else "not_loaded"
        return Settled(no_reading(reason, snapshot), snapshot, in_time=False)

    def snapshot(self, timeout: float | None = None) -> Snapshot:
        """What the page shows now. Raises Playwright's Error."""
        snapshot = take_snapshot(self.page, self.timeout if timeout is None else timeout)
        self._born = snapshot.born
        return snapshot

    def show_all(self) -> None:
        """Scroll to the end of the page: some pages draw what is there only in sight."""
        root, timeout = self.page.locator(":root"), self.timeout * 1000
        while_open(self.page, lambda: root.evaluate(script("scroll.js"), timeout=timeout), None)

    def _may_change(self, snapshot: Snapshot, verdict: Verdict) -> bool:
        """Whether something is under way that is likely to change what the page shows."""
        if verdict.reason in _SIGNED_OUT:
            return False  # a page for the person: nothing is read from it
        return snapshot.loading or self.requests.pending() or self.requests.may_retry()

    def _is_quiet(self, verdict: Verdict, now: float, deadline: float) -> bool:
        if verdict.reason in _SIGNED_OUT:
            return True
        waits = verdict.state == "off" and self.requests.unanswered()
        late = deadline - now <= _LAST_SECOND
        return now - self.requests.last_change >= QUIET and (not waits or late)

    def _wait(self, seconds: float) -> None:
        """Wait; end early where a request of LinkedIn's ends and none is pending any more."""
        changed = self.requests.last_change
        with suppress(TimeoutError):
            self.page.wait_for_event(
                "requestfinished",
                lambda _: self.requests.last_change != changed and not self.requests.pending(),
                timeout=seconds * 1000,
            )

    def _refuse(self, box: Dialog) -> None:
        with suppress(Error):
            if box.type == "beforeunload":  # it would hold up the fresh load
                box.accept()
            else:
                self.boxes += 1
                box.dismiss()
