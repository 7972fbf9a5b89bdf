"""Wait for the person: they sign in by themselves, in a window that is theirs meanwhile."""

import math
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Request

from auditor.audit import LINES
from auditor.audit.options import Options, Person
from auditor.errors import NotAudited
from auditor.linkedin.urls import ORIGIN, SIGN_IN_PLACES, Place, is_sign_in_path, parts_of, place_of
from auditor.page.tab import while_open

_SCRIPT = Path(__file__).with_name("sign_in.js").read_text(encoding="utf-8")
_SESSION_COOKIE = "li_at"  # LINKEDIN.md, "Signing in": set in the moment of signing in
_LEADS_ON = 2.0  # seconds in which LinkedIn may lead on by itself once the person is through

_SAY = LINES["sign_in"]


def session_expiry(context: BrowserContext) -> float | None:
    """When LinkedIn's session cookie expires, in seconds since 1970; None where there is none.

    The only place that asks for cookies. It keeps one name and one date, and never a value.
    """
    found = [cookie for cookie in context.cookies(ORIGIN) if cookie["name"] == _SESSION_COOKIE]
    return found[0]["expires"] if found else None


class SignIn:
    """Watches one tab while the person signs in; loads, opens and closes nothing."""

    def __init__(self, page: Page, options: Options, person: Person) -> None:
        self._page = page
        self._options = options
        self._person = person
        self.met = False  # whether the tab asked for a sign-in page since this was set to False
        page.on("request", self._on_request)

    def wait(self, setting_path: str, deadline: float, led_back_to: str) -> bool:
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
        last_url = self._page.url
        through_since = math.inf
        while True:
            now = time.monotonic()
            url = self._page.url
            place = place_of(url, setting_path)
            if place is Place.RESTRICTED:
                raise NotAudited("account_restricted")
            view = self._view()
            if place is Place.WANTED and not (view["loading"] or view["picker"]):
                return True
            session = session_expiry(self._page.context)
            if url != last_url and place in SIGN_IN_PLACES:
                before = session  # another sign-in page has come: what counts is a later cookie
            last_url = url
            parts = parts_of(url)
            past = place is Place.ELSEWHERE and not is_sign_in_path(parts.path)
            shown_past = past and not view["secret"]
            signed_in = session is not None and (session != before or shown_past)
            checked = "checkpoint" in parts.path.split("/")  # a check does not survive being left
            held = checked or view["picker"] or (past and view["typing"]) or url == led_back_to
            through = signed_in and not held
            through_since = min(through_since, now) if through else math.inf
            if now - through_since >= _LEADS_ON:
                return True
            if now >= deadline:
                if signed_in and past:
                    return False
                raise self._gave_up(place)
            line_name = place.name.lower()
            if place is Place.OUTSIDE and not self.met:
                line_name = "led_away"
            elif place is Place.OUTSIDE and parts.hostname == "accounts.google.com":
                line_name = "google"
            elif signed_in and place not in (Place.CHALLENGE, Place.REFUSED):
                line_name = "through" if through else "answer_first"
            if not (line_name == "answer_first" and view["loading"]):  # it asks for nothing yet
                line = _SAY.get(line_name, _SAY["signed_out"])
                self._person.tell(line, deadline - now, host=parts.hostname or "")
            self._page.wait_for_timeout(250)

    def _gave_up(self, place: Place) -> NotAudited:
        """The error for a run in which nobody signed in."""
        if place is Place.OFFLINE:
            return NotAudited("not_reached")
        if place is Place.REFUSED:
            return NotAudited("sign_in_refused")
        if place is Place.OUTSIDE and not self.met:
            return NotAudited("led_away")
        nobody = self._options.login_timeout == 0
        return NotAudited("sign_in_needed" if nobody else "sign_in_timeout")

    def _view(self) -> dict[str, bool]:
        """What sign_in.js sees in the tab; all is true where the page does not answer now."""
        look = partial(self._page.locator(":root").evaluate, _SCRIPT, timeout=1000)
        return while_open(
            self._page, look, dict.fromkeys(("loading", "picker", "secret", "typing"), True)
        )

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request() and place_of(request.url, "") in SIGN_IN_PLACES:
            self.met = True
