"""`--compare` says what has changed, loudly where a switch came back on."""

import json
import shutil
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from inside import refused

from auditor.audit.builder import ReportBuilder
from auditor.audit.options import Options
from auditor.linkedin.catalog import catalog
from auditor.model import Report
from auditor.report.compare import earlier_report, since
from auditor.report.sentences import remarks

GOLDEN = Path(__file__).parent / "golden"
SETTING = catalog().settings["ai-training"]
STATES = ("on", "off", "not_offered", "unknown")


def report(state: str) -> Report:
    """A report whose one setting is in `state`."""
    options = Options(command="audit", settings=(SETTING,))
    made = ReportBuilder(options, datetime.now(UTC)).report()
    result = made.results[0].model_copy(update={"state": state})
    return made.model_copy(update={"results": (result,)})


@pytest.mark.parametrize(("before", "now"), list(product(STATES, STATES)))
def test_every_pair_of_states_is_told(before, now):
    """Each pair of an earlier and a present state has its own word, and unknown has none."""
    expected = {
        ("off", "on"): "turned_on",
        ("on", "off"): "turned_off",
        ("not_offered", "on"): "newly_offered",
        ("not_offered", "off"): "newly_offered",
        ("on", "not_offered"): "gone",
        ("off", "not_offered"): "gone",
    }.get((before, now), "unchanged")
    if "unknown" in (before, now):
        expected = "not_comparable"
    compared = since(report(before), report(now))
    assert expected == compared.results[0].since
    assert report(before).started_at.date() == compared.compared_with.date()


def test_a_setting_that_was_not_asked_about_is_new():
    """A setting missing from the earlier report is new."""
    earlier = report("on").model_copy(update={"results": ()})
    assert "new" == since(earlier, report("on")).results[0].since


@pytest.fixture
def earlier(tmp_path):
    """A report of the demo in which the switch was off."""
    path = tmp_path / "off.json"
    shutil.copyfile(GOLDEN / "off.json", path)
    return path


def test_a_switch_that_came_back_on_is_said_first_and_loudly(here, earlier):
    """Off then, on now: the first line says so, also where the report takes the earlier's place."""
    ran = here.main("audit", "--demo", "--compare", earlier, "--json", earlier)
    written = json.loads(earlier.read_text("utf-8"))
    assert (1, "turned_on") == (ran.code, written["results"][0]["since"])
    said = "! Data for Generative AI Improvement: off in the earlier report"
    assert ran.out.splitlines()[1].startswith(said)


@pytest.mark.parametrize(
    ("codes", "line"),
    [
        (
            ["turned_on", *["unchanged"] * 10, "new"],
            "1 turned on, 0 turned off, 10 unchanged, 1 new.",
        ),
        (
            ["gone", "not_comparable", "turned_off"],
            "0 turned on, 1 turned off, 0 unchanged, 0 new, 1 no longer offered, 1 not comparable.",
        ),
    ],
)
def test_what_changed_is_counted(codes, line):
    """Of several settings one line counts what changed since the day of the earlier report."""
    made = report("on")
    results = tuple(made.results[0].model_copy(update={"since": code}) for code in codes)
    day = datetime(2026, 11, 22, 12, tzinfo=UTC)
    compared = made.model_copy(update={"results": results, "compared_with": day})
    assert [f"Compared with the report of 22 November 2026: {line}"] == [*remarks(compared)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reports_from_windows_shells_are_read(earlier, encoding):
    """A report that a shell redirected, with a byte order mark, is the report all the same."""
    text = earlier.read_text("utf-8")
    earlier.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert Report.model_validate_json(text) == earlier_report(str(earlier))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"tool": {}, "schema_version": "0"}',
        '{"tool": {"name": "x", "version": "1"}, "schema_version": ["\\u001b[31m"]}',
        "[" * 100_000,
        "\x00\xff",
    ],
)
@pytest.mark.parametrize("command", ["audit --demo --compare", "render --html -"])
def test_broken_and_foreign_files_get_one_sentence(capsys, tmp_path, command, content):
    """A file that is no report of this program ends with 2 before anything is opened."""
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    sentence = refused(capsys, *command.split(), path)[0]
    assert "is no report that this program can read" in sentence
    assert "\x1b" not in sentence


def test_a_missing_file_gets_one_sentence(capsys, tmp_path):
    """A file that is not there ends with 2."""
    path = tmp_path / "none.json"
    assert "cannot be read" in refused(capsys, "audit", "--demo", "--compare", path)[0]


def test_the_demo_is_not_compared_with_an_account():
    """A report of the demo tells nothing about an account."""
    compared = since(report("off").model_copy(update={"demo": True}), report("on"))
    assert "not_comparable" == compared.results[0].since
