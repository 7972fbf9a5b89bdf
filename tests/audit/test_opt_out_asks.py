"""opt-out asks first: in a terminal, with the switch outlined, about what it read."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from exhaustive import more
from saving import KEY, LABEL, ON, PATH, SAVES, SavingServer, honest, page, shows
from server import CHECKOUT, until

from auditor.demo.imitation import Answer, Imitation
from auditor.linkedin.catalog import catalog
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab


class Terminal:
    """A run of the program whose standard input and error are a terminal."""

    def __init__(self, *args: str | Path, by: tuple[str, str] = ("-m", "auditor")) -> None:
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, *by, *map(str, args), "--json", "-"],
            stdin=follower,
            stderr=follower,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            env={**os.environ, "COLUMNS": "200"},
        )
        os.close(follower)
        self._shown = b""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):  # the other end is gone
            while heard := os.read(self.leader, 4096):
                self._shown += heard

    @property
    def shown(self) -> str:
        """What the person sees, without colours."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self._shown.decode(errors="replace"))

    def answer(self, line: str) -> dict[str, Any]:
        """Wait for the question, answer it, and give the report."""
        until(lambda: "[y/N]" in self.shown)
        os.write(self.leader, line.encode() + b"\n")
        out, _ = self.process.communicate(timeout=60)
        return json.loads(out)


@contextmanager
def asked(server: SavingServer) -> Iterator[Terminal]:
    """A run that asks."""
    terminal = Terminal(*server.command())
    try:
        yield terminal
    finally:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.leader)
        server.close()


@pytest.mark.parametrize("answer", ["", *more("n", "maybe")])
def test_anything_but_yes_leaves_everything_as_it_was(tmp_path, answer):
    """Declining presses nothing, and the exit code is that of the state."""
    server = SavingServer(tmp_path, answers=shows(SAVES))
    with asked(server) as terminal:
        report = terminal.answer(answer)
    honest(server, report)
    result = report["results"][0]
    assert ("declined", "on", None) == (result["change"], result["state"], result["after"])
    assert (1, 1) == (terminal.process.returncode, report["exit_code"])
    assert (0, []) == (report["activity"]["clicks"], server.writes)


def test_yes_switches_off_what_the_question_showed(tmp_path):
    """The question says what was read and from where; yes switches it off."""
    server = SavingServer(tmp_path, answers=shows(SAVES))
    with asked(server) as terminal:
        report = terminal.answer("y")
    honest(server, report)
    question = terminal.shown.partition("[y/N]")[0]
    for said in ("ON", "Data for Generative AI Improvement", LABEL, PATH, "certain"):
        assert said in question
    assert (0, "verified") == (terminal.process.returncode, report["results"][0]["change"])
    assert 1 == len(server.writes)


def test_what_was_typed_before_the_question_is_no_answer(tmp_path):
    """A yes that was typed while the browser opened agrees to nothing."""
    server = SavingServer(tmp_path, answers=shows(SAVES))
    with asked(server) as terminal:
        os.write(terminal.leader, b"y\n")
        report = terminal.answer("")
    assert ("declined", []) == (report["results"][0]["change"], server.writes)


FLIPS = """box.onchange = () => save(box.checked);
const look = () => fetch("/li/track/flip").then((answer) => answer.text()).then((text) => {
  if (text === "off") box.checked = false; else setTimeout(look, 100);
});
look();"""


@pytest.mark.parametrize("kept", [True, *more(False)])
def test_a_switch_that_turned_off_meanwhile_is_not_pressed(tmp_path, kept):
    """What changed since the reading is not pressed; a fresh load tells what is so now."""

    def answers(server, request):
        if request.path != "/li/track/flip":
            return shows(page(FLIPS))(server, request)
        if not flip.is_set() or flipped.is_set():
            return Answer("on")
        flipped.set()
        return Answer("off")

    flip, flipped = threading.Event(), threading.Event()
    server = SavingServer(tmp_path, answers=answers)
    with asked(server) as terminal:
        until(lambda: "[y/N]" in terminal.shown)
        server.ledger[KEY] = not kept
        flip.set()
        assert flipped.wait(5)
        report = terminal.answer("y")
    honest(server, report)
    result = report["results"][0]
    expected = ("not_needed", "off", 0) if kept else ("not_applied", "on", 1)
    assert expected == (result["change"], result["state"], report["exit_code"])
    assert (0, []) == (report["activity"]["clicks"], server.writes)
    assert kept or "changed since it was read" in result["hint"]


# --- the outline ----------------------------------------------------------------------------------


@pytest.fixture
def setting_page(page):
    """The setting's page of the imitation, read, in a browser of the test's own."""
    Imitation(ON).attach(page.context)
    setting_page = SettingPage(Tab(page, 10), catalog().settings["ai-training"])
    setting_page.open()
    assert "on" == setting_page.read().state
    yield setting_page
    setting_page.leave()


def test_outlines_the_row_and_leaves_no_trace(setting_page):
    """The row that was read is outlined, a note says why, and both go without a trace."""
    html = "document.documentElement.outerHTML"
    before = setting_page.page.evaluate(html)
    setting_page.outline("Asked in the terminal")
    assert "Asked in the terminal" in setting_page.page.locator("html > div").inner_text()
    outlined = setting_page.page.locator("[style*=outline]")
    assert LABEL in outlined.inner_text()
    setting_page.outline("")
    assert before == setting_page.page.evaluate(html)


def test_an_outline_does_not_disturb_the_page(setting_page):
    """What the page had drawn around the row is drawn there again; the reading stays the same."""
    row = setting_page.page.locator(".row")
    row.evaluate("row => { row.style.outline = '1px solid blue'; row.title = 'Own title'; }")
    before = row.evaluate("row => row.outerHTML")
    setting_page.outline("Asked in the terminal")
    assert "on" == setting_page.read().state
    setting_page.outline("")
    assert before == row.evaluate("row => row.outerHTML")


def test_a_terminal_that_is_not_ours_gets_a_no(tmp_path):
    """Where what was typed ahead cannot be thrown away, nobody is asked, and nothing pressed."""
    script = """if True:
        import termios
        from auditor.cli import main as cli
        def refuse(*_):
            raise termios.error(5, "Input/output error")
        termios.tcflush = refuse
        cli.run()
    """
    server = SavingServer(tmp_path, answers=shows(page(SAVES)))
    terminal = Terminal(*server.command(), by=("-c", script))
    out, _ = terminal.process.communicate(timeout=60)
    result = json.loads(out)["results"][0]
    assert ("declined", 0) == (result["change"], len(server.writes))
    assert "Traceback" not in terminal.shown
