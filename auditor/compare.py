"""What has changed since an earlier report."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.errors import UsageError
from auditor.report import Report, Since, State

_HINT = "Give --compare a file that audit or opt-out wrote with --json."


def earlier_report(path: str, *, demo: bool) -> Report:
    """The report in the file at `path`; raises UsageError where it cannot be compared."""
    from pydantic import ValidationError

    try:
        text = Path(path).read_text(encoding="utf-8")
        raw = json.loads(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).", _HINT) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON file.", _HINT) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("tool"), dict):
        raise UsageError(f"{path} is no report of this program.", _HINT)
    version = raw.get("schema_version")
    if version != Report.model_fields["schema_version"].default:
        raise UsageError(
            f"{path} is a report of another version of this program (schema {version!s:.10}).",
            "Make a new report with --json, and compare with that one from now on.",
        )
    try:
        report = Report.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(f"{path} is no report of this program.", _HINT) from error
    if report.demo != demo:
        kind = "the demo" if report.demo else "a real account"
        raise UsageError(f"{path} is a report of {kind}; this run is not.", _HINT)
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
