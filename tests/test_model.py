"""The report: the exit code that follows from it, its schema, and its file."""

import json
import os
import resource
import signal
import stat
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from auditor.model import (
    Activity,
    Browser,
    Evidence,
    Reading,
    Report,
    Result,
    Tool,
    exit_code_of,
)
from auditor.report.atomic_file import WholeFile

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
        tool=Tool(name="linkedin-auditor", version="0"),
        command="opt-out",
        demo=True,
        started_at=NOW,
        duration_seconds=1.5,
        browser=Browser(name="chrome", version="1"),
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


@pytest.mark.parametrize("state", ["off", "unknown", "not_offered"])
def test_a_switch_off_without_confirmation_is_not_told(state):
    """What reads off although LinkedIn did not confirm that it saved that ends as 3."""
    unconfirmed = result(state, "uncertain", before=reading(), after=reading("off"))
    assert 3 == exit_code_of([unconfirmed]) == exit_code_of([result("off"), unconfirmed])


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


# --- the file -----------------------------------------------------------------------------------


@contextmanager
def full_disk():
    """No file of this process may grow past 16 bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_file_is_for_its_owner_only(tmp_path):
    """A new report has mode 0600, and so has one that takes the place of an open file."""
    for name in ("new.json", "old.json"):
        path = tmp_path / name
        if name == "old.json":
            path.write_text("{}")
            path.chmod(0o644)
        WholeFile(path).write(REPORT.as_json())
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)
        assert REPORT == Report.model_validate_json(path.read_text("utf-8"))


def test_asking_for_a_place_leaves_nothing_there(tmp_path):
    """Until the report is written there is no file, and an old one is as it was."""
    old = tmp_path / "old.json"
    old.write_text("old")
    WholeFile(tmp_path / "new.json")
    WholeFile(old)
    assert [("old.json", "old")] == [(p.name, p.read_text()) for p in tmp_path.iterdir()]


@pytest.mark.parametrize("place", ["missing/r.json", "file/r.json", "folder", "pipe", "loop"])
def test_a_bad_place_is_noticed_before_anything_else(tmp_path, place):
    """A place where no report can go is refused when it is named."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError):
        WholeFile(tmp_path / place)


@pytest.mark.parametrize("before", [None, "old"])
def test_a_report_is_written_whole_or_not_at_all(tmp_path, before):
    """When the disk is full, what was there stays, and nothing half-written is left."""
    path = tmp_path / "report.json"
    if before:
        path.write_text(before)
    file = WholeFile(path)
    with full_disk(), pytest.raises(OSError):
        file.write(REPORT.as_json())
    left = {entry.name: entry.read_text() for entry in tmp_path.iterdir()}
    assert ({"report.json": "old"} if before else {}) == left


def test_a_link_stays_a_link(tmp_path):
    """A report written through a link replaces what it points to, not the link."""
    target = tmp_path / "target.json"
    target.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(target)
    WholeFile(link).write(REPORT.as_json())
    assert (True, REPORT.as_json()) == (link.is_symlink(), target.read_text("utf-8"))
