"""Ctrl-C and its like: heard at any moment, raised where nothing breaks."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = getattr(signal, "SIGALRM", None)  # Windows has none, and raises at once
_SOON = 0.01
_INSISTS = 5.0
"""Seconds after the first signal for which others are taken for an echo, or for impatience: what is
being cleared up then would be left behind."""

# Playwright and its event loop would take an exception for that of one task, and log it with a
# traceback; a folder or a file that is being made or removed would be left behind; what a dead
# object calls (weakref, _weakrefset) is not let end by an exception: Python prints and forgets it.
_OURS = ("auditor.browser.profile", "auditor.report.atomic_file")
_UNDISTURBED = ("asyncio", "playwright", *_OURS, "weakref", "_weakrefset")


_unbroken = 0


@contextmanager
def unbroken() -> Iterator[None]:
    """What is done in the block is not broken off, but by who insists (`_INSISTS`)."""
    global _unbroken
    _unbroken += 1
    try:
        yield
    finally:
        _unbroken -= 1


class Stop:
    """Within its `with` block the first signal raises KeyboardInterrupt; before, it is counted."""

    def __init__(self) -> None:
        """Listen from now on."""
        self.times = 0
        self._first = 0.0
        self._raises = False
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._heard)
        if _AGAIN is not None:
            signal.signal(_AGAIN, self._raise)

    def __enter__(self) -> None:
        self._raises = True

    def __exit__(self, *_exc: object) -> None:
        self._raises = False
        if _AGAIN is not None:  # Python, when it ends, leaves an alarm to the system: to be killed
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self.times += 1
        self._first = self._first or time.monotonic()
        if self.times == 1 or time.monotonic() - self._first > _INSISTS:
            self._raise(number, frame)

    def _raise(self, _number: int, frame: FrameType | None) -> None:
        if not self._raises:
            return
        waits = _unbroken and time.monotonic() - self._first < _INSISTS
        if _AGAIN is not None and (waits or _in_the_middle(frame)):
            signal.setitimer(signal.ITIMER_REAL, _SOON)
            return
        raise KeyboardInterrupt


def _in_the_middle(frame: FrameType | None) -> bool:
    """Whether something is at work, and not just waiting, that must not be broken off."""
    if frame is not None and frame.f_globals.get("__name__") == "selectors":
        return False
    while frame is not None:
        if str(frame.f_globals.get("__name__")).startswith(_UNDISTURBED):
            return True
        frame = frame.f_back
    return False
