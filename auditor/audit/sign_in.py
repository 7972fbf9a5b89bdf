"""Wait for the person: they sign in by themselves, in a window that is theirs meanwhile."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Page, Request

from auditor.errors import NotAudited
from auditor.linkedin.urls import ORIGIN, SIGN_IN_PLACES, Place, is_sign_in_path, parts_of, place_of
from auditor.page.load_error import load_failure
from auditor.page.setting_page import restricted
from auditor.page.tab import WhileOpen

_SCRIPT = Path(__file__).with_name("sign_in.js").read_text(encoding="utf-8")
_SESSION_COOKIE = "li_at"  # LINKEDIN.md, "Signing in": set in the moment of signing in
_LEADS_ON = 2.0
"""Seconds in which LinkedIn may lead on by itself once the person is through."""
_BETWEEN_LOOKS = 0.25

_SAY = {
    Place.SIGNING_IN: "Signing in …",
    Place.CHALLENGE: "LinkedIn asks for a check (code, puzzle or app). Answer it in the window.",
    Place.OFFLINE: "The browser shows no page. Check the connection; reload in the window.",
    Place.OUTSIDE: "Finish signing in, in the browser window.",
}
_SIGN_IN = "Sign in to LinkedIn in the browser window."
_REFUSED = "LinkedIn refuses to sign you in in this window for now."
_REFUSED_HINT = "Wait some minutes and try again, or use --connect with your own browser."
_THROUGH = "You are signed in. Going on to the setting …"
_ANSWER_FIRST = "LinkedIn shows another page first. Answer or skip it; I go on afterwards."
_GOOGLE = (
    "Sign in with Google in the window. If Google refuses this window, go back and use your"
    " LinkedIn password or a one-time link."
)
_LED_AWAY = "LinkedIn's address led to another site: {host}. Go on there, or stop with Ctrl-C."
_LED_AWAY_IN_SHORT = "LinkedIn's address led to another site, and not to a sign-in page."
_LED_AWAY_HINT = "Open www.linkedin.com in your own browser and see where it leads."
_NOBODY = "Nobody signed in to LinkedIn in time."
_NOBODY_HINT = (
    "Run the command again and sign in in the window; --login-timeout 600 waits ten minutes."
)


def session_expiry(context: BrowserContext) -> float | None:
    """When LinkedIn's session cookie expires, in seconds since 1970; None where there is none.

    The only place that asks for cookies. It keeps one name and one date, and never a value.
    """
    for cookie in context.cookies(ORIGIN):
        if cookie["name"] == _SESSION_COOKIE:
            return cookie["expires"]
    return None


class SignIn:
    """Watches one tab while the person signs in; loads, opens and closes nothing."""

    def __init__(self, page: Page, tell: Callable[..., None]) -> None:
        """`tell` is given a line of progress and the seconds that are left."""
        self._page = page
        self._tell = tell
        self._arrivals = 0
        self.met = False
        """Whether the tab asked for a sign-in page since this was last set to False."""
        page.on("framenavigated", self._on_arrival)
        page.on("request", self._on_request)

    def wait(self, setting_path: str, deadline: float, *, led_back_to: str = "") -> bool:
        """Wait until the person is through; True where the setting may be opened now.

        They are through when the tab reaches the setting's page by itself; when the session
        cookie appeared or was renewed since the sign-in page came, in whichever tab; or when it
        is there and the tab shows a page of LinkedIn's that is none of signing in.

        `led_back_to` is the address to which LinkedIn led when the setting was last opened:
        nothing is opened again while the tab stands there. False: that was so until `deadline`
        (monotonic, in seconds). Raises NotAudited where the account is restricted, or where
        nobody signed in by then.
        """
        before = session_expiry(self._page.context)
        arrivals = self._arrivals
        through_since: float | None = None
        while True:
            now = time.monotonic()
            place = place_of(self._page.url, setting_path)
            if place is Place.RESTRICTED:
                raise restricted()
            view = self._view()
            if place is Place.WANTED and view and not (view["loading"] or view["picker"]):
                return True
            session = session_expiry(self._page.context)
            if arrivals != self._arrivals and place in SIGN_IN_PLACES:
                before = session  # another sign-in page has come: what counts is a later cookie
            arrivals = self._arrivals
            path = parts_of(self._page.url).path
            past = place is Place.ELSEWHERE and not is_sign_in_path(path)
            shown_past = past and view is not None and not view["secret"]
            signed_in = session is not None and (session != before or shown_past)
            stays = self._page.url == led_back_to or (past and view and view["typing"])
            # A check would not survive being left.
            may_leave = view and not view["picker"] and "checkpoint" not in path.split("/")
            through = signed_in and may_leave and not stays
            through_since = (through_since or now) if through else None
            if through_since is not None and now - through_since >= _LEADS_ON:
                return True
            if now >= deadline:
                if signed_in and past:
                    return False
                raise self.gave_up(place)
            self._say(place, deadline - now, signed_in=signed_in, through=bool(through))
            self._page.wait_for_timeout(_BETWEEN_LOOKS * 1000)

    def gave_up(self, place: Place) -> NotAudited:
        """The error for a run in which nobody signed in."""
        if place is Place.OFFLINE:
            return load_failure("")
        if place is Place.REFUSED:
            return NotAudited("sign_in_refused", _REFUSED, _REFUSED_HINT)
        if place is Place.OUTSIDE and not self.met:
            return NotAudited("network", _LED_AWAY_IN_SHORT, _LED_AWAY_HINT)
        return NotAudited("sign_in_timeout", _NOBODY, _NOBODY_HINT)

    def _say(self, place: Place, left: float, *, signed_in: bool, through: bool) -> None:
        host = parts_of(self._page.url).hostname or ""
        if place is Place.OUTSIDE and not self.met:
            self._tell(_LED_AWAY, left, host=host)
        elif place is Place.OUTSIDE and host == "accounts.google.com":
            self._tell(_GOOGLE, left)
        elif place is Place.REFUSED:
            self._tell(f"{_REFUSED} {_REFUSED_HINT}", left)
        elif signed_in and place is not Place.CHALLENGE:
            self._tell(_THROUGH if through else _ANSWER_FIRST, left)
        else:
            self._tell(_SAY.get(place, _SIGN_IN), left)

    def _view(self) -> dict[str, Any] | None:
        """What sign_in.js sees in the tab; None where the page does not answer now."""
        with WhileOpen(self._page):
            script = f"() => ({_SCRIPT})()"
            text = self._page.locator(":root").evaluate(script, timeout=1000)
            view: dict[str, Any] = json.loads(text)
            return view
        return None

    def _on_arrival(self, frame: Frame) -> None:
        self._arrivals += frame == self._page.main_frame

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request() and place_of(request.url, "") in SIGN_IN_PLACES:
            self.met = True
