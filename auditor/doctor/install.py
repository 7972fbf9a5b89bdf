"""Get a browser where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from auditor.browser.launch import OpenBrowser, open_browser
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
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for line, command in steps:
        if _starts():
            return True
        tell(line)
        # Ctrl-C reaches the installer too, which ends in order; `subprocess.run` would kill it.
        subprocess.Popen(command, stdout=2, env=environment).wait()
    return _starts()


def open_offline(
    wanted: str | None, *, headless: bool = True
) -> AbstractContextManager[OpenBrowser]:
    """A browser that reaches no host, to see whether it starts; raises NotAudited."""
    return open_browser(
        wanted=wanted, headless=headless, profile=None, connect=None, offline=True, language="en"
    )


def _starts() -> bool:
    """Whether a browser that an audit would use starts."""
    try:
        with open_offline(None):
            return True
    except AuditorError:
        return False
