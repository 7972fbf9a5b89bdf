"""Launch a browser, or connect to one, and close it whatever happens."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.browser.connect import connected
from auditor.browser.failures import (
    NotInstalled,
    launch_failure,
    no_display,
    no_tab,
    nothing_installed,
    window_closed,
)
from auditor.browser.find import NO_HOME, FoundBrowser, browsers, can_show_window, has_home
from auditor.browser.profile import kept_folder, throw_away_folder
from auditor.errors import NotAudited

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

# Chromium itself asks Google who is signed in to Google, for components, and what it knows of the
# forms on a page (seen with Chromium 156 under Playwright 1.65). With these flags it asks a port
# where nothing listens. The pages that a person visits are not affected.
_NOWHERE = "https://127.0.0.1:9/"
_OWN_REQUESTS = (
    f"--gaia-url={_NOWHERE}",
    f"--component-updater=url-source={_NOWHERE}",
    f"--autofill-server-url={_NOWHERE}",
    f"--gcm-checkin-url={_NOWHERE}",  # android.clients.google.com, seen with Chromium 150
    f"--gcm-registration-url={_NOWHERE}",
)
# Chromium takes only the last such list, so this one repeats Playwright's (1.65).
_FEATURES_OFF = (
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,TcpPortRandomizationWin,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "msForceBrowserSignIn,msEdgeUpdateLaunchServicesPreferredVersion,"
    # Processes that one tab never uses; without them an audit takes a tenth less (Chromium 156).
    "SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "Translate"  # the question whether to translate the page
)
_NO_DRIVER = (
    "Playwright, which drives the browser, did not start on this system.",
    "To see what is missing, run linkedin-auditor doctor.",
)
_NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
# Playwright turns the system's keychain off; a kept profile needs it to encrypt its cookies.
_KEYCHAIN_OFF = ("--password-store=basic", "--use-mock-keychain")


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """A browser that runs, with a tab of ours in it."""

    context: BrowserContext
    name: str
    version: str
    ours: bool
    """Whether we launched it; else the context is the person's own."""
    _tab: Page

    def tab(self) -> Page:
        """Our tab: the first of a browser that we launched, a new one in the person's own."""
        return self._tab

    def close(self) -> None:
        """Close the browser, or our tab in the person's own."""
        with suppress(Exception):
            if not self.ours:
                self._tab.close()
            if self.context.browser:
                self.context.browser.close()  # of a connected browser, this only takes leave


@contextmanager
def open_browser(
    *,
    wanted: str | None,
    headless: bool,
    profile: Path | None,
    connect: str | None,
    offline: bool,
    language: str,
) -> Iterator[OpenBrowser]:
    """The first browser that starts, or the one at `connect`; it is closed when the block ends.

    `offline`: the browser finds no host by its name. `language`: with "fr" the browser's own texts
    are French, else in the system's language. Raises NotAudited and, for `profile`, UsageError.
    In the block Playwright's errors for a window that is gone become NotAudited.
    """
    candidates = [] if connect else browsers(wanted)
    if not (connect or headless or can_show_window()):
        raise no_display()
    kept = kept_folder(profile) if profile else nullcontext()
    with kept, throw_away_folder() as folder, driver(folder, language=language) as playwright:
        if connect:
            opened = _tab_in(connected(playwright, connect))
        else:
            options = {"headless": headless, "profile": profile, "offline": offline}
            opened = _first_that_starts(playwright, candidates, language=language, **options)
        try:
            with window_closed(opened.tab()):
                yield opened
        finally:
            opened.close()


@contextmanager
def driver(folder: Path, *, language: str = "en") -> Iterator[Playwright]:
    """Playwright, whose temporary files and those of its browsers lie in `folder`."""
    from playwright.sync_api import sync_playwright

    logging.disable()  # Playwright logs what a listener of ours raises, which may quote the page
    changes = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    if language != "en":
        changes["LANGUAGE"] = language  # of a browser on Linux
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        # What the driver prints when it fails may quote the page.
        with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
            playwright = sync_playwright().start()
    except Exception as error:  # Playwright has no type of its own for it
        raise NotAudited("no_browser", *(_NO_DRIVER if has_home() else NO_HOME)) from error
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
    try:
        yield playwright
    finally:
        with suppress(Exception):
            playwright.stop()


def launch(
    playwright: Playwright,
    found: FoundBrowser,
    *,
    headless: bool,
    profile: Path | None = None,
    offline: bool = False,
    language: str = "en",
) -> OpenBrowser:
    """Launch one browser and open its first tab; raises NotInstalled, or another NotAudited."""
    from playwright.sync_api import Error

    args = [*_OWN_REQUESTS, _FEATURES_OFF]
    args += [_NO_NETWORK] if offline else []
    args += [f"--lang={language}"] if language != "en" else []
    options: dict[str, Any] = {
        "channel": found.channel,
        "executable_path": found.path,
        "headless": headless,
        # Chromium does not start with its sandbox for root on Linux.
        "chromium_sandbox": not (sys.platform == "linux" and os.geteuid() == 0),
        "args": args,
        "timeout": 30_000,
        # Ctrl-C and its like are ours: the report is written first.
        **dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False),
    }
    if sys.platform != "linux":  # the path of the browser's socket there would be too long in ours
        options["env"] = dict(os.environ)
    # A service worker could answer where the network rules do not see it.
    rules: dict[str, Any] = {"service_workers": "block", "accept_downloads": False}
    rules |= {"permissions": []} | ({} if headless else {"no_viewport": True})
    try:
        if profile is not None:
            context = playwright.chromium.launch_persistent_context(
                profile, ignore_default_args=_KEYCHAIN_OFF, **options, **rules
            )
        else:  # a context of its own keeps the cookies in memory
            context = playwright.chromium.launch(**options).new_context(**rules)
    except Error as error:
        raise launch_failure(error.message) from error
    assert context.browser is not None
    try:
        tab = context.pages[0] if context.pages else context.new_page()
    except Error as error:
        with suppress(Error):
            context.browser.close()
        raise no_tab() from error
    return OpenBrowser(context, found.name, context.browser.version, True, tab)


def _first_that_starts(
    playwright: Playwright, candidates: list[FoundBrowser], **options: Any
) -> OpenBrowser:
    failure: NotAudited | None = None
    for found in candidates:
        try:
            return launch(playwright, found, **options)
        except NotInstalled as error:
            failure = failure or (error if len(candidates) == 1 else None)
        except NotAudited as error:
            if error.code == "no_display":
                raise  # no other browser would show a window
            failure = failure or error
    raise failure or nothing_installed()


def _tab_in(browser: Browser) -> OpenBrowser:
    from playwright.sync_api import Error

    context = browser.contexts[0]
    try:
        return OpenBrowser(context, "connected", browser.version, False, context.new_page())
    except Error as error:
        raise no_tab() from error
