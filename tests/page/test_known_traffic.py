"""What is publicly known of how LinkedIn's pages behave keeps none from being read rightly.

Sources: browsergate.eu; itsbrex/linkedin-shield, docs; yokoffing/filterlists, issue 162; a
recording of a member's visit (Playwright, 2026-02) with 502 for an address of one word; the BoxedIn
extension, page-guard.js; stickerdaniel/linkedin-mcp-server, issue 567. Read in 2026-11.
"""

import pytest
from exhaustive import all_with
from page_parts import CATEGORY, OTHERS_LISTED, PATH, document, page, row
from server import Fault

from auditor.demo.imitation import Answer

# Each of some 6,000 extensions is asked for, all at once; the ordinary run has some hundreds.
SCAN = """
const ids = [...Array(%s).keys()].map((n) => String.fromCharCode(
  ...[...Array(32).keys()].map((at) => 97 + ((n >> (at %% 4 * 4)) + at) %% 16)));
Promise.allSettled(ids.map((id) => fetch(`chrome-extension://${id}/icon.png`)))
  .then((all) => fetch(`/scanned?${all.length}`));
"""
# A fingerprint on a host of its own, what lies at addresses of one word, advertisements, telemetry,
# and what is written for the realtime stream, which the rules refuse.
NOISE = """
const post = {method: "POST", body: "x"}, quiet = () => 0;
fetch("/3wAYfyrylvfTN", post).catch(quiet);
fetch("/to11ysim2l0rlGBsG", post).catch(quiet);
fetch("/DVyeH0l6-tELve567", post).catch(quiet);
fetch("/aero-v1/sc/h/1", {method: "HEAD"}).catch(quiet);
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
SCRIPTS = "".join(
    f'<script async src="https://{at}"></script>'
    for at in (
        "merchantpool1.linkedin.com/mdt.js",
        "platform.linkedin.com/litms/utag/x/utag.js",
        "snap.licdn.com/li.lms-analytics/insight.min.js",
    )
)
ANSWERS = {
    "/3wAYfyrylvfTN": Answer("", 502),
    "/to11ysim2l0rlGBsG": Fault("stall"),
    "/DVyeH0l6-tELve567": Answer("", 502),
    "/aero-v1/sc/h/1": Fault("reset"),
    "/mdt.js": Fault("reset"),
    "/litms/utag/x/utag.js": Fault("reset"),
    "/li.lms-analytics/insight.min.js": Fault("reset"),
    "/tscp-serving/dtag": Answer("", 500),
    "/apfc/collect": Answer("", 403),
    "/platform-telemetry/li/apfcDf": Fault("stall"),
}


PAGES = {
    "off, noise, and a short scan": ("off", NOISE + SCAN % 300),
    "on, and noise": ("on", NOISE),
    "on, and a scan": ("on", SCAN % 6000),
    "off, and a scan": ("off", SCAN % 6000),
}


@pytest.mark.parametrize("which", all_with(list(PAGES)[:1], PAGES))
def test_what_is_known_of_its_traffic_does_not_hinder(here, which):
    """Fingerprints, telemetry and a scan for extensions leave the switch to be read in seconds."""
    state, extra = PAGES[which]
    html = page(row()(state), after=f"{FRAMES}{SCRIPTS}<script>{extra}</script>")

    def answers(_server, asked):
        path = asked.path.partition("?")[0]
        return Answer(html) if path == PATH else ANSWERS.get(path) or Answer("{}")

    here.serve(answers)
    report = here.run("audit", timeout=90)
    assert (state, None) == (report.results[0].state, report.results[0].reason)
    beside = {"merchantpool1.linkedin.com", "platform.linkedin.com", "snap.licdn.com"}
    assert {asked.host for asked in here.server.seen} <= {"www.linkedin.com"} | beside
    assert 1 <= report.activity.requests_refused, "a frame of another site's"


LISTED = OTHERS_LISTED.replace("<ul>", f'<ul><li><a href="{PATH}">…</a></li>')


@pytest.mark.parametrize(
    ("listed", "state"),
    [
        (OTHERS_LISTED, "not_offered"),
        pytest.param(LISTED, "unknown", marks=pytest.mark.exhaustive),
    ],
    ids=["no", "yes"],
)
def test_a_setting_that_is_not_found_is_looked_for_in_the_list(here, listed, state):
    """Where LinkedIn leads to its page for addresses that are none the list decides."""
    nowhere = "/mypreferences/page-not-found"
    pages = {
        PATH: Answer(status=302, location=nowhere),
        nowhere: Answer(document("<main><h1>Page not found</h1></main>")),
        CATEGORY: Answer(listed),
    }
    here.serve(lambda _, asked: pages.get(asked.path))
    assert state == here.read().state


def test_the_question_about_cookies_is_no_alert(here):
    """Where a page has no main part the banner that asks about cookies does not hinder."""
    asks = '<p>Cookies?</p><button action-type="ACCEPT">Yes</button>'
    asks += '<button action-type="DENY">No</button>'
    banner = f'<div id="artdeco-global-alert-container" role="alert">{asks}</div>'
    here.serve(document(f"{banner}<div>{row()('off')}</div>"))
    assert "off" == here.read().state
