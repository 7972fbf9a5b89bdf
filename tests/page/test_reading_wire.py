"""The same pages from a real HTTPS server, over a slow line: the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from gallery import check, each, pick
from page_parts import OTHER_PATH, PATH, page, row
from playwright.sync_api import Browser, Error, Page
from server import Asked, Fault, WireServer
from timing import API, FETCH, Timed, drawing
from variants import Variant, on_page

from auditor.demo.imitation import Answer, Imitation, Scene

SLOW_LINE = {
    "offline": False,
    "latency": 40,  # milliseconds
    "downloadThroughput": 50_000,  # bytes a second
    "uploadThroughput": 50_000,
}


class Wire:
    """A server that answers what a variant says, and a browser that can reach nothing else."""

    def __init__(self, server: WireServer, browser: Browser) -> None:
        self.server = server
        self.browser = browser

    @contextmanager
    def showing(self, variant: Variant) -> Iterator[Page]:
        """A page of its own, in which LinkedIn's addresses are those of `variant`."""
        asked: Counter[str] = Counter()

        def answer(one: Asked) -> Answer | Fault:
            url = f"https://{one.host}{one.path}"
            asked[url] += 1
            return variant.answer(url, asked[url])

        self.server.override = answer
        context = self.browser.new_context(ignore_https_errors=True, service_workers="block")
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)
        try:
            yield page
        finally:
            with suppress(Error):
                context.close()


@pytest.fixture(scope="module")
def wire(
    browser_type: Any, browser_type_launch_args: dict[str, Any], tmp_path_factory: Any
) -> Iterator[Wire]:
    """One server and one browser for all tests here."""
    server = WireServer(tmp_path_factory.mktemp("wire"), Imitation(Scene("variants")))
    rules = f"--host-resolver-rules=MAP * 127.0.0.1:{server.port}"
    arguments = {**browser_type_launch_args, "args": [rules, "--ignore-certificate-errors"]}
    browser = browser_type.launch(**arguments)
    yield Wire(server, browser)
    browser.close()
    server.close()


@each(pick(30, seed=11))
def test_a_sample_over_the_wire_is_read_right(wire, grades, group, variant):
    """A page picked at random is read right from a real server over a slow line."""
    with wire.showing(variant) as page:
        check(page, grades, f"{group}, on the wire", variant)


LED_AWAY = {
    OTHER_PATH: "wrong_page",
    "/uas/login": "signed_out",
    "/checkpoint/challenge/1": "challenge",
}


@pytest.mark.parametrize("to", LED_AWAY)
def test_a_redirect_by_the_server_is_noticed(wire, grades, to):
    """A switch on the page that the server redirects to is not read."""
    answers = {PATH: Answer(status=303, location=to), to: Answer(page(row()("off")))}
    variant = Variant(f"sent to {to}", "unknown", answers, frozenset({LED_AWAY[to]}))
    with wire.showing(variant) as shown:
        check(shown, grades, "hard places, on the wire", variant)


@pytest.mark.parametrize("state", ["on", "off"])
def test_data_that_lead_to_sign_in_are_no_data(wire, grades, state):
    """Where the page asked for its data and was given a sign-in page, what it drew is not read."""
    part = Timed(row()(state), drawing(row(), FETCH))
    answers = {API: Answer(status=303, location="/uas/login"), "/uas/login": Answer("Sign in")}
    variant = on_page("led to sign in", "unknown", part, "not_loaded", answers=answers)
    with wire.showing(variant) as page:
        check(page, grades, "hard times, on the wire", variant)


@pytest.mark.parametrize("kind", ["half", "stall", "reset"])
def test_a_page_that_breaks_off_is_not_read(wire, grades, kind):
    """A script that comes in half, late without end, or not at all leaves the page unread."""
    part = Timed(row()("off"), '<script src="/scripts/app.js" defer></script>')
    answers = {"/scripts/app.js": Fault(kind)}
    variant = on_page(kind, "unknown", part, "not_loaded", answers=answers, timeout=3.0)
    with wire.showing(variant) as page:
        check(page, grades, "hard times, on the wire", variant)
