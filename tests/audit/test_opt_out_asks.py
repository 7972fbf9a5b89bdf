"""At a terminal, opt-out asks before it acts, about what it read."""

from __future__ import annotations

import threading

import pytest
from saving import FLIPS, LABEL, PATH, SAVES, SavingServer, flipped_by_hand, honest, shows
from terminal import at_terminal

from auditor.model import Report


@pytest.fixture
def server(tmp_path):
    """A server whose member has the switch on."""
    server = SavingServer(tmp_path, answers=shows(SAVES))
    yield server
    server.close()


def test_yes_switches_off_what_the_question_showed(server):
    """The question says what was read and from where; yes switches it off."""
    with at_terminal(*server.command()) as terminal:
        terminal.wait_for_question()
        terminal.type("y")
        report = Report.model_validate(terminal.report())
    honest(server, report)
    question = terminal.shown.partition("[y/N]")[0]
    for said in ("ON", "Data for Generative AI Improvement", LABEL, PATH):
        assert said in question
    assert (0, "verified", 1) == (
        *(terminal.process.returncode, report.results[0].change, len(server.writes)),
    )


def test_what_was_typed_before_the_question_is_no_answer(server):
    """A yes that was typed while the browser opened agrees to nothing."""
    with at_terminal(*server.command()) as terminal:
        terminal.type("y")
        terminal.wait_for_question()
        terminal.type("")
        report = terminal.report()
    assert ("declined", []) == (report["results"][0]["change"], server.writes)
    assert (1, 0) == (terminal.process.returncode, report["activity"]["clicks"])


def test_the_persons_own_hand_is_seen_at_the_terminal(tmp_path):
    """Somebody who flips the switch in the window and then says yes: nothing is pressed."""
    asking = threading.Event()
    server = SavingServer(tmp_path, answers=flipped_by_hand(FLIPS, asking))
    with at_terminal(*server.command()) as terminal:
        terminal.wait_for_question()
        asking.set()
        assert server.saved.wait(20)
        terminal.type("y")
        report = terminal.report()
    server.close()
    [result] = report["results"]
    assert ("not_needed", "on", "off") == (
        *(result["change"], result["before"]["state"], result["after"]["state"]),
    )
    assert (0, 0, 1) == (
        *(terminal.process.returncode, report["activity"]["clicks"], len(server.writes)),
    )
