"""Find the browsers that an audit may use, and say why one cannot be used."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import NotAudited, UsageError, named_in

# Words of Playwright's about a browser that is not installed.
_ABSENT = ("is not found at", "Executable doesn't exist")
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
        raise UsageError("no_home")
    return Path(os.path.expanduser(path)).absolute()


def can_show_window() -> bool:
    """Whether this system has a display at all; only a launch tells whether it answers."""
    displays = map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))
    return sys.platform in ("darwin", "win32") or any(displays)


def launch_failure(messages: list[str], *, named: bool) -> NotAudited:
    """The error for launches of which Playwright, and the browsers themselves, say `messages`."""
    said = [message for message in messages if not any(words in message for words in _ABSENT)]
    if said:
        return NotAudited(named_in(said[0], "launch_words"))
    return NotAudited("browser_not_found" if named else "no_browser")


def _at(path: Path) -> FoundBrowser:
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise NotAudited("browser_not_found")
    names = (name for name in _KNOWN_NAMES if name in path.stem.lower())
    return FoundBrowser(next(names, "other"), None, path)
