"""A page that passes itself off as another one is neither read nor free."""

import json

import pytest
from exhaustive import more
from hostile import SETTING, SOCKET, audited, page
from test_kept_to_linkedin import WRITES
from test_ways_out import elsewhere
from traces import own_folder, program_in

from auditor.demo import Answer, Scene
from auditor.settings import ORIGIN

TURNS = page(
    "setTimeout(() => {"
    f"history.pushState(0, '', '{SETTING.path}');"
    f"setTimeout(() => {{ {SOCKET.format(tag='turned')} }}, 700) }}, 100)"
)


def test_a_page_that_gives_itself_the_address_does_not_live_on_there(serve):
    """Where the setting's page does not come in its place it is gone nevertheless."""
    times = []

    def override(asked):
        if asked.path == SETTING.path:
            times.append(1)
            return Answer(status=303, location="/feed/") if len(times) == 1 else Answer(status=204)
        return Answer(TURNS) if asked.path == "/feed/" else elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "--headless", "--browser", server.browser, "--login-timeout", "4")
    with own_folder() as folder:
        done = program_in(folder, *command, "--json", "-")
    assert ("unknown", 2) == (done.report["results"][0]["state"], len(times))
    assert {"www.linkedin.com"} == server.greeted


def test_an_empty_page_in_the_place_of_the_setting_is_not_read(serve):
    """Where the setting's page does not come again, after the way to it is gone, it is not told."""
    times = []

    def override(asked):
        if asked.path == SETTING.path:
            times.append(1)
            if len(times) > 1:
                return Answer(page()) if len(times) == 2 else Answer(status=204)
        feed = Answer(f"<script>setTimeout(() => {{ location = '{SETTING.path}' }}, 200)</script>")
        led = {SETTING.path: Answer(status=303, location="/feed/"), "/feed/": feed}
        return led.get(asked.path) or elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert ("unknown", "not_loaded") == (done.result["state"], done.result["reason"])
    assert {"www.linkedin.com"} == server.greeted


@pytest.mark.parametrize("at", ["/feed/", *more("/uas/login")])
def test_a_page_that_gives_itself_the_address_is_not_taken_for_the_setting(serve, at):
    """Another page that takes on the setting's address is loaded afresh, and left if it insists."""
    insists = at == "/uas/login"
    times = []

    def override(asked):
        if asked.path == SETTING.path:
            times.append(1)
            return Answer(status=303, location=at) if insists or len(times) == 1 else Answer(page())
        return Answer(TURNS) if asked.path == at else elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "--headless", "--browser", server.browser, "--login-timeout", "6")
    with own_folder() as folder:
        done = program_in(folder, *command, "--json", "-")
    assert {"www.linkedin.com"} == server.greeted
    assert (4 if insists else 1) == done.code, done.report["error"]
    assert len(times) == (4 if insists else 3)  # of those that stay the last is given
    assert insists or 3 == done.report["activity"]["pages_loaded"]


LEADS_AWAY = f"""const ask = () => {{
  fetch("{ORIGIN}/leads-away", {{ mode: "no-cors" }}).catch(() => 0); {WRITES}
}};
ask();
setInterval(ask, 700);"""


def test_a_page_of_its_own_making_is_no_page_of_signing_in(serve):
    """Where the setting's page leads to one that it made itself no other host is asked, ever."""
    made = f"<html lang=en><main>Mine<script>{LEADS_AWAY}</script>"
    to = f"URL.createObjectURL(new Blob([{json.dumps(made)}], {{type: 'text/html'}}))"
    script = f"setTimeout(() => {{ location.href = {to}; }}, 150)".replace("</", "<\\/")
    server, done, _ = audited(serve, page(script), elsewhere, "--login-timeout", "6")
    assert ("unknown", "wrong_page") == (done.result["state"], done.result["reason"])
    assert {"www.linkedin.com"} == server.greeted
    assert {"GET"} == {asked.method for asked in server.seen}
    assert [asked for asked in server.seen if asked.path == "/leads-away"]


LIES = """const write = JSON.stringify;
JSON.stringify = (all) => write("url" in all ? {...all, url: location.origin + "/uas/login"} : all);
"""
TAKES_ON = "history.pushState(0, '', '/login');"


@pytest.mark.parametrize(
    "script", [LIES, *more(TAKES_ON)], ids=["it lies", "it takes on the address"]
)
def test_a_page_that_says_it_were_one_of_signing_in_is_kept(serve, script):
    """Whether somebody has to sign in is told by the page that came, not by what it says."""
    html = page(script + LEADS_AWAY)
    server, done, _ = audited(serve, html, elsewhere, "--login-timeout", "4")
    assert (4, "sign_in_timeout") == (done.code, done.report["error"]["code"])
    assert {"www.linkedin.com"} == server.greeted
    assert {"GET"} == {asked.method for asked in server.seen}


def test_a_name_in_the_address_frees_no_page(serve):
    """Where LinkedIn leads to the setting's page with a name in the address that page is kept."""
    times = []

    def override(asked):
        if asked.path != SETTING.path:
            return elsewhere(asked)
        times.append(1)
        named = ORIGIN.replace("//", "//jane:x@") + SETTING.path
        again = f"setTimeout(() => {{ {SOCKET.format(tag='named')} }}, 300)"
        return Answer(status=302, location=named) if len(times) == 1 else Answer(page(again))

    server = serve(Scene("x", signed_in=True), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert ("on", 1) == (done.result["state"], done.report["activity"]["pages_loaded"])
    assert {"www.linkedin.com"} == server.greeted


def test_a_page_that_a_frame_wrote_over_is_not_taken_for_the_setting(serve):
    """A page whose document a frame opens, and that takes on its address, is loaded afresh."""
    times = []
    asks = f"setTimeout(() => {{ {SOCKET.format(tag='opened')} }}, 700)"
    feed = (
        f"<!doctype html><html lang=en><iframe src='{SETTING.path}'></iframe><script>"
        f"setInterval(() => {{ if (location.pathname === '{SETTING.path}') {{ {asks} }} }}, 20)"
        "</script>"
    )

    def override(asked):
        if asked.path == "/feed/":
            return Answer(feed)
        if asked.path != SETTING.path or len(times) == 2:
            return elsewhere(asked)
        times.append(1)
        opens = "<!doctype html><script>parent.document.open()</script>"
        return Answer(opens) if len(times) == 2 else Answer(status=302, location="/feed/")

    server = serve(Scene("x", signed_in=True), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert ("on", 3) == (done.result["state"], done.report["activity"]["pages_loaded"])
    assert {"www.linkedin.com"} == server.greeted
