"""An imitation of LinkedIn that answers its addresses; nothing else is answered.

It knows no more of LinkedIn than the catalog and the fixtures say. It keeps the saved values, and
can answer late, refuse or pretend, so that proving a change is really exercised.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import BrowserContext, Error, Route

from auditor.demo import fixture
from auditor.demo.pages import saved_as, settings_page
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN, WRITE_PATH

SIGN_IN_PATH = "/flagship-web/login/"
AUTHENTICATE_PATH = "/flagship-web/rsc-action/actions/server-request"
AUTHENTICATE_QUERY = "sduiid=com.linkedin.sdui.requests.login.authenticate"
CHECK_PATH = "/checkpoint/challenge/demo"

_FILES = {
    "/demo/linkedin.css": "linkedin.css",
    "/demo/linkedin.js": "linkedin.js",
    SIGN_IN_PATH.rstrip("/"): "login.html",
    "/uas/login": "login.html",
    "/login": "login.html",
    CHECK_PATH: "check.html",
}
_HTML = "text/html; charset=utf-8"
_TYPES = {".html": _HTML, ".css": "text/css", ".js": "text/javascript"}
_SESSION = "li_at=demo; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=None"
_NO_STORE = (("cache-control", "no-store"),)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the imitation answers; `delay` in seconds."""

    body: str = ""
    status: int = 200
    content_type: str = _HTML
    headers: tuple[tuple[str, str], ...] = ()
    location: str | None = None
    cookie: str | None = None
    delay: float = 0.0
    saves: tuple[str, bool] | None = None
    """Name and value that `Imitation.keep` puts in force once the answer is given."""


class Imitation:
    """LinkedIn's settings pages for one member, as far as they are known."""

    def __init__(self, scene: Scene) -> None:
        """Begin with the values of `scene`; everything saved is kept in memory."""
        self.scene = scene
        self.signed_in = scene.signed_in
        self.values: dict[str, bool | None] = {}
        """What is saved, by the key of a switch (`saved_as`); None is not offered."""
        settings = catalog().settings.values()
        self._fates = {setting.category_path: "list" for setting in settings}
        for setting in settings:
            fate = self._fates[setting.path] = scene.fate(setting.id)
            self.values[saved_as(setting)] = None if fate == "not-offered" else fate != "off"

    def answer(self, method: str, url: str, body: str = "") -> Answer:
        """What LinkedIn would answer to this request."""
        parts = urlsplit(url)
        path = parts.path.rstrip("/")
        if path in _FILES:
            file = fixture(_FILES[path])
            return Answer(file.read_text("utf-8"), content_type=_TYPES[Path(file.name).suffix])
        if path.startswith("/mypreferences/"):
            return self._settings_page(path)
        if f"{path}/".startswith(WRITE_PATH):
            return self._api(method, path[len(WRITE_PATH) :], body)
        if path == AUTHENTICATE_PATH and parts.query == AUTHENTICATE_QUERY:
            return self._authenticate()
        if path == "/checkpoint/challenge/verify":
            self.signed_in = True
            wanted = parse_qs(body).get("session_redirect", ["/feed/foryou/"])[0]
            return Answer(status=303, location=wanted, cookie=_SESSION)
        return _page("Feed") if path.startswith("/feed") else _page("Not found", 404)

    def keep(self, answer: Answer) -> None:
        """Put in force what `answer` saves; to be called when it is given, after its delay."""
        if answer.saves is not None:
            self.values[answer.saves[0]] = answer.saves[1]

    def attach(self, context: BrowserContext) -> None:
        """Answer every request of `context` from here, and refuse those to any other host."""
        context.route("**/*", self._fulfill)

    def _fulfill(self, route: Route) -> None:
        request = route.request
        if not request.url.startswith(ORIGIN + "/"):
            route.abort("blockedbyclient")
            return
        answer = self.answer(request.method, request.url, request.post_data or "")
        headers = dict(answer.headers) | ({"set-cookie": answer.cookie} if answer.cookie else {})
        status, body = answer.status, answer.body
        if answer.location is not None:
            # Playwright's routing cannot redirect: a script goes on in its place.
            target = json.dumps(answer.location)
            status, body = 200, f"<!doctype html><script>location.replace({target})</script>"
        with suppress(Error):  # the page may be gone by the time a late answer is ready
            if answer.delay:
                request.frame.page.wait_for_timeout(answer.delay * 1000)
            self.keep(answer)
            route.fulfill(
                status=status, content_type=answer.content_type, headers=headers, body=body
            )

    def _settings_page(self, path: str) -> Answer:
        if not self.signed_in:
            back = quote(ORIGIN + path, safe="")
            return Answer(status=303, location=f"{SIGN_IN_PATH}?session_redirect={back}")
        fate = self._fates.get(path)
        if fate == "moved":
            return Answer(status=303, location="/mypreferences/d/categories/account")
        if fate == "down":
            return _page("Error", 500)
        return Answer(settings_page(path, self.scene)) if fate else _page("Not found", 404)

    def _api(self, method: str, key: str, body: str) -> Answer:
        """Give or save the value of one switch. Without a key: give them all, for the lists.

        How LinkedIn's lists get their state words is not known.
        """
        if not self.signed_in:
            return _data({"status": 401}, status=401)
        if method == "GET":
            values = {"value": self.values.get(key, True)} if key else {"values": self.values}
            return _data(values, delay=self.scene.data_delay)
        if self.scene.save == "refuse":
            return _data({"status": 500}, status=500, delay=self.scene.save_delay)
        wanted = json.loads(body)["value"] is True
        saves = (key, wanted) if self.scene.save == "keep" else None
        return _data({"value": wanted}, delay=self.scene.save_delay, saves=saves)

    def _authenticate(self) -> Answer:
        """Answer the sign-in page. What LinkedIn's answer looks like is not known."""
        if self.scene.check:
            return _data({"check": CHECK_PATH})
        self.signed_in = True
        return _data({}, cookie=_SESSION)


def _data(values: object, **more: Any) -> Answer:
    """Data as LinkedIn's authenticated APIs give them: JSON that may not be stored."""
    return Answer(json.dumps(values), content_type="application/json", headers=_NO_STORE, **more)


def _page(text: str, status: int = 200) -> Answer:
    head = f"<head><meta charset='utf-8'><title>{text} (DEMO)</title></head>"
    demo = "<p>DEMO: an imitation.</p>"
    return Answer(f"<!doctype html>{head}{demo}<main>{text}</main>", status)
