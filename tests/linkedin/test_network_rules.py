"""What the browser may ask for: the rule as a table, and in a real browser."""

from __future__ import annotations

import pytest
from page_parts import PATH, page, row
from saving import SETTING

from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.linkedin.network_rules import NetworkRules
from auditor.linkedin.urls import ORIGIN

API = f"/mysettings-api/settingsApiSettings/{SETTING.key}"
WRITES = f"""
fetch("{API}", {{method: "PUT", body: '{{"value":false}}'}}).catch(() => 0);
fetch("{API}", {{method: "POST", keepalive: true, body: "x"}}).catch(() => 0);
navigator.sendBeacon("/psettings/policy/research-invitations", "x");
"""
OTHERS = """
fetch("https://elsewhere.test/", {mode: "no-cors"}).catch(() => 0);
new Image().src = "https://pixel.test/";
new WebSocket("wss://socket.test/");
window.open("https://window.test/");
window.open("/opened");
window.open("/opened", "", "noopener");
new Worker(URL.createObjectURL(new Blob(["fetch('https://worker.test/').catch(() => 0)"])));
"""
ELSEWHERE = "https://accounts.google.com/signin"
FRAMES = "<iframe src='https://frame.test/'></iframe><script src='//script.test/'></script>"


def rules(moment):
    """The rules in a moment of a run."""
    made = NetworkRules()
    made.signed_in = moment != "before"
    made.waiting_for_person = moment == "waiting"
    made.saving_allowed = moment == "saving"
    return made


@pytest.mark.parametrize(
    ("method", "url", "before", "reading", "waiting", "saving"),
    [
        ("GET", ORIGIN + "/feed/", True, True, True, True),
        ("GET", "https://static.licdn.com/x.js", True, True, True, True),
        ("GET", ORIGIN + API, True, True, True, True),
        ("PUT", ORIGIN + API, False, False, False, True),
        ("POST", ORIGIN + API, False, False, False, True),
        ("PATCH", ORIGIN + API, False, False, False, True),
        ("POST", ORIGIN + "/mypreferences/d/x", False, False, False, True),
        ("DELETE", ORIGIN + "/psettings/x", False, False, False, True),
        ("HEAD", ORIGIN + API, True, True, True, True),
        ("POST", ORIGIN + "/voyager/api/graphql", True, True, True, True),
        ("POST", ORIGIN + "/checkpoint/lg/login-submit", True, True, True, True),
        ("POST", ORIGIN + "/li/track", True, True, True, True),
        ("PUT", ORIGIN + "/voyager/api/x", True, False, True, True),
        ("DELETE", ORIGIN + "/voyager/api/x", True, False, True, True),
        ("PUT", ORIGIN + "/realtime/realtimeFrontendSubscriptions", True, True, True, True),
        ("GET", ELSEWHERE, True, False, True, False),
        ("PUT", ELSEWHERE, True, False, True, False),
        ("PUT", "https://evil.test" + API, True, False, True, False),
        ("GET", "https://client-api.arkoselabs.com/fc/", True, False, True, False),
        ("GET", "https://notlinkedin.com/", True, False, True, False),
        ("GET", "https://linkedin.com.evil.test/", True, False, True, False),
        ("GET", "https://www.linkedin.com@evil.test/", True, False, True, False),
        ("GET", "https://127.0.0.1/", True, False, True, False),
    ],
)
def test_what_may_be_asked_for(method, url, before, reading, waiting, saving):
    """LinkedIn always, others until signed in or while waiting, writes only around the press."""
    moments = {"before": before, "reading": reading, "waiting": waiting, "saving": saving}
    allowed = {moment: rules(moment).allows(method, url) for moment in moments}
    assert moments == allowed


def test_a_page_cannot_write_while_it_is_audited(here):
    """Writes that a page sends by itself during an audit never arrive, and are counted."""
    server = here.serve(page(row()("on"), after=f"<script>{WRITES}</script>"))
    report = here.run("audit")
    assert {"GET"} == {asked.method for asked in server.seen}
    assert ("on", True) == (report.results[0].state, report.activity.requests_refused >= 3)


def test_only_linkedin_is_asked_once_signed_in(here):
    """Frames, scripts, pictures, sockets, workers and windows reach no other host, nor open."""
    html = page(row()("on"), after=f"{FRAMES}<script>{OTHERS}</script>")
    server = here.serve(html)
    report = here.run("audit")
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    assert ("on", True) == (report.results[0].state, report.activity.requests_refused >= 6)
    assert 1 == len(here.page.context.pages)


def test_the_pages_of_signing_in_may_ask_other_hosts(here):
    """Until the person is signed in other hosts are asked, and no write to the settings is sent."""
    helped = (
        "<script src='https://captcha.example/x.js'></script>"
        f"<script>fetch('{API}', {{method: 'PUT', body: 'x'}}).catch(() => 0);"
        "setTimeout(() => { location.href = '/in' }, 1500)</script>"
    )
    session = "li_at=x; Path=/; Secure"

    def answers(server, asked):
        if asked.path == "/in":
            return Answer(status=303, location=PATH, cookie=session)
        if asked.path == PATH and "li_at" not in asked.cookie:
            return Answer(status=303, location="/uas/login")
        if asked.path == PATH:
            return Answer(page(row()("off")))
        return Answer(f"<main>Sign in</main>{helped}") if asked.path == "/uas/login" else None

    server = here.serve(answers, Scene("x"))
    report = here.run("audit", login_timeout=30.0)
    assert ("off", []) == (report.results[0].state, server.writes)
    assert {"www.linkedin.com", "captcha.example"} == {asked.host for asked in server.seen}


def test_a_window_left_open_by_signing_in_asks_nobody_any_more(here):
    """What a sign-in page opened reaches no other host once the setting's page has come."""
    asks = "<script>setInterval(() => fetch('https://popup.test/').catch(() => 0), 100)</script>"
    server = here.serve(lambda _, asked: Answer(asks) if asked.path == "/popup" else None)
    rules = NetworkRules()
    rules.attach(here.page.context)
    rules.follow(here.page)
    rules.setting_path = PATH
    popup = here.page.context.new_page()
    popup.goto("https://www.linkedin.com/popup")
    here.page.wait_for_timeout(500)
    assert "popup.test" in {asked.host for asked in server.seen}, "it may, before"
    here.setting_page().read()
    here.page.wait_for_timeout(300)  # what was under way may still arrive
    before = len([asked for asked in server.seen if asked.host == "popup.test"])
    here.page.wait_for_timeout(500)
    assert before == len([asked for asked in server.seen if asked.host == "popup.test"])
    assert 0 < rules.refused
