"""The browser of this machine that the tests use, and programs that stand in a browser's place."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from auditor.browser.find import browsers
from auditor.browser.launch import OpenBrowser, open_browser
from auditor.errors import AuditorError


def chromium() -> Path:
    """The system's Chromium, or else Playwright's own."""
    for found in browsers("chromium"):
        if found.path is not None:
            return found.path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def headless_shell() -> Path:
    """Chromium without what a window needs, where it is installed: a page costs a third less."""
    shell = shutil.which("chromium-headless-shell")
    return Path(shell) if shell else chromium()


def script(path: Path, text: str) -> Path:
    """A shell script that may be executed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def either(path: Path) -> Path:
    """A script that is Chromium: without what a window needs, unless it is to show one."""
    quick = f'case "$*" in *--headless*) exec "{headless_shell()}" "$@" ;; esac'
    return script(path, f'{quick}\nexec "{chromium()}" "$@"')


def opening(**changes: Any) -> AbstractContextManager[OpenBrowser]:
    """The browser of this machine, without a window and cut off, but for `changes`."""
    options: dict[str, Any] = {"headless": True, "profile": None, "connect": None}
    options |= {"wanted": None, "offline": True, "language": "en"} | changes
    if "wanted" not in changes and not options["connect"]:
        options["wanted"] = str(headless_shell() if options["headless"] else chromium())
    return open_browser(**options)


def refused(**changes: Any) -> AuditorError:
    """The error of a browser that cannot be opened."""
    with pytest.raises(AuditorError) as raised, opening(**changes):
        pass
    return raised.value
