"""A run that is cut short: Ctrl-C, a signal, a window that is closed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from exhaustive import more
from server import CHECKOUT, Fault, processes_of, until
from traces import begun, own_folder

from auditor.demo.imitation import Answer, Scene
from auditor.model import Report

MANUAL = "<!doctype html><html lang=en><title>Sign in</title><main>Sign in</main>"


class Running:
    """The program at work on a server, in a process group and a temporary folder of its own."""

    def __init__(self, *args, temporary: Path) -> None:
        self.temporary = temporary
        self.path = temporary / "reports" / "report.json"
        self.path.parent.mkdir()
        self.said = temporary / "said"
        with self.said.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "auditor", *map(str, args), "--json", str(self.path)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=CHECKOUT,
                env={**os.environ, "TMPDIR": str(temporary)},
                start_new_session=True,
            )

    def ended(self, code: int, reason: str) -> dict:
        """The report, once all that must be true of any end was found true."""
        got = self.process.wait(30)
        words = self.said.read_text("utf-8")
        assert code == got, words
        assert "Traceback" not in words, words
        assert "Next: " in words
        assert ["report.json"] == os.listdir(self.path.parent)
        assert 0o600 == self.path.stat().st_mode & 0o777
        assert [] == list(self.temporary.glob("linkedin-auditor-*"))
        until(lambda: not processes_of(str(self.temporary)), 5)
        text = self.path.read_text("utf-8")
        report = json.loads(text)
        assert (code, reason) == (report["exit_code"], report["error"]["code"])
        assert Report.model_validate_json(text).as_json() == text
        return report


@pytest.fixture
def start():
    """Start the program; what is left of it is ended with the test."""
    running = []
    with tempfile.TemporaryDirectory(
        prefix="la-", ignore_cleanup_errors=True
    ) as folder:  # short: Chromium makes sockets there

        def begin(*args):
            temporary = Path(folder) / str(len(running))
            temporary.mkdir()
            running.append(Running(*args, temporary=temporary))
            return running[-1]

        yield begin
        for one in running:
            with suppress(ProcessLookupError):
                os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def waiting(serve, start, command=("audit",), stall=()):
    """The program in front of a sign-in page where nobody signs in, or of an answer that stalls."""

    def override(asked):
        if any(asked.path.startswith(path) for path in stall):
            return Fault("stall")
        return Answer(MANUAL) if asked.path.startswith("/uas/login") else None

    server = serve(Scene("x", signed_in=bool(stall)), override)
    return server, start(*command, "--headless", "--browser", server.browser)


def asked_for(server, path):
    """Wait until the browser asks for `path`, and a moment more."""
    until(lambda: any(asked.path.startswith(path) for asked in server.seen))
    time.sleep(0.3)


@pytest.mark.parametrize("name", ["SIGHUP", *more("SIGINT", "SIGTERM", "SIGQUIT")])
def test_stopped_while_waiting_for_the_person(serve, start, name):
    """A signal while nobody signs in ends with 130, a report, and nothing left behind."""
    server, run = waiting(serve, start)
    asked_for(server, "/uas/login")
    os.kill(run.process.pid, getattr(signal, name))
    report = run.ended(130, "interrupted")
    assert ("unknown", None) == (report["results"][0]["state"], report["results"][0]["before"])
    assert [] == processes_of(f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("name", ["SIGTERM", *more("SIGHUP")])
def test_a_description_that_is_stopped_leaves_nothing(serve, name):
    """A signal while `doctor --page` waits for the page ends with 130 and no folder."""
    server = serve(Scene("x", signed_in=True), lambda _asked: Fault("stall"))
    command = ("doctor", "--page", "--headless", "--browser", server.browser)
    with own_folder() as temporary, begun(temporary, *command) as process:
        asked_for(server, "/mypreferences/")
        process.send_signal(getattr(signal, name))
        assert (130, []) == (process.wait(30), os.listdir(temporary))


@pytest.mark.parametrize("name", ["SIGINT", *more("SIGQUIT")])
def test_a_key_of_the_terminal_reaches_the_whole_group_and_comes_twice(serve, start, name):
    """Ctrl-C and Ctrl-\\ go to every process of ours; a second does not cut the end short."""
    server, run = waiting(serve, start)
    asked_for(server, "/uas/login")
    for _ in range(2):
        os.killpg(run.process.pid, getattr(signal, name))
        time.sleep(0.05)
    run.ended(130, "interrupted")


@pytest.mark.parametrize("path", ["/mypreferences/", *more("/mysettings-api/")])
def test_stopped_while_a_page_loads(serve, start, path):
    """Ctrl-C while the page, or its data, does not come ends with 130."""
    server, run = waiting(serve, start, stall=[path])
    asked_for(server, path)
    os.kill(run.process.pid, signal.SIGINT)
    run.ended(130, "interrupted")


def listens(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process catches SIGTERM: Python itself takes a while until ours begins."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("seconds", [0, 0.4, *more(0.1, 0.2, 0.3, 0.6, 0.8)])
def test_stopped_at_the_start(serve, start, seconds):
    """A signal while the program starts, or starts the browser, ends with 130 and a report."""
    _server, run = waiting(serve, start)
    until(lambda: listens(run.process))
    time.sleep(seconds)
    os.kill(run.process.pid, signal.SIGTERM)
    run.ended(130, "interrupted")


def test_stopped_after_the_press(serve, start):
    """Ctrl-C while LinkedIn has not answered the change leaves a report that claims nothing."""
    server = serve(Scene("x", signed_in=True, save_delay=20))
    run = start("opt-out", "--yes", "--headless", "--browser", server.browser)
    until(lambda: server.writes)
    os.kill(run.process.pid, signal.SIGINT)
    result = run.ended(130, "interrupted")["results"][0]
    assert ("uncertain", "unknown") == (result["change"], result["state"])
    assert "on" == result["before"]["state"]


def test_killed_after_the_press(serve, start):
    """Even a kill leaves a whole report on disk that claims no success."""
    server = serve(Scene("x", signed_in=True, save_delay=20))
    run = start("opt-out", "--yes", "--headless", "--browser", server.browser)
    until(lambda: server.writes)
    run.process.kill()
    run.process.wait()
    result = Report.model_validate_json(run.path.read_text("utf-8")).results[0]
    assert ("uncertain", "unknown") == (result.change, result.state)


def test_the_window_is_closed(serve, start):
    """A window closed by the person ends the run with 4."""
    server = serve(
        Scene("x"), lambda asked: Answer(MANUAL) if asked.path.startswith("/uas/login") else None
    )
    script = server.browser.read_text("utf-8")
    server.browser.write_text(script.replace('"$@"', '"$@" --remote-debugging-port=0'))
    run = start("audit", "--headless", "--browser", server.browser)
    asked_for(server, "/uas/login")
    ports = until(lambda: list(run.temporary.glob("linkedin-auditor-*/**/DevToolsActivePort")))
    at = f"http://127.0.0.1:{ports[0].read_text().split()[0]}/json"
    for target in json.load(urllib.request.urlopen(at)):
        if target["url"].startswith("https://www.linkedin.com/"):
            urllib.request.urlopen(f"{at}/close/{target['id']}")
    run.ended(4, "window_closed")


@pytest.mark.parametrize("moment", ["/mysettings-api/", *more("/uas/login")])
def test_the_browser_dies(serve, start, moment):
    """A browser that dies, or that the person quits, ends the run with 4."""
    stall = [moment] if moment != "/uas/login" else []
    server, run = waiting(serve, start, stall=stall)
    asked_for(server, moment)
    for process in processes_of(f"127.0.0.1:{server.port}"):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    run.ended(4, "window_closed")
