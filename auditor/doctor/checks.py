"""What an audit needs, what was found here, and the one thing to do about each gap."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from platform import platform, python_version
from typing import Literal

from playwright.sync_api import Error, Page

from auditor.browser.find import browsers, has_home
from auditor.doctor.install import open_offline
from auditor.errors import NotAudited, UsageError
from auditor.i18n import N_, _

_DRIVER = N_("Install the library libatomic (Debian: libatomic1).")
_NO_SANDBOX = N_(
    "Do not run the program as root, whose browser has no sandbox. As another user, install"
    " Google Chrome, Microsoft Edge or Chromium as your system does it."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit needs. A `warning` keeps no audit from running."""

    name: str
    found: str
    grade: Literal["ok", "warning", "missing"]
    todo: str | None = None


def examine() -> Iterator[Finding]:
    """Everything an audit needs, in the order in which it is needed. Every browser is started."""
    yield Finding(N_("System"), platform(terse=True), "ok")
    yield Finding("Python", python_version(), "ok")
    if not has_home():
        yield Finding(N_("Home folder"), N_("none"), "missing", UsageError("no_home").hint)
        return
    # Playwright's driver is a program of its own, which may lack a library.
    command = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield Finding("Playwright", N_("does not start"), "missing", _DRIVER)
        return
    yield Finding("Playwright", version("playwright"), "ok")
    starts = sandbox = None
    for browser in browsers():
        wanted = str(browser.path or browser.name)
        try:
            with open_offline(wanted=wanted, headless=True) as opened:
                starts = starts or wanted
                sandbox = sandbox or _sandbox(opened.tab)
                finding = Finding(N_("Browser"), f"{browser.name} {opened.version}", "ok")
        except NotAudited as error:
            if error.name == "browser_not_found":
                continue
            line = f"{browser.name}: {_(error.message)}"
            finding = Finding(N_("Browser"), line, "warning", error.hint)
        yield finding
    if starts is None:
        todo = NotAudited("no_browser").hint
        yield Finding(N_("Browser"), N_("none that starts"), "missing", todo)
        return
    try:
        with open_offline(wanted=starts, headless=False):
            finding = Finding(N_("Window"), N_("can be shown"), "ok")
    except NotAudited as error:
        finding = Finding(N_("Window"), error.message, "missing", error.hint)
    yield finding
    if sandbox is not None and sys.platform == "linux":
        yield sandbox


def _sandbox(tab: Page) -> Finding:
    """What the started browser says of its sandbox; only Chromium on Linux has a page for it."""
    try:
        tab.goto("chrome://sandbox")
        on = "You are adequately sandboxed" in tab.inner_text("body")
    except Error:
        return Finding(N_("Sandbox"), N_("the browser does not say"), "warning")
    if on:
        return Finding(N_("Sandbox"), N_("on"), "ok")
    return Finding(N_("Sandbox"), N_("off"), "warning", _NO_SANDBOX)
