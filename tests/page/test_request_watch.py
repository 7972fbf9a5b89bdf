"""What the requests of a page say of its reading, and which of them saved a change."""

from __future__ import annotations

import time

import pytest
from exhaustive import more
from page_parts import OTHER_PATH, PATH, document, page, row
from saving import ON, SavingServer
from server import Fault
from timing import API, FETCH, JSON, drawing

from auditor.demo.imitation import Answer
from auditor.linkedin.network_rules import NetworkRules
from auditor.page.request_watch import outcome
from auditor.page.write import PageWrite, telling

SETTINGS, ELSEWHERE = "/mysettings-api/x", "/voyager/api/me"
OURS = "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI"


@pytest.mark.parametrize(
    ("method", "path", "status", "redirected", "means"),
    [
        ("GET", SETTINGS, 200, False, "given"),
        ("POST", SETTINGS, 204, False, "given"),
        ("GET", SETTINGS, 204, False, "refused"),
        ("GET", SETTINGS, 202, False, "refused"),
        ("GET", SETTINGS, 304, False, "ignored"),
        ("GET", SETTINGS, 404, False, "refused"),
        ("GET", SETTINGS, 500, False, "refused"),
        ("GET", SETTINGS, 429, False, "throttled"),
        ("GET", ELSEWHERE, 999, False, "throttled"),
        ("GET", ELSEWHERE, 500, False, "refused"),
        ("GET", ELSEWHERE, 404, False, "ignored"),
        ("GET", ELSEWHERE, 204, False, "ignored"),
        ("GET", "/uas/login", 200, True, "refused"),
        ("GET", "/flagship-web/login/", 200, True, "refused"),
        ("GET", "/uas/login", 200, False, "given"),
        ("GET", ELSEWHERE, 200, True, "given"),
    ],
)
def test_what_a_response_means(method, path, status, redirected, means):
    """Data are given, refused or throttled by their status, their path, and where they led to."""
    assert means == outcome(method, path, status, redirected=redirected)


@pytest.mark.parametrize(
    ("status", "saved"),
    [*((200, True), (204, True), (299, True)), *((303, False), (400, False), (None, False))],
)
def test_a_write_saved_only_where_linkedin_says_so(status, saved):
    """A write counts as saved with a status of 2xx, and with no other one."""
    assert saved == PageWrite("PUT", OURS, status).saved


@pytest.mark.parametrize(
    ("writes", "tells"),
    [
        ([], None),
        ([("/voyager/save", 200)], ("/voyager/save", 200)),
        ([("/voyager/save", 200), (OURS, 200)], (OURS, 200)),
        ([(OURS, 200), (SETTINGS, 500)], (SETTINGS, 500)),
        ([(OURS, 200), ("/voyager/save", 500)], (OURS, 200)),
        ([("/rum-telemetry", 200)], None),
        ([("/li/logs", 200), ("/voyager/save", None)], ("/voyager/save", None)),
    ],
)
def test_which_write_tells_whether_the_change_was_saved(writes, tells):
    """The settings' own writes come first, of these one that failed; telemetry tells nothing."""
    write = telling([PageWrite("PUT", path, status) for path, status in writes])
    assert tells == (write and (write.path, write.status))


# --- at a real server ---------------------------------------------------------------------------


def drawn(here, state: str, script: str, answers: dict[str, Answer | Fault]) -> SavingServer:
    """Serve a page that is drawn as `state`, then runs `script`."""
    html = page(row()(state), after=drawing(row(), script))
    pages = {PATH: Answer(html), **answers}
    return here.serve(lambda _, asked: pages.get(asked.path))


def test_a_body_that_is_slow_is_waited_for(here):
    """A switch drawn off reads on where the data that say so take three seconds to arrive."""
    drawn(here, "off", FETCH, {API: Fault("slow", '{"value": "on"}')})
    assert "on" == here.read().state


def test_a_body_that_nobody_reads_is_not_waited_for_to_the_end(here):
    """Data that may not be stored and are not read count as answered 4 s after their response."""
    kept_back = Answer('{"value": "off"}', 200, JSON, headers=(("cache-control", "no-store"),))
    drawn(here, "off", f"fetch('{API}');", {API: kept_back})
    assert "off" == here.read(timeout=20).state


def test_a_write_is_answered_by_its_response(here):
    """A write whose answer is not read and may not be stored holds up nothing."""
    headers = (("cache-control", "no-store"),)
    drawn(here, "on", "", {API: Answer("{}", 200, JSON, headers=headers)})
    setting_page = here.setting_page()
    setting_page.read()
    here.page.evaluate(f"() => {{ fetch('{API}', {{method: 'PUT', body: '{{}}'}}); }}")
    began = time.monotonic()
    setting_page.wait_for_write()
    assert time.monotonic() - began < 4, "the body is not waited for"
    assert (200, True) == (setting_page.tab.requests.write.status, here.server.saved.is_set())


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        (OTHER_PATH, "wrong_page"),
        pytest.param("/uas/login", "signed_out", marks=pytest.mark.exhaustive),
        pytest.param("/flagship-web/login/", "signed_out", marks=pytest.mark.exhaustive),
        ("/checkpoint/challenge/1", "challenge"),
    ],
)
def test_a_redirect_by_the_server_is_noticed(here, to, reason):
    """A switch on the page that the server redirects to is not read."""
    pages = {PATH: Answer(status=303, location=to), to: Answer(page(row()("off")))}
    here.serve(lambda _, asked: pages.get(asked.path))
    reading = here.read()
    assert ("unknown", reason) == (reading.state, reading.reason)


@pytest.mark.parametrize("state", ["off", *more("on")])
def test_data_that_lead_to_sign_in_are_no_data(here, state):
    """Where the page asked for its data and was given a sign-in page, what it drew is not read."""
    login = {"/uas/login": Answer("Sign in")}
    drawn(here, state, FETCH, {API: Answer(status=303, location="/uas/login"), **login})
    reading = here.read()
    assert ("unknown", "not_loaded") == (reading.state, reading.reason)


@pytest.mark.parametrize("kind", ["half", *more("stall", "reset")])
def test_a_script_that_breaks_off_leaves_the_page_unread(here, kind):
    """A script that comes in half, late without end, or not at all leaves the page unread."""
    html = page(row()("off"), after='<script src="/scripts/app.js" defer></script>')
    pages = {PATH: Answer(html), "/scripts/app.js": Fault(kind)}
    here.serve(lambda _, asked: pages.get(asked.path))
    reading = here.read(timeout=3)
    assert ("unknown", "not_loaded") == (reading.state, reading.reason)


# --- what our own rules refused -------------------------------------------------------------------

DRAW = "document.querySelector('input').checked = true"
ASKS = "fetch('/voyager/q', {method: 'PUT'}).then((r) => r.json())"
LED_AWAY = "fetch('/voyager/away').then((r) => r.json())"


@pytest.mark.parametrize(
    ("inner", "asks", "state", "reason"),
    [
        (row()("off"), ASKS, "unknown", "not_loaded"),
        (row()("off"), LED_AWAY, "unknown", "not_loaded"),
        ("<p>…</p>", ASKS, "unknown", "not_loaded"),
        pytest.param(row()("on"), ASKS, "on", None, marks=pytest.mark.exhaustive),
    ],
    ids=["off", "off, led to another host", "no switch", "on"],
)
def test_what_our_rules_refused_may_have_carried_the_state(here, inner, asks, state, reason):
    """Neither off nor "not offered" is said where our rules, or another host, were in the way."""
    script = f"<script>({asks}).then(() => {{ {DRAW} }}).catch(() => 0)</script>"
    pages = {
        PATH: Answer(document(f"<main>{inner}</main>") + script),
        "/voyager/q": Answer("{}"),
        "/voyager/away": Answer(status=302, location="https://api.elsewhere.test/"),
    }
    here.serve(lambda _, asked: pages.get(asked.path), ON)
    rules = NetworkRules()
    rules.signed_in = True
    rules.attach(here.page.context)
    reading = here.read()
    assert (state, reason) == (reading.state, reading.reason)
