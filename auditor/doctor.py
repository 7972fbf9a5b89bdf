"""What is needed to run an audit here, what was found, and getting what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from platform import platform, python_version

from auditor.find_browser import (
    INSTALL_COMMAND,
    browsers,
    can_show_window,
    version_of,
)
from auditor.text import clean
from auditor.words import N_

_PLAYWRIGHT = [sys.executable, "-m", "playwright"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit needs."""

    name: str
    found: str
    fine: bool
    todo: str | None = None


def examine() -> list[Finding]:
    """Everything an audit needs, in the order in which it is needed."""
    found = browsers()
    window = can_show_window()
    sandbox = not (sys.platform == "linux" and os.geteuid() == 0)
    findings = [
        Finding(N_("System"), platform(terse=True), True),
        Finding("Python", python_version(), True),
        _playwright(),
    ]
    findings += [
        Finding(
            "Browser", f"{one.name} {version_of(one) or 'of unknown version'}, {one.path}", True
        )
        for one in found
    ]
    if not found:
        findings.append(Finding(N_("Browser"), N_("none found"), False, INSTALL_COMMAND))
    findings.append(
        Finding(
            N_("Window"),
            N_("can be shown") if window else N_("cannot be shown (no display)"),
            window,
            None if window else N_("run it in a desktop session; only --demo works without one"),
        )
    )
    findings.append(
        Finding(N_("Sandbox"), N_("on") if sandbox else N_("off, because this runs as root"), True)
    )
    return findings


def install_browser() -> bool:
    """Get what is missing: Playwright's Chromium, or else the system's packages.

    Nothing where nothing is missing; False where it did not come. Commands print to standard
    error as they run.
    """
    commands = [[*_PLAYWRIGHT, "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        # The library is what Playwright's driver needs and a small Debian has not.
        commands += [["apt-get", "update"], ["apt-get", "install", "-y", "chromium", "libatomic1"]]
    for command in commands:
        if _complete():
            break
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, stdout=sys.stderr, env=environment, check=False)
    return _complete()


def _complete() -> bool:
    return bool(browsers()) and _playwright().fine


def _playwright() -> Finding:
    """Playwright's version, and whether its driver, a program of its own, starts here."""
    known = version("playwright")
    done = subprocess.run(
        [*_PLAYWRIGHT, "--version"], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode == 0:
        return Finding("Playwright", known, True)
    reason = clean(done.stderr.strip().splitlines()[-1].split("/")[-1]) if done.stderr else ""
    return Finding("Playwright", f"{known}, does not start: {reason}", False, INSTALL_COMMAND)
