"""What page is this, and when is the person through: signing in is theirs, waiting is ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from auditor.errors import NotAudited
from auditor.linkedin.address import page_parts, parts_of
from auditor.linkedin.catalog import ORIGIN
from auditor.linkedin.urls import is_first_party
from auditor.page import in_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Place(Enum):
    """Where the browser is, told by address alone (facts, section 5)."""

    WANTED = "the page asked for"
    SIGNED_OUT = "a sign-in page"
    SIGNING_IN = "signing in"
    CHALLENGE = "a check"
    RESTRICTED = "a restricted account"
    OFFLINE = "no page at all"
    OUTSIDE = "another site"
    ELSEWHERE = "another page of LinkedIn"


SIGNING_IN = frozenset({Place.SIGNED_OUT, Place.SIGNING_IN, Place.CHALLENGE})
"""Where the person signs in, and the page may ask anybody."""


def place_of(url: str, wanted_path: str) -> Place:
    """Tell the pages of LinkedIn apart by path segments, never by substrings."""
    parts = page_parts(url)
    if parts.scheme in ("chrome-error", "about", ""):
        return Place.OFFLINE
    host = parts.netloc.rpartition("@")[2]  # a name before it is no part of a page's origin
    if f"{parts.scheme}://{host}" != ORIGIN:
        return Place.ELSEWHERE if is_first_party(url) else Place.OUTSIDE
    path = parts.path.rstrip("/") or "/"
    if path == wanted_path:
        return Place.WANTED
    segments = [segment for segment in path.split("/") if segment]
    first = segments[0] if segments else ""
    if first in {"checkpoint", "login", "uas"} and "login-restriction" in segments:
        return Place.RESTRICTED
    if first == "checkpoint" and segments[1:2] in (["rm"], ["rp"]):  # another account; a password
        return Place.SIGNED_OUT
    if first == "checkpoint":
        under_way = segments[1:2] == ["lg"] and segments[2:3] != []
        return Place.SIGNING_IN if under_way else Place.CHALLENGE
    by_mail = segments[:2] == ["uas", "consumer-email-challenge"]
    if by_mail or "challengeId" in parse_qs(parts.query, keep_blank_values=True):
        return Place.CHALLENGE
    if first in {"login", "uas", "authwall", "signup"}:
        return Place.SIGNED_OUT
    return Place.ELSEWHERE


_SAY = {
    Place.SIGNED_OUT: "Sign in to LinkedIn in the browser window.",
    Place.SIGNING_IN: "Signing in …",
    Place.CHALLENGE: "LinkedIn asks for a check (code, puzzle or app). Answer it in the window.",
    Place.OUTSIDE: "Finish signing in, in the browser window.",
    Place.OFFLINE: "The browser shows no page. Check the connection; reload in the window.",
    Place.ELSEWHERE: "LinkedIn shows another page first. Going on to the setting …",
}

RESTRICTED_HINT = "Open www.linkedin.com in your own browser and follow what LinkedIn asks there."


def restricted() -> NotAudited:
    """The error for an account that LinkedIn has restricted."""
    return NotAudited(
        "account_restricted", "LinkedIn has restricted this account.", RESTRICTED_HINT
    )


def unreachable(said: str = "") -> NotAudited:
    """The error for a LinkedIn that does not answer; `said`: what the browser said of it."""
    if "ERR_TOO_MANY_REDIRECTS" in said:  # stickerdaniel/linkedin-mcp-server, issue 567, 2026-07
        return NotAudited(
            "network",
            "LinkedIn led the browser round in a circle, as where a session has gone stale.",
            "If you keep a profile, remove it and sign in anew: linkedin-auditor forget",
        )
    return NotAudited(
        "network",
        "LinkedIn could not be reached.",
        "Check the internet connection, then run the command again.",
    )


def wait_for_person(
    page: Page,
    wanted_path: str,
    go_on: Callable[[], None],
    at_picker: Callable[[], None],
    tell: Callable[[str, float | None], None],
    deadline: float,
) -> None:
    """Wait until the page asked for is reached; raises NotAudited at `deadline` (monotonic).

    Wherever LinkedIn leads the person in between, `go_on` is called to ask for the page again
    once they are through; being sent elsewhere again makes the next try come later. Led to another
    settings page each time they are through as well: LinkedIn has no such page for them.
    `at_picker` is called while an account picker stands in the place of the page.
    """
    elsewhere_since: float | None = None
    patience = 1.0
    asked = 0
    while True:
        now = time.monotonic()
        place = place_of(page.url, wanted_path)
        if now >= deadline:
            if place is Place.OFFLINE:
                raise unreachable()
            raise NotAudited(
                "sign_in_timeout",
                "Nobody signed in to LinkedIn in time.",
                "Run the command again and sign in in the window; "
                "--login-timeout 600 waits ten minutes.",
            )
        if place is Place.RESTRICTED:
            raise restricted()
        if place is Place.WANTED:
            shown = _shown(page, wanted_path)
            if shown == "page":
                return
            if shown == "picker":
                at_picker()
        if place is Place.ELSEWHERE:
            elsewhere_since = elsewhere_since or now
            if now - elsewhere_since >= patience:
                if asked >= 2 and parts_of(page.url).path.startswith("/mypreferences/"):
                    return
                asked += 1
                patience = min(patience * 2, 30)
                elsewhere_since = None
                go_on()
        else:
            elsewhere_since = None
        tell(_SAY.get(place, _SAY[Place.SIGNED_OUT]), deadline - now)
        page.wait_for_timeout(200)


_SHOWS = """
() => document.readyState === "loading" ? ""
  : `${document.querySelector("#rememberme-div") ? "picker" : "page"} ${location.href}`
"""


def _shown(page: Page, wanted_path: str) -> str:
    """The `page` asked for, the account `picker` in its place (facts: high), or neither.

    The address is asked for in the same moment: the page may just be going on to another one.
    """
    from playwright.sync_api import Error

    try:
        shown, _, address = in_page.answer(page, _SHOWS, timeout=2).partition(" ")
    except Error:
        if page.is_closed():
            raise
        return ""  # not to be told now: look again
    return shown if place_of(address, wanted_path) is Place.WANTED else ""
