"""Get a browser where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from auditor.browser.launch import open_browser
from auditor.errors import AuditorError

_PLAYWRIGHTS = "Getting Playwright's Chromium (170 MB) …"
_SYSTEMS = "Getting the system's own Chromium instead …"


def install_browser(tell: Callable[[str], None]) -> bool:
    """Get Playwright's Chromium, or else the system's; True once a browser starts.

    Nothing is done where one starts already. `tell` gets a line before each step; what the
    installers print goes to standard error.
    """
    steps = [(_PLAYWRIGHTS, [sys.executable, "-m", "playwright", "install", "chromium"])]
    if shutil.which("apt-get") and os.geteuid() == 0:
        # Playwright's driver needs the library, which a small Debian does not have.
        packages = ["apt-get", "install", "-qy", "chromium", "libatomic1"]
        steps += [(_SYSTEMS, ["apt-get", "update", "-q"]), (_SYSTEMS, packages)]
    for line, command in steps:
        if _starts():
            return True
        tell(line)
        _run(command)
    return _starts()


def _run(command: list[str]) -> None:
    """Run an installer, and let it end in order when the person presses Ctrl-C."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    process = subprocess.Popen(command, stdout=2, env=environment)
    try:
        process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def _starts() -> bool:
    """Whether a browser that an audit would use starts."""
    try:
        with open_browser(
            wanted=None, headless=True, profile=None, connect=None, offline=True, language="en"
        ):
            return True
    except AuditorError:
        return False
