"""Whatever LinkedIn does with a press: the program presses once and believes a fresh load only."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from exhaustive import more
from here import Somebody
from saving import (
    FLIPS,
    KEY,
    LABEL,
    ON,
    PATH,
    SAVES,
    TRANSLATES,
    Answers,
    flipped_by_hand,
    goes_offline,
    honest,
    leads_to,
    page,
    resets,
    reverts,
    says,
    shows,
    takes_effect_after,
)

from auditor.audit.switch_off import REREADINGS, proof
from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.model import Reading

CONFIRM = "box.onchange = () => { if (confirm('Sure?')) save(false); else box.checked = true; };"
LATE = Scene("on", signed_in=True, save_delay=3)
IS_OFF = Scene("off", "off", signed_in=True)


@pytest.mark.parametrize(
    ("state", "saved", "asked", "change", "hint"),
    [
        ("off", True, False, "verified", ""),
        ("off", False, False, "uncertain", "did not answer that the change was saved"),
        ("off", False, True, "uncertain", "did not answer that the change was saved"),
        ("on", True, False, "not_applied", "kept the switch on"),
        ("on", False, False, "not_applied", "kept the switch on"),
        ("on", False, True, "not_applied", "asked something before saving"),
        ("unknown", True, False, "uncertain", "look at the switch"),
        ("unknown", False, False, "uncertain", "look at the switch"),
        ("not_offered", True, False, "uncertain", "look at the switch"),
    ],
)
def test_what_a_fresh_load_proves(state, saved, asked, change, hint):
    """A switch-off is verified by a load that reads off after a write that LinkedIn answered."""
    told = proof(Reading(state=state, at=datetime.now(UTC)), saved=saved, asked=asked)
    assert change == told[0]
    assert hint in (told[1] or "")
    assert (change == "verified") == (told[1] is None)


def test_a_switch_that_still_reads_on_is_looked_at_for_fifteen_seconds():
    """LinkedIn may save late: the page is loaded again after 1, 2, 4 and 8 seconds."""
    assert (1, 2, 4, 8) == REREADINGS


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
    scene: Scene = ON
    clicks: int = 1


def still_on(
    name: str, answers: Answers, write: int | str | None, hint: str = "by hand"
) -> Behaviour:
    """A press after which the server goes on holding `on`."""
    return Behaviour(name, answers, write, "not_applied", "on", None, 1, hint)


def untold(name: str, answers: Answers, reason: str) -> Behaviour:
    """A press whose outcome cannot be read."""
    return Behaviour(name, answers, 200, "uncertain", "unknown", reason, 3, "look at the switch")


def not_proved(name: str, answers: Answers, write: int | str | None) -> Behaviour:
    """A press after which the page reads off, although LinkedIn did not save that."""
    hint = "did not answer that the change was saved"
    return Behaviour(name, answers, write, "uncertain", "off", None, 3, hint)


# The page remembers what was pressed, in a cookie, and shows that instead of asking.
REMEMBERS = """const kept = document.cookie.match(/kept=(true|false)/)?.[1];
if (kept !== undefined) box.checked = kept === "true";
box.onchange = () => { document.cookie = `kept=${box.checked}`; %s };"""
SENDS = page(REMEMBERS % "save(box.checked);")
OTHER_FIRST = page(REMEMBERS % 'save(box.checked, "other").then(() => save(box.checked));')
TELEMETRY = page(REMEMBERS % 'fetch("/rum-telemetry", { method: "POST", body: "{}" });')
# The page keeps what was pressed where only the browser knows it.
KEEPS = page(
    "if (sessionStorage.kept) box.checked = sessionStorage.kept === 'true';"
    "box.onchange = () => { sessionStorage.kept = box.checked; save(box.checked); };"
)


def only_others_are_saved(server, asked):
    """Save any key but ours."""
    ours = asked.path.endswith(KEY)
    return Answer("{}", 500 if ours else 200) if asked.method == "PUT" else None


def no_page_any_more(server, asked):
    """After the press the setting's address gives nothing: the page that is there stays."""
    return Answer(status=204) if asked.path == PATH and server.saved.is_set() else None


def led_to_sign_in(server, asked):
    """Lead the write to a sign-in page."""
    return Answer(status=303, location="/uas/login") if asked.method == "PUT" else None


BEHAVIOURS = [
    Behaviour("saves at once", shows(SAVES)),
    Behaviour("answers after 3 s", None, scene=LATE),
    Behaviour("takes effect 1 s later", shows(SAVES, takes_effect_after(1))),
    Behaviour("is off already", None, "none", "not_needed", scene=IS_OFF, clicks=0),
    still_on("answers 500", shows(SAVES, says(500)), 500),
    still_on("answers 429", shows(SAVES, says(429)), 429),
    still_on("says 200 and keeps the old value", shows(SAVES, says(200)), 200),
    still_on("resets the connection", resets(), None),
    still_on("flips back when loaded", shows(SAVES, reverts()), 200),
    still_on("asks in a box of the browser", shows(page(CONFIRM)), "none", "answer there"),
    still_on("remembers what was pressed", shows(KEEPS, says(200)), 200),
    not_proved("off, and 500", shows(SENDS, says(500)), 500),
    not_proved("off, and led to sign-in", shows(SENDS, led_to_sign_in), 303),
    not_proved("off, and no write", shows(page(REMEMBERS % "")), "none"),
    not_proved("off, and another key", shows(OTHER_FIRST, only_others_are_saved), 500),
    not_proved("off, and telemetry", shows(TELEMETRY), "none"),
    untold("signs out", shows(SAVES, leads_to("/uas/login")), "signed_out"),
    untold("asks for a check", shows(SAVES, leads_to("/checkpoint/challenge/x")), "challenge"),
    untold("goes offline", shows(SAVES, goes_offline()), "not_loaded"),
    untold("gives no fresh page", shows(SAVES, no_page_any_more), "not_loaded"),
]
# As another one, for the program.
SAME = {
    *("answers 429", "resets the connection", "flips back when loaded", "asks for a check"),
    *("off, and led to sign-in", "off, and telemetry", "goes offline", "answers after 3 s"),
    *("says 200 and keeps the old value", "saves at once", "answers 500", "off, and another key"),
}


@pytest.mark.parametrize(
    "behaviour",
    [value for one in BEHAVIOURS for value in ([one] if one.name not in SAME else more(one))],
    ids=lambda behaviour: behaviour.name,
)
def test_presses_once_and_tells_the_truth(here, behaviour):
    """One press at most, and a report that claims no more than the server holds."""
    server = here.serve(behaviour.answers, behaviour.scene)
    report = here.run(rereadings=(0.1, 1) if "later" in behaviour.name else (0.1,), timeout=5)
    if behaviour.state != "off" or behaviour.change == "verified":
        honest(server, report)
    [result] = report.results
    assert (behaviour.change, behaviour.state, behaviour.reason) == (
        *(result.change, result.state, result.reason),
    )
    assert (behaviour.code, None) == (report.exit_code, report.error)
    assert behaviour.write == (result.write.status if result.write else "none")
    assert behaviour.hint in (result.hint or "")
    assert behaviour.clicks == report.activity.clicks
    assert len(server.writes) <= 2


def test_every_reading_is_told_and_nothing_is_claimed_before_the_press(here):
    """The report has each reading, oldest first; what a kill would leave says uncertain."""
    server = here.serve(shows(SAVES, says(200)))
    [result] = here.run(rereadings=(0.1, 0.1)).results
    times = [reading.at for reading in (*result.rereadings, result.after)]
    assert (3, sorted(times)) == (len(times), times)
    assert {"on"} == {reading.state for reading in (*result.rereadings, result.after)}
    first, second = (report.results[0] for report in here.somebody.kept)
    assert (None, "unknown") == (first.change, first.state)
    assert ("on", "uncertain", "unknown") == (second.before.state, second.change, second.state)
    assert 1 == len(server.writes)


ADS = catalog().settings["ads-age"]
AGAIN = "if (!box.checked) save(false).catch(() => 0);"


def test_after_the_press_nothing_more_is_saved(here):
    """The page that is loaded afresh, and the next setting's, can save nothing by itself."""
    html = page(f"{AGAIN} box.onchange = () => save(box.checked);")
    writes = "<script>fetch('/mysettings-api/settingsApiSettings/x', {method: 'PUT'})</script>"

    def answers(server, asked):
        box = f"<input type=checkbox role=switch aria-labelledby={ADS.key}>"
        off = f"<!doctype html><html lang=en><main>{box}{writes}</main>"
        return Answer(off) if asked.path == ADS.path else shows(html)(server, asked)

    server = here.serve(answers)
    report = here.run("opt-out", "ai-training", "ads-age", timeout=4)
    assert (1, 1) == (report.activity.clicks, len(server.writes))
    assert 2 <= report.activity.requests_refused


# --- ordinary things that must not stand in the way -----------------------------------------------

CLOCK = "<p id=now></p><script>setInterval(() => { now.textContent = Math.random() }, 20)</script>"
NO_STORE = (("cache-control", "no-store"),)


SAVES_BOX = "box.onchange = () => save(box.checked);"
AFTER_400_MS = f"<script>setTimeout({TRANSLATES}, 400)</script>"


def test_a_clock_a_translation_and_an_answer_that_nobody_reads_do_not_hinder(here):
    """The switch is known by its key, and an answer that may not be stored confirms the change."""
    html = page(SAVES_BOX, more=AFTER_400_MS).replace("</main>", f"{CLOCK}</main>")

    def answers(server, asked):
        if asked.method != "PUT":
            return shows(html)(server, asked)
        server.ledger[KEY] = False
        return Answer('{"ok": true}', 200, "application/json", headers=NO_STORE)

    server = here.serve(answers)
    report = here.run(timeout=30)
    honest(server, report)
    [result] = report.results
    assert ("verified", 200, 1) == (result.change, result.write.status, report.activity.clicks)
    assert report.duration_seconds < 25, "the timeout was not waited out"


@pytest.mark.exhaustive
def test_a_translated_page_without_the_key_is_left_alone_and_said(here):
    """Where neither key nor label is left after a translation, nothing is pressed, and said so."""
    server = here.serve(page(SAVES_BOX, "<input type=checkbox role=switch>", more=AFTER_400_MS))
    report = here.run()
    honest(server, report)
    [result] = report.results
    assert ("not_applied", []) == (result.change, server.writes)
    assert "Nothing was pressed" in result.hint or "by its place alone" in result.hint


# --- the person's own hand ------------------------------------------------------------------------


@pytest.mark.parametrize("agrees", [True, *more(False)])
@pytest.mark.parametrize("kept", [True, *more(False)])
def test_the_person_flips_the_switch_while_the_program_asks(here, agrees, kept):
    """What they did is said, nothing is pressed, and a fresh load tells what LinkedIn holds."""
    asking = threading.Event()
    server = here.serve(flipped_by_hand(FLIPS, asking, kept=kept))

    def answer():
        asking.set()
        assert server.saved.wait(20)
        return agrees

    here.somebody = Somebody(answer)
    report = here.run(yes=False)
    [result] = report.results
    expected = ("not_needed", "off", 0) if kept else ("not_applied", "on", 1)
    assert expected == (result.change, result.state, report.exit_code)
    assert ("on", 0, 1) == (result.before.state, report.activity.clicks, len(server.writes))
    assert 2 == server.count(PATH), "it was loaded afresh"


def test_a_no_leaves_everything_as_it_was(here):
    """Declining presses nothing, and the exit code is that of the state."""
    server = here.serve(SAVES)
    here.somebody = Somebody(lambda: False)
    report = here.run(yes=False)
    honest(server, report)
    [result] = report.results
    assert ("declined", "on", None, 1) == (
        *(result.change, result.state, result.after, report.exit_code),
    )
    assert 0 == report.activity.clicks


# --- in a window ----------------------------------------------------------------------------------

# The page plays the person: it answers its own question a while after it was asked.
DIALOG = """box.onchange = () => {
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.textContent = "Are you sure?";
  dialog.showModal();
  setTimeout(() => { dialog.close(); %s }, 4500);
};"""
SAVE_BUTTON = """box.onchange = () => {
  const button = row.appendChild(document.createElement("button"));
  button.textContent = "Save";
  setTimeout(() => { save(false).then(() => button.remove()); }, 6000);
};"""


@pytest.mark.parametrize(
    ("live", "agrees"),
    [
        (DIALOG % "save(false);", True),
        pytest.param(DIALOG % "box.checked = true;", False, marks=pytest.mark.exhaustive),
        pytest.param(SAVE_BUTTON, True, marks=pytest.mark.exhaustive),
    ],
    ids=["dialog, yes", "dialog, no", "save button"],
)
def test_what_linkedin_asks_is_answered_in_the_window(here, live, agrees):
    """A dialog or a button that comes with the press is waited for; what is agreed to is proved."""
    server = here.serve(page(live))
    report = here.run(headless=False, login_timeout=60.0)
    honest(server, report)
    assert ("verified" if agrees else "not_applied") == report.results[0].change
    assert agrees == (len(server.writes) == 1)
    assert "LinkedIn asks before it saves. Answer in the window." in here.somebody.heard


@pytest.mark.parametrize(
    ("state", "looks"),
    [("unknown", 1), pytest.param("on", 0, marks=pytest.mark.exhaustive)],
)
def test_a_switch_that_could_not_be_told_stays_in_sight(here, state, looks):
    """In a window, a run that ends unknown leaves the page open until the person has looked."""
    nothing_clear = page("", f'<div role=switch aria-label="{LABEL}">x</div>')
    here.serve(nothing_clear if state == "unknown" else SAVES)
    report = here.run("audit", headless=False, timeout=3)
    assert (state, looks) == (report.results[0].state, here.somebody.looked)
