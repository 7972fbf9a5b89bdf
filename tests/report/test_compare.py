"""`--compare` says what has changed, loudly where a switch came back on."""

import json
from itertools import product

import pytest
from server import program

from auditor.audit.builder import Record
from auditor.audit.options import Options
from auditor.linkedin.catalog import catalog
from auditor.model import Report
from auditor.report.compare import since

SETTING = catalog().settings["ai-training"]
STATES = ("on", "off", "not_offered", "unknown")


def report(state: str) -> Report:
    """A report whose one setting is in `state`."""
    made = Record(Options(command="audit", settings=(SETTING,))).report()
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


def test_a_setting_that_was_not_asked_about_is_not_comparable():
    """A setting missing from the earlier report cannot be compared."""
    earlier = report("on").model_copy(update={"results": ()})
    assert "not_comparable" == since(earlier, report("on")).results[0].since


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """A report of the demo in which the switch was off."""
    path = tmp_path_factory.mktemp("earlier") / "off.json"
    program("audit", "--demo", "off", "--json", path)
    return path


def test_a_switch_that_came_back_on_is_said_first_and_loudly(earlier):
    """Off then, on now: the first line after the demo's own says so, and the exit code is 1."""
    ran = program("audit", "--demo", "--quiet", "--compare", earlier, "--json", "-")
    assert (1, "turned_on") == (ran.code, ran.result["since"])
    assert ran.err.splitlines()[1].startswith("! Data for Generative AI Improvement: It was off")


def test_an_unchanged_switch_is_said_to_be_unchanged(earlier):
    """Off then and off now is unchanged, with exit code 0."""
    ran = program("audit", "--demo", "off", "--compare", earlier, "--json", "-")
    assert (0, "unchanged") == (ran.code, ran.result["since"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no JSON file"),
        ("{", "no JSON file"),
        ("[]", "no report of this program"),
        ('{"tool": {}, "schema_version": "0"}', "another version"),
        ('{"tool": {}, "schema_version": "1"}', "no report of this program"),
        ('{"tool": {"name": "x", "version": "1"}, "schema_version": ["\\u001b[31m"]}', "another"),
        ("[" * 100_000, "no JSON file"),
        ("\x00\xff", "no JSON file"),
    ],
)
def test_broken_and_foreign_files_get_one_sentence(tmp_path, content, said):
    """A file that is no report of this program ends with 2 before anything is opened."""
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    ran = program("audit", "--demo", "--compare", path)
    assert 2 == ran.code
    assert said in ran.err
    assert 2 == len(ran.err.splitlines())
    assert "\x1b" not in ran.err


def test_a_missing_file_gets_one_sentence(tmp_path):
    """A file that is not there ends with 2."""
    ran = program("audit", "--demo", "--compare", tmp_path / "none.json")
    assert (2, True) == (ran.code, "cannot be read" in ran.err)


def test_the_demo_is_not_compared_with_an_account(tmp_path, earlier):
    """A report of the demo tells nothing about an account."""
    real = json.loads(earlier.read_text()) | {"demo": False}
    path = tmp_path / "real.json"
    path.write_text(json.dumps(real))
    ran = program("audit", "--demo", "--compare", path)
    assert (2, True) == (ran.code, "compares the demo with a real account" in ran.err)
