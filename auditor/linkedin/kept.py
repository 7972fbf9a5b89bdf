"""How Chromium itself is made to keep a page to LinkedIn's hosts: by its answer."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from auditor.linkedin.urls import FIRST_PARTY

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

# By this header of its answer Chromium keeps a page and its frames without an address to the hosts
# named, whatever they try: sockets, WebRTC, pages fetched or connected ahead. Where a
# redirect leads is judged in network.py. (wicg.github.io/connection-allowlists; from Chromium 152,
# which is why find_browser.OLDEST is that.)
_HEADER = "connection-allowlist"
_HOSTS = [f"https://{prefix}{host}" for host in FIRST_PARTY for prefix in ("", "*.")]
_LISTED = " ".join(f'"{host}"' for host in _HOSTS)
_TO_LINKEDIN = {"name": _HEADER, "value": f"({_LISTED});webrtc=block;redirects=allow"}
# What is sent by a socket no rule sees, and by one of LinkedIn's own a setting could be saved; by a
# stream of a worker (WebTransport) as well, which no policy tells from a request, and no script of
# ours is there to take away (ways_out.js).
_NO_SOCKETS = {
    "name": "content-security-policy",
    "value": "connect-src https: data: blob:; worker-src 'none'",
}
# Not taken over: the page's own list, and what no longer fits a body that has been decoded.
_NOT_TAKEN = (_HEADER, "content-encoding", "content-length", "transfer-encoding")

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DROPPED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")  # url.spec.whatwg.org, 4.4
_OF_PAGES = ("http", "https")
_REDIRECTS = (301, 302, 303, 307, 308)
_DENIED = 999
"""LinkedIn's own status for a request that it denies, as 429 is everybody's."""


def makes_a_page(answer: dict[str, Any]) -> bool:
    """Whether an answer (the event Fetch.requestPaused of one) makes a page."""
    status = answer.get("responseStatusCode")
    if status is None:  # nothing came
        return False
    leads = status in _REDIRECTS and bool(_locations(answer))
    comes_later = 100 <= status < 200
    return not (leads or comes_later or status in (204, 205))


def starts_a_program(answer: dict[str, Any]) -> bool:
    """Whether a redirect leads to no page but to another program, for mail it may be."""
    schemes = [_SCHEME.match(where) for where in _locations(answer)]  # also of no whole address
    return any(scheme and scheme[1].lower() not in _OF_PAGES for scheme in schemes)


def is_signed(answer: dict[str, Any]) -> bool:
    """Whether an answer is a page signed by somebody, who they are being asked of any host.

    Chromium gets the certificate by itself (156), and not always where a rule sees it.
    """
    return any("signed-exchange" in kind.lower() for kind in _told(answer, "content-type"))


def _locations(answer: dict[str, Any]) -> list[str]:
    """Where a redirect leads, as Chromium reads it; to it an empty header says nothing."""
    told = _told(answer, "location")
    return [where for one in told if (where := _DROPPED.sub("", one))]


def _told(answer: dict[str, Any], name: str) -> list[str]:
    headers = answer.get("responseHeaders", [])
    return [header["value"].strip() for header in headers if header["name"].lower() == name]


def let_through_kept(gate: CDPSession, answer: dict[str, Any]) -> None:
    """Let an answer through, with which Chromium keeps what comes of it to LinkedIn's hosts."""
    this, headers = {"requestId": answer["requestId"]}, answer["responseHeaders"]
    status = answer["responseStatusCode"]
    if not 100 <= status < 600:  # none of HTTP's, and no such answer can be given
        status = 429 if status == _DENIED else 500
    # A page's list is read from an answer that is given to Chromium, not from one that is changed.
    body = _body(gate, this)
    if body is None:
        gate.send("Fetch.failRequest", {**this, "errorReason": "ConnectionClosed"})
        return
    taken = [header for header in headers if header["name"].lower() not in _NOT_TAKEN]
    given = {"responseCode": status, "responseHeaders": [*taken, _TO_LINKEDIN, _NO_SOCKETS]}
    gate.send("Fetch.fulfillRequest", {**this, **given, "body": body})


def give_nothing(gate: CDPSession, answer: dict[str, Any]) -> None:
    """Give an empty page in the place of an answer, which is to be asked for again."""
    given = {
        "responseCode": 200,
        "responseHeaders": [{"name": "content-type", "value": "text/html"}],
    }
    gate.send("Fetch.fulfillRequest", {"requestId": answer["requestId"], **given, "body": ""})


def _body(gate: CDPSession, this: dict[str, str]) -> str | None:
    """What an answer holds, in base64; None where it broke off."""
    from playwright.sync_api import Error

    try:
        got = gate.send("Fetch.getResponseBody", this)
    except Error:
        return None
    text: str = got["body"]
    return text if got["base64Encoded"] else base64.b64encode(text.encode()).decode()
