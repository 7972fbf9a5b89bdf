"""Connect to a browser that the person started, on this computer and nowhere else."""

import json
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Error, Page, Playwright

from auditor.errors import NotAudited


def connected(playwright: Playwright, address: str) -> Page:
    """A new tab in the browser at `address`, which begins with http: or ws:. Raises NotAudited.

    Chrome's own switch for remote debugging has only a ws: address. It asks its user, who gets a
    minute to answer.
    """
    try:
        socket = address if address.startswith("ws:") else socket_of(address)
        browser = playwright.chromium.connect_over_cdp(socket, timeout=60_000, no_defaults=True)
        return browser.contexts[0].new_page()
    except HTTPError as error:
        host = urlsplit(address).netloc
        raise NotAudited("connect_names_no_browser", host=host) from error
    except (Error, OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise NotAudited("connect_not_answered") from error


def socket_of(address: str) -> str:
    """The address of the browser's web socket, with the host and the port of `address`.

    It is asked for here because Playwright would ask through the proxy that the environment names.
    """
    url = f"{address.rstrip('/')}/json/version"
    with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
        socket = urlsplit(str(json.load(answer)["webSocketDebuggerUrl"]))
    return socket._replace(netloc=urlsplit(address).netloc).geturl()
