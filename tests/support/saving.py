"""Servers and pages that save a change in every way, and what they held when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server import Asked, Fault, Ran, WireServer, program

from auditor.demo.imitation import Answer, Imitation
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import WRITE_PATH
from auditor.model import Report

SETTING = catalog().settings["ai-training"]
KEY, PATH = SETTING.key, SETTING.path
LABEL = "Use my data for training content creation AI models"
ON = Scene("on", signed_in=True)
CHECKBOX = f'<input type="checkbox" role="switch" aria-labelledby="{KEY}">'

# What every page here can do: ask the server for the value, save one, draw the row afresh.
_TOOLS = """
const api = (key) => `/mysettings-api/settingsApiSettings/${key}`;
const held = (key) => fetch(api(key)).then((answer) => answer.json()).then((data) => data.value);
const save = (value, key = KEY) =>
  fetch(api(key), { method: "PUT", body: JSON.stringify({ value }) });
const draw = (live) => held(KEY).then((value) => {
  const row = document.querySelector(".row");
  row.innerHTML = row.dataset.widget;
  live(row, value);
});
"""


def page(
    live: str, widget: str = CHECKBOX, *, language: str = "en", label: str = LABEL, more: str = ""
) -> str:
    """A settings page; the script `live` gets the row, its value, and `box`, the first control."""
    quoted = widget.replace("&", "&amp;").replace("'", "&#39;")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Page</title>'
        f"<link rel=icon href=data:,><script>const KEY = '{KEY}';{_TOOLS}</script></head>"
        f"<body><main><h1>Settings</h1><p>{label}</p><div class=row data-widget='{quoted}'></div>"
        f"</main>{more}<script>draw((row, value) => {{"
        " const box = row.querySelector('input, button, [role]');"
        f" if (box && box.type === 'checkbox') box.checked = value; {live} }});</script></body>"
    )


SAVES = page("box.onchange = () => save(box.checked);")


class Ledger(dict[str, bool]):
    """The values a server holds, with the moment of each change."""

    def __init__(self, values: dict[str, bool]) -> None:
        super().__init__(values)
        self.began = dict(values)
        self.changes: list[tuple[float, str, bool]] = []

    def __setitem__(self, key: str, value: bool) -> None:
        super().__setitem__(key, value)
        self.changes.append((time.time(), key, value))

    def between(self, start: float, end: float, key: str = KEY) -> set[bool]:
        """Every value that was held at some moment from `start` to `end`."""
        values = [(0.0, self.began[key])] + [(at, v) for at, of, v in self.changes if of == key]
        before = [value for at, value in values if at <= start][-1]
        return {before} | {value for at, value in values if start < at <= end}


Answers = Callable[["SavingServer", Asked], Answer | Fault | None]


class SavingServer(WireServer):
    """The HTTPS server, with a ledger; `answers` may answer, or break, any request."""

    def __init__(self, folder: Path, scene: Scene = ON, answers: Answers | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, Imitation(scene))
        self.begin(scene, answers)

    def begin(self, scene: Scene = ON, answers: Answers | None = None) -> None:
        """Begin anew, as if nobody had ever asked."""
        imitation = Imitation(scene)
        self.ledger = Ledger(imitation.values)
        imitation.values = self.ledger
        self.saved = threading.Event()
        """Set with the first write."""
        self.imitation, self.seen = imitation, []
        self.override = lambda asked: self._answer(answers, asked)

    def _answer(self, answers: Answers | None, asked: Asked) -> Answer | Fault | None:
        try:
            return answers(self, asked) if answers else None
        finally:
            if asked.method == "PUT":
                self.saved.set()

    def count(self, path: str, method: str = "GET") -> int:
        """How often an address was asked for, whatever its query."""
        return sum((one.method, one.path.split("?")[0]) == (method, path) for one in self.seen)

    def audit(self, *more: str | Path) -> Ran:
        """Run `audit` against this server, as a process of its own; its report is in `Ran`."""
        command = ("audit", "--headless", "--browser", self.browser, "--json", "-")
        return program(*command, *more)

    def opt_out(self, *more: str | Path) -> Ran:
        """The same with `opt-out --yes`."""
        return program(*self.command("--yes", *more), "--json", "-")

    def command(self, *more: str | Path) -> tuple[str | Path, ...]:
        """The arguments of such a run."""
        return ("opt-out", "--headless", "--browser", self.browser, *more)


def honest(server: SavingServer, report: Report) -> None:
    """Fail where `report` claims what the server did not hold, or hides what was done."""
    for result in report.results:
        reading = result.after or result.before
        if result.state == "off" or result.change == "verified":
            assert reading is not None and reading.state == "off"
            at = reading.at.timestamp()  # cut to the second
            assert False in server.ledger.between(at, at + 1), "claims off, the server holds on"
    assert report.activity.clicks in (0, 1)
    assert report.activity.clicks == 1 or server.writes == [], "a write without a press"
    if not server.ledger.began[KEY]:
        assert server.writes == []
    assert {WRITE_PATH + KEY} >= {one.path for one in server.writes}, "another switch was touched"


# --- what a server does with a write --------------------------------------------------------------


def shows(html: str, then: Answers | None = None) -> Answers:
    """Show `html` at the setting's address to whoever is signed in."""

    def answers(server: SavingServer, asked: Asked) -> Answer | Fault | None:
        given = then(server, asked) if then else None
        if given is None and asked.path == PATH and server.imitation.signed_in:
            return Answer(html)
        return given

    return answers


def on_write(do: Callable[[SavingServer], Answer | Fault | None]) -> Answers:
    """Answer writes with what `do` gives."""
    return lambda server, asked: do(server) if asked.method == "PUT" else None


def says(status: int) -> Answers:
    """Answer a write with this status, and keep the old value."""
    return on_write(lambda _: Answer("{}", status, "application/json"))


def takes_effect_after(seconds: float) -> Answers:
    """Say 200 at once, and hold the new value only later."""

    def later(server: SavingServer) -> Answer:
        timer = threading.Timer(seconds, server.ledger.__setitem__, (KEY, False))
        timer.daemon = True
        timer.start()
        return Answer("{}", 200, "application/json")

    return on_write(later)


def reverts() -> Answers:
    """Keep the new value, and flip back when the page is next loaded."""

    def answers(server: SavingServer, asked: Asked) -> None:
        if server.saved.is_set() and (asked.method, asked.path) == ("GET", PATH):
            server.ledger[KEY] = True

    return answers


def leads_to(path: str) -> Answers:
    """With the first write, sign the person out, or ask for a check; nobody answers there."""

    def answers(server: SavingServer, asked: Asked) -> Answer | None:
        if asked.path.split("?")[0] == path:
            return Answer("<!doctype html><title>Stop</title><main><h1>Not so fast</h1></main>")
        if server.saved.is_set() and asked.path == PATH:
            return Answer(status=303, location=path)
        return None

    return answers


# What a translation by the browser does to a page: each text is wrapped, and `lang` changes.
TRANSLATES = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) if (texts.currentNode.data.trim()) found.push(texts.currentNode);
  for (const text of found) {
    const font = document.createElement("font");
    font.append(Object.assign(document.createElement("font"), {textContent: "Magyarul"}));
    text.replaceWith(font);
  }
  document.documentElement.lang = "hu";
}"""

# The person flips the switch in the window as soon as the server says that the program asks.
FLIPS = page("""box.onchange = () => save(box.checked);
const look = () => fetch("/li/track/flip").then((answer) => answer.text()).then((text) => {
  if (text === "now") box.click(); else setTimeout(look, 100);
});
look();""")


def flipped_by_hand(html: str, asking: threading.Event, kept: bool = True) -> Answers:
    """Have the person flip the switch once the program is `asking`; LinkedIn may refuse to save."""

    def answers(server: SavingServer, asked: Asked) -> Answer | Fault | None:
        if asked.path == "/li/track/flip":
            now = asking.is_set() and not server.saved.is_set()
            return Answer("now" if now else "wait")
        if asked.method == "PUT":
            return None if kept else Answer("{}", 500)
        return shows(html)(server, asked)

    return answers


def goes_offline() -> Answers:
    """Save, answer, and be gone."""

    def answers(server: SavingServer, asked: Asked) -> Answer | Fault | None:
        if asked.method == "PUT":
            server.ledger[KEY] = False
            return Answer("{}", 200, "application/json")
        return Fault("reset") if server.saved.is_set() else None

    return answers


def resets() -> Answers:
    """Reset the connection instead of answering a write.

    On a connection of its own: on a used one Chromium itself sends the request a second time.
    """

    def answers(server: SavingServer, asked: Asked) -> Answer | Fault:
        if asked.method == "PUT":
            return Fault("reset")
        alone = (("connection", "close"),)
        if asked.path == PATH:
            return Answer(SAVES, headers=alone)
        return replace(server.imitation.answer("GET", asked.path), headers=alone)

    return answers
