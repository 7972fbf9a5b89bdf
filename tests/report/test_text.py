"""The report in a terminal: complete, within its width, and deaf to what a page says."""

import io
from datetime import UTC, datetime
from typing import get_args

import pytest
from rich.console import Console
from screen import fits

from auditor.errors import Interrupted, NotAudited
from auditor.i18n import use
from auditor.linkedin.catalog import catalog
from auditor.model import (
    Activity,
    Change,
    Confidence,
    Evidence,
    Failure,
    Note,
    Overview,
    Program,
    Reading,
    Reason,
    Report,
    Result,
    Since,
    State,
)
from auditor.report.sentences import WORDS, remarks
from auditor.report.text import Screen, quiet_lines

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


def result(state="on", reason=None, id_="ai-training", **known):
    """A result of a setting that was read once."""
    setting = catalog().settings[id_]
    return Result(
        id=id_,
        title=setting.title,
        url=setting.url,
        wanted="off",
        state=state,
        reason=reason,
        **{"change": None, "before": reading(state, reason), "after": None, **known},
        notes=[
            Note(text=note.text, source=note.source, as_of="2026-11-22") for note in setting.notes
        ],
    )


def screen(made, width=80, **known):
    """The report as a terminal shows it; a command in it keeps to the demo."""
    return on_screen(Screen("report", report=made, again=" --demo", **known), width)


def question(name="Use my data", window=True, demo=False):
    """The question about a setting that reads on."""
    known = {"setting": SETTING, "reading": reading("on", name=name)}
    return Screen("question", window=window, demo=demo, **known)


def report(*results, error=None, command="audit", clicks=0, **known):
    """A report of a run of the demo."""
    failure = error and Failure(code=error.code, message=error.message, hint=error.hint)
    return Report(
        tool=Program(name="linkedin-auditor", version="0"),
        command=command,
        demo=True,
        started_at=datetime(2026, 11, 22, tzinfo=UTC),
        duration_seconds=1,
        browser=None,
        results=results,
        activity=Activity(pages_loaded=1, clicks=clicks, requests_refused=0),
        error=failure,
        exit_code=0,
        **known,
    )


def steps(shown):
    """What the screen says to do next."""
    return [line.removeprefix("Next: ") for line in shown.splitlines() if line[:5] == "Next:"]


def squeezed(text):
    """A text without white space, so that it does not matter where a line was broken."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    ("state", "reason", "word", "meaning", "step"),
    [
        ("on", None, "● ON", SETTING.meaning_on, "linkedin-auditor opt-out ai-training --demo"),
        ("off", None, "○ OFF", SETTING.meaning_off, "linkedin-auditor letter objection"),
        ("not_offered", "no_control", "○ NOT OFFERED", "does not offer this", "Nothing to do."),
        ("unknown", "throttled", "? UNKNOWN", WORDS["reason"]["throttled"], "Wait an hour"),
        *[
            ("unknown", reason, "? UNKNOWN", WORDS["reason"][reason], SETTING.url)
            for reason in get_args(Reason)
            if reason != "throttled"
        ],
    ],
)
def test_each_state_is_told_in_full(width, state, reason, word, meaning, step):
    """Each state shows its word, what it means, and one next step, in lines that fit."""
    shown = screen(report(result(state, reason)), width)
    for expected in ("DEMO", word, SETTING.title, meaning, "Next:", step):
        assert squeezed(expected) in squeezed(shown)
    assert 1 == len(steps(shown))
    assert all(fits(line, width) for line in shown.splitlines())


def test_the_letter_is_under_more_where_the_switch_is_on():
    """Where the switch reads on, the letter of objection is the second thing under "More"."""
    shown = screen(report(result("on"))).splitlines()
    more = shown.index("  More: linkedin-auditor explain ai-training")
    assert "        linkedin-auditor letter objection" == shown[more + 1]


@pytest.mark.parametrize("change", get_args(Change))
def test_each_change_has_words(change):
    """What became of a switch-off is told in a sentence of its own, with the hint if there is."""
    shown = screen(report(result("on", change=change, hint="Do this.")))
    plain = screen(report(result("on")))
    assert len(plain.splitlines()) < len(shown.splitlines())
    assert ["Do this."] == steps(shown)


@pytest.mark.parametrize("width", [40, 80])
def test_a_run_that_failed_says_so_first(width):
    """A run without an audit says why and what helps, and shows no state it has not read."""
    error = NotAudited("not_connected")
    failed = report(result("unknown", before=None), error=error)
    shown = screen(failed, width)
    told = " ".join(shown.split())
    assert told.endswith(f"! No complete audit: {error.message} Next: {error.hint}")
    assert "UNKNOWN" not in shown


@pytest.mark.parametrize(
    ("results", "clicks", "said", "step"),
    [
        ([result("on")], 0, "! Stopped. Nothing was changed.", "Run the same command again"),
        (
            [result("off", change="verified"), result("on", id_="research")],
            1,
            "! Stopped. Nothing more was changed.",
            "Run the same command again",
        ),
        (
            [result("unknown", "not_loaded", change="uncertain", hint="Look.")],
            1,
            "! No complete audit: Stopped before the end.",
            "Look.",
        ),
    ],
)
def test_a_stopped_run_says_what_was_changed(results, clicks, said, step):
    """Whoever stops the program hears whether something was changed, and one next step."""
    stopped = report(*results, error=Interrupted(), command="opt-out", clicks=clicks)
    shown = screen(stopped)
    assert said in shown.splitlines()
    assert (1, True) == (len(steps(shown)), steps(shown)[0].startswith(step))


def many(*states, **known):
    """A report of as many settings as there are states, those of the catalog in their order."""
    return report(*map(result, states, [None] * len(states), catalog().settings), **known)


def test_many_settings_are_counted():
    """The last line before the next step says how many settings are in which state."""
    shown = screen(many("on", "on", "off", "not_offered")).splitlines()
    assert "2 on, 1 off, 1 not offered" == shown[-2]
    assert shown[2].split("  ") == ["● ON         ", "ai-training", "    " + SETTING.title] or (
        "ai-training" in shown[2]
    )


@pytest.mark.parametrize(
    ("states", "step"),
    [
        (("on", "unknown", "on"), "linkedin-auditor opt-out ai-training research --demo"),
        (("on",) * len(catalog().settings), "linkedin-auditor opt-out --all --demo"),
        (("off", "unknown"), "Open each address above in your own browser"),
        (("off", "not_offered"), "linkedin-auditor letter objection"),
    ],
)
def test_many_settings_have_one_next_step(states, step):
    """However many settings were read, one next step ends the screen."""
    found = steps(screen(many(*states)))
    assert (1, True) == (len(found), found[0].startswith(step))


def test_each_list_with_other_settings_is_named():
    """Each of LinkedIn's lists that has settings we do not know is told by its address."""
    lists = [
        Overview(path="/mypreferences/d/categories/privacy", rows=9, unknown_rows=2),
        Overview(path="/mypreferences/d/categories/ads", rows=9, unknown_rows=0),
    ]
    (told,) = remarks(many("on", "off", overview=lists[0], overviews=lists))
    assert told.endswith("https://www.linkedin.com/mypreferences/d/categories/privacy")
    assert [told] == [*remarks(many("on", "off", overview=lists[0]))], "an earlier program's report"


@pytest.mark.parametrize("asked", [False, True])
def test_whoever_was_asked_gets_one_line(asked):
    """After the question the outcome is one line and a next step; without it all is shown."""
    made = result("off", change="verified", before=reading("on"), after=reading("off"))
    shown = screen(report(made, command="opt-out"), asked=asked).splitlines()
    line = "○ OFF  Switched off, and confirmed by a fresh load of the page."
    assert asked == ([line, "Next: linkedin-auditor letter objection"] == shown)
    assert asked or len(shown) > 8


def test_commands_are_those_that_are_typed_here():
    """Each command on the screen, in a hint as well, is told as the person types it."""
    typed = lambda text: text.replace("linkedin-auditor ", "bin/la --lang fr ")  # noqa: E731
    made = Screen("report", typed, report=report(result("on")), again=" --demo check")
    shown = on_screen(made)
    assert "linkedin-auditor" not in shown
    assert ["bin/la --lang fr opt-out ai-training --demo check"] == steps(shown)


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("since", [None, *get_args(Since)])
def test_a_quiet_line_is_made_for_scripts(state, since):
    """Each setting is one line of its id and its state, and what has changed if that was asked."""
    line = quiet_lines(report(result(state, since=since)))
    assert f"ai-training  {state}{'  ' + since if since else ''}\n" == line


@pytest.mark.parametrize("width", [40, 80])
def test_catalog_and_question_fit(width):
    """The catalog, what is known of a setting, and the question stay within the width."""
    settings = list(catalog().settings.values())
    catalog_ = Screen("catalog", settings=settings)
    for shown in (catalog_, Screen("explained", setting=SETTING), question(demo=True)):
        assert all(fits(line, width) for line in on_screen(shown, width).splitlines())


@pytest.mark.parametrize("window", [True, False])
def test_the_question_says_what_off_means_and_does_not(window):
    """Before the answer the person reads what off means, from when on, and what it leaves out."""
    shown = squeezed(on_screen(question(window=window)))
    known = (SETTING.title, SETTING.path, "Use my data", "ON", SETTING.meaning_off)
    for said in (*known, "for the future only", "objection form", "TS-DPRO"):
        assert squeezed(said) in shown
    assert window == ("outlinedinthebrowserwindow" in shown)


def test_markup_is_shown_as_it_is():
    """Markup and emoji codes of rich in a name are letters like any other."""
    name = "[bold red]x[/] [link=https://evil.test]y[/link] :bomb:"
    shown = on_screen(question(name))
    assert squeezed(name) in squeezed(shown)


def test_a_page_cannot_speak_to_the_terminal(here):
    """Of a known label only what can be read is shown, and nothing of the text after it."""
    shown = "Use my data for training content creation AI models"
    label = f"\x1b\u202e{shown}\x07&#10;</span><i>\x1b[2J\x9b31m[bold]Off[/bold]</i><span>"
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><main><h1>AI</h1>"
        f"<span id=allowDataForGenerativeAI>{label}</span><input type=checkbox role=switch"
        " aria-labelledby=allowDataForGenerativeAI checked></main>"
    )
    here.serve(page)
    done = here.main("audit", "--json", "-")
    assert (1, "on") == (done.code, done.result["state"])
    assert shown == done.result["before"]["evidence"]["name"]
    assert "Off[" not in done.err
    assert squeezed(f"“{shown}”") in squeezed(done.err)
    assert not set(done.err) & set("\x1b\x07\x9b\u202e\r")


def test_of_a_demo_it_is_said_that_failures_are_played():
    """A failure in a demo is called a played one, and a demo without one is not."""
    assert "its failures are played" in screen(many("off", "unknown"))
    assert "failures" not in screen(many("off", "on"))


@pytest.mark.parametrize(
    ("key", "values"),
    [("state", State), ("reason", Reason), ("change", Change), ("confidence", Confidence)],
)
def test_every_value_of_the_report_has_its_words(key, values):
    """The table of words holds each value that the schema allows, and no other."""
    assert set(get_args(values)) == WORDS[key].keys()


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("proxy_asks", {"proxy": "proxy.corp:8080"}, "Le proxy proxy.corp:8080 demande"),
        ("proxy_not_reached", {"proxy": "of this computer"}, "Le proxy de cet ordinateur est"),
        ("connect_names_no_browser", {"host": "127.0.0.1:9222"}, "ws://127.0.0.1:9222/devtools"),
        ("account_restricted", {}, "LinkedIn a restreint ce compte"),
    ],
)
def test_an_error_is_french_in_a_french_run_with_its_values_too(name, values, says):
    """Who is behind a company's proxy reads why in their own language, and the JSON in English."""
    error = NotAudited(name, **values)
    use("fr")
    told = " ".join(screen(report(result("unknown", before=None), error=error), 80).split())
    use("en")
    assert says in told
    assert error.message not in told
