"""An imitation of LinkedIn that answers its addresses from fixtures/; nothing else is answered.

It knows no more of LinkedIn than the catalog and the fixtures say. It keeps the saved value and
can answer late, refuse or pretend, so that proving a change is really exercised.
"""

from __future__ import annotations

import difflib
import json
import re
import textwrap
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, quote, urlsplit

from auditor.errors import UsageError
from auditor.i18n import N_
from auditor.linkedin.catalog import ORIGIN, WRITE_PATH, Setting, catalog

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Route

_VALUES = {"on": True, "off": False}
_AROUND = {
    "en": {"demo": "an imitation. No account, no network.", "header": "Settings"},
    "fr": {"demo": "une imitation. Ni compte, ni réseau.", "header": "Préférences"},
}
_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}


@cache
def _scenes_file() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_fixture("scenes.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Scene:
    """How the imitation behaves."""

    about: str
    value: Literal["on", "off"] = "on"
    language: str = "en"
    page: str | None = None
    """The name of another page to show instead of the setting's own."""
    offered: bool = True
    data_delay: float = 0.0
    save_delay: float = 0.0
    save: Literal["keep", "pretend", "refuse"] = "keep"
    check: bool = False
    """Whether a check follows signing in."""
    signed_in: bool = False
    others: Mapping[str, str] = field(default_factory=lambda: _scenes_file()["others"])
    """What the other settings show, by id: `on`, `off`, `not-offered`, `down` or `moved`."""


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
    """Key and value that are in force once the answer is given, not before."""


@cache
def scenes() -> dict[str, Scene]:
    """All scenes by name."""
    return {name: Scene(**entry) for name, entry in _scenes_file().items() if name != "others"}


def scene(name: str) -> Scene:
    """The scene called `name`; raises UsageError."""
    if name not in scenes():
        near = difflib.get_close_matches(name, scenes(), n=1)
        hint = "Did you mean {near}?" if near else N_("Scenes: {known}")
        if name in catalog().settings:
            hint = "Name the setting before the option: {name} --demo."
        raise UsageError(
            "There is no demo scene called {name}.",
            hint,
            name=name,
            near="".join(near),
            known=", ".join(scenes()),
        )
    return scenes()[name]


class Imitation:
    """LinkedIn's settings pages for one member, as far as they are known."""

    def __init__(self, scene: Scene) -> None:
        """Begin with the values of `scene`; everything saved is kept in memory."""
        self.scene = scene
        self.signed_in = scene.signed_in
        self.writes: list[str] = []
        """Each write received, as method and path."""
        self.values: dict[str, bool | None] = {
            setting.key: _VALUES.get(scene.others.get(setting.id, scene.value))
            for setting in catalog().settings.values()
        }
        if not scene.offered:
            self.values[catalog().settings["ai-training"].key] = None
        self._pages = {setting.path: setting for setting in catalog().settings.values()}
        self._categories = {one.category_path for one in catalog().settings.values()} - {""}
        self._wanted = "/"

    def answer(self, method: str, url: str, body: str = "") -> Answer:
        """What LinkedIn would answer to this request."""
        parts = urlsplit(url)
        path = parts.path.rstrip("/")
        if path.startswith("/demo/"):
            return self._file(path.removeprefix("/demo/"))
        if path == "/uas/login":
            return self._file("login.html")
        if path == "/checkpoint/lg/login-submit":
            self._wanted = parse_qs(body).get("session_redirect", ["/"])[0]
            return self._let_in() if not self.scene.check else _moved("/checkpoint/challenge/demo")
        if path == "/checkpoint/challenge/demo":
            return self._file("check.html")
        if path == "/checkpoint/challenge/verify":
            return self._let_in()
        if not self.signed_in and (path in self._pages or path in self._categories):
            return _moved(f"/uas/login?session_redirect={quote(ORIGIN + path, safe='')}")
        if path in self._pages:
            return self._page(self._pages[path])
        if path in self._categories:
            return self._category()
        if path.startswith(WRITE_PATH) and self.signed_in:
            return self._api(method, path.removeprefix(WRITE_PATH), body)
        return Answer("<!doctype html><title>Not found</title><main>Not found</main>", 404)

    def given(self, answer: Answer) -> None:
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
            # A redirect would be followed past the routing and asked of the network.
            body = (
                f"<!doctype html><script>location.replace({json.dumps(answer.location)})</script>"
            )
        with suppress(Error):  # the page may be gone by the time a late answer is ready
            if answer.delay:
                request.frame.page.wait_for_timeout(answer.delay * 1000)
            self.given(answer)
            route.fulfill(
                status=200 if answer.location else answer.status,
                content_type=answer.content_type,
                headers=headers,
                body=body,
            )

    # --- pages ----------------------------------------------------------------------------------

    def _page(self, setting: Setting) -> Answer:
        other = self.scene.others.get(setting.id)
        if other == "down":
            return Answer("<!doctype html><title>Error</title>", 500)
        if other == "moved":
            return _moved("/mypreferences/d/categories/account")
        name = "en" if other else self.scene.page or self.scene.language
        return self._shell(f"{setting.id}/{name}.html", "en" if other else self.scene.language)

    def _category(self) -> Answer:
        """The list of settings: those that are offered, each with its state word."""
        words = {True: "On", False: "Off"}
        lines = []
        for line in _fixture("category.html").read_text("utf-8").splitlines():
            row = re.search(r'data-state="(\w+)"', line)
            if row is None or self.values[row[1]] is not None:
                word = words[bool(self.values[row[1]])] if row else ""
                lines.append(line.replace("></span>", f">{word}</span>"))
        return self._shell("category.html", "en", "\n".join(lines))

    def _shell(self, name: str, language: str, main: str | None = None) -> Answer:
        """A page of the settings: what all of them share, around the one of `name`."""
        main = main or _fixture(name).read_text("utf-8")
        title = re.search("<h1>(.*)</h1>", main)
        page = _fixture("shell.html").read_text("utf-8")
        for slot, text in (
            ("language", language),
            ("title", title[1] if title else ""),
            *_AROUND[language].items(),
            ("main", textwrap.indent(main.rstrip(), "    ")),
        ):
            page = page.replace("{{" + slot + "}}", text)
        return Answer(page)

    def _api(self, method: str, key: str, body: str) -> Answer:
        if method not in ("GET", "HEAD"):
            self.writes.append(f"{method} {WRITE_PATH}{key}")
        if key not in self.values:
            self.values[key] = True  # a switch that the catalog does not know
        if not key.isalnum():
            return Answer('{"status":404}', 404, "application/json")
        if method == "GET":
            value = json.dumps({"value": self.values[key]})
            return Answer(value, 200, "application/json", delay=self.scene.data_delay)
        if self.scene.save == "refuse":
            return Answer('{"status":500}', 500, "application/json", delay=self.scene.save_delay)
        saves = (key, json.loads(body)["value"] is True) if self.scene.save == "keep" else None
        return Answer("{}", 200, "application/json", delay=self.scene.save_delay, saves=saves)

    def _let_in(self) -> Answer:
        self.signed_in = True
        target = self._wanted if self._wanted.startswith(ORIGIN + "/") else "/feed/"
        return _moved(target, "li_at=demo; Path=/; Secure; HttpOnly; SameSite=None")

    def _file(self, name: str) -> Answer:
        file = _fixture(name)
        if not file.is_file():
            return Answer("Not found", 404)
        return Answer(file.read_text("utf-8"), 200, _TYPES[Path(name).suffix])


def _moved(location: str, cookie: str | None = None) -> Answer:
    return Answer(status=303, location=location, cookie=cookie)


def _fixture(name: str) -> Traversable:
    """A file of fixtures/: inside the package when installed, beside it in a checkout."""
    packed = files("auditor").joinpath("fixtures")
    root: Traversable = packed if packed.is_dir() else Path(__file__).parents[2] / "fixtures"
    return root.joinpath(name)
