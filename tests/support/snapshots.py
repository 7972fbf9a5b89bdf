"""Snapshots of pages that no browser ever showed, for what is decided without one."""

from __future__ import annotations

from typing import Any

from page_parts import PATH

from auditor.linkedin.urls import ORIGIN
from auditor.page.snapshot import Candidate, Snapshot

_NO = ("indeterminate", "disabled", "busy", "inForm", "inDialog", "inHiddenPart", "beforeButton")
_NONE = ("ariaChecked", "ariaPressed", "framePath")
_EMPTY = ("ids", "name", "around", "options")
_SWITCH = {"index": 0, "kind": "native", "role": "switch", "checked": True}
_PAGE = {
    "url": ORIGIN + PATH,
    "born": 1.0,
    "language": "en",
    "dialogs": 0,
    "buttons": 0,
    "choices": 0,
}
_AT_REST = ("loading", "hidden", "picker", "busy", "alert", "empty")


def candidate(**changes: Any) -> Candidate:
    """A native checkbox that is on and has no name; `changes` are named as snapshot.js does."""
    plain = {**dict.fromkeys(_NO, False), **dict.fromkeys(_NONE), **dict.fromkeys(_EMPTY, ())}
    shown = {"shown": True, "insideIndex": -1}
    return Candidate.model_validate({**plain, **_SWITCH, **shown, **changes})


def row_of(*texts: str) -> tuple[tuple[dict[str, Any], ...], ...]:
    """The text around a control, as one row of lines without links."""
    return (tuple({"text": text, "link": False} for text in texts),)


def snapshot(*candidates: Candidate, **changes: Any) -> Snapshot:
    """The setting's page in English with `candidates`, loaded and at rest."""
    nothing = dict.fromkeys(("rows", "outsideMain", "lines"), ())
    rest = dict.fromkeys(_AT_REST, False)
    return Snapshot.model_validate(
        {**_PAGE, **rest, **nothing, "candidates": candidates, **changes}
    )
