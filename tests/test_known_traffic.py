"""What LinkedIn's pages are known to ask for besides their data keeps nothing from being read.

Sources: browsergate.eu; itsbrex/linkedin-shield, docs; a recording of a member's visit (Playwright,
2026-02) with 502 for an address of one word; the BoxedIn extension, page-guard.js. 2026-11.
"""

import pytest
from exhaustive import all_with
from hostile import SETTING, page
from traces import own_folder, program_in
from wire import Fault

from auditor.demo import Answer, Scene

# Each of some 6,000 extensions is asked for, all at once.
SCAN = """
const ids = [...Array(6000).keys()].map((n) => String.fromCharCode(
  ...[...Array(32).keys()].map((at) => 97 + ((n >> (at % 4 * 4)) + at) % 16)));
Promise.allSettled(ids.map((id) => fetch(`chrome-extension://${id}/icon.png`)))
  .then((all) => fetch(`/scanned?${all.length}`));
"""
# A fingerprint on a host of its own, what lies at addresses of one word, advertisements, telemetry,
# and what is written for the realtime stream, which the rules refuse.
NOISE = """
const post = {method: "POST", body: "x"}, quiet = () => 0;
fetch("/3wAYfyrylvfTN", post).catch(quiet);
fetch("/to11ysim2l0rlGBsG", post).catch(quiet);
fetch("/apfc/collect", post).catch(quiet);
fetch("/platform-telemetry/li/apfcDf").catch(quiet);
fetch("/li/tscp/sct", post).catch(quiet);
fetch("/realtime/realtimeFrontendSubscriptions?ids=List()", {method: "PUT"}).catch(quiet);
"""
FRAMES = "".join(
    f'<iframe src="{to}"></iframe>'
    for to in (
        "https://merchantpool1.linkedin.com/fp/ls_fp.html",
        "https://li.protechts.net/index.html",
        "/tscp-serving/dtag",
    )
)
FINGERPRINT = '<script async src="https://merchantpool1.linkedin.com/mdt.js"></script>'
ANSWERS = {
    "/3wAYfyrylvfTN": Answer("", 502),
    "/to11ysim2l0rlGBsG": Fault("stall"),
    "/mdt.js": Fault("reset"),
    "/tscp-serving/dtag": Answer("", 500),
    "/apfc/collect": Answer("", 403),
    "/platform-telemetry/li/apfcDf": Fault("stall"),
}


PAGES = {
    "off, and noise": ("off", NOISE),
    "on, and a scan": ("on", SCAN),
    "on, and noise": ("on", NOISE),
    "off, and a scan": ("off", SCAN),
}


@pytest.mark.parametrize("which", all_with(list(PAGES)[:2], PAGES))
def test_what_is_known_of_its_traffic_does_not_hinder(serve, which):
    """Fingerprints, telemetry and a scan for extensions leave the switch to be read in seconds."""
    state, extra = PAGES[which]
    html = page(extra, FRAMES + FINGERPRINT)
    if state == "off":
        html = html.replace(" checked>", ">")

    def override(asked):
        path = asked.path.partition("?")[0]
        if path == SETTING.path:
            return Answer(html)
        return ANSWERS.get(path) or Answer("{}")

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "--headless", "--browser", server.browser, "--json", "-")
    with own_folder() as folder:
        done = program_in(folder, *command)
    assert (state, None) == (done.result["state"], done.result["reason"]), done.err
    assert done.report["duration_seconds"] < 20
    asked = {"www.linkedin.com", "merchantpool1.linkedin.com"}
    assert asked == server.greeted
    assert 1 + (extra == NOISE) == done.report["activity"]["requests_refused"], "a frame, a PUT"
