"""What an audit needs, what was found here, and the one thing to do about each gap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import platform, python_version
from typing import Literal

from playwright.sync_api import Error, Page

from auditor.browser.failures import NOT_INSTALLED
from auditor.browser.find import NO_HOME, browsers, has_home
from auditor.doctor.install import open_offline
from auditor.errors import NotAudited
from auditor.i18n import N_, _

_GET_ONE = "linkedin-auditor doctor --install-browser"
_DEBIAN = "sudo apt-get install chromium libatomic1"
_BY_HAND = N_("Install Google Chrome, Microsoft Edge or Chromium by hand, as your system does it.")
_NOT_AS_ROOT = N_("Run the program as an ordinary user: root's browser has no sandbox.")


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
    # Playwright's driver is a program of its own, which may lack a library.
    command = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        return [*findings, Finding("Playwright", N_("does not start"), "missing", get_one)]
    return [*findings, Finding("Playwright", version("playwright"), "ok"), *_browsers(get_one)]


def _browsers(get_one: str) -> Iterator[Finding]:
    """A finding for each browser that is installed, and for window and sandbox of the first."""
    working: list[str] = []
    broken: list[Finding] = []
    sandbox: Finding | None = None
    for found in browsers():
        name = str(found.path or found.name)
        # The name of the home folder may be a person's.
        place = f", {found.path}".replace(str(Path.home()), "~", 1) if found.path else ""
        try:
            with open_offline(name) as browser:
                sandbox = sandbox or _sandbox(browser.tab())
                line = f"{found.name} {browser.version}{place}"
        except NotAudited as error:
            if error is not NOT_INSTALLED:
                line = f"{found.name}{place}: {_(error.message)}"
                broken.append(Finding(N_("Browser"), line, "warning", error.hint))
        else:
            working.append(name)
            yield Finding(N_("Browser"), line, "ok")
    yield from broken
    if not working:
        yield Finding(N_("Browser"), N_("none that starts"), "missing", get_one)
        return
    yield _window(working[0])
    if sandbox is not None and sys.platform == "linux":
        yield sandbox


def _window(name: str) -> Finding:
    try:
        with open_offline(name, headless=False):
            return Finding(N_("Window"), N_("can be shown"), "ok")
    except NotAudited as error:
        return Finding(N_("Window"), error.message, "missing", error.hint)


def _sandbox(tab: Page) -> Finding:
    """What the started browser says of its sandbox; only Chromium on Linux has a page for it."""
    try:
        tab.goto("chrome://sandbox")
        on = "You are adequately sandboxed" in tab.inner_text("body")
    except Error:
        return Finding(N_("Sandbox"), N_("the browser does not say"), "warning")
    if on:
        return Finding(N_("Sandbox"), N_("on"), "ok")
    root = sys.platform == "linux" and os.geteuid() == 0
    return Finding(N_("Sandbox"), N_("off"), "warning", _NOT_AS_ROOT if root else _BY_HAND)
