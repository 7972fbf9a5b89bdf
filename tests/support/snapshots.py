"""Snapshots of pages that no browser ever showed, for what is decided without one."""

from __future__ import annotations

from typing import Any

from page_parts import PATH

from auditor.linkedin.catalog import ORIGIN
from auditor.page.snapshot import Candidate, Snapshot


def candidate(**changes: Any) -> Candidate:
    """A native checkbox that is on and has no name; `changes` are named as snapshot.js does."""
    plain: dict[str, Any] = {
        **dict(index=0, kind="native", role="switch", tag="input", ids=(), name=(), around=()),
        **dict(checked=True, indeterminate=False, ariaChecked=None, ariaPressed=None, options=()),
        **dict(disabled=False, shown=True, busy=False, inForm=False, inDialog=False),
        **dict(inHiddenPart=False, beforeButton=False, insideIndex=-1, framePath=None),
    }
    return Candidate.model_validate({**plain, **changes})


def row_of(*texts: str) -> tuple[tuple[dict[str, Any], ...], ...]:
    """The text around a control, as one row of lines without links."""
    return (tuple({"text": text, "link": False} for text in texts),)


def snapshot(*candidates: Candidate, **changes: Any) -> Snapshot:
    """The setting's page in English with `candidates`, loaded and at rest."""
    plain: dict[str, Any] = {
        **dict(url=ORIGIN + PATH, born=1.0, loading=False, hidden=False, language="en"),
        **dict(picker=False, busy=False, alert=False, dialogs=0, buttons=0, empty=False),
        **dict(rows=(), outsideMain=(), candidates=candidates, lines=()),
    }
    return Snapshot.model_validate({**plain, **changes})
