"""LinkedIn's sign-in as recorded in 2026 (.github/LINKEDIN.md), with a person who types.

Each page plays its person by a script: it focuses a field, types for some seconds, and goes on.
The server notes what arrived, and which pages were loaded how often.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from page_parts import PATH, page, row
from server import ORIGIN, Asked, Fault

from auditor.demo.imitation import Answer

LOGIN = "/flagship-web/login/"
OLD_LOGIN = "/uas/login"
FEED = "/feed/foryou/"
AUTHENTICATE = (
    "/flagship-web/rsc-action/actions/server-request"
    "?sduiid=com.linkedin.sdui.requests.login.authenticate"
)
SESSION = "li_at=alive1815; Path=/; Secure; HttpOnly; Max-Age=31536000"
ENDED = 'li_at="delete me"; Path=/; Secure; HttpOnly; Max-Age=0'
_HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>LinkedIn</title>"
_HEAD += "<link rel=icon href=data:,>"
_TYPE = """<script>
const type = (field, seconds, then) => {
  field.focus();
  const timer = setInterval(() => {
    field.value += "x";
    if (field.value.length >= seconds * 10) { clearInterval(timer); then(field.value.length); }
  }, 100);
};
const visible = (selector) => [...document.querySelectorAll(selector)]
  .find((field) => field.checkVisibility());
const send = (path, typed) => fetch(path, {method: "POST", body: JSON.stringify({typed})});
</script>"""
_FIELDS = (
    '<div hidden><input autocomplete="username webauthn" id="«r1»"><input type=password'
    ' autocomplete="current-password" id="«r2»"></div>'
    '<div id=step><input autocomplete="username webauthn" id="«r3»"><input type=password'
    ' autocomplete="current-password" id="«r4»"><button type=button>Sign in</button></div>'
)


def moved(location: str, cookie: str | None = None) -> Answer:
    """A redirect that LinkedIn answers."""
    return Answer(status=303, location=location, cookie=cookie)


def plain(text: str, script: str = "") -> Answer:
    """A page with nothing to type into."""
    script = f"<script>{script}</script>" if script else ""
    return Answer(f"{_HEAD}<main><h1>{text}</h1></main>{_TYPE}{script}")


def typed_into(body: str, script: str) -> Answer:
    """A page with `body`, whose `script` plays the person."""
    return Answer(f"{_HEAD}<main>{body}</main>{_TYPE}<script>{script}</script>")


def new_login(seconds: float, then: str) -> Answer:
    """The sign-in page of 2026: no form, two copies of each field; `then` follows the answer."""
    script = (
        f"type(visible('[type=password]'), {seconds}, (typed) =>"
        f" send({json.dumps(AUTHENTICATE)}, typed).then(() => {{ {then} }}));"
    )
    return typed_into(_FIELDS, script)


def goes_to(path: str) -> str:
    """The script by which a page goes on."""
    return f"location.href = {json.dumps(path)};"


CODE_IN_PLACE = (
    "document.querySelector('#step').innerHTML = '<input name=pin autocomplete=one-time-code"
    " maxlength=6>'; type(visible('[name=pin]'), {seconds}, (typed) =>"
    " send('/checkpoint/verify-in-place', typed).then(() => {{ {then} }}));"
)


@dataclass
class Linkedin2026:
    """LinkedIn's servers for one member. Pages are given by path; the rest is as recorded."""

    entry: str = LOGIN
    """Where the settings' address leads somebody who is signed out."""
    pages: dict[str, Answer | Fault] = field(default_factory=dict)
    lets_in: str = AUTHENTICATE.partition("?")[0]
    """The path whose answer sets the session cookie."""
    state: str = "on"
    first: dict[str, Answer] = field(default_factory=dict)
    """Pages that are shown to the signed-in before the setting: by path, until it is posted to."""
    loads: Counter[str] = field(default_factory=Counter)
    typed: list[int] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer | Fault | None:
        """What is answered to `asked`."""
        path = asked.path.partition("?")[0]
        if asked.method == "GET":
            self.loads[path] += 1
        elif asked.body.startswith("{"):
            self.typed.append(json.loads(asked.body)["typed"])
        answer = self._answer(asked, path)
        return answer

    def _answer(self, asked: Asked, path: str) -> Answer | Fault:
        if asked.host != "www.linkedin.com":
            return self.pages.get(asked.host, Answer("", 404))
        if path in self.first and asked.method == "POST":
            del self.first[path]
            return Answer("{}", 200, "application/json")
        if asked.method == "POST":
            cookie = SESSION if path == self.lets_in else None
            return Answer("{}", 200, "application/json", cookie=cookie)
        if path == PATH:
            if "li_at=alive" not in asked.cookie:
                return moved(self.entry)
            waiting = next(iter(self.first), None)
            return moved(waiting) if waiting else Answer(page(row()(self.state)))
        given = self.pages.get(asked.path) or self.pages.get(path) or self.first.get(path)
        return given or plain("Welcome")

    def count(self, path: str) -> int:
        """How often the page at `path` was loaded."""
        return self.loads[path]


def wanted() -> str:
    """The address of the setting, as LinkedIn would lead back to it."""
    return ORIGIN + PATH
