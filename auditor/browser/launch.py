"""Launch a browser, or connect to one, and close it whatever happens."""

import logging
import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import BrowserType, Error, Page, Playwright, sync_playwright

from auditor.browser.find import browsers, has_home, launch_failure
from auditor.browser.profile import kept_folder, throw_away_folder
from auditor.errors import NotAudited

_FLAGS = tomllib.loads(Path(__file__).with_name("flags.toml").read_text("utf-8"))
FEATURES_OFF = f"--disable-features={','.join(_FLAGS['features_off'])}"


class OpenBrowser(NamedTuple):
    """A browser that runs, and our tab in it: its first one, or a new one in the person's own."""

    name: str
    version: str
    tab: Page


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
    args = [*_FLAGS["own_requests"], FEATURES_OFF]
    args += ["--host-resolver-rules=MAP * ~NOTFOUND"] if offline else []
    args += [f"--lang={language}"] if language != "en" else []
    kept = kept_folder(profile) if profile else nullcontext()
    with kept, throw_away_folder() as folder, _driver(folder, language) as playwright:
        if connect:
            from auditor.browser.connect import connected

            name, tab = "connected", connected(playwright, connect)
        else:
            name, tab = _first_that_starts(playwright.chromium, wanted, headless, profile, args)
        browser = tab.context.browser
        assert browser is not None
        try:
            yield OpenBrowser(name, browser.version, tab)
        except Error as error:
            crashed = "crashed" in error.message or "Connection closed" in error.message
            if not (crashed or tab.is_closed() or "has been closed" in error.message):
                raise
            raise NotAudited("crashed" if crashed else "window_closed") from error
        finally:
            with suppress(Exception):
                if connect:
                    tab.close()
                browser.close()  # of a connected browser, this only takes leave


@contextmanager
def _driver(folder: Path, language: str) -> Iterator[Playwright]:
    """Playwright, whose temporary files and those of its browsers lie in `folder`."""
    logging.disable()  # Playwright logs what a listener of ours raises, which may quote the page
    changes = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    if language != "en":
        changes["LANGUAGE"] = language  # of a browser on Linux
    before = {name: os.environ[name] for name in changes if name in os.environ}
    os.environ.update(changes)
    try:
        # What the driver prints when it fails may quote the page.
        with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
            playwright = sync_playwright().start()
    except Exception as error:  # Playwright has no type of its own for it
        raise NotAudited("no_driver" if has_home() else "no_home") from error
    finally:
        for name in changes:
            del os.environ[name]
        os.environ.update(before)
    try:
        yield playwright
    finally:
        with suppress(Exception):
            playwright.stop()


def _first_that_starts(
    chromium: BrowserType, wanted: str | None, headless: bool, profile: Path | None, args: list[str]
) -> tuple[str, Page]:
    """The name and the first tab of a browser; raises NotAudited."""
    options: dict[str, Any] = {
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
    messages = []
    for found in browsers(wanted):
        options |= {"channel": found.channel, "executable_path": found.path}
        try:
            if profile is None:  # a context of its own keeps the cookies in memory
                context = chromium.launch(**options).new_context(**rules)
            else:
                context = chromium.launch_persistent_context(
                    profile, ignore_default_args=_FLAGS["keychain_off"], **options, **rules
                )
            return found.name, context.pages[0] if context.pages else context.new_page()
        except Error as error:
            messages.append(error.message)
    raise launch_failure(messages, named=wanted is not None)
