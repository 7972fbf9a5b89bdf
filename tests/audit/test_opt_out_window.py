"""In a window, what LinkedIn asks after the press is the person's to answer, and is waited for."""

from __future__ import annotations

import ctypes
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from ctypes.util import find_library

import pytest
from display import display
from exhaustive import all_with
from saving import SavingServer, honest, page, shows
from server import Ran, program

from auditor.linkedin.catalog import catalog

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no X server to show on")

# The page plays the person: it answers its own question a while after it was asked.
DIALOG = """box.onchange = () => {
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.textContent = "Are you sure?";
  dialog.showModal();
  setTimeout(() => { dialog.close(); %s }, 8000);
};"""
SAVE_BUTTON = """box.onchange = () => {
  const button = row.appendChild(document.createElement("button"));
  button.textContent = "Save";
  setTimeout(() => { save(false).then(() => button.remove()); }, 8000);
};"""
CONFIRM = """box.onchange = () => {
  fetch("/asked");
  const agreed = confirm("Sure?");
  fetch("/answered");
  if (agreed) save(false);
};"""
SETTING = catalog().settings["ai-training"]
RETURN, ESCAPE = 0xFF0D, 0xFF1B


# Name: the page, and the key that the person presses once the page has asked.
RUNS = {
    "dialog, yes": (page(DIALOG % "save(false);"), None),
    "dialog, no": (page(DIALOG % "box.checked = true;"), None),
    "save button": (page(SAVE_BUTTON), None),
    "box, yes": (page(CONFIRM), RETURN),
    "box, no": (page(CONFIRM), ESCAPE),
    "box, no answer": (page(CONFIRM), None),
}
ORDINARY = ("dialog, yes", "box, yes", "box, no answer")


def type_key(display: str, symbol: int) -> None:
    """Press and release one key, as a keyboard would."""
    x11, testing = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    screen = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    code = x11.XKeysymToKeycode(screen, ctypes.c_ulong(symbol))
    for down in (1, 0):
        testing.XTestFakeKeyEvent(screen, code, down, ctypes.c_ulong(0))
    x11.XCloseDisplay(screen)


def in_window(server: SavingServer, name: str, key: int | None, patience: str) -> Ran:
    """Run the program in a window on display `name`; press `key` in it when the page has asked."""
    command = ("opt-out", "--yes", "--browser", server.browser, "--login-timeout", patience)
    with ThreadPoolExecutor(1) as pool:
        there = {"DISPLAY": name}
        running = pool.submit(program, *command, "--json", "-", environment=there)
        while key is not None and not running.done():
            time.sleep(1.5)
            # Not once it is answered: Escape stops a page that is being loaded as well.
            if [one.path for one in server.seen[-1:]] == ["/asked"]:
                type_key(name, key)
        return running.result()


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, tuple[SavingServer, Future[Ran]]]]:
    """All runs at the same time: most of their time is waiting."""
    wanted = {item.name for item in request.session.items}
    with ExitStack() as servers, ThreadPoolExecutor(len(RUNS)) as pool:
        begun = {}
        for name, (html, key) in RUNS.items():
            if f"test_the_person_answers_in_the_window[{name}]" not in wanted:
                continue
            patience = "5" if name == "box, no answer" else "60"
            server = SavingServer(tmp_path_factory.mktemp("wire"), answers=shows(html))
            servers.callback(server.close)
            screen = servers.enter_context(display())  # one by one: they race for numbers
            begun[name] = server, pool.submit(in_window, server, screen, key, patience)
        yield begun


@pytest.mark.parametrize("name", all_with(ORDINARY, RUNS))
def test_the_person_answers_in_the_window(runs, name):
    """What they agreed to is proved; without an agreement the switch is still on."""
    if name.startswith("box") and find_library("Xtst") is None:
        pytest.skip("no keyboard for the X server")
    server, run = runs[name]
    ran = run.result()
    assert ran.report is not None, ran.err
    honest(server, ran.report)
    agreed = name.endswith(("yes", "button"))
    assert ("verified" if agreed else "not_applied") == ran.result["change"], ran.err
    assert (0 if agreed else 1, 1 if agreed else 0) == (ran.code, len(server.writes))
    if not name.startswith("box"):
        assert "Answer in the window" in ran.err
