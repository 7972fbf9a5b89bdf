"""Which browsers of the Chromium family an audit may use, in the order in which they are tried."""

from __future__ import annotations

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

# Names that the report may hold. The file name of another browser may hold a person's name.
_KNOWN_NAMES = {"brave", "brave-browser", "chromium", "chromium-browser", "vivaldi"}
_KNOWN_NAMES |= {"chrome", "google-chrome", "google-chrome-stable", "Google Chrome"}
_KNOWN_NAMES |= {"msedge", "microsoft-edge", "microsoft-edge-stable", "Microsoft Edge"}


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser to try: by Playwright's name of its channel, else by its path."""

    name: str
    channel: str | None
    path: Path | None


_CHROME = FoundBrowser("chrome", "chrome", None)
_EDGE = FoundBrowser("msedge", "msedge", None)
_PLAYWRIGHTS_OWN = FoundBrowser("playwright-chromium", "chromium", None)


def browsers(wanted: str | None = None) -> list[FoundBrowser]:
    """The browsers to try, in this order: all of them, or those that `wanted` names.

    `wanted` is a name or a path. Only a launch tells whether a browser of a channel is installed.
    Raises NotAudited for a path where no program is, UsageError for `~` where there is no home.
    """
    named = {
        None: [_CHROME, _EDGE, *_chromium_of_the_system(), _PLAYWRIGHTS_OWN],
        "chrome": [_CHROME],
        "msedge": [_EDGE],
        "chromium": [*_chromium_of_the_system(), _PLAYWRIGHTS_OWN],
    }
    return named[wanted] if wanted in named else [_at(Path(wanted or ""))]


def has_home() -> bool:
    """Whether this user has a home folder, which Playwright's driver does not start without."""
    try:
        return Path.home().is_absolute()
    except RuntimeError:
        return False


def can_show_window() -> bool:
    """Whether this system has a display at all; only a launch tells whether it answers."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _chromium_of_the_system() -> list[FoundBrowser]:
    paths = [shutil.which(command) for command in ("chromium", "chromium-browser")]
    once = {Path(path).resolve(): Path(path) for path in reversed(paths) if path}
    return [FoundBrowser("chromium", None, path) for path in reversed(once.values())]


def _at(path: Path) -> FoundBrowser:
    try:
        path = path.expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(*NO_HOME) from error
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise NotAudited(
            "no_browser",
            "There is no browser at the path given with --browser.",
            "--browser takes chrome, msedge, chromium, or the path of an executable.",
        )
    return FoundBrowser(path.stem if path.stem in _KNOWN_NAMES else "other", None, path)
