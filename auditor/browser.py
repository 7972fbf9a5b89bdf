"""Launch a browser, and close it whatever happens: the only place that starts Playwright."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.demo import Imitation, scene
from auditor.errors import NotAudited
from auditor.find_browser import INSTALL_COMMAND, FoundBrowser, can_show_window, choose
from auditor.network import NetworkRules

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

_NO_WINDOW_HINT = (
    "Run it in a desktop session, where you can sign in. To try the program without: --demo."
)
_CLOSED_HINT = "Run the command again and leave the window open until the result is shown."

# Chromium itself asks Google who is signed in to Google, for components, and what it knows of the
# forms on a page (seen with Chromium 156 under Playwright 1.65). These go to a port where nothing
# listens; the pages a person visits are not touched by it.
_NOWHERE = "https://127.0.0.1:9/"
_OWN_REQUESTS = (
    f"--gaia-url={_NOWHERE}",
    f"--component-updater=url-source={_NOWHERE}",
    f"--autofill-server-url={_NOWHERE}",
)
# In the demo no name may be looked up, whatever else goes wrong.
_NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND",)


@dataclass(frozen=True, slots=True)
class Session:
    """An open browser with one page in it."""

    page: Page
    name: str
    version: str
    network: NetworkRules = field(default_factory=NetworkRules)


@contextmanager
def open_browser(wanted: str | None, *, headless: bool, demo: str | None) -> Iterator[Session]:
    """A browser with a throw-away profile, gone when the block ends; raises NotAudited.

    With `demo`, LinkedIn's addresses are answered by the imitation and nothing leaves the machine.
    """
    found = choose(wanted)
    if not headless and not can_show_window():
        raise NotAudited("no_display", "No window can be shown here.", _NO_WINDOW_HINT)
    # Playwright and the browser keep their temporary files, the profile among them, in a folder of
    # ours: so nothing of a session is left elsewhere, whoever dies first.
    folder = Path(tempfile.mkdtemp(prefix="linkedin-auditor-"))
    try:
        with (
            _playwright(folder) as playwright,
            _launched(playwright, found, headless, folder, demo) as browser,
        ):
            # A context of its own keeps cookies in memory, off the disk; a service worker could
            # answer where our rules do not see it.
            context = browser.new_context(no_viewport=not headless, service_workers="block")
            network = NetworkRules()
            if demo is not None:
                Imitation(scene(demo)).attach(context)
            network.watch(context)
            page = context.new_page()
            try:
                with _translated(page):
                    yield Session(page, found.name, browser.version, network)
            finally:
                with suppress(Exception):
                    context.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _playwright(folder: Path) -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    # The driver takes its temporary folder from the environment it starts in.
    names = ("TMPDIR", "TEMP", "TMP")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder)))
    try:
        manager = sync_playwright()
        playwright = manager.start()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    try:
        yield playwright
    finally:
        with suppress(Exception):
            playwright.stop()


@contextmanager
def _launched(
    playwright: Playwright, found: FoundBrowser, headless: bool, folder: Path, demo: str | None
) -> Iterator[Browser]:
    from playwright.sync_api import Error

    environment: dict[str, str | float | bool] = dict(os.environ)
    if sys.platform == "linux":  # elsewhere the path would be too long for Chromium's socket
        environment["TMPDIR"] = str(folder)
    try:
        browser = playwright.chromium.launch(
            executable_path=found.path,
            headless=headless,
            # Playwright turns the sandbox off unless told otherwise; for root on Linux Chromium
            # does not start with it.
            chromium_sandbox=not (sys.platform == "linux" and os.geteuid() == 0),
            args=[*_OWN_REQUESTS, *(_NO_NETWORK if demo is not None else ())],
            env=environment,
            timeout=30_000,
            # Ctrl-C and its like are ours: the report is written first.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except Error as error:
        raise _launch_failure(error.message, found) from error
    try:
        yield browser
    finally:
        with suppress(Exception):
            browser.close()


def _launch_failure(message: str, found: FoundBrowser) -> NotAudited:
    if "Missing X server" in message or "cannot open display" in message.lower():
        return NotAudited("no_display", "The display could not be reached.", _NO_WINDOW_HINT)
    if "No usable sandbox" in message:
        return NotAudited(
            "no_browser",
            f"{found.name} could not start its sandbox on this system.",
            "Use Google Chrome or Edge installed as a system package: --browser chrome.",
        )
    return NotAudited(
        "no_browser",
        f"{found.path} did not start as a browser.",
        f"Use another one with --browser, or get one: {INSTALL_COMMAND}",
    )


@contextmanager
def _translated(page: Page) -> Iterator[None]:
    """Playwright's error for a window that is gone, in our words."""
    from playwright.sync_api import Error

    try:
        yield
    except Error as error:
        if page.is_closed() or "has been closed" in error.message or "crashed" in error.message:
            raise NotAudited(
                "window_closed", "The browser window was closed.", _CLOSED_HINT
            ) from error
        raise
