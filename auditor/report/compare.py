"""What has changed since an earlier report."""

import json
from pathlib import Path

from auditor.errors import UsageError
from auditor.model import Report, Since, State


def earlier_report(path: str, data: bytes | None = None) -> Report:
    """The report in the file at `path`, or in `data` where that was read already.

    Raises UsageError where it is none. The text may be UTF-8 or UTF-16, with or without a byte
    order mark: a Windows shell that redirects output writes UTF-16.
    """
    try:
        text = Path(path).read_bytes() if data is None else data
        return Report.model_validate(json.loads(text))
    except OSError as error:
        raise UsageError("file_not_read", path=path, reason=error.strerror) from error
    except (ValueError, RecursionError) as error:  # no JSON, or none that the schema allows
        raise UsageError("file_no_report", path=path) from error


def since(earlier: Report, now: Report) -> Report:
    """`now`, with each setting compared to `earlier`; the demo compares with the demo only."""
    states: dict[str, State] = {
        result.id: result.state if earlier.demo == now.demo else "unknown"
        for result in earlier.results
    }
    results = tuple(
        result.model_copy(update={"since": _change(states.get(result.id), result.state)})
        for result in now.results
    )
    return now.model_copy(update={"results": results, "compared_with": earlier.started_at})


def _change(before: State | None, now: State) -> Since:
    if before is None:
        return "new"
    if "unknown" in (before, now):
        return "not_comparable"
    if before == now:
        return "unchanged"
    if before == "not_offered":
        return "newly_offered"
    turned: dict[State, Since] = {"on": "turned_on", "off": "turned_off", "not_offered": "gone"}
    return turned[now]
