"""A browser that the person started: used in a tab of our own, everything else left alone."""

import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import ProxyHandler, build_opener

import pytest
from browser import headless_shell, opening, refused
from display import display
from server import program, until
from traces import begun, left_in, own_folder, program_in

from auditor.browser.connect import connected as connected_to
from auditor.browser.connect import socket_of
from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.errors import NotAudited
from auditor.linkedin.catalog import catalog

SETTING = catalog().settings["ai-training"]
# The person's own tab: it asks another host four times a second, and keeps what is in its form.
OTHER = """<!doctype html><html lang=en><title>Mine</title><link rel=icon href=data:,><main>
<input id=draft value=unsent></main><script>
localStorage.stored = "";
setInterval(() => fetch(
  "https://weather.example/" + document.querySelector("#draft").value + (localStorage.stored ?? 0),
  {mode: "no-cors"}).then(() => 0, () => document.querySelector("#draft").value = "broken"), 250);
</script>"""


class TheirBrowser:
    """A Chromium with remote debugging and one tab."""

    def __init__(self, executable, folder, url="about:blank", display=None):
        command = [executable, "--no-sandbox", "--no-first-run", url]
        command += [] if display else ["--headless"]
        command += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "--no-proxy-server"]
        if url == "about:blank":  # else `executable` leads every host to the test's server
            command.append("--host-resolver-rules=MAP * ~NOTFOUND")
        environment = {**os.environ, **({"DISPLAY": display} if display else {})}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, env=environment, **quiet)
        port_file = folder / "DevToolsActivePort"
        until(lambda: port_file.exists() and port_file.read_text().count("\n"))
        port, self.path = port_file.read_text().split()
        self.port = int(port)
        self.url = f"http://127.0.0.1:{port}"

    def tabs(self):
        """Each tab, as kind, id, address and title; not the parts of the browser's own window."""
        ask = build_opener(ProxyHandler({})).open
        found = json.load(ask(f"{self.url}/json/list"))
        return {
            (tab["type"], tab["id"], tab["url"], tab["title"])
            for tab in found
            if tab["type"] != "browser_ui"
        }


@contextmanager
def their_browser(executable, url="about:blank", display=None):
    """The person's browser, killed when the block ends."""
    with own_folder() as folder:
        browser = TheirBrowser(executable, folder, url, display)
        try:
            yield browser
        finally:
            browser.process.kill()
            browser.process.wait()


@pytest.fixture
def connected(serve):
    """A server whose member is signed in, and the member's own browser with a tab on it."""

    def override(asked):
        if asked.host == "weather.example":
            return Answer("sunny")
        return Answer(OTHER) if asked.path == "/mine" else None

    server = serve(Scene("x", signed_in=True, data_delay=0.5), override)
    with their_browser(server.browser, "https://www.linkedin.com/mine") as browser:
        until(lambda: weather(server))
        yield server, browser


def weather(server):
    """What the person's own tab has asked for so far."""
    return [asked.path for asked in server.seen if asked.host == "weather.example"]


def assert_untouched(server, browser, before):
    """The browser still runs, with the tabs it had, which go on as they did."""
    seen = len(weather(server))
    until(lambda: len(weather(server)) > seen + 2, 10)
    assert {"/unsent"} == set(weather(server))
    assert None is browser.process.poll()
    assert before == browser.tabs()


@pytest.fixture
def proxy(serving, monkeypatch):
    """A proxy that the environment names, and that would refuse everything."""
    server = serving(502)
    for variable in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{server.server_port}")
    return server


def test_it_reads_and_switches_off_in_a_tab_of_its_own(connected, proxy):
    """The switch is read, switched off and proved; no proxy is asked, no other tab is touched."""
    server, browser = connected
    before = browser.tabs()
    with own_folder() as place:
        command = ("opt-out", "--yes", "--connect", browser.url, "--json", "-")
        done = program_in(place, *command)
        assert [] == left_in(place, 0)
    assert "connected" == done.report["browser"]["name"]
    assert ("on", "off") == (done.result["before"]["state"], done.result["after"]["state"])
    assert (0, "verified", 1) == (done.code, done.result["change"], len(server.writes))
    assert [] == proxy.seen
    assert_untouched(server, browser, before)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_closes_the_tab(connected, name):
    """Where the run is stopped our tab is closed, and nothing else."""
    server, browser = connected
    before = browser.tabs()
    server.override = lambda asked, usual=server.override: (
        Answer("{}", delay=60) if asked.path.startswith("/mysettings-api") else usual(asked)
    )
    with own_folder() as place:
        with begun(place, "audit", "--connect", browser.url) as running:
            until(lambda: any(SETTING.path in tab[2] for tab in browser.tabs() - before))
            to = os.killpg if name == "SIGINT" else os.kill
            to(running.pid, getattr(signal, name))
            assert 130 == running.wait(60)
        assert [] == left_in(place, 0)
    assert_untouched(server, browser, before)


# --- what answers at the address ------------------------------------------------------------------


@pytest.fixture
def serving():
    """Serve one answer, on a port of this computer, to whatever is asked; `seen` has the paths."""
    servers = []

    def start(status, body=""):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.seen.append(self.path)
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            do_CONNECT = do_GET

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.seen = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.exhaustive
def test_no_proxy_is_asked(proxy):
    """A proxy that the environment names is not asked for what is on this computer."""
    with their_browser(str(headless_shell())) as theirs:
        before = {tab[1] for tab in theirs.tabs()}
        for address in (theirs.url, f"ws://127.0.0.1:{theirs.port}{theirs.path}"):
            with opening(connect=address) as browser:
                assert "connected" == browser.name
                assert len(before) + 1 == len(browser.tab.context.pages)
            assert before == {tab[1] for tab in theirs.tabs()}
    assert [] == proxy.seen


def not_connected(address):
    """The error of an address that is told before Playwright is needed."""
    with pytest.raises(NotAudited) as raised:
        connected_to(None, address)
    assert ("no_browser", 4) == (raised.value.code, raised.value.exit_code)
    return raised.value


def test_nobody_listens():
    """Where no browser answers it is said how to start one: exit code 4."""
    socket_address = refused(connect="ws://127.0.0.1:9/devtools/browser")
    for error in (not_connected("http://127.0.0.1:9"), socket_address):
        assert "No browser answers at the address given with --connect." == error.message
        assert "--remote-debugging-port" in error.hint


@pytest.mark.parametrize("body", ["", "[]", "{}", "<html>"])
def test_another_program_listens(serving, body):
    """A program that is no browser is told as no browser: exit code 4."""
    not_connected(f"http://127.0.0.1:{serving(200, body).server_port}")


def test_the_socket_is_on_this_computer_too(serving):
    """A browser that names a socket on another computer is asked at its own port: exit code 4."""
    leads = json.dumps({"webSocketDebuggerUrl": "ws://192.0.2.1:9222/devtools/browser/x"})
    port = serving(200, leads).server_port
    assert f"ws://127.0.0.1:{port}/devtools/browser/x" == socket_of(f"http://127.0.0.1:{port}")


def test_chromes_own_switch_for_remote_debugging(serving):
    """Where Chrome's own switch answers 404, the address that it takes is told: exit code 4."""
    port = serving(404).server_port
    error = not_connected(f"http://127.0.0.1:{port}")
    assert f"--connect ws://127.0.0.1:{port}/devtools/browser" in error.hint


@pytest.mark.exhaustive
@pytest.mark.parametrize("seconds", [1, 11])
def test_chrome_asks_its_user_first(seconds):
    """A socket that answers once the person has allowed it is waited for."""
    with (
        their_browser(str(headless_shell())) as theirs,
        socket.create_server(("127.0.0.1", 0)) as asks,
    ):

        def allow():
            ours, _ = asks.accept()
            time.sleep(seconds)
            browser = socket.create_connection(("127.0.0.1", theirs.port))
            for source, sink in ((ours, browser), (browser, ours)):
                threading.Thread(target=pass_on, args=(source, sink), daemon=True).start()

        threading.Thread(target=allow, daemon=True).start()
        address = f"ws://127.0.0.1:{asks.getsockname()[1]}{theirs.path}"
        with opening(connect=address) as browser:
            assert "connected" == browser.name


def pass_on(source, sink):
    """Send on what comes, until nothing does."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    sink.close()


# The switch is drawn in the next frame, which a tab in the background does not get.
DRAWN = f"""<!doctype html><html lang=en><link rel=icon href=data:,><main></main><script>
requestAnimationFrame(() => document.querySelector("main").innerHTML =
  "<p>{SETTING.labels["en"].toggle[0]}</p><input type=checkbox role=switch checked"
  + " aria-labelledby={SETTING.key}>");
</script>"""


@pytest.mark.exhaustive
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no X server to show on")
def test_a_tab_in_the_background_comes_to_the_front(serve):
    """A page that draws only in sight, in a tab that the person left, is read all the same."""

    def override(asked):
        if asked.path == "/mine":
            return Answer(OTHER)
        if asked.path == SETTING.path:
            mine = next(tab for tab in browser.tabs() if tab[2].endswith("/mine"))
            build_opener(ProxyHandler({})).open(f"{browser.url}/json/activate/{mine[1]}").close()
            return Answer(DRAWN)
        return None

    server = serve(Scene("x", signed_in=True), override)
    with display() as screen:
        mine = "https://www.linkedin.com/mine"
        with their_browser(server.browser, mine, screen) as browser:
            until(lambda: any(tab[2] == mine for tab in browser.tabs()))
            done = program("audit", "--connect", browser.url, "--json", "-")
    assert (1, "on") == (done.code, done.result["state"]), done.err
    assert "in the background" in done.err


# The switch is drawn only when the tab is looked at; the program itself brings it to the front.
HIDDEN = f"""<!doctype html><html lang=en><link rel=icon href=data:,><main></main><script>
Object.defineProperty(document, "hidden", {{configurable: true, value: true}});
Object.defineProperty(document, "visibilityState", {{configurable: true, value: "hidden"}});
const draw = () => {{ document.querySelector("main").innerHTML =
  "<p>{SETTING.labels["en"].toggle[0]}</p><input type=checkbox role=switch checked"
  + " aria-labelledby={SETTING.key}>"; }};
</script>"""


def test_a_tab_that_says_that_it_is_hidden_is_read_once_it_is_in_front(here, monkeypatch):
    """What a page draws when its tab comes to the front is what is read, and this is said."""
    here.serve(HIDDEN)
    monkeypatch.setattr(here.page, "bring_to_front", lambda: here.page.evaluate("draw()"))
    report = here.run("audit")
    assert "on" == report.results[0].state
    assert any("in the background" in line for line in here.somebody.heard)
