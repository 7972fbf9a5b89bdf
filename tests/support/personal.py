"""A member with a name, an address and ids, and pages of LinkedIn that show them everywhere."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from server import Asked, Fault, Ran, WireServer
from traces import holding, own_folder, program_in

from auditor.demo.imitation import Answer
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import WRITE_PATH

SETTING = catalog().settings["ai-training"]
NAME = "Ada Q. Lovelace"
PROFILE = "/in/ada-lovelace-1815"
MAIL = "ada@engine.example"
MEMBER = "urn:li:member:18151210"
COOKIES = ("li_at=AQEDATplanted1852; Path=/; Secure", "JSESSIONID=ajax:18521127; Path=/; Secure")
# What would give the member away, in any of the forms above.
TELLING = ("Lovelace", "lovelace", "engine.example", "18151210", "AQEDATplanted", "18521127")
_HIDDEN = f"/mysettings-api/{MEMBER}{PROFILE}/settingsApiSettings/"

_HEAD = f"""<meta name="author" content="{NAME}"><meta property="profile:id" content="{MEMBER}">
<script>window.member = {{name: "{NAME}", urn: "{MEMBER}", mail: "{MAIL}"}};
console.error(window.member); document.title = "{NAME} | LinkedIn";
fetch("/voyager/api{PROFILE}?urn={MEMBER}").catch(() => 0);
fetch("/voyager/api/identity/profiles/ada-lovelace/18151210").catch(() => 0);
fetch("/mypreferences/d/ada-lovelace/{MAIL}").catch(() => 0);</script>"""
_BODY = f"""<header title="{NAME}"><nav aria-label="{NAME}"><a href="{PROFILE}">{NAME}</a>
<img alt="{NAME}" src="/dms{PROFILE}.png"></nav></header>"""
_MAIN = f"""<h2 id="{MEMBER}" class="ada-lovelace" data-mail="{MAIL}">{NAME}, {MAIL}</h2>
<p>Signed in as {NAME} <a href="/mypreferences/d{PROFILE}">{PROFILE}</a></p>"""


def planted(answer: Answer) -> Answer:
    """An answer with the member on every part of it."""
    body = answer.body
    if "html" in answer.content_type:
        for mark, more in (("<head>", _HEAD), ("<body>", _BODY), ("<main", None)):
            at = body.find(mark)
            end = body.find(">", at) + 1
            body = body[:end] + (more or _MAIN) + body[end:] if at >= 0 else body
    elif answer.content_type == "application/json" and body.startswith('{"'):
        body = f'{{"member": "{MEMBER}", "name": "{NAME}", "mail": "{MAIL}", {body[1:]}'
    elif "javascript" in answer.content_type:  # saves at an address that names the member
        body = body.replace("fetch(api(key), {", f'fetch("{_HIDDEN}" + key, {{')
    headers = (*answer.headers, ("x-li-member", MEMBER), ("x-li-name", NAME))
    cookies = tuple(("set-cookie", cookie) for cookie in COOKIES)
    location = answer.location and answer.location + f"&member={MEMBER}&mail={MAIL}"
    if location and "?" not in location:
        location = location.replace("&", "?", 1)
    return replace(answer, body=body, headers=headers + cookies, location=location)


def member(server: WireServer, asked: Asked) -> Answer | Fault | None:
    """The imitation's answer, planted; the address that names the member is the usual one to it."""
    path = asked.path.split("?")[0]
    if path.startswith(_HIDDEN):
        path = WRITE_PATH + path.removeprefix(_HIDDEN)
    if asked.host != "www.linkedin.com":
        return None
    if "lovelace" in path:
        return planted(Answer("{}", content_type="application/json"))
    return planted(
        server.imitation.answer(asked.method, "https://www.linkedin.com" + path, asked.body)
    )


class Watch:
    """Looks through a folder again and again while a block runs."""

    def __init__(self, folder: Path) -> None:
        self.found: set[str] = set()
        self._folder = folder
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.found |= holding(self._folder, TELLING)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self._thread.join()


def told_by(text: str) -> set[str]:
    """What of the member stands in a text."""
    return {word for word in TELLING if word in text}


def seen_of_member(server: WireServer, out: Path, *command: str | Path) -> tuple[Ran, set[str]]:
    """Run a whole command, whose files go to `out`; what any trace of it tells of the member."""
    with own_folder() as place, Watch(place) as watch:
        done = program_in(place, *command, "--headless", "--browser", server.browser)
        assert [] == os.listdir(place)
    reports = [path.read_text() for path in out.iterdir() if path.suffix != ".png"]
    told = told_by("".join((done.out, done.err, *reports)))
    return done, told | watch.found | holding(out, TELLING)
