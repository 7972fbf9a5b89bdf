"""The report in a terminal: complete, within its width, and deaf to what a page says."""

import io
from datetime import UTC, datetime
from typing import get_args

import pytest
from rich.console import Console
from screen import fits
from server import program

from auditor.audit.builder import Record
from auditor.audit.options import Options
from auditor.cli.terminal import countdown
from auditor.demo.imitation import Answer, Scene
from auditor.errors import NotAudited
from auditor.linkedin.catalog import catalog
from auditor.model import Change, Evidence, Reading, Reason
from auditor.report.text import REASONS, catalog_lines, question, rendered

SETTING = catalog().settings["ai-training"]


def on_screen(renderable, width=80):
    """What a terminal of that width shows."""
    file = io.StringIO()
    console = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    console.print(renderable, crop=False)
    return file.getvalue()


def reading(state, reason=None, name="Use my data"):
    """A reading as the program makes it."""
    evidence = Evidence(
        path=SETTING.path,
        language="en",
        role="switch",
        name=name,
        matched=("key",),
        raw="checked=true",
        word=None,
    )
    return Reading(
        state=state,
        reason=reason,
        confidence="confirmed" if state in ("on", "off") else None,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        evidence=evidence,
    )


def report(state="on", reason=None, change=None, error=None, **known):
    """A report of one run that read the setting once."""
    record = Record(Options(command="audit", settings=(SETTING,), demo="on"))
    if error is None:
        record.note(SETTING, before=reading(state, reason), change=change, **known)
    return record.report(error)


def squeezed(text):
    """A text without white space, so that it does not matter where a line was broken."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    ("state", "reason", "word", "meaning", "step"),
    [
        ("on", None, "● ON", SETTING.meaning_on, "linkedin-auditor opt-out ai-training --demo"),
        ("off", None, "○ OFF", SETTING.meaning_off, "nothing to do"),
        ("not_offered", "no_control", "○ NOT OFFERED", "does not offer this", "nothing to switch"),
        ("unknown", "throttled", "? UNKNOWN", REASONS["throttled"], "wait an hour"),
        *[
            ("unknown", reason, "? UNKNOWN", REASONS[reason], SETTING.url)
            for reason in get_args(Reason)
            if reason != "throttled"
        ],
    ],
)
def test_each_state_is_told_in_full(width, state, reason, word, meaning, step):
    """Each state shows its word, what it means, and a next step, in lines that fit."""
    shown = on_screen(rendered(report(state, reason)), width)
    for expected in ("DEMO", word, SETTING.title, meaning, "Next:", step):
        assert squeezed(expected) in squeezed(shown)
    assert all(fits(line, width) for line in shown.splitlines())


@pytest.mark.parametrize("change", get_args(Change))
def test_each_change_has_words(change):
    """What became of a switch-off is told in a sentence of its own, with the hint if there is."""
    shown = on_screen(rendered(report("on", change=change, hint="Do this.")))
    plain = on_screen(rendered(report("on")))
    assert len(plain.splitlines()) < len(shown.splitlines())
    assert "Next: Do this." in shown


@pytest.mark.parametrize("width", [40, 80])
def test_a_run_that_failed_says_so_first(width):
    """A run without an audit says why and what helps, and shows no state it has not read."""
    shown = on_screen(rendered(report(error=NotAudited("network", "No net.", "Plug in."))), width)
    assert ["No complete audit: No net.", "Next: Plug in."] == shown.splitlines()[-2:]
    assert "UNKNOWN" not in shown


@pytest.mark.parametrize("width", [40, 80])
def test_catalog_and_question_fit(width):
    """The catalog and the question before pressing stay within the width."""
    for shown in (catalog_lines([SETTING]), question(SETTING, reading("on"))):
        assert all(fits(line, width) for line in on_screen(shown, width).splitlines())


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, "Wait."), (299.9, "Wait. (4:59 left)"), (-1, "Wait. (0:00 left)")]
)
def test_countdown(seconds, shown):
    """The time that is left is shown in minutes and seconds, and never below nothing."""
    assert shown == countdown("Wait.", seconds)


def test_markup_is_shown_as_it_is():
    """Markup and emoji codes of rich in a name are letters like any other."""
    name = "[bold red]x[/] [link=https://evil.test]y[/link] :bomb:"
    assert squeezed(name) in squeezed(on_screen(question(SETTING, reading("on", name=name))))


def test_a_page_cannot_speak_to_the_terminal(serve):
    """Of a known label only what can be read is shown, and nothing of the text after it."""
    shown = "Use my data for training content creation AI models"
    label = f"\x1b\u202e{shown}\x07&#10;</span><i>\x1b[2J\x9b31m[bold]Off[/bold]</i><span>"
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><main><h1>AI</h1>"
        f"<span id=allowDataForGenerativeAI>{label}</span><input type=checkbox role=switch"
        " aria-labelledby=allowDataForGenerativeAI checked></main>"
    )
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(page) if asked.path == SETTING.path else None,
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert (1, "on") == (done.code, done.result["state"])
    assert shown == done.result["before"]["evidence"]["name"]
    assert "Off[" not in done.err
    assert squeezed(f"“{shown}”") in squeezed(done.err)
    assert not set(done.err) & set("\x1b\x07\x9b\u202e\r")
