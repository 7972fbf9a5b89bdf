"""An imitation of LinkedIn that answers its addresses; nothing else is answered.

It knows no more of LinkedIn than the catalog and the fixtures say. It keeps the saved values, and
can answer late, refuse or pretend, so that proving a change is really exercised.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from auditor.demo.fixtures import fixture
from auditor.demo.pages import saved_as, settings_page
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import Setting, catalog
from auditor.linkedin.urls import ORIGIN, WRITE_PATH

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

SIGN_IN_PATH = "/flagship-web/login/"
AUTHENTICATE_PATH = "/flagship-web/rsc-action/actions/server-request"
AUTHENTICATE_QUERY = "sduiid=com.linkedin.sdui.requests.login.authenticate"
CHECK_PATH = "/checkpoint/challenge/demo"

_SIGN_IN_PATHS = (SIGN_IN_PATH.rstrip("/"), "/uas/login", "/login")
_SESSION = "li_at=demo; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=None"
_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the imitation answers; `delay` in seconds."""

    body: str = ""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
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
        for setting in catalog().settings.values():
            fate = scene.fate(setting.id)
            self.values[saved_as(setting)] = None if fate == "not-offered" else fate != "off"
        self._settings = {setting.path: setting for setting in catalog().settings.values()}
        self._categories = {one.category_path for one in catalog().settings.values()} - {""}

    def answer(self, method: str, url: str, body: str = "") -> Answer:
        """What LinkedIn would answer to this request."""
        parts = urlsplit(url)
        path = parts.path.rstrip("/")
        if path.startswith("/demo/"):
            return _file(path.removeprefix("/demo/"))
        if path in _SIGN_IN_PATHS:
            return _file("login.html")
        if path == AUTHENTICATE_PATH and parts.query == AUTHENTICATE_QUERY:
            return self._authenticate()
        if path == CHECK_PATH:
            return _file("check.html")
        if path == "/checkpoint/challenge/verify":
            return self._let_in(parse_qs(body).get("session_redirect", [""])[0])
        if path in ("/feed", "/feed/foryou"):
            return _plain_page("Feed")
        if f"{path}/".startswith(WRITE_PATH):
            return self._api(method, path.removeprefix(WRITE_PATH.rstrip("/")).strip("/"), body)
        if path.startswith("/mypreferences/") and not self.signed_in:
            return _moved(f"{SIGN_IN_PATH}?session_redirect={quote(ORIGIN + path, safe='')}")
        if path in self._settings:
            return self._setting(self._settings[path])
        if path in self._categories:
            return Answer(settings_page(path, self.scene))
        return _plain_page("Not found", 404)

    def keep(self, answer: Answer) -> None:
        """Put in force what `answer` saves; to be called when it is given, after its delay."""
        if answer.saves is not None:
            key, value = answer.saves
            self.values[key] = value

    def attach(self, context: BrowserContext) -> None:
        """Answer every request of `context` from here, and refuse those to any other host."""
        context.route("**/*", self._fulfill)

    def _fulfill(self, route: Route) -> None:
        from playwright.sync_api import Error

        request = route.request
        if not request.url.startswith(ORIGIN + "/"):
            route.abort("blockedbyclient")
            return
        answer = self.answer(request.method, request.url, request.post_data or "")
        headers = dict(answer.headers)
        if answer.cookie:
            headers["set-cookie"] = answer.cookie
        body = answer.body
        if answer.location is not None:
            # Playwright's routing cannot redirect: a script goes on in its place.
            target = json.dumps(answer.location)
            body = f"<!doctype html><script>location.replace({target})</script>"
        with suppress(Error):  # the page may be gone by the time a late answer is ready
            if answer.delay:
                request.frame.page.wait_for_timeout(answer.delay * 1000)
            self.keep(answer)
            route.fulfill(
                status=200 if answer.location else answer.status,
                content_type=answer.content_type,
                headers=headers,
                body=body,
            )

    def _setting(self, setting: Setting) -> Answer:
        fate = self.scene.fate(setting.id)
        if fate == "down":
            return _plain_page("Error", 500)
        if fate == "moved":
            return _moved("/mypreferences/d/categories/account")
        return Answer(settings_page(setting.path, self.scene))

    def _api(self, method: str, key: str, body: str) -> Answer:
        """Give or save the value of one switch. Without a key: give them all, for the lists.

        How LinkedIn's lists get their state words is not known.
        """
        if not self.signed_in:
            return _data({"status": 401}, status=401)
        if method == "GET" and not key:
            return _data({"values": self.values}, delay=self.scene.data_delay)
        self.values.setdefault(key, True)  # a switch that the catalog does not know
        if method == "GET":
            return _data({"value": self.values[key]}, delay=self.scene.data_delay)
        if self.scene.save == "refuse":
            return _data({"status": 500}, status=500, delay=self.scene.save_delay)
        wanted = json.loads(body)["value"] is True
        saves = (key, wanted) if self.scene.save == "keep" else None
        return _data({"value": wanted}, delay=self.scene.save_delay, saves=saves)

    # --- signing in -----------------------------------------------------------------------------

    def _authenticate(self) -> Answer:
        """Answer the sign-in page. What LinkedIn's answer looks like is not known."""
        if self.scene.check:
            return _data({"check": CHECK_PATH})
        self.signed_in = True
        return _data({}, cookie=_SESSION)

    def _let_in(self, wanted: str) -> Answer:
        self.signed_in = True
        return _moved(wanted if wanted.startswith(ORIGIN + "/") else "/feed/foryou/", _SESSION)


def _data(
    values: object,
    *,
    status: int = 200,
    delay: float = 0.0,
    cookie: str | None = None,
    saves: tuple[str, bool] | None = None,
) -> Answer:
    """Data as LinkedIn's authenticated APIs give them: JSON that may not be stored."""
    headers = (("cache-control", "no-store"),)
    text = json.dumps(values)
    return Answer(text, status, _JSON, headers, cookie=cookie, delay=delay, saves=saves)


def _moved(location: str, cookie: str | None = None) -> Answer:
    return Answer(status=303, location=location, cookie=cookie)


def _plain_page(text: str, status: int = 200) -> Answer:
    head = f"<head><meta charset='utf-8'><title>{text} (DEMO)</title></head>"
    return Answer(
        f"<!doctype html>{head}<p>DEMO: an imitation.</p><main>{text}</main>", status=status
    )


def _file(name: str) -> Answer:
    file = fixture(name)
    if not file.is_file() or Path(name).suffix not in _TYPES:
        return _plain_page("Not found", 404)
    return Answer(file.read_text("utf-8"), 200, _TYPES[Path(name).suffix])
