"""The report: the program's answer as versioned JSON, and the exit code that follows from it.

These are types of their own, not a dump of the internals: `schema_version` changes when a key
does. Nothing personal may enter them; text from a page passes `text.clean` on its way in.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from auditor.errors import ErrorCode

State = Literal["on", "off", "not_offered", "unknown"]
Reason = Literal[
    "no_control",
    "several_controls",
    "no_state",
    "contradiction",
    "unstable",
    "wrong_page",
    "not_loaded",
    "throttled",
    "signed_out",
    "challenge",
]
Change = Literal["not_needed", "declined", "verified", "not_applied", "uncertain"]
Confidence = Literal["confirmed", "structural"]
Since = Literal["unchanged", "turned_on", "turned_off", "newly_offered", "gone", "not_comparable"]


class Model(BaseModel):
    """What all parts of the report share: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Model):
    """What a reading was read from, enough to judge it."""

    path: str
    language: str
    role: str
    name: str
    matched: tuple[Literal["key", "label", "place"], ...]
    raw: str
    word: str | None


class Reading(Model):
    """What one load of the setting's page showed."""

    state: State
    reason: Reason | None = Field(None, description="A code, only with an unknown state.")
    confidence: Confidence | None = None
    at: datetime
    evidence: Evidence | None = None


class Write(Model):
    """The page's own request that saved the change, as seen from outside."""

    method: str
    path: str
    status: int | None = Field(description="HTTP status; null where no answer came.")


class Result(Model):
    """One setting: what was read, what was changed, what it read afterwards."""

    id: str
    title: str
    url: str
    wanted: State
    state: State = Field(description="Always that of the latest reading.")
    reason: Reason | None
    change: Change | None = Field(description="Null for `audit`.")
    hint: str | None = Field(None, description="One next step, where there is one to take.")
    before: Reading | None
    after: Reading | None
    rereadings: tuple[Reading, ...] = Field(
        (), description="Readings between pressing and `after`, oldest first."
    )
    write: Write | None = None
    since: Since | None = Field(None, description="Only with `--compare`.")


class Activity(Model):
    """What the program did in the browser."""

    pages_loaded: int
    clicks: int = Field(description="Presses of a switch, by key or pointer.")
    requests_refused: int


class Tool(Model):
    """The program that wrote the report."""

    name: str
    version: str


class Browser(Model):
    """The browser that was used."""

    name: str
    version: str


class Failure(Model):
    """Why a run ended early."""

    code: ErrorCode
    message: str
    hint: str


class Report(Model):
    """The answer of one run."""

    schema_version: Literal["1"] = "1"
    tool: Tool
    command: Literal["audit", "opt-out"]
    demo: bool
    started_at: datetime
    duration_seconds: float
    browser: Browser | None
    results: tuple[Result, ...]
    activity: Activity
    compared_with: datetime | None = Field(
        None, description="When the earlier report given to `--compare` was made."
    )
    error: Failure | None
    exit_code: int

    def as_json(self) -> str:
        """The report as indented JSON with a line end."""
        return self.model_dump_json(indent=2) + "\n"


def exit_code_of(results: Sequence[Result]) -> int:
    """The exit code of a run that was not cut short: 1 on, 3 could not be told, 0 all is well."""
    untold = [result for result in results if result.state == "unknown" or _held_back(result)]
    if any(result.state == "on" and not _held_back(result) for result in results):
        return 1
    return 3 if untold or not results else 0


def _held_back(result: Result) -> bool:
    """Whether `opt-out --yes` did not act because the control was found by its place alone."""
    return (
        result.change == "not_applied"
        and result.after is None
        and result.before is not None
        and result.before.confidence == "structural"
    )


class ReportFile:
    """A report's place on disk: written whole or not at all, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """Prove that `path` can be written, leaving nothing there; raises OSError."""
        try:
            self._path = path.resolve()  # what a link points to is replaced, not the link
        except RuntimeError as error:  # until Python 3.13
            raise OSError("a link that leads to itself") from error
        if self._path.exists() and not self._path.is_file():
            raise IsADirectoryError("not a regular file")
        if self._path.exists() and not os.access(self._path, os.W_OK):
            raise PermissionError("write-protected")
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self._path.parent)
        os.close(handle)
        os.unlink(name)

    def write(self, report: Report) -> None:
        """Put the report in place in one step; raises OSError and leaves what was there."""
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self._path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(report.as_json())
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
