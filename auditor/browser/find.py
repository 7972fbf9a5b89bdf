"""Find the browsers that an audit may use, and say why one cannot be used."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import NotAudited, UsageError

NO_HOME = (
    "This user has no home folder.",
    "Set the variable HOME to a folder that this user may write to.",
)

NO_DISPLAY = NotAudited(
    "no_display",
    "No window can be shown here.",
    "Run it in a desktop session, where you can sign in. To try it without: --demo --headless.",
)
NOT_INSTALLED = NotAudited(
    "no_browser",
    "The browser given with --browser was not found on this computer.",
    "--browser takes chrome, msedge, chromium, or the path of an executable.",
)
NONE_INSTALLED = NotAudited(
    "no_browser",
    "No Chrome, Edge or Chromium was found on this computer.",
    "Install one, or let the program get one: linkedin-auditor doctor --install-browser",
)
# Words in Playwright's message about a browser that did not start, and the error they mean.
_ABSENT = ("is not found at", "Executable doesn't exist")
_LAUNCH = {
    "platform failed to initialize": NO_DISPLAY,
    "sandboxing failed": NotAudited(
        "no_browser",
        "The browser could not start its sandbox on this system.",
        "Use Google Chrome or Edge installed as a system package: --browser chrome.",
    ),
    "profile is already in use": NotAudited(
        "no_browser",
        "Another browser is using this profile.",
        "Close that browser, or remove the profile: linkedin-auditor forget",
    ),
    "": NotAudited(  # anything else
        "no_browser",
        "The browser did not start, or it did not obey this program.",
        "Use another browser with --browser; linkedin-auditor doctor tries each one."
        " An organisation's rules may be the cause: see chrome://policy in the browser.",
    ),
}
# Names that the report may hold. The file name of another browser may hold a person's name.
_KNOWN_NAMES = ("chromium", "chrome", "edge", "brave", "vivaldi")


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser to try: by Playwright's name of its channel, else by its path."""

    name: str
    channel: str | None
    path: Path | None


def browsers(wanted: str | None = None) -> list[FoundBrowser]:
    """The browsers to try, in this order: all of them, or those that `wanted` names.

    `wanted` is a name or a path. Only a launch tells whether a browser of a channel is installed.
    Raises NotAudited for a path where no program is, UsageError for `~` where there is no home.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    order = [
        FoundBrowser("chrome", "chrome", None),
        FoundBrowser("msedge", "msedge", None),
        *([FoundBrowser("chromium", None, Path(path))] if path else []),
        FoundBrowser("playwright-chromium", "chromium", None),
    ]
    named = [found for found in order if wanted in (None, found.name, found.channel)]
    return named or [_at(from_tilde(wanted or ""))]


def has_home() -> bool:
    """Whether this user has a home folder, which Playwright's driver does not start without."""
    return os.path.expanduser("~") != "~"


def from_tilde(path: str) -> Path:
    """`path` with the home in place of `~`; raises UsageError where there is no home."""
    if path.startswith("~") and not has_home():
        raise UsageError(*NO_HOME)
    return Path(os.path.expanduser(path)).absolute()


def can_show_window() -> bool:
    """Whether this system has a display at all; only a launch tells whether it answers."""
    displays = map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))
    return sys.platform in ("darwin", "win32") or any(displays)


def launch_failure(messages: list[str], *, named: bool) -> NotAudited:
    """The error for launches of which Playwright, and the browsers themselves, say `messages`."""
    said = [message for message in messages if not any(words in message for words in _ABSENT)]
    if not said:
        return NOT_INSTALLED if named else NONE_INSTALLED
    return next(failure for words, failure in _LAUNCH.items() if words in said[0])


def _at(path: Path) -> FoundBrowser:
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise NOT_INSTALLED
    names = (name for name in _KNOWN_NAMES if name in path.stem.lower())
    return FoundBrowser(next(names, "other"), None, path)
