"""The report: the program's answer as versioned JSON.

`schema_version` changes when a key is renamed or removed. Nothing personal may enter a report:
text from a page is redacted on its way in.
"""

from datetime import date, datetime
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
Since = Literal[
    "unchanged", "turned_on", "turned_off", "newly_offered", "gone", "new", "not_comparable"
]


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
    overview: str | None = Field(None, description="The state word of the category page.")


class Reading(Model):
    """What one load of the setting's page showed."""

    state: State
    reason: Reason | None = None
    confidence: Confidence | None = None
    at: datetime
    evidence: Evidence | None = None


class Write(Model):
    """The page's own request that saved the change, as seen from outside."""

    method: str
    path: str
    status: int | None = Field(description="HTTP status; null where no answer came.")


class Note(Model):
    """One thing worth knowing about a setting, who says so, and as of which day."""

    text: str
    source: str
    as_of: date


class Picture(Model):
    """A picture of the setting's block of the page, and of nothing else."""

    when: Literal["before", "after"]
    png: str = Field(description="The PNG file, in Base64.")


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
    rereadings: tuple[Reading, ...] = Field((), description="Between the press and `after`.")
    write: Write | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = ()
    since: Since | None = None


class Activity(Model):
    """What the program did in the browser."""

    pages_loaded: int
    clicks: int = Field(description="Presses of a switch, by key or pointer.")
    requests_refused: int


class Overview(Model):
    """What one of LinkedIn's lists of settings showed, where it was loaded as a second witness."""

    path: str
    rows: int
    unknown_rows: int = Field(description="Rows of settings that this program does not know.")


class Program(Model):
    """A program and its version."""

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
    tool: Program
    command: Literal["audit", "opt-out"]
    demo: bool
    started_at: datetime
    duration_seconds: float
    browser: Program | None
    results: tuple[Result, ...]
    overview: Overview | None = Field(None, description="The first of `overviews`.")
    overviews: tuple[Overview, ...] = ()
    activity: Activity
    compared_with: datetime | None = Field(None, description="When the earlier report was made.")
    error: Failure | None
    exit_code: int

    def as_json(self) -> str:
        """The report as indented JSON with a line end."""
        return self.model_dump_json(indent=2) + "\n"
