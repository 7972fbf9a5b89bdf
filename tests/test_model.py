"""The report: the exit code that follows from it, and its schema."""

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from auditor.exit_code import exit_code_of
from auditor.model import (
    Activity,
    Evidence,
    Program,
    Reading,
    Report,
    Result,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def reading(state="on", confidence="confirmed"):
    """A reading as the program makes it."""
    evidence = Evidence(
        path="/x", language="fr", role="switch", name="é", matched=("key",), raw="r", word=None
    )
    return Reading(state=state, confidence=confidence, at=NOW, evidence=evidence)


def result(state="on", change=None, before=None, after=None):
    """A result of one setting."""
    return Result(
        id="ai-training",
        title="t",
        url="u",
        wanted="off",
        state=state,
        reason="no_control" if state == "unknown" else None,
        change=change,
        before=before,
        after=after,
    )


def report(*results):
    """A report of one run."""
    return Report(
        tool=Program(name="linkedin-auditor", version="0"),
        command="opt-out",
        demo=True,
        started_at=NOW,
        duration_seconds=1.5,
        browser=Program(name="chrome", version="1"),
        results=results,
        activity=Activity(pages_loaded=1, clicks=0, requests_refused=0),
        error=None,
        exit_code=exit_code_of(results),
    )


REPORT = report(result(before=reading(), after=reading()))


@pytest.mark.parametrize(
    ("code", "states"),
    [
        (0, ["off"]),
        (0, ["not_offered"]),
        (0, ["off", "not_offered"]),
        (1, ["on"]),
        (1, ["off", "on"]),
        (1, ["unknown", "on"]),
        (3, ["unknown"]),
        (3, ["off", "unknown"]),
        (3, []),
    ],
)
def test_exit_code_follows_from_the_states(code, states):
    """Any `on` is 1, else any unknown is 3, else all is well."""
    assert code == exit_code_of([result(state) for state in states])


def test_a_switch_that_was_not_certain_enough_is_not_told():
    """What `opt-out --yes` would not press, found by its place alone, counts as not told."""
    held_back = result("on", "not_applied", before=reading(confidence="structural"))
    assert 3 == exit_code_of([held_back])


@pytest.mark.parametrize(
    ("code", "state", "change"),
    [
        (0, "off", "verified"),
        (0, "off", "not_needed"),
        (3, "off", "uncertain"),
        (3, "unknown", "uncertain"),
        (3, "unknown", "not_applied"),
        (1, "on", "uncertain"),
    ],
)
def test_a_switch_off_without_confirmation_is_not_told(code, state, change):
    """What reads off without a confirmed change ends as 3, like what could not be read."""
    assert code == exit_code_of([result(state, change, before=reading(), after=reading(state))])


def test_a_switch_that_is_on_outweighs_one_that_was_held_back():
    """A certain `on` beside a switch that was held back ends as 1."""
    held_back = result("on", "not_applied", before=reading(confidence="structural"))
    assert 1 == exit_code_of([held_back, result("on")])


@pytest.mark.parametrize("change", ["declined", "not_applied"])
def test_a_switch_left_on_is_on(change):
    """A switch-off that did not happen ends as 1."""
    assert 1 == exit_code_of([result("on", change, before=reading(), after=reading())])


def test_json_is_the_report():
    """What is written can be read back, and is the same report."""
    assert REPORT == Report.model_validate_json(REPORT.as_json())
    assert REPORT.as_json().endswith("}\n")


def test_schema_names_every_key():
    """The schema lists exactly the keys that are written, and lets no other in."""
    schema = Report.model_json_schema(mode="serialization")
    assert list(schema["properties"]) == list(json.loads(REPORT.as_json()))
    parts = {"Report": schema, **schema["$defs"]}
    assert [] == [name for name, part in parts.items() if part["additionalProperties"]]


@pytest.mark.parametrize("part", [(), ("tool",), ("results", 0), ("results", 0, "before")])
def test_extra_keys_are_refused(part):
    """A key that the schema does not know is an error, at any depth."""
    raw = json.loads(REPORT.as_json())
    place = raw
    for key in part:
        place = place[key]
    place["member"] = "Ada"
    with pytest.raises(ValidationError):
        Report.model_validate(raw)


def test_reports_are_frozen():
    """A report cannot be changed once it is made."""
    with pytest.raises(ValidationError):
        REPORT.exit_code = 0
