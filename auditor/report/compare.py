"""What has changed since an earlier report."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.errors import UsageError
from auditor.model import Report, Since, State
from auditor.text import clean

_FOREIGN = "{path} is no report of this program."
_HINT = "Give it a file that audit or opt-out wrote with --json."


def earlier_report(path: str) -> Report:
    """The report in the file at `path`; raises UsageError where it holds none."""
    from pydantic import ValidationError

    try:
        text = Path(path).read_text(encoding="utf-8")
        raw = json.loads(text)
    except OSError as error:
        raise UsageError(
            "{path} cannot be read ({reason}).", _HINT, path=path, reason=error.strerror
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("{path} is no JSON file.", _HINT, path=path) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("tool"), dict):
        raise UsageError(_FOREIGN, _HINT, path=path)
    version = raw.get("schema_version")
    if version != Report.model_fields["schema_version"].default:
        raise UsageError(
            "{path} is a report of another version of this program (schema {version}).",
            "Make a new report with --json, and use that one from now on.",
            path=path,
            version=clean(str(version), 10),
        )
    try:
        report = Report.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(_FOREIGN, _HINT, path=path) from error
    return report


def comparable_report(path: str, *, demo: bool) -> Report:
    """The report at `path`, of the demo or of a real account like this run; raises UsageError."""
    report = earlier_report(path)
    if report.demo != demo:
        raise UsageError(
            "{path} compares the demo with a real account.",
            "Compare reports of the demo with the demo, and real ones with real ones.",
            path=path,
        )
    return report


def since(earlier: Report, now: Report) -> Report:
    """`now`, with each setting compared to `earlier`."""
    states = {result.id: result.state for result in earlier.results}
    results = tuple(
        result.model_copy(update={"since": _change(states.get(result.id, "unknown"), result.state)})
        for result in now.results
    )
    return now.model_copy(update={"results": results, "compared_with": earlier.started_at})


def _change(before: State, now: State) -> Since:
    if "unknown" in (before, now):
        return "not_comparable"
    if before == now:
        return "unchanged"
    if before == "not_offered":
        return "newly_offered"
    if now == "not_offered":
        return "gone"
    return "turned_on" if now == "on" else "turned_off"
