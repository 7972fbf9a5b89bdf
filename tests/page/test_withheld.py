"""What a page asked LinkedIn for, and our own rules refused, it may have needed to say on."""

import pytest
from exhaustive import all_with
from hostile import SETTING
from page_parts import CATEGORY, OTHERS_LISTED, PATH, document, row
from traces import own_folder, program_in

from auditor.demo.imitation import Answer, Scene

DRAW = "document.querySelector('input').checked = true"
FRAME = """new Promise((heard) => {
  onmessage = heard;
  document.body.append(Object.assign(document.createElement("iframe"), {src: "%s"}));
})"""
ASKS = {
    "by a method that writes": "fetch('/voyager/q', {method: 'PUT'}).then((r) => r.json())",
    "where it leads to another host": "fetch('/voyager/away').then((r) => r.json())",
    "by a frame of another of LinkedIn's hosts": FRAME % "https://m.linkedin.com/tells",
    "at once": "new Promise((done, fail) => { const x = new XMLHttpRequest();"
    " x.open('PATCH', '/voyager/q', false); x.onload = done; x.onerror = fail; x.send() })",
}
ANSWERS = {
    "/voyager/q": Answer("{}"),
    "/voyager/away": Answer(status=302, location="https://api.evil.test/"),
    "/tells": Answer("<script>parent.postMessage(1, '*')</script>"),
    CATEGORY: Answer(OTHERS_LISTED),
}


def audited(serve, html, asks):
    """The result of an audit of a page that draws a switch that is on once it was told."""
    drawn = f"<script>({asks}).then(() => {{ {DRAW} }}).catch(() => 0)</script>"
    html = document(f"<main>{html}</main>") + drawn
    answers = {PATH: Answer(html), **ANSWERS}
    server = serve(Scene("x", signed_in=True), lambda asked: answers.get(asked.path))
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert 1 <= done.report["activity"]["requests_refused"]
    return done.result


@pytest.mark.parametrize("how", all_with(list(ASKS)[:3], ASKS))
def test_off_is_not_said_where_data_were_refused(serve, how):
    """A switch that is off until told otherwise is not read where our rules were in the way."""
    result = audited(serve, row()("off"), ASKS[how])
    assert ("unknown", "not_loaded") == (result["state"], result["reason"])


def test_not_offered_is_not_said_where_data_were_refused(serve):
    """A page that has drawn no switch yet may be waiting for what our rules refused."""
    result = audited(serve, "<p>…</p>", ASKS["by a method that writes"])
    assert ("unknown", "not_loaded") == (result["state"], result["reason"])


def test_on_is_said_all_the_same(serve):
    """What was refused takes nothing away from a switch that is on."""
    result = audited(serve, row()("on"), ASKS["by a method that writes"])
    assert ("on", None) == (result["state"], result["reason"])
    assert SETTING.id == result["id"]
