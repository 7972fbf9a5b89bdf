"""What is needed to run an audit here, what was found, and getting what is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from platform import platform, python_version

from auditor.browser.find import (
    INSTALL_COMMAND,
    OLDEST,
    browsers,
    can_show_window,
    is_too_old,
    version_of,
)
from auditor.browser.profile import throw_away_folder


class Stop: ...


from auditor.cli.typed import from_home
from auditor.i18n import N_, _

_PLAYWRIGHT = [sys.executable, "-m", "playwright"]
_PLAYWRIGHT_ITS_OWN = "Getting Playwright's Chromium (170 MB) …"
_SYSTEMS = "Getting the system's own Chromium instead …"
_DEBIAN = "sudo apt-get install chromium libatomic1"
_BY_HAND = "Install Google Chrome, Microsoft Edge or Chromium by hand, as your system does it."

# Folders in which browsers lie: any other may be called like the person.
_KNOWN = re.compile(
    r"~|usr|local|bin|opt|snap|lib(64)?|google|chrome|microsoft|msedge|chromium|Applications|"
    r"Program Files( \(x86\))?|AppData|Local|Google|Microsoft|Chrome|Edge|Chromium|Application|"
    r"Library|Caches|\.cache|ms-playwright|chromium-\d{1,6}|chrome-(linux|mac|win)[\w-]{0,6}|"
    r"(Google Chrome( for Testing)?|Microsoft Edge|Chromium)\.app|Contents|MacOS"
)

# What Linux says of a program whose library is not there.
_LACKS = re.compile(r"shared libraries: (lib[\w.+-]{1,60}: cannot open shared object file)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an audit needs."""

    name: str
    found: str
    fine: bool
    todo: str | None = None


def examine(*, tried: bool = False) -> list[Finding]:
    """Everything an audit needs, in the order in which it is needed.

    `tried`: what is missing now could not be installed.
    """
    get_it = INSTALL_COMMAND
    if tried:
        get_it = _DEBIAN if shutil.which("apt-get") else _BY_HAND
    found = browsers()
    window = can_show_window()
    sandbox = not (sys.platform == "linux" and os.geteuid() == 0)
    findings = [
        Finding(N_("System"), platform(terse=True), True),
        Finding("Python", python_version(), True),
        _playwright(get_it),
    ]
    for one in found:
        known = version_of(one) or _("of unknown version")
        old = one is found[0] and is_too_old(known)
        todo = _("update it: before version {oldest} a browser cannot be kept to LinkedIn's hosts")
        line = f"{one.name} {known}, {_at(one.path)}"
        findings.append(
            Finding("Browser", line, not old, todo.format(oldest=OLDEST) if old else None)
        )
    if not found:
        findings.append(Finding(N_("Browser"), N_("none found"), False, get_it))
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


def _at(path: Path) -> str:
    """A path to paste into an issue: of its folders only those that are called as anywhere."""
    path = Path(from_home(path))
    folders = path.relative_to(path.anchor).parts[:-1]
    known = [folder if _KNOWN.fullmatch(folder) else "…" for folder in folders]
    told = [folder for folder, _alike in groupby(known)]
    return path.anchor * (told[:1] != ["…"]) + os.sep.join([*told, path.name])


def install_browser(tell: Callable[[str], None], stop: Stop) -> None:
    """Get what is missing: Playwright's Chromium, or else the system's packages.

    Nothing where nothing is missing. `tell` is given a line before each step, and those of what
    fetches a browser; what goes wrong in one of apt's, apt prints to standard error. Raises
    KeyboardInterrupt: at once while something is fetched, but after a step of apt's, which would
    leave the system half done.
    """
    steps = [(_PLAYWRIGHT_ITS_OWN, [*_PLAYWRIGHT, "install", "chromium"])]
    if shutil.which("apt-get") and os.geteuid() == 0:
        # The library is what Playwright's driver needs and a small Debian has not.
        packages = ["apt-get", "install", "-qy", "chromium", "libatomic1"]
        steps += [(_SYSTEMS, ["apt-get", "update", "-q"]), (_SYSTEMS, packages)]
    for line, command in steps:
        if _complete():
            return
        tell(line)
        if command[0] == "apt-get":  # it shows a line for each of a hundred packages
            environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False)
        else:
            with stop:
                _fetch(command, tell)
        if stop.times > 0:
            raise KeyboardInterrupt


def _fetch(command: list[str], tell: Callable[[str], None]) -> None:
    mask = os.umask(0)
    os.umask(mask)  # of a folder of ours another is in force, and others may use the browser
    # What is half fetched, and who fetches it, goes with the folder.
    with throw_away_folder() as folder:
        environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment,
            umask=mask,
        ) as fetching:
            try:
                for line in fetching.stdout or ():
                    if not set("/\\") & set(line):  # folders, and hosts, may be named as people are
                        tell(line.rstrip())
            except BaseException:
                fetching.kill()
                raise


def _complete() -> bool:
    return bool(browsers()) and _playwright("").fine


def _playwright(get_it: str) -> Finding:
    """Playwright's version, and whether its driver, a program of its own, starts here."""
    known = version("playwright")
    done = subprocess.run(
        [*_PLAYWRIGHT, "--version"], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode == 0:
        return Finding("Playwright", known, True)
    reason = _LACKS.search(done.stderr)  # all else that it says may hold a path of the person's
    what = f"does not start: {reason[1]}" if reason else "does not start"
    return Finding("Playwright", f"{known}, {what}", False, get_it)
