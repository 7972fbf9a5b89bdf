"""An imitation of LinkedIn that answers its addresses; nothing else is answered.

It knows what the catalog and the fixtures say. It keeps the saved values, and can answer late,
refuse or pretend, so that proving a change is really exercised.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import BrowserContext, Error, Route

from auditor.demo import fixture, table
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import Setting, catalog
from auditor.linkedin.urls import ORIGIN, WRITE_PATH

SIGN_IN_PATH = "/flagship-web/login"
# What LinkedIn's answers to these look like is not known.
AUTHENTICATE_PATH = "/flagship-web/rsc-action/actions/server-request"
CHECKED_PATH = "/checkpoint/challenge/verify"
_CHECK_PATH = "/checkpoint/challenge/demo"

_HTML = "text/html; charset=utf-8"
_FILES = {
    "/demo/linkedin.css": ("linkedin.css", "text/css"),
    "/demo/linkedin.js": ("linkedin.js", "text/javascript"),
    SIGN_IN_PATH: ("login.html", _HTML),
    _CHECK_PATH: ("check.html", _HTML),
}
_SESSION = "li_at=demo; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=None"


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
    """LinkedIn's settings pages for one member, as far as they are known; kept in memory."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.signed_in = scene.signed_in
        self.values: dict[str, bool | None] = {}
        """What is saved, by the key of a switch (`saved_as`); None is not offered."""
        settings = catalog().settings.values()
        self._fates = {setting.category_path: "list" for setting in settings}
        for setting in settings:
            fate = self._fates[setting.path] = scene.others.get(setting.id, scene.value)
            self.values[saved_as(setting)] = None if fate == "not-offered" else fate != "off"

    def answer(self, method: str, url: str, body: str = "") -> Answer:
        """What LinkedIn would answer to this request."""
        path = urlsplit(url).path.rstrip("/")
        if path in _FILES:
            name, content_type = _FILES[path]
            return Answer(fixture(name), content_type=content_type)
        if path.startswith("/mypreferences/"):
            return self._settings_page(path, self._fates.get(path))
        if f"{path}/".startswith(WRITE_PATH):
            return self._api(method, path[len(WRITE_PATH) :], body)
        if path == AUTHENTICATE_PATH and self.scene.check:
            return _data({"check": _CHECK_PATH})
        if path in (AUTHENTICATE_PATH, CHECKED_PATH):
            self.signed_in = True
            return _data({}, cookie=_SESSION)
        return _page("Not found", 404)

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
        if answer.location is not None:  # Playwright's routing cannot redirect, but a script can
            target = json.dumps(answer.location)
            answer = Answer(f"<!doctype html><script>location.replace({target})</script>")
        headers = dict(answer.headers, **{"content-type": answer.content_type})
        if answer.cookie:
            headers["set-cookie"] = answer.cookie
        with suppress(Error):  # the page may be gone by the time a late answer is ready
            if answer.delay:
                request.frame.page.wait_for_timeout(answer.delay * 1000)
            self.keep(answer)
            route.fulfill(status=answer.status, headers=headers, body=answer.body)

    def _settings_page(self, path: str, fate: str | None) -> Answer:
        if not self.signed_in:
            back = quote(ORIGIN + path, safe="")
            return Answer(status=303, location=f"{SIGN_IN_PATH}/?session_redirect={back}")
        if fate == "moved":
            return Answer(status=303, location="/mypreferences/d/categories/account")
        if fate == "down":
            return _page("Error", 500)
        return Answer(_drawn_page(path, self.scene)) if fate else _page("Not found", 404)

    def _api(self, method: str, key: str, body: str) -> Answer:
        """Give or save the value of one switch. Without a key: give them all, for the lists."""
        if not self.signed_in:
            return _data({"status": 401}, status=401)
        if method == "GET":  # how LinkedIn's lists get their state words is not known
            values = {"value": self.values.get(key, True)} if key else {"values": self.values}
            return _data(values, delay=self.scene.data_delay)
        if self.scene.save == "refuse":
            return _data({"status": 500}, status=500, delay=self.scene.save_delay)
        wanted = json.loads(body)["value"] is True
        saves = (key, wanted) if self.scene.save == "keep" else None
        return _data({"value": wanted}, delay=self.scene.save_delay, saves=saves)


def saved_as(setting: Setting) -> str:
    """The last part of the address at which the imitation saves a setting."""
    # LinkedIn's key. Where that is not known, the end of the path, invented for the imitation.
    return setting.key or setting.path.rsplit("/", 1)[-1]


def _data(values: object, **more: Any) -> Answer:
    """Data as LinkedIn's authenticated APIs give them: JSON that may not be stored."""
    headers = (("cache-control", "no-store"),)
    return Answer(json.dumps(values), content_type="application/json", headers=headers, **more)


def _page(text: str, status: int) -> Answer:
    head = f"<head><meta charset='utf-8'><title>{text} (DEMO)</title></head>"
    demo = "<p>DEMO: an imitation.</p>"
    return Answer(f"<!doctype html>{head}{demo}<main>{text}</main>", status)


def _drawn_page(path: str, scene: Scene) -> str:
    """The page of a setting or of a category: an empty shell that fixtures/linkedin.js fills."""
    pages, words = table("pages.toml"), catalog().words.get(scene.language)
    settings = catalog().settings.values()
    content = {
        **pages,
        "path": path,
        "language": scene.language,
        "stateWords": {"on": words.on[0], "off": words.off[0]} if words else {},
        "settings": [{**asdict(setting), "key": saved_as(setting)} for setting in settings],
        "isAmbiguous": scene.ambiguous,
        "flips": scene.flips,
    }
    page = fixture("shell.html").replace("{{language}}", scene.language)
    page = page.replace("{{demo}}", pages["words"][scene.language]["demo"])
    return page.replace("{{content}}", json.dumps(content).replace("</", "<\\/"))
