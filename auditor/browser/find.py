"""Where a browser of the Chromium family may be on this machine, and which of them are there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import NotAudited

INSTALL_COMMAND = "linkedin-auditor doctor --install-browser"

OLDEST = 152
"""The first version of Chromium that keeps a page to hosts (network.py): none before is used."""

# The person's own browser first; one brought along for the purpose last.
NAMES = ("chrome", "msedge", "chromium")

_ON_PATH = {
    "chrome": ("google-chrome", "google-chrome-stable"),
    "msedge": ("microsoft-edge", "microsoft-edge-stable"),
    "chromium": ("chromium", "chromium-browser"),
}
_KNOWN = {*NAMES, *(name for names in _ON_PATH.values() for name in names)}
_KNOWN |= {"Google Chrome", "Microsoft Edge", "Chromium", "brave", "brave-browser", "vivaldi"}
_ON_MAC = {
    "chrome": "Google Chrome.app/Contents/MacOS/Google Chrome",
    "msedge": "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "chromium": "Chromium.app/Contents/MacOS/Chromium",
}
_ON_WINDOWS = {
    "chrome": r"Google\Chrome\Application\chrome.exe",
    "msedge": r"Microsoft\Edge\Application\msedge.exe",
    "chromium": r"Chromium\Application\chrome.exe",
}


@dataclass(frozen=True, slots=True)
class FoundBrowser:
    """A browser on this machine."""

    name: str
    path: Path


def browsers() -> list[FoundBrowser]:
    """All browsers found, in the order in which they would be used."""
    found = [FoundBrowser(name, path) for name in NAMES for path in _places(name)]
    own = playwright_chromium()
    if own is not None:
        found.append(FoundBrowser("playwright-chromium", own))
    once: dict[Path, FoundBrowser] = {}  # google-chrome is a link to google-chrome-stable
    for browser in found:
        if _runs(browser.path):
            once.setdefault(browser.path.resolve(), browser)
    return list(once.values())


def choose(wanted: str | None) -> FoundBrowser:
    """The browser to use: the one named, the one at the path given, or the first one found.

    Raises NotAudited with code `no_browser`.
    """
    if wanted is None:
        found = browsers()
        if found:
            return found[0]
        raise NotAudited(
            "no_browser",
            "No Chrome, Edge or Chromium was found on this computer.",
            "Install one, or let the program get one: linkedin-auditor doctor --install-browser",
        )
    if wanted in NAMES:
        for path in _places(wanted):
            if _runs(path):
                return FoundBrowser(wanted, path)
        raise NotAudited(
            "no_browser",
            "The browser named with --browser was not found on this computer.",
            "Leave --browser away to use the first one found; linkedin-auditor doctor lists them.",
        )
    path = Path(wanted).expanduser()
    if not _runs(path):
        raise NotAudited(
            "no_browser",
            "There is no browser at the path given with --browser.",
            "--browser takes chrome, msedge, chromium, or the path of an executable.",
        )
    name = path.stem if path.stem in _KNOWN else "other"  # it may hold a person's
    return FoundBrowser(name, path.absolute())


def playwright_chromium() -> Path | None:
    """Playwright's own Chromium, where `playwright install chromium` has put one."""
    root = _playwright_root()
    inside = {
        "darwin": (
            "chrome-mac*/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
            "chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
        ),
        "win32": ("chrome-win*/chrome.exe",),
    }.get(sys.platform, ("chrome-linux*/chrome",))
    found = [
        path for pattern in inside for path in root.glob(f"chromium-*/{pattern}") if _runs(path)
    ]
    return max(found, key=lambda path: _numbers(path.relative_to(root).parts[0]), default=None)


def version_of(browser: FoundBrowser) -> str | None:
    """The version of a browser, such as `156.0.8078.79`; None where it does not tell."""
    if sys.platform == "win32":  # chrome.exe --version opens a window there
        folders = [path.name for path in browser.path.parent.glob("*.*.*.*") if path.is_dir()]
        return max(folders, key=_numbers, default=None)
    try:
        answer = _answer([str(browser.path), "--version"])
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\d+(\.\d+){2,3}", answer)
    return match.group() if match else None


def _answer(command: list[str]) -> str:
    """What a program prints, within 20 seconds; with it goes all that it started itself."""
    # The script by which Google Chrome starts makes a list of programs where there is none.
    environment = os.environ | {"XDG_DATA_HOME": os.devnull}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        errors="replace",
        env=environment,
        start_new_session=True,
    ) as program:
        try:
            return program.communicate(timeout=20)[0]
        except BaseException:
            os.killpg(program.pid, signal.SIGKILL)
            raise


def is_too_old(version: str) -> bool:
    """Whether a browser of this version is not to be used; an unknown one may be."""
    return 0 < next(iter(_numbers(version)), 0) < OLDEST


def can_show_window() -> bool:
    """Whether a browser window can be seen here."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _places(name: str) -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            root = os.environ.get(variable)
            if root:
                yield Path(root) / _ON_WINDOWS[name]
        return
    if sys.platform == "darwin":
        for applications in (Path("/Applications"), Path.home() / "Applications"):
            yield applications / _ON_MAC[name]
    for command in _ON_PATH[name]:
        path = shutil.which(command)
        if path:
            yield Path(path)


def _playwright_root() -> Path:
    """Where Playwright keeps its browsers (playwright.dev/python/docs/browsers)."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen and chosen != "0":
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "ms-playwright"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))
