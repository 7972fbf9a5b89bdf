"""A browser that the person started: used in a tab of our own, everything else left alone."""

import json
import os
import signal
import subprocess
import sys
import urllib.request

import pytest
from exhaustive import more
from server import CHECKOUT, until
from traces import begun, left_in, own_folder, program_in

from auditor.cli.options import browser_options
from auditor.cli.parser import parser
from auditor.demo.imitation import Answer, Scene
from auditor.errors import UsageError
from auditor.linkedin.catalog import catalog

SETTING = catalog().settings["ai-training"]
# The person's own tab: it asks another host four times a second, and keeps what is in its form, and
# what it stored.
OTHER = """<!doctype html><html lang=en><title>Mine</title><link rel=icon href=data:,><main>
<input id=draft value=unsent></main><script>
navigator.serviceWorker.register("/worker.js");
localStorage.stored = "";
setInterval(() => fetch(
  "https://weather.example/" + document.querySelector("#draft").value + (localStorage.stored ?? 0),
  {mode: "no-cors"}).then(() => 0, () => document.querySelector("#draft").value = "broken"), 250);
</script>"""
WORKER = "self.onfetch = (event) => event.respondWith(fetch(event.request));"
WRITES_BY_ITSELF = f"""<!doctype html><html lang=en><link rel=icon href=data:,>
<main><h1>AI</h1><span>Use my data for training content creation AI models</span>
<input type=checkbox role=switch aria-labelledby={SETTING.key} checked></main><script>
fetch("/mysettings-api/settingsApiSettings/{SETTING.key}", {{method: "PUT"}}).catch(() => 0);
new Image().src = "https://tracker.example/";
</script>"""


class Browser:
    """A Chromium with remote debugging and one tab, on a server in LinkedIn's place."""

    def __init__(self, server, folder):
        self.process = subprocess.Popen(
            [
                *(server.browser, "--headless", "--no-sandbox", "--no-first-run"),
                *("--remote-debugging-port=0", f"--user-data-dir={folder}"),
                "https://www.linkedin.com/mine",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        told = folder / "DevToolsActivePort"
        until(lambda: told.exists() and told.read_text().count("\n"))
        self.url = f"http://127.0.0.1:{told.read_text().split()[0]}"

    def tabs(self):
        """Each tab and worker, as kind, id, address and title.

        Not the parts of the browser's own window (`browser_ui`, such as the list under its address
        bar): Chromium makes them when it gets to it.
        """
        found = json.load(urllib.request.urlopen(f"{self.url}/json/list"))
        return {
            (one["type"], one["id"], one["url"], one["title"])
            for one in found
            if one["type"] != "browser_ui"
        }


@pytest.fixture
def connected(serve):
    """A server whose member is signed in, and the member's own browser with a tab on it."""
    shown = {}

    def override(asked):
        if asked.host == "weather.example":
            return Answer("sunny")
        if asked.path == "/worker.js":
            return Answer(WORKER, content_type="text/javascript")
        return Answer(OTHER) if asked.path == "/mine" else shown.get(asked.path)

    server = serve(Scene("x", signed_in=True, data_delay=0.5), override)
    with own_folder() as folder:
        browser = Browser(server, folder)
        try:
            until(
                lambda: (
                    weather(server) and any(one[0] == "service_worker" for one in browser.tabs())
                )
            )
            yield server, browser, shown
        finally:
            browser.process.kill()
            browser.process.wait()


def weather(server):
    """What the person's own tab has asked for so far."""
    return [asked.path for asked in server.seen if asked.host == "weather.example"]


def run(server, browser, *command):
    """One command in the connected browser; what it left in its temporary folder besides."""
    with own_folder() as place:
        done = program_in(place, *command, "--connect", browser.url, "--json", "-")
        return done, left_in(place, 0)


def assert_untouched(server, browser, before):
    """The browser still runs, with the tabs it had, which go on as they did."""
    seen = len(weather(server))
    until(lambda: len(weather(server)) > seen + 2, 10)
    assert {"/unsent"} == set(weather(server))
    assert None is browser.process.poll()
    assert before == browser.tabs()


def test_it_reads_and_switches_off_in_a_tab_of_its_own(connected):
    """The switch is read, switched off and proved; the person's tabs are as they were."""
    server, browser, _ = connected
    before = browser.tabs()
    done, left = run(server, browser, "audit")
    assert ("on", "connected", []) == (
        done.result["state"],
        done.report["browser"]["name"],
        left,
    )
    assert [] == server.writes
    done, _ = run(server, browser, "opt-out", "--yes")
    assert (0, "verified") == (done.code, done.result["change"])
    assert 1 == len(server.writes)
    assert_untouched(server, browser, before)


def test_the_rules_hold_in_that_tab_and_in_no_other(connected):
    """A page cannot write or ask other hosts during an audit, not by a service worker either."""
    server, browser, shown = connected
    shown[SETTING.path] = Answer(WRITES_BY_ITSELF)
    before = browser.tabs()
    done, _ = run(server, browser, "audit")
    assert done.report["activity"]["requests_refused"] >= 1
    assert [] == server.writes
    assert "tracker.example" not in {asked.host for asked in server.seen}
    assert_untouched(server, browser, before)


WRITE = f"""fetch("/mysettings-api/settingsApiSettings/{SETTING.key}",
  {{method: "PUT", body: "x", keepalive: true}}).catch(() => 0);
fetch("https://tracker.example/", {{mode: "no-cors"}}).catch(() => 0);"""
LEAVES = f"addEventListener('pagehide', () => {{ {WRITE} }});"
SERVES = "ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/writes.js');"


@pytest.mark.parametrize(
    "script", [LEAVES, *more(SERVES)], ids=["as it leaves", "by a service worker"]
)
def test_the_rules_hold_to_the_end(connected, script):
    """What a page asks for as its tab is closed, or by a worker of its own, is judged as well."""
    server, browser, shown = connected
    shown[SETTING.path] = Answer(WRITES_BY_ITSELF.replace("<script>", "<script>" + script))
    shown["/writes.js"] = Answer(
        f"oninstall = () => {{ {WRITE} }};", content_type="text/javascript"
    )
    done, _ = run(server, browser, "audit")
    assert done.report["activity"]["requests_refused"] >= 1
    seen = len(weather(server))
    until(lambda: len(weather(server)) > seen + 2)
    assert [] == server.writes
    assert "tracker.example" not in {asked.host for asked in server.seen}


@pytest.mark.parametrize("name", ["SIGTERM", *more("SIGINT", "SIGHUP", "SIGQUIT")])
def test_a_signal_to_the_whole_group_closes_the_tab_as_well(connected, name):
    """Where Playwright's driver is ended with the program, its tab does not stay."""
    server, browser, shown = connected
    shown[SETTING.path] = Answer("<!doctype html><html lang=en><main>AI</main>")
    before = browser.tabs()
    with own_folder() as place:
        with begun(place, "audit", "--connect", browser.url, "--timeout", "20") as running:
            until(lambda: any(SETTING.path in one[2] for one in browser.tabs() - before))
            os.killpg(running.pid, getattr(signal, name))
            assert 130 == running.wait(60)
        assert [] == left_in(place, 0)
    assert_untouched(server, browser, before)


def test_a_signal_as_the_tab_is_opened_leaves_none(connected):
    """The tab is there before the program has heard of it, and is closed nevertheless."""
    server, browser, _ = connected
    before = browser.tabs()
    script = """if True:
        import os, signal, sys
        from playwright.sync_api import BrowserContext
        from auditor.cli import main as cli
        opens = BrowserContext.new_page
        def stopped(context):
            page = opens(context)
            os.kill(os.getpid(), signal.SIGTERM)
            page.wait_for_timeout(500)
            return page
        BrowserContext.new_page = stopped
        cli.run()
    """
    with own_folder() as place:
        command = [sys.executable, "-c", script, "audit", "--connect", browser.url]
        environment = {**os.environ, "TMPDIR": str(place)}
        assert 130 == subprocess.run(command, cwd=CHECKOUT, env=environment, timeout=60).returncode
        assert [] == left_in(place, 0)
    assert_untouched(server, browser, before)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org:9222",
        "http://192.168.1.2:9222",
        "http://0.0.0.0:9222",
        "http://127.0.0.1",
        "http://127.0.0.1:99999",
        "https://127.0.0.1:9222",
        "file:///127.0.0.1:9222",
        "http://localhost.evil.test:9222",
        "http://127.0.0.1@evil.test:9222",
        "http://127.0.0.1.evil.test:9222",
        "http://[::2]:9222",
        "http://[::1:9222",
        "ws://10.0.0.1:9222/devtools/browser/x",
        "127.0.0.1:9222",
        "9222",
        "",
    ],
)
def test_only_a_browser_on_this_computer(url):
    """An address elsewhere, without a port, or of another kind is refused."""
    args = parser().parse_args(["audit", f"--connect={url}"])
    with pytest.raises(UsageError) as refused:
        browser_options(args, (SETTING,))
    assert (2, True) == (refused.value.exit_code, "http://127.0.0.1:9222" in refused.value.hint)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9222", "http://[::1]:9222", "ws://localhost:1/x"]
)
def test_addresses_of_this_computer(url):
    """Loopback addresses with a port are taken as they are."""
    args = parser().parse_args(["audit", f"--connect={url}"])
    assert url == browser_options(args, (SETTING,)).connect


def test_nobody_listens():
    """Where no browser answers the run ends with 4 and says how to start one."""
    with own_folder() as place:
        done = program_in(place, "audit", "--connect", "http://127.0.0.1:9", "--json", "-")
        assert [] == left_in(place, 0)
    error = done.report["error"]
    assert (4, "no_browser") == (done.code, error["code"])
    assert "--remote-debugging-port" in error["hint"]
