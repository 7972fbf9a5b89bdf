"""When a page shows what: scripts that draw a row late, wrongly at first, or again and again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from page_parts import KEY, Row
from server import Fault

from auditor.demo.imitation import Answer

API = f"/mysettings-api/settingsApiSettings/{KEY}"
APP = "/scripts/app.js"
JSON = "application/json"
SCRIPT = "text/javascript"

Answers = dict[str, Answer | Fault]
"""By path, or by host where it is another site's."""


@dataclass(frozen=True)
class Timed:
    """A part of a page: what it holds at first, the script after it, what it will ask for."""

    inner: str
    script: str = ""
    answers: Answers = field(default_factory=dict)


Timing = Callable[[Row, str], Timed]
"""From a row and the true state to a part of a page that ends up showing it."""


def flip(state: str) -> str:
    """The other state."""
    return "off" if state == "on" else "on"


def value(state: str, delay: float = 0.0) -> Answer:
    """The setting's data, late by `delay` seconds."""
    return Answer(json.dumps({"value": state}), 200, JSON, delay=delay)


def code(text: str, delay: float = 0.0) -> Answer:
    """A script, late by `delay` seconds."""
    return Answer(text, 200, SCRIPT, delay=delay)


def drawing(row: Row, then: str) -> str:
    """A script that can `draw(state)`; `then` is what it does."""
    html = json.dumps({state: row(state) for state in ("on", "off")}).replace("</", "<\\/")
    draw = "const draw = (s) => document.querySelector('#slot').setHTMLUnsafe(html[s])"
    return f"<script>const html = {html}; {draw};\n{then}</script>"


FETCH = f"fetch('{API}').then((r) => r.json()).then((data) => draw(data.value));"
SKELETON = '<p class="skeleton">…</p>'


def static(row: Row, state: str) -> Timed:
    """Everything is in the document."""
    return Timed(row(state))


def late(delay: float) -> Timing:
    """A skeleton, until the data have come."""

    def timing(row: Row, state: str) -> Timed:
        return Timed(SKELETON, drawing(row, FETCH), {API: value(state, delay)})

    return timing


def corrected(delay: float) -> Timing:
    """The wrong state, until the data have come."""

    def timing(row: Row, state: str) -> Timed:
        return Timed(row(flip(state)), drawing(row, FETCH), {API: value(state, delay)})

    return timing


def in_steps(row: Row, state: str) -> Timed:
    """The wrong state, until a script has loaded that loads one that fetches the data."""
    load = "document.head.append(Object.assign(document.createElement('script'), {src: '%s'}));"
    answers: Answers = {
        APP: code(load % "/scripts/more.js", 0.4),
        "/scripts/more.js": code(FETCH, 0.4),
        API: value(state, 0.4),
    }
    return Timed(row(flip(state)), drawing(row, load % APP), answers)


def redrawn(row: Row, state: str) -> Timed:
    """The same again and again: each time with new elements."""
    times = "for (const ms of [60, 150, 240, 330]) setTimeout(() => draw('%s'), ms);"
    return Timed(row(state), drawing(row, times % state))


def busy_at_first(row: Row, state: str) -> Timed:
    """The wrong state, marked busy by the page, until a timer of its own has run out."""
    busy = f'<div aria-busy="true">{row(flip(state))}</div>'
    return Timed(busy, drawing(row, f"setTimeout(() => draw('{state}'), 1200);"))


def beside(extra: str, answers: Answers | None = None) -> Timing:
    """A row that is there from the beginning, and something beside it that never ends."""

    def timing(row: Row, state: str) -> Timed:
        return Timed(row(state) + extra, "", answers or {})

    return timing


SPIN = "<style>@keyframes s {to {rotate: 1turn}} .spin {animation: s 1s infinite}</style>"
TICKER = (
    '<p id="ticker"></p><script>setInterval(() => {'
    " document.querySelector('#ticker').textContent = performance.now(); }, 30);</script>"
)
BEACONS = (
    "<script>fetch('https://beacons.example/collect').catch(() => 0);"
    " new Image().src = 'https://pixels.example/1.gif';"
    " fetch('/realtime/connect').catch(() => 0);"
    " setInterval(() => fetch('/li/track', {method: 'POST', body: '{}'}).catch(() => 0), 100);"
    "</script>"
)
STALL = Fault("stall")

TIMINGS: dict[str, Timing] = {
    "static": static,
    "late by 0.5 s": late(0.5),
    "late by 2 s": late(2.0),
    "corrected at once": corrected(0.0),
    "corrected after 0.7 s": corrected(0.7),
    "corrected after 2 s": corrected(2.0),
    "in steps": in_steps,
    "redrawn": redrawn,
    "busy at first": busy_at_first,
    "css spinner": beside(f'{SPIN}<div class="spin">◌</div>'),
    "progressbar": beside('<div role="progressbar" style="width:20px;height:20px">◌</div>'),
    "ticker": beside(TICKER),
    "stalled picture": beside('<img src="/dms/image/1" width="9">', {"/dms/image/1": STALL}),
    "beacons": beside(
        BEACONS,
        {
            "beacons.example": STALL,
            "pixels.example": STALL,
            "/realtime/connect": STALL,
            "/li/track": STALL,
        },
    ),
}
"""All of these end up showing the true state, where a careful person reads it."""
