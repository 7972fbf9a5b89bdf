"""Whatever LinkedIn does with a press: the program presses once and believes a fresh load only."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from exhaustive import more
from saving import (
    CHECKBOX,
    ON,
    SAVES,
    Answers,
    SavingServer,
    ends,
    goes_offline,
    honest,
    leads_to,
    on_write,
    page,
    resets,
    reverts,
    says,
    shows,
    signs_out,
    takes_effect_after,
)
from server import Ran

from auditor.demo.imitation import Scene

DIALOG = """box.onchange = () => {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = "<p>Are you sure?</p><button>Switch off</button>";
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("button").onclick = () => { save(false); dialog.close(); };
};"""
CONFIRM = "box.onchange = () => { if (confirm('Sure?')) save(false); else box.checked = true; };"
SAVE_BUTTON = """box.onchange = () => {
  const button = Object.assign(document.createElement("button"), { textContent: "Save" });
  button.onclick = () => save(box.checked);
  row.append(button);
};"""
FLIPS_BACK = """box.onchange = () =>
  save(false).then(() => { box.checked = true; return save(true); });"""
CLICK_AND_CHANGE = """let shown = value, last;
box.onclick = () => { last = save(shown = !shown); };
box.onchange = () => { last.then(() => save(shown = !shown)); };"""
REDRAWS = """const listen = (one) => {
  one.onchange = () => save(one.checked);
  one.%s = () => { const next = one.cloneNode(); one.replaceWith(next); listen(next); };
};
listen(box);"""
STEALS_FOCUS = """const other = row.lastElementChild;
box.onchange = () => save(box.checked);
other.onchange = () => save(other.checked, "allowAdsByAge");
box.onfocus = () => queueMicrotask(() => other.focus());"""
TWO = f'{CHECKBOX} <input type="checkbox" role="switch" aria-labelledby="allowAdsByAge" checked>'

SOON = ("--login-timeout", "2")
LATE = Scene("on", signed_in=True, save_delay=5)
IS_OFF = Scene("off", "off", signed_in=True)


@dataclass(frozen=True)
class Behaviour:
    """One way to take a press, and what the report must say of it."""

    name: str
    answers: Answers | None
    write: int | str | None = 200
    """HTTP status of the write; None where it was not answered, `none` where none was seen."""
    change: str = "verified"
    state: str = "off"
    reason: str | None = None
    code: int = 0
    hint: str = ""
    error: str | None = None
    scene: Scene = ON
    options: tuple[str, ...] = ()
    writes: int = 1
    """How many the server saw: never more than one but where the page itself sends two."""
    clicks: int = 1


def still_on(
    name: str,
    answers: Answers,
    write: int | str | None = "none",
    hint: str = "by hand",
    writes: int = 1,
    clicks: int = 1,
) -> Behaviour:
    """A press after which the server goes on holding `on`."""
    if write == "none":
        writes = 0
    return Behaviour(
        name, answers, write, "not_applied", "on", None, 1, hint, writes=writes, clicks=clicks
    )


def untold(
    name: str, answers: Answers, reason: str, options: tuple[str, ...] = (), closed: bool = False
) -> Behaviour:
    """A press whose outcome cannot be read."""
    write, code, error = ("none", 4, "window_closed") if closed else (200, 3, None)
    hint = "look at the switch"
    return Behaviour(
        name, answers, write, "uncertain", "unknown", reason, code, hint, error, options=options
    )


BEHAVIOURS = [
    Behaviour("saves at once", shows(SAVES)),
    Behaviour("answers after 5 s", None, scene=LATE),
    Behaviour("takes effect 4 s later", shows(SAVES, takes_effect_after(4))),
    Behaviour("flips back once it was read", shows(SAVES, reverts("read"))),
    Behaviour("is off already", None, "none", "not_needed", scene=IS_OFF, writes=0, clicks=0),
    still_on("answers 500", shows(SAVES, says(500)), 500),
    still_on("answers 403", shows(SAVES, says(403)), 403),
    still_on("answers 429", shows(SAVES, says(429)), 429),
    still_on("says 200 and keeps the old value", shows(SAVES, says(200)), 200),
    still_on("resets the connection", resets(), None),
    still_on("flips back when loaded", shows(SAVES, reverts("load")), 200),
    still_on("flips back by itself", shows(page(FLIPS_BACK)), 200, writes=2),
    still_on("listens to click and change", shows(page(CLICK_AND_CHANGE)), 200, writes=2),
    still_on("signs out, and in again", shows(SAVES, signs_out()), 401),
    still_on("asks in a dialog", shows(page(DIALOG)), hint="answer there"),
    still_on("asks in a box of the browser", shows(page(CONFIRM)), hint="answer there"),
    still_on("needs a Save button", shows(page(SAVE_BUTTON)), hint="answer there"),
    still_on("redraws on focus", shows(page(REDRAWS % "onfocus")), hint="changed", clicks=0),
    still_on("redraws on the key", shows(page(REDRAWS % "onkeydown"))),
    still_on("moves the focus to another switch", shows(page(STEALS_FOCUS, TWO))),
    untold("signs out", shows(SAVES, leads_to("/uas/login")), "signed_out", SOON),
    untold(
        "asks for a check", shows(SAVES, leads_to("/checkpoint/challenge/x")), "challenge", SOON
    ),
    untold("goes offline", shows(SAVES, goes_offline()), "not_loaded"),
    untold("closes", shows(SAVES, on_write(ends("browser"))), "not_loaded", closed=True),
    untold("crashes", shows(SAVES, on_write(ends("renderer"))), "not_loaded", closed=True),
]


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[SavingServer, Future[Ran]]]]:
    """Runs of `opt-out --yes`, several at a time: most of their time is waiting."""
    wanted = {item.name for item in request.session.items}
    with ExitStack() as servers, ThreadPoolExecutor(6) as pool:
        begun = {}
        for behaviour in BEHAVIOURS:
            if f"test_presses_once_and_tells_the_truth[{behaviour.name}]" in wanted:
                folder = tmp_path_factory.mktemp("wire")
                server = SavingServer(folder, behaviour.scene, behaviour.answers)
                servers.callback(server.close)
                begun[behaviour.name] = server, pool.submit(server.opt_out, *behaviour.options)
        yield begun


# As another one, for the program.
SAME = (
    *("answers 403", "answers 429", "resets the connection", "flips back when loaded"),
    *("listens to click and change", "needs a Save button", "redraws on the key"),
    *("asks for a check", "asks in a box of the browser"),
)


@pytest.mark.parametrize(
    "behaviour",
    [value for one in BEHAVIOURS for value in ([one] if one.name not in SAME else more(one))],
    ids=lambda behaviour: behaviour.name,
)
def test_presses_once_and_tells_the_truth(runs, behaviour):
    """One press at most, and a report that claims no more than the server holds."""
    server, run = runs[behaviour.name]
    ran = run.result()
    assert ran.report is not None, ran.err
    honest(server, ran.report)
    result, error = ran.result, ran.report["error"]
    assert (behaviour.change, behaviour.state) == (result["change"], result["state"])
    assert behaviour.reason == result["reason"]
    assert (behaviour.code, behaviour.error) == (ran.code, error and error["code"])
    assert behaviour.write == (result["write"] or {"status": "none"})["status"]
    assert behaviour.hint in (result["hint"] or "")
    assert behaviour.writes == len(server.writes)
    assert behaviour.clicks == ran.report["activity"]["clicks"]


def test_rereadings_are_all_told(runs):
    """Every reading between the press and the last one stands in the report, oldest first."""
    _, run = runs["says 200 and keeps the old value"]
    result = run.result().result
    assert 4 == len(result["rereadings"])
    times = [reading["at"] for reading in (*result["rereadings"], result["after"])]
    assert sorted(times) == times
