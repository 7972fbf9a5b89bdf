"""Where the network closes while somebody signs in: with the setting's page, and for good."""

import json
from urllib.parse import urlsplit

import pytest
from exhaustive import more
from hostile import SETTING, SOCKET, audited, page, reports
from test_kept_to_linkedin import WRITES
from test_ways_out import ASKS, elsewhere
from traces import own_folder, program_in
from wire import program

from auditor.demo import Answer, Scene
from auditor.settings import catalog


def test_a_page_of_signing_in_is_not_read_as_the_setting(serve):
    """A page of signing in that turns into the setting's by itself is loaded afresh, and kept."""
    turned = page(f"setTimeout(() => {{ {SOCKET.format(tag='turned')} }}, 300);")
    written = json.dumps(turned).replace("</", "<\\/")
    login = (
        "<!doctype html><html lang=en><main>Sign in</main><script>setTimeout(async () => {"
        f"await fetch('/in'); history.replaceState(0, '', '{SETTING.path}');"
        f"document.open(); document.write({written}); document.close(); }}, 900)</script>"
    )

    def override(asked):
        if asked.path == "/in":
            server.imitation.signed_in = True
        if asked.path == SETTING.path and server.imitation.signed_in:
            return Answer(turned)
        return Answer(login) if asked.path.startswith("/uas/login") else elsewhere(asked)

    server = serve(Scene("x"), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert "on" == done.result["state"]
    assert 3 == done.report["activity"]["pages_loaded"]
    since = [asked.host for asked in server.seen if asked.path == SETTING.path]
    assert 3 == len(since), "before signing in, after it, and when the tab's history was gone"


TELLS = f"{ASKS.format(tag='tracker')} {SOCKET.format(tag='tracker')} {WRITES}"
FREE = Answer(
    "<!doctype html><html lang=en><main>Feed</main>"
    f"<script>{TELLS} setInterval(() => {{ {TELLS} }}, 300)</script>"
)


@pytest.mark.parametrize(
    "to",
    [
        "https://fr.linkedin.com/feed/",
        *more("https://static.licdn.com/login/x", "/login/login-restriction", "/feed/"),
    ],
)
def test_no_page_of_linkedin_is_free_by_its_address(serve, to):
    """From the setting's page to another page of LinkedIn's, whatever it is called: it is kept."""
    html = page(f"setTimeout(() => {{ location.href = '{to}'; }}, 150);")
    path = urlsplit(to).path

    def override(asked):
        return FREE if asked.path == path else elsewhere(asked)

    server, _, _ = audited(serve, html, override, "--timeout", "5", "--login-timeout", "6")
    assert [asked for asked in server.seen if asked.path == path]
    assert not [host for host in server.greeted if "evil" in host]
    assert {"GET"} == {asked.method for asked in server.seen}


@pytest.mark.parametrize("way", ["given up", *more("through the feed")])
def test_who_has_to_sign_in_again_frees_no_other_page(serve, way):
    """After a setting was read only pages of signing in are free, not what comes after them."""
    research = catalog().settings["research"].path
    asks = f"setInterval(() => {{ {ASKS.format(tag='login')} }}, 300);"
    again = f"<!doctype html><html lang=en><main>Sign in</main><script>{asks}"
    if way == "through the feed":
        again += "setTimeout(() => { location.href = '/feed/'; }, 3000);"
    times = []

    def override(asked):
        if asked.path == research:
            times.append(1)
            ends = way == "given up" or len(times) <= 2  # we ask for it once more, and wait then
            return Answer(status=303, location="/uas/login") if ends else None
        if asked.path == "/uas/login":
            return Answer(f"{again}</script>")
        return FREE if asked.path in ("/feed/", SETTING.category_path) else elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "ai-training", "research", "--headless", "--browser", server.browser)
    with own_folder() as folder:
        done = program_in(folder, *command, "--login-timeout", "6", "--json", "-")
    states = [result["state"] for result in done.report["results"]]
    assert ["on", "unknown" if way == "given up" else "off"] == states
    assert {"login.evil.test"} == {host for host in server.greeted if "evil" in host}
    assert {"GET"} == {asked.method for asked in server.seen if "evil" not in asked.host}


@pytest.mark.exhaustive
def test_a_picker_that_is_given_up_frees_no_later_page(serve):
    """Where nobody answers an account picker the next setting's page is kept, and read."""
    picker = Answer("<!doctype html><html lang=en><main><div id=rememberme-div>Jane</div></main>")
    picked = catalog().settings["research"].path

    def override(asked):
        return picker if asked.path == picked else elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "ai-training", "research", "ads-age", "--login-timeout", "4")
    with own_folder() as folder:
        done = program_in(
            folder, *command, "--headless", "--browser", server.browser, "--json", "-"
        )
    told = [result["state"] != "unknown" for result in done.report["results"]]
    assert [True, False, True] == told


def test_a_page_of_signing_in_asks_nobody_as_it_leaves(serve):
    """What a page of signing in sends when the setting's page takes its place goes nowhere."""
    last = ASKS.format(tag="last").replace("no-cors'", "no-cors', keepalive: true")
    login = (
        "<!doctype html><html lang=en><main>Sign in</main><script>"
        f"{ASKS.format(tag='first')} addEventListener('pagehide', () => {{ {last} }});"
        "setTimeout(() => { location.href = '/checkpoint/lg/login-submit'; }, 500)</script>"
    )

    def override(asked):
        if asked.path == "/checkpoint/lg/login-submit":
            server.imitation.signed_in = True
            return Answer(status=303, location=SETTING.path)
        return Answer(login) if asked.path.startswith("/uas/login") else elsewhere(asked)

    server = serve(Scene("x", value="off"), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert "off" == done.result["state"]
    assert {"www.linkedin.com", "first.evil.test"} == server.greeted


def test_a_page_that_an_account_picker_left_is_loaded_afresh(serve):
    """A page without a switch is kept too before it is read to its end, or it is not read."""
    html = (
        "<!doctype html><html lang=en><main><h1>AI</h1><div id=rememberme-div>Jane</div>"
        "<p style='height: 3000px'>Nothing</main><script>"
        "setTimeout(() => document.querySelector('#rememberme-div').remove(), 2500);"
        f"addEventListener('scroll', () => {{ {SOCKET.format(tag='scrolled')} }});</script>"
    )
    server, done, _ = audited(serve, html, elsewhere, "--login-timeout", "12")
    assert ("unknown", "wrong_page") == (done.result["state"], done.result["reason"])
    assert {"www.linkedin.com"} == server.greeted


@pytest.mark.parametrize("to", ["/feed/?challengeId=1", *more("/uas/login")])
def test_once_a_setting_was_read_no_page_is_free_by_itself(serve, to):
    """A page of signing in that a later setting leads to is kept, until we ask for it again."""
    research = catalog().settings["research"].path
    times = []
    asks = f"{SOCKET.format(tag='late')} location.href = '{research}';"
    login = Answer(f"<!doctype html><html lang=en><main>Sign in</main><script>{asks}</script>")

    def override(asked):
        if asked.path == research:
            times.append(1)
            return Answer(status=303, location=to) if len(times) == 1 else None
        return login if asked.path == to else elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    command = ("audit", "ai-training", "research", "--headless", "--browser", server.browser)
    with own_folder() as folder:
        done = program_in(folder, *command, "--json", "-")
    assert ["on", "off"] == [result["state"] for result in done.report["results"]]
    assert {"www.linkedin.com"} == server.greeted


def test_what_a_page_of_signing_in_made_does_not_outlive_it(serve):
    """A page that it made itself, and goes on to, is gone at once."""
    made = f"<main>Mine<script>setTimeout(() => {{ {SOCKET.format(tag='made')} }}, 600)</script>"
    to = f"URL.createObjectURL(new Blob([{json.dumps(made)}], {{type: 'text/html'}}))"
    script = f"location.href = {to}".replace("</", "<\\/")
    login = Answer(f"<!doctype html><html lang=en><main>Sign in</main><script>{script}</script>")
    server = serve(
        Scene("x"),
        lambda asked: login if asked.path.startswith("/uas/login") else elsewhere(asked),
    )
    command = ("audit", "--headless", "--browser", server.browser, "--login-timeout", "4")
    with own_folder() as folder:
        done = program_in(folder, *command, "--json", "-")
    assert (4, {"www.linkedin.com"}) == (done.code, server.greeted)


# Where there is no room left on the stack no script of ours gets into a frame.
DEEP = """<!doctype html><html lang=en><main>Sign in</main><script>
let one = null, times = 0;
const deeper = () => {
  try { deeper(); } catch {}
  if (one || times > 400) return;
  try {
    times += 1;
    const frame = document.documentElement.appendChild(document.createElement("iframe"));
    const { ServiceWorkerContainer: its } = frame.contentWindow;
    if (`${its.prototype.register}`.includes("native")) one = its; else frame.remove();
  } catch {}
};
deeper();
fetch(`/ran?${one !== null}`);
one?.prototype.register.call(navigator.serviceWorker, "/sw.js", { scope: "/" });
</script>"""


def test_a_page_of_signing_in_has_no_service_worker(serve):
    """No script is fetched for one, also where a page gets the browser's own way to have it."""
    pages = {"/uas/login": Answer(DEEP), "/sw.js": Answer("", content_type="text/javascript")}
    server = serve(
        Scene("x"), lambda asked: pages.get(asked.path.partition("?")[0]) or elsewhere(asked)
    )
    done = program(
        *("audit", "--headless", "--browser", server.browser, "--login-timeout", "3", "--json", "-")
    )
    assert (4, {"true"}) == (done.code, reports(server))
    assert "/sw.js" not in {asked.path for asked in server.seen}


def test_no_way_leads_back_to_where_nobody_was_kept(serve):
    """Going back from the setting's page brings back no frame as it was made before."""
    times = []
    opens = SOCKET.format(tag="back")
    late = (
        "setTimeout(() => { const inner = frames[0].document, one = inner.createElement('script');"
        f"one.textContent = `{opens}`; inner.head.append(one) }}, 300)"
    )
    goes = "setTimeout(() => {{ location = '{}' }}, 200)".format
    back = page(
        "if (!sessionStorage.back) { sessionStorage.back = 1; onload = () => "
        "setTimeout(() => history.back(), 50) } setTimeout(() => fetch('/ran?late'), 1500)"
    )

    def override(asked):
        if asked.path == SETTING.path:
            times.append(1)
            return Answer(back) if len(times) > 1 else Answer(status=303, location="/login")
        if asked.path == "/login":
            return Answer(f"<script>{goes('/feed/')}</script>")
        if asked.path == "/feed/":
            script = late if len(times) > 1 else goes(SETTING.path)
            return Answer(f"<iframe src='about:blank?x'></iframe><script>{script}</script>")
        return elsewhere(asked)

    server = serve(Scene("x", signed_in=True), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    assert ("on", {"www.linkedin.com"}) == (done.result["state"], server.greeted)
