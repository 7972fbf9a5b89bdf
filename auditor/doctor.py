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
    FoundBrowser,
    browsers,
    can_show_window,
    version_of,
)
from auditor.words import N_


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
        Finding("Playwright", version("playwright"), True),
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


def install_browser() -> FoundBrowser | None:
    """Where there is no browser, get Playwright's Chromium, or else the system's package.

    None where neither came. Commands print to standard error as they run.
    """
    if found := browsers():
        return found[0]
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands += [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]
    for command in commands:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(command, stdout=sys.stderr, env=environment, check=False)
        found = browsers()
        if done.returncode == 0 and found and command[1:2] != ["update"]:
            return found[0]
    return None
