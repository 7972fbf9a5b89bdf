"""Connect to a browser that the person started, on this computer and nowhere else."""

import json
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Error, Page, Playwright

from auditor.errors import NotAudited

_NO_ANSWER = NotAudited(
    "no_browser",
    "No browser answers at the address given with --connect.",
    "Start yours with --remote-debugging-port=9222 and a --user-data-dir of its own.",
)
_NOT_ALLOWED = NotAudited(
    "no_browser",
    "The browser at the address given with --connect did not let this program in.",
    "Chrome asks in its window whether to allow remote debugging: allow it within a minute.",
)


def connected(playwright: Playwright, address: str) -> Page:
    """A new tab in the browser at `address`, which begins with http: or ws:. Raises NotAudited.

    Chrome's own switch for remote debugging has only a ws: address. It asks its user, who gets a
    minute to answer.
    """
    own_switch = address.startswith("ws:")
    socket = address if own_switch else _socket_of(address)
    wait = 60_000 if own_switch else 10_000
    try:
        browser = playwright.chromium.connect_over_cdp(socket, timeout=wait, no_defaults=True)
        return browser.contexts[0].new_page()
    except Error as error:
        unanswered = own_switch and "Timeout" in error.message
        raise (_NOT_ALLOWED if unanswered else _NO_ANSWER) from error


def _socket_of(address: str) -> str:
    """The address of the web socket that the browser at `address` names; raises NotAudited.

    It is asked for here because Playwright would ask through the proxy that the environment names.
    """
    url = f"{address.rstrip('/')}/json/version"
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
            socket = str(json.load(answer)["webSocketDebuggerUrl"])
        host = urlsplit(socket).hostname
    except HTTPError as error:
        raise NotAudited(
            "no_browser",
            "A program answers at the address given with --connect, but names no browser there.",
            "If you switched on remote debugging in Chrome itself, give the address that Chrome"
            " shows, or --connect ws://{host}/devtools/browser",
            host=urlsplit(address).netloc,
        ) from error
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise _NO_ANSWER from error
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise NotAudited(
            "no_browser",
            "The address given with --connect leads to another computer.",
            "--connect takes a browser on this computer only.",
        )
    return socket
