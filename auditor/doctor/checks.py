"""What an audit needs, what was found here, and the one thing to do about each gap."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import platform, python_version
from typing import TYPE_CHECKING, Literal

from auditor.browser.failures import NotInstalled, no_display
from auditor.browser.find import NO_HOME, FoundBrowser, browsers, can_show_window, has_home
from auditor.browser.launch import OpenBrowser, driver, launch
from auditor.browser.profile import throw_away_folder
from auditor.errors import NotAudited
from auditor.i18n import N_, _

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

_GET_ONE = "linkedin-auditor doctor --install-browser"
_DEBIAN = "sudo apt-get install chromium libatomic1"
_BY_HAND = N_("Install Google Chrome, Microsoft Edge or Chromium by hand, as your system does it.")
_NOT_AS_ROOT = N_("Run the program as an ordinary user: root's browser has no sandbox.")

# What Linux says of a program whose library is missing.
_LIBRARY = re.compile(r"shared libraries: (lib[\w.+-]{1,60}: cannot open shared object file)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit needs. A `warning` keeps no audit from running."""

    name: str
    found: str
    grade: Literal["ok", "warning", "missing"]
    todo: str | None = None


def examine(*, tried_to_install: bool = False) -> list[Finding]:
    """Everything an audit needs, in the order in which it is needed. Every browser is started."""
    get_one = _GET_ONE
    if tried_to_install:
        get_one = _DEBIAN if shutil.which("apt-get") else _BY_HAND
    findings = [
        Finding(N_("System"), platform(terse=True), "ok"),
        Finding("Python", python_version(), "ok"),
    ]
    if not has_home():
        return [*findings, Finding(N_("Home folder"), N_("none"), "missing", NO_HOME[1])]
    findings.append(_playwright(get_one))
    try:
        with throw_away_folder() as folder, driver(folder) as playwright:
            findings += _browsers(playwright, get_one)
    except NotAudited as error:
        if findings[-1].grade == "ok":  # else the reason has been told
            findings.append(Finding("Playwright", error.message, "missing", error.hint))
    return findings


def _playwright(get_one: str) -> Finding:
    """Playwright's version, and whether its driver starts, which is a program of its own."""
    command = [sys.executable, "-m", "playwright", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return Finding("Playwright", version("playwright"), "ok")
    library = _LIBRARY.search(done.stderr)
    found = f"{version('playwright')}, {_('does not start')}" + (
        f": {library[1]}" if library else ""
    )
    return Finding("Playwright", found, "missing", get_one)


def _browsers(playwright: Playwright, get_one: str) -> Iterator[Finding]:
    """A finding for each browser that is installed, and for window and sandbox of the first."""
    first: FoundBrowser | None = None
    sandbox: Finding | None = None
    broken: list[tuple[str, NotAudited]] = []
    for found in browsers():
        try:
            opened = launch(playwright, found, headless=True, offline=True)
        except NotInstalled:
            continue
        except NotAudited as error:
            broken.append((f"{found.name}{_at(found)}", error))
            continue
        if first is None:
            first, sandbox = found, _sandbox(opened)
        opened.close()
        yield Finding(N_("Browser"), f"{found.name} {opened.version}{_at(found)}", "ok")
    for name, failure in broken:
        line = f"{name}: {_(failure.message)}"
        yield Finding(N_("Browser"), line, "warning", failure.hint if first else None)
    if first is None:
        yield Finding(N_("Browser"), N_("none that starts"), "missing", get_one)
        return
    yield _window(playwright, first)
    if sandbox is not None:
        yield sandbox


def _at(found: FoundBrowser) -> str:
    """Where a browser lies, with the home folder as `~`, whose name may be a person's."""
    if found.path is None:
        return ""
    if found.path.is_relative_to(Path.home()):
        return f", {Path('~') / found.path.relative_to(Path.home())}"
    return f", {found.path}"


def _window(playwright: Playwright, found: FoundBrowser) -> Finding:
    try:
        if not can_show_window():
            raise no_display()
        launch(playwright, found, headless=False, offline=True).close()
    except NotAudited as error:
        return Finding(N_("Window"), error.message, "missing", error.hint)
    return Finding(N_("Window"), N_("can be shown"), "ok")


def _sandbox(opened: OpenBrowser) -> Finding | None:
    """What the started browser says of its sandbox; None where Chromium has no page for it."""
    from playwright.sync_api import Error

    if sys.platform != "linux":
        return None
    try:
        opened.tab().goto("chrome://sandbox")
        on = "You are adequately sandboxed" in opened.tab().inner_text("body")
    except Error:
        return Finding(N_("Sandbox"), N_("the browser does not say"), "warning")
    if on:
        return Finding(N_("Sandbox"), N_("on"), "ok")
    if os.geteuid() == 0:
        return Finding(N_("Sandbox"), N_("off, because this runs as root"), "warning", _NOT_AS_ROOT)
    return Finding(N_("Sandbox"), N_("off"), "warning", _BY_HAND)
