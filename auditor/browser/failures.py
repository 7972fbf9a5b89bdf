"""What Playwright and browsers say when no audit can begin, as the person should hear it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditor.errors import NotAudited

if TYPE_CHECKING:
    from playwright.sync_api import Page

_OTHER = "Use another browser with --browser; linkedin-auditor doctor tries each one."
_MANAGED = (
    "If an organisation manages this browser (see chrome://policy in it), its rules may forbid"
    f" this. {_OTHER}"
)
# What is said of a launch that failed, and what it means.
_LAUNCH = {
    "sandboxing failed": (
        "The browser could not start its sandbox on this system.",
        "Use Google Chrome or Edge installed as a system package: --browser chrome.",
    ),
    "disallowed by the system admin": (
        "The rules of an organisation forbid programs to control this browser.",
        _OTHER,
    ),
    "profile is already in use": (
        "Another browser is using this profile.",
        "Close that browser, or remove the profile: linkedin-auditor forget",
    ),
    "Timeout": ("The browser did not answer within 30 seconds.", _MANAGED),
}
_NO_DISPLAY = ("platform failed to initialize", "without having a XServer")
_NOT_INSTALLED = ("is not found at", "is not supported on", "Executable doesn't exist")
_CRASHED = ("crashed", "Connection closed")


class NotInstalled(NotAudited):
    """The browser that was to be launched is not on this computer."""


def no_display() -> NotAudited:
    """The error for a window that cannot be shown."""
    return NotAudited(
        "no_display",
        "No window can be shown here.",
        "Run it in a desktop session, where you can sign in. To try the program without: --demo.",
    )


def launch_failure(message: str) -> NotAudited:
    """The error for a launch of which Playwright, and the browser itself, say `message`."""
    if any(text in message for text in _NOT_INSTALLED):
        return NotInstalled(
            "no_browser",
            "The browser named with --browser was not found on this computer.",
            "Leave --browser away to use the first one found; linkedin-auditor doctor lists them.",
        )
    if any(text in message for text in _NO_DISPLAY):
        return no_display()
    known = (told for text, told in _LAUNCH.items() if text in message)
    return NotAudited("no_browser", *next(known, ("The browser did not start.", _OTHER)))


def nothing_installed() -> NotAudited:
    """The error where none of the browsers is on this computer."""
    return NotInstalled(
        "no_browser",
        "No Chrome, Edge or Chromium was found on this computer.",
        "Install one, or let the program get one: linkedin-auditor doctor --install-browser",
    )


def no_tab() -> NotAudited:
    """The error for a browser that starts and cannot be used, as managed ones may be."""
    return NotAudited(
        "no_browser", "The browser started, but opened no tab for this program.", _MANAGED
    )


@contextmanager
def window_closed(tab: Page) -> Iterator[None]:
    """Turn Playwright's errors for a window, a tab or a browser that is gone into NotAudited."""
    from playwright.sync_api import Error

    try:
        yield
    except Error as error:
        crashed = any(text in error.message for text in _CRASHED)
        if not (crashed or tab.is_closed() or "has been closed" in error.message):
            raise
        raise NotAudited(
            "window_closed",
            "The browser crashed, or was ended." if crashed else "The window was closed.",
            "Run the command again and leave the window open until the result is shown.",
        ) from error
