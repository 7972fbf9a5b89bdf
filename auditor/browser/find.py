"""Which browsers of the Chromium family an audit may use, in the order in which they are tried."""

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
    paths = [path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))]
    if len(paths) == 2 and os.path.samefile(*paths):  # two names of one browser
        paths.pop()
    order = [
        FoundBrowser("chrome", "chrome", None),
        FoundBrowser("msedge", "msedge", None),
        *(FoundBrowser("chromium", None, Path(path)) for path in paths),
        FoundBrowser("playwright-chromium", "chromium", None),
    ]
    named = [found for found in order if wanted in (None, found.name, found.channel)]
    return named or [_at(Path(wanted or ""))]


def has_home() -> bool:
    """Whether this user has a home folder, which Playwright's driver does not start without."""
    return os.path.expanduser("~") != "~"


def can_show_window() -> bool:
    """Whether this system has a display at all; only a launch tells whether it answers."""
    displays = (os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY"))
    return sys.platform in ("darwin", "win32") or any(displays)


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
    names = (name for name in _KNOWN_NAMES if name in path.stem.lower())
    return FoundBrowser(next(names, "other"), None, path)
