"""Chromium itself keeps the page to LinkedIn's hosts, whatever the page does to be let out."""

import socket
import subprocess
import sys
from dataclasses import replace

import pytest
from exhaustive import all_with, more
from hostile import SETTING, SOCKET, audited, page, reports
from test_unseen_ways import fetch_ahead
from test_ways_out import ASKS, assert_kept, elsewhere
from traces import own_folder, program_in
from wire import CHECKOUT

from auditor.demo import Answer, Scene
from auditor.settings import ORIGIN

ADD = """
const add = (text) => document.head.append(
  Object.assign(document.createElement("script"), {type: "speculationrules", textContent: text}));
"""
REPLACED = f"""{ADD}
const map = Array.prototype.map;
Array.prototype.map = () => [];
add(`{fetch_ahead("replaced")}`);
setTimeout(() => {{ Array.prototype.map = map; }}, 200);
"""
# What Chromium does with the rules waits already, before anything that sees the second set.
QUEUED = f"""{ADD}
const base = document.head.appendChild(document.createElement("base"));
base.href = "{ORIGIN}/a/";
add(`{fetch_ahead("first")}`);
setTimeout(() => {{
  base.href = "{ORIGIN}/b/";
  queueMicrotask(() => {{ for (const end = Date.now() + 300; Date.now() < end; ); }});
  add(`{fetch_ahead("queued")}`);
}}, 60);
"""
DECLARED = (
    "<div><template shadowrootmode=closed>"
    f"<script type=speculationrules>{fetch_ahead('declared')}</script></template></div>"
)


AHEAD = {
    "a built-in replaced": page(REPLACED),
    "queued before": page(QUEUED),
    "a declared shadow root": page(more=DECLARED),
}


@pytest.mark.parametrize("how", all_with(["queued before"], AHEAD))
def test_no_page_is_fetched_ahead_however_it_is_asked_for(serve, how):
    """Rules for fetching pages ahead lead to no other host, wherever and whenever they come."""
    server, done, _ = audited(serve, AHEAD[how], elsewhere)
    assert {"www.linkedin.com"} == server.greeted == {asked.host for asked in server.seen}
    assert "on" == done.result["state"]


FRAMES = {
    "/frame": Answer(f"<script>fetch('/ran?html'); {SOCKET.format(tag='html')}</script>"),
    "/drawing": Answer(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/ran?svg');"
        f"{SOCKET.format(tag='svg')}</script></svg>",
        content_type="image/svg+xml",
    ),
}


def test_no_frame_opens_a_socket_whatever_it_shows(serve):
    """Pages in frames, drawings too, reach no other host."""
    more = "<iframe src=/frame></iframe><iframe src=/drawing></iframe>"
    server, done, _ = audited(
        serve,
        page(more=more),
        lambda asked: FRAMES.get(asked.path) or elsewhere(asked),
    )
    assert_kept(server, done)
    assert {"html", "svg"} == reports(server)
    assert {"www.linkedin.com"} == server.greeted


WRITES = f"fetch('{ORIGIN}/voyager/api/settings', {{method: 'PUT', body: 'x'}}).catch(() => 0);"
LEFT = (
    f"<!doctype html><script>{ASKS.format(tag='left')}{WRITES}"
    f"setTimeout(() => location.replace('{SETTING.url}?back'), 100)</script>"
)


@pytest.mark.parametrize(
    "to",
    [
        f"URL.createObjectURL(new Blob([`{LEFT}`], {{type: 'text/html'}}))",
        *more("'https://x.licdn.com/'"),
    ],
    ids=["a page of its own making", "another host of LinkedIn's"],
)
def test_a_page_that_leaves_takes_the_rules_along(serve, to):
    """Where a page leads the tab it may ask no other host, and write nothing, either."""
    script = f"if (!location.search) setTimeout(() => {{ location.href = {to}; }}, 150);"

    def override(asked):
        if asked.path == f"{SETTING.path}?back":
            return Answer(page())
        return Answer(LEFT) if asked.host == "x.licdn.com" else elsewhere(asked)

    server, done, _ = audited(serve, page(script.replace("</script>", "<\\/script>")), override)
    assert {"www.linkedin.com"} == server.greeted - {"x.licdn.com"}
    assert {"GET"} == {asked.method for asked in server.seen}
    assert done.result["state"] in ("on", "unknown"), "that of the page where it was looked at"
    assert [one for one in server.seen if one.path.endswith("?back") or one.host == "x.licdn.com"]


@pytest.mark.parametrize(
    "own", ['("https://*.evil.test")', *more("(nonsense", "();redirects=block")]
)
def test_no_header_of_the_page_loosens_ours(serve, own):
    """What the page's own answer says of its connections is neither added nor followed."""
    html = page(f"{ASKS.format(tag='own')} {SOCKET.format(tag='own')} fetch('/ran?it')")
    headers = (("connection-allowlist", own),)
    server, done, _ = audited(serve, html, elsewhere, headers=headers)
    assert_kept(server, done)
    assert ({"it"}, {"www.linkedin.com"}) == (reports(server), server.greeted)


ITSELF = f"""if (!location.search) {{
  {ADD}
  add(JSON.stringify({{prefetch: [{{source: "list", urls: ["?2"], eagerness: "immediate"}}]}}));
  setTimeout(() => {{ location.href = "?2"; }}, 800);
}}"""


def test_a_page_that_is_not_kept_is_not_read(serve):
    """A page that Chromium fetched before anybody could see to it is unknown, not on or off."""
    html = page(ITSELF)

    def override(asked):
        return Answer(html) if asked.path == f"{SETTING.path}?2" else elsewhere(asked)

    _, done, _ = audited(serve, html, override)
    assert ("unknown", "wrong_page") == (done.result["state"], done.result["reason"])


@pytest.mark.parametrize("status", [300, *more(0, 12, 99, 304, 306, 404, 500, 600, 999)])
def test_a_page_is_kept_whatever_its_status(serve, status):
    """Pages that come with a status of their own are kept as well, in a frame too."""
    opens = replace(FRAMES["/frame"], status=status)
    html = page(SOCKET.format(tag="own"), "<iframe src=/odd></iframe>")
    server, done, _ = audited(
        serve, html, lambda asked: opens if asked.path == "/odd" else elsewhere(asked)
    )
    assert {"www.linkedin.com"} == server.greeted
    answer = Answer(html, status=status)
    server = serve(Scene("x", signed_in=True), lambda asked: answer if asked.cookie else None)
    with own_folder() as folder:
        program_in(folder, "audit", "--headless", "--browser", server.browser, "--timeout", "5")
    assert {"www.linkedin.com"} == server.greeted
    assert done.result["state"] in ("on", "unknown")


@pytest.mark.exhaustive
def test_a_redirect_that_leads_nowhere_is_a_page(serve):
    """Where an answer names an empty place to go on to Chromium shows it, and it is kept."""
    opens = replace(FRAMES["/frame"], status=302, headers=(("location", ""),))
    server, done, _ = audited(
        serve,
        page(more="<iframe src=/odd></iframe>"),
        lambda asked: opens if asked.path == "/odd" else elsewhere(asked),
    )
    assert_kept(server, done)
    assert ({"html"}, {"www.linkedin.com"}) == (reports(server), server.greeted)


ODD = ["https://jane[x@www.linkedin.com/", "//[", "mailto:a@evil.test"]


@pytest.mark.parametrize("to", [ODD[0], *more(*ODD[1:])])
def test_a_redirect_that_leads_nowhere_is_no_failure(serve, to):
    """What a page writes where a redirect leads is neither repeated nor stumbled over."""
    leads = Answer(status=302, location=to)
    html = page(more="<iframe src=/odd></iframe>")

    def override(asked):
        return leads if asked.path == "/odd" else elsewhere(asked)

    _, done, _ = audited(serve, html, override, "--timeout", "5")
    assert (True, False) == (done.code in (1, 3), "Error" in done.err), done.err


def test_no_answer_sends_packets_to_another_host(serve):
    """Where an answer names another host for the same address (Alt-Svc) that host is not asked."""
    elsewhere_too = (("alt-svc", 'h3="quic.evil.test:443"; ma=86400'),)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        packets.bind(("127.0.0.1", 0))
        there = f"MAP quic.evil.test 127.0.0.1:{packets.getsockname()[1]}"

        def override(asked):
            if not asked.path.startswith("/mysettings-api/"):
                return None
            answer = server.imitation.answer(asked.method, ORIGIN + asked.path)
            return replace(answer, headers=elsewhere_too)

        server = serve(Scene("x", signed_in=True), override)
        # Chromium heeds it only where the certificate is without a fault.
        browser = server.browser.read_text().replace('"MAP *', f'"{there}, MAP *')
        trusted = f"--ignore-certificate-errors-spki-list={server.key}"
        server.browser.write_text(browser.replace("--ignore-certificate-errors", trusted))
        with own_folder() as folder:
            command = ("audit", "--headless", "--browser", server.browser, "--json", "-")
            done = program_in(folder, *command, "ai-training", "research")
        packets.setblocking(False)
        assert ["on", "off"] == [result["state"] for result in done.report["results"]]
        with pytest.raises(BlockingIOError):
            packets.recv(1)


def test_a_browser_that_cannot_be_kept_is_not_used():
    """Where the browser is older than what keeps a page no audit is made."""
    script = """if True:
        from auditor import find_browser
        from auditor.cli import main
        find_browser.OLDEST = 10_000
        raise SystemExit(main(["audit", "--demo"]))
    """
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=CHECKOUT
    )
    assert 4 == done.returncode
    assert "too old" in done.stdout
