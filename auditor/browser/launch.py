"""Launch a browser, and close it whatever happens: the only place that starts Playwright."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auditor.audit.options import Options
from auditor.browser.environment import environment
from auditor.browser.find import FoundBrowser, can_show_window, choose, is_too_old
from auditor.browser.profile import kept_folder, no_room, throw_away_folder
from auditor.cli.stop import unbroken
from auditor.errors import NotAudited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

    from auditor.linkedin.network import NetworkRules

_NO_WINDOW_HINT = (
    "Run it in a desktop session, where you can sign in. To try the program without: --demo."
)
_NO_DRIVER = "Playwright, which drives the browser, did not start on this system."
_NO_DRIVER_HINT = "To see what is missing, run linkedin-auditor doctor."
_TOO_OLD = "The browser is too old: it could not be kept to LinkedIn's hosts."
_TOO_OLD_HINT = "Update it, or use another with --browser; linkedin-auditor doctor lists them."
_FLOODED = "LinkedIn's page asked for other addresses without end."
_FLOODED_HINT = "Try again later; the setting can be looked at in your own browser."
_CLOSED_HINT = "Run the command again and leave the window open until the result is shown."

# Chromium itself asks Google who is signed in to Google, for components, and what it knows of the
# forms on a page (seen with Chromium 156 under Playwright 1.65). These go to a port where nothing
# listens; the pages a person visits are not touched by it.
_NOWHERE = "https://127.0.0.1:9/"
_OWN_REQUESTS = (
    f"--gaia-url={_NOWHERE}",
    f"--component-updater=url-source={_NOWHERE}",
    f"--autofill-server-url={_NOWHERE}",
    f"--gcm-checkin-url={_NOWHERE}",  # android.clients.google.com, seen with Chromium 150
    f"--gcm-registration-url={_NOWHERE}",
    "--disable-quic",  # which an answer may send to another host (Alt-Svc), past every rule
)
# The first requests of a sandboxed frame in a process of its own pass Playwright's routing by, also
# one that writes a setting (seen with Chromium 156 on a busy machine): such frames stay with their
# page. Chromium takes the last list it is given alone: this holds Playwright's (1.65) as well.
_FEATURES_OFF = (
    "--disable-features=IsolateSandboxedIframes,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "TcpPortRandomizationWin,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,"
    "PreconnectToSearch,msForceBrowserSignIn,msEdgeUpdateLaunchServicesPreferredVersion,"
    "Reporting,NetworkErrorLogging,DeviceBoundSessions,"  # it tells, itself, whom a page names
    "Prerender2,"  # pages that are made ahead, out of sight of every rule
    # Processes that one tab never uses: the next tab's, and of pages that the address bar drops
    # down (Chromium 156; without them a whole audit takes a tenth less).
    "SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)
# Ways to another host that no rule sees, and that neither LinkedIn nor signing in needs.
_WAYS_OFF = "--disable-blink-features=WebSocketStream,SharedWorker,PaymentRequest,FedCm"
# In the demo no name may be looked up, whatever else goes wrong.
_NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND",)
# Playwright lets pages open windows by themselves; to a host each is a connection, if refused.
_WINDOWS_ON = ("--disable-popup-blocking",)
# Playwright turns the system's keychain off; a kept profile needs it for its cookies.
_KEYCHAIN_OFF = ("--password-store=basic", "--use-mock-keychain")

_TIMES = 20
"""How often a tab that stays is told to close, a tenth of a second apart."""
# What the reading needs, pydantic and rich with it; loaded while the driver starts.
_NEEDED_NEXT = ("auditor.audit.visit", "auditor.report.text")


@dataclass(frozen=True, slots=True)
class Session:
    """An open browser with one tab of ours in it."""

    page: Page
    name: str
    version: str
    network: NetworkRules


@contextmanager
def open_browser(options: Options) -> Iterator[Session]:
    """A browser as `options` ask for it, gone when the block ends; raises NotAudited, UsageError.

    In the demo LinkedIn's addresses are answered by the imitation and nothing leaves the machine.
    """
    if options.connect is None:
        found = choose(options.browser)
        if not options.headless and not can_show_window():
            raise NotAudited("no_display", "No window can be shown here.", _NO_WINDOW_HINT)
    kept = kept_folder(options.profile) if options.profile else nullcontext()
    # Playwright and the browser keep their temporary files in a folder of ours: so nothing of a
    # session is left elsewhere, whoever dies first.
    with kept as profile, throw_away_folder() as folder, _playwright(folder) as playwright:
        if options.connect is not None:
            context = _connected(playwright, options)
            name = "connected"
        else:
            context = _launched(playwright, options, found, profile, folder)
            name = found.name
        version = context.browser.version if context.browser else ""
        from auditor.linkedin.network import NetworkRules  # loaded while the driver was starting

        network = NetworkRules(kept=options.demo is not None)
        page: Page | None = None
        try:
            if is_too_old(version):
                raise NotAudited("no_browser", _TOO_OLD, _TOO_OLD_HINT)
            if options.demo is not None:
                from auditor.demo.imitation import Imitation
                from auditor.demo.scenes import scene

                Imitation(scene(options.demo)).attach(context)
            if options.connect is None:  # before there is a page, where it takes much less time
                network.guard(context)
            with unbroken() if options.connect else nullcontext():  # or the tab would stay
                new = options.connect or not context.pages
                page = context.new_page() if new else context.pages[0]
                if options.connect is not None:
                    network.guard(page)
                network.watch(page, fresh=options.connect is None and options.profile is None)
            with _translated(page, network):
                yield Session(page, name, version, network)
        finally:
            if options.connect is not None and page is not None:
                _close_tab(context, page, options.connect, network.tab.id)
            _close(context)


@contextmanager
def _playwright(folder: Path) -> Iterator[Playwright]:
    from playwright.sync_api import sync_playwright

    Thread(target=lambda: [import_module(name) for name in _NEEDED_NEXT], daemon=True).start()
    # Playwright logs what a listener of ours raises, and asyncio in Python's development mode
    # whatever takes its time: with what the page says.
    logging.disable()
    # The driver takes its temporary folder from the environment it starts in.
    names = ("TMPDIR", "TEMP", "TMP")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder)))
    try:
        # What the driver has to say when it fails may quote the page.
        with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
            playwright = sync_playwright().start()
    except Exception as error:  # Playwright has no type of its own for it
        raise NotAudited("no_browser", _NO_DRIVER, _NO_DRIVER_HINT) from error
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


def _launched(
    playwright: Playwright,
    options: Options,
    found: FoundBrowser,
    profile: Path | None,
    folder: Path,
) -> BrowserContext:
    from playwright.sync_api import Error

    launch: dict[str, Any] = {
        "executable_path": found.path,
        "headless": options.headless,
        # Playwright turns the sandbox off unless told otherwise; for root on Linux Chromium does
        # not start with it.
        "chromium_sandbox": not (sys.platform == "linux" and os.geteuid() == 0),
        "args": [*_OWN_REQUESTS, _FEATURES_OFF, _WAYS_OFF, *(_NO_NETWORK if options.demo else ())],
        "timeout": 30_000,
        # Ctrl-C and its like are ours: the report is written first.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    # A service worker could answer where our rules do not see it.
    rules: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}
    rules["permissions"] = []  # none is given, and nothing is asked
    if not options.headless:
        rules["no_viewport"] = True
    try:
        launch["env"] = environment(folder, kept=profile is not None)
        if profile is not None:
            return playwright.chromium.launch_persistent_context(
                profile,
                ignore_default_args=[*_WINDOWS_ON, *_KEYCHAIN_OFF],
                **launch,
                **rules,
            )
        # A context of its own keeps cookies in memory, off the disk.
        browser = playwright.chromium.launch(ignore_default_args=_WINDOWS_ON, **launch)
        return browser.new_context(**rules)
    except Error as error:
        raise _launch_failure(error.message) from error
    except OSError as error:
        raise no_room() from error


def _connected(playwright: Playwright, options: Options) -> BrowserContext:
    from playwright.sync_api import Error

    assert options.connect is not None
    try:
        browser = playwright.chromium.connect_over_cdp(
            options.connect, timeout=10_000, no_defaults=True
        )
        return browser.contexts[0]
    except (Error, IndexError) as error:
        raise NotAudited(
            "no_browser",
            "No browser answers at the address given with --connect.",
            "Start yours with --remote-debugging-port=9222 and a --user-data-dir of its own.",
        ) from error


def _close_tab(context: BrowserContext, page: Page, url: str, tab: str) -> None:
    """Close our tab in the browser at `url`, of which nothing else is ours."""
    try:
        with suppress(Exception):
            # With the tab the rules go: what the page would ask for as it leaves, it does not.
            chromium = context.new_cdp_session(page)
            chromium.send("Emulation.setScriptExecutionDisabled", {"value": True})
            page.close()
        _close_without_driver(url, tab)
    except KeyboardInterrupt:  # a signal was heard before, and is raised only now, once
        _close_without_driver(url, tab)
        raise


def _close_without_driver(url: str, tab: str) -> None:
    """Close a tab that may be there still: a signal to the whole group ends the driver as well."""
    from urllib.request import ProxyHandler, build_opener

    ask = build_opener(ProxyHandler({})).open
    there = f"http://{urlsplit(url).netloc}/json"
    for _ in range(_TIMES):  # a page that is just coming goes on, and may be unknown for a moment
        with suppress(OSError):
            with ask(f"{there}/list", timeout=2) as listed:
                if tab.encode() not in listed.read():
                    return
            ask(f"{there}/close/{tab}", timeout=2).close()
        time.sleep(0.1)


def _close(context: BrowserContext) -> None:
    browser: Browser | None = context.browser
    with suppress(Exception):
        if browser is not None:
            browser.close()  # of a connected browser, this only takes leave
        else:
            context.close()


def _launch_failure(message: str) -> NotAudited:
    if "Missing X server" in message or "cannot open display" in message.lower():
        return NotAudited("no_display", "The display could not be reached.", _NO_WINDOW_HINT)
    if "No usable sandbox" in message:
        return NotAudited(
            "no_browser",
            "The browser could not start its sandbox on this system.",
            "Use Google Chrome or Edge installed as a system package: --browser chrome.",
        )
    return NotAudited(
        "no_browser",
        "The browser did not start, or is none.",
        "Use another one with --browser; linkedin-auditor doctor lists them.",
    )


@contextmanager
def _translated(page: Page, network: NetworkRules) -> Iterator[None]:
    """Playwright's error for a window that is gone, in our words."""
    from playwright.sync_api import Error

    try:
        yield
    except Error as error:
        if network.flooded:
            raise NotAudited("network", _FLOODED, _FLOODED_HINT) from error
        if page.is_closed() or "has been closed" in error.message or "crashed" in error.message:
            raise NotAudited("window_closed", "The window was closed.", _CLOSED_HINT) from error
        raise
