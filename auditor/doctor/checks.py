"""What an audit needs, what was found here, and the one thing to do about each gap."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from platform import platform, python_version
from typing import Literal

from auditor.browser.find import NONE_INSTALLED, NOT_INSTALLED, browsers
from auditor.doctor.install import open_offline
from auditor.errors import NotAudited
from auditor.i18n import N_, _

_DRIVER = N_("Set HOME if it is not set, or install the library libatomic (Debian: libatomic1).")
_NOT_AS_ROOT = N_("Run the program as an ordinary user: root's browser has no sandbox.")


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
    # Playwright's driver is a program of its own, which may lack a library.
    command = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        yield Finding("Playwright", N_("does not start"), "missing", _DRIVER)
        return
    yield Finding("Playwright", version("playwright"), "ok")
    starts = None
    for browser in browsers():
        wanted = str(browser.path or browser.name)
        try:
            with open_offline(wanted=wanted, headless=True) as opened:
                starts = wanted
                finding = Finding(N_("Browser"), f"{browser.name} {opened.version}", "ok")
        except NotAudited as error:
            if error is NOT_INSTALLED:
                continue
            line = f"{browser.name}: {_(error.message)}"
            finding = Finding(N_("Browser"), line, "warning", error.hint)
        yield finding
    if starts is None:
        yield Finding(N_("Browser"), N_("none that starts"), "missing", NONE_INSTALLED.hint)
        return
    try:
        with open_offline(wanted=starts, headless=False):
            finding = Finding(N_("Window"), N_("can be shown"), "ok")
    except NotAudited as error:
        finding = Finding(N_("Window"), error.message, "missing", error.hint)
    yield finding
    if sys.platform == "linux" and os.geteuid() == 0:
        yield Finding(N_("Sandbox"), N_("off"), "warning", _NOT_AS_ROOT)
