"""A run that is cut short: Ctrl-C, a signal, a kill, a window that is closed."""

from __future__ import annotations

import json
import os
import random
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
from linkedin_2026 import LOGIN, Linkedin2026, goes_to, new_login
from saving import SAVES, SavingServer, honest, on_write, shows
from server import CHECKOUT, Fault, processes_of, until

from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.model import Report

MANUAL = "<!doctype html><html lang=en><title>Sign in</title><main>Sign in</main>"
STALLS = shows(SAVES, on_write(lambda _: Fault("stall")))


class Running:
    """The program at work on a server, in a process group and a temporary folder of its own."""

    def __init__(self, server, *args, temporary: Path) -> None:
        self.server, self.temporary = server, temporary
        self.path = temporary / "reports" / "report.json"
        self.path.parent.mkdir()
        self.said = temporary / "said"
        command = [*args, "--headless", "--browser", server.browser, "--json", self.path]
        with self.said.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "auditor", *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=CHECKOUT,
                env={**os.environ, "TMPDIR": str(temporary)},
                start_new_session=True,
            )

    @property
    def report(self) -> Report:
        """The report on disk."""
        return Report.model_validate_json(self.path.read_bytes())

    def ended(self, code: int, reason: str) -> Report:
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
        assert [] == processes_of(f"127.0.0.1:{self.server.port}")
        assert (code, reason) == (self.report.exit_code, self.report.error.code)
        return self.report


@pytest.fixture
def start():
    """Start the program; what is left of it is ended with the test."""
    running = []
    with tempfile.TemporaryDirectory(
        prefix="la-", ignore_cleanup_errors=True
    ) as folder:  # short: Chromium makes sockets there

        def begin(server, *args):
            temporary = Path(folder) / str(len(running))
            temporary.mkdir()
            running.append(Running(server, *args, temporary=temporary))
            return running[-1]

        yield begin
        for one in running:
            with suppress(ProcessLookupError):
                os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


SIGNS_IN = ("audit", "--login-timeout", "60")


@pytest.fixture
def nobody_signs_in(serve):
    """A server in front of which nobody signs in."""
    return serve(
        Scene("x"), lambda asked: Answer(MANUAL) if "login" in asked.path.split("?")[0] else None
    )


def asked_for(server, part):
    """Wait until the browser asks for an address with `part` in it, and a moment more."""
    until(lambda: any(part in asked.path for asked in server.seen))
    time.sleep(0.3)


def test_ctrl_c_while_nobody_signs_in(nobody_signs_in, start):
    """Ctrl-C goes to every process of ours, and a second one does not cut the end short."""
    run = start(nobody_signs_in, *SIGNS_IN)
    asked_for(nobody_signs_in, "login")
    for _ in range(2):
        os.killpg(run.process.pid, signal.SIGINT)
        time.sleep(0.05)
    [result] = run.ended(130, "interrupted").results
    assert ("unknown", None) == (result.state, result.before)


def test_the_last_tab_is_closed_while_signing_in(nobody_signs_in, start):
    """A window closed by the person ends the run with 4, and says so."""
    script = nobody_signs_in.browser.read_text("utf-8")
    nobody_signs_in.browser.write_text(script.replace('"$@"', '"$@" --remote-debugging-port=0'))
    run = start(nobody_signs_in, *SIGNS_IN)
    asked_for(nobody_signs_in, "login")
    ports = until(lambda: list(run.temporary.glob("linkedin-auditor-*/**/DevToolsActivePort")))
    at = f"http://127.0.0.1:{ports[0].read_text().split()[0]}/json"
    for target in json.load(urllib.request.urlopen(at)):
        if target["url"].startswith("https://www.linkedin.com/"):
            urllib.request.urlopen(f"{at}/close/{target['id']}")
    run.ended(4, "window_closed")


def test_the_network_is_lost_while_signing_in(here):
    """Where no page comes any more after signing in, the run ends with 4 and a next step."""
    site = Linkedin2026(pages={LOGIN: new_login(2, goes_to("/feed/"))})

    def answers(_server, asked):
        return Fault("reset") if "li_at=alive" in asked.cookie else site(asked)

    here.serve(answers, Scene("x"))
    report = here.run("audit", login_timeout=4.0)
    assert (4, "network") == (report.exit_code, report.error.code)
    assert "Check the internet connection" in report.error.hint


@pytest.mark.parametrize("seconds", [0.4, *more(0.1, 0.2, 0.3, 0.6, 0.8)])
def test_stopped_at_the_start(nobody_signs_in, start, seconds):
    """A signal while the program starts, or starts the browser, ends with 130 and a report."""
    run = start(nobody_signs_in, "opt-out", "--yes")
    until(run.path.exists)
    time.sleep(seconds)
    os.kill(run.process.pid, signal.SIGTERM)
    run.ended(130, "interrupted")


def test_stopped_before_the_write_is_answered(tmp_path, start):
    """Nobody knows whether the change arrived: `uncertain`, 130, and to be looked at by hand."""
    server = SavingServer(tmp_path, answers=STALLS)
    run = start(server, "opt-out", "--yes")
    assert server.saved.wait(30)
    on_disk = run.report
    os.kill(run.process.pid, signal.SIGINT)
    report = run.ended(130, "interrupted")
    honest(server, report)
    for told in (on_disk, report):  # the one from before the press, and the last one
        [result] = told.results
        assert ("on", "uncertain", "unknown") == (result.before.state, result.change, result.state)
        assert "look at the switch" in result.hint
        assert (130, "interrupted") == (told.exit_code, told.error.code)
    assert (1, 1) == (report.activity.clicks, len(server.writes))


def killed(start, folder: Path, moment: float) -> None:
    """Kill a run `moment` seconds after its first report, and look at what it left."""
    slow = Scene("on", signed_in=True, save_delay=0.7)
    server = SavingServer(folder, slow)
    run = start(server, "opt-out", "--yes")
    until(run.path.exists)
    time.sleep(moment)
    run.process.kill()
    run.process.wait()
    [result] = run.report.results
    if result.state == "off" or result.change == "verified":
        assert not server.ledger["allowDataForGenerativeAI"], f"claims off after {moment} s"
    assert len(server.writes) <= 1
    until(lambda: not processes_of(f"127.0.0.1:{server.port}"), 15)
    server.close()


@pytest.mark.exhaustive
def test_killed_at_any_moment_leaves_a_true_report_and_no_browser(start, tmp_path):
    """Twenty kills leave twenty valid reports that claim no more than the server holds."""
    for seed in range(20):
        moment = round(random.Random(seed).uniform(0, 3.5), 2)
        killed(start, tmp_path / str(seed), moment)
