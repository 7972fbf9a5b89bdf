"""Get a browser where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from auditor.browser.launch import open_browser
from auditor.errors import NotAudited

_PLAYWRIGHTS = "Getting Playwright's Chromium (170 MB) …"
_SYSTEMS = "Getting the system's own Chromium instead …"

open_offline = partial(open_browser, profile=None, connect=None, offline=True, language="en")
"""A browser that reaches no host, to see whether it starts; raises NotAudited."""


def install_browser(tell: Callable[[str], None]) -> bool:
    """Get Playwright's Chromium, or else the system's; True once a browser starts.

    Nothing is done where one starts already. `tell` gets a line before each step; what the
    installers print goes to standard error.
    """
    steps = [(_PLAYWRIGHTS, [sys.executable, "-m", "playwright", "install", "chromium"])]
    if shutil.which("apt-get") and os.geteuid() == 0:
        steps += [(_SYSTEMS, ["apt-get", "update", "-q"])]
        # Playwright's driver needs the library, which a small Debian does not have.
        steps += [(_SYSTEMS, ["apt-get", "install", "-qy", "chromium", "libatomic1"])]
    for line, command in steps:
        if _starts():
            return True
        tell(line)
        # Ctrl-C reaches the installer too, which ends in order; `subprocess.run` would kill it.
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.Popen(command, stdout=2, env=environment).wait()
    return _starts()


def _starts() -> bool:
    """Whether a browser that an audit would use starts."""
    try:
        with open_offline(wanted=None, headless=True):
            return True
    except NotAudited:
        return False
