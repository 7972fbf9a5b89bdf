"""A look at the page: what page.js saw of its switches at one moment, as plain values."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

from auditor.linkedin.address import page_parts

Kind = Literal["native", "aria", "pressed", "radios"]


class Line(NamedTuple):
    """One line of text near a control."""

    text: str
    link: bool


class Mark(NamedTuple):
    """The state marks of one element, as they are."""

    checked: bool | None
    indeterminate: bool
    aria_checked: str | None
    aria_pressed: str | None


class Option(NamedTuple):
    """One radio button of a pair."""

    mark: Mark
    value: str
    name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One element that may be a switch, as page.js describes it."""

    index: int
    kind: Kind
    role: str
    tag: str
    ids: tuple[str, ...]
    dangling: tuple[str, ...]
    name: tuple[str, ...]
    around: tuple[tuple[Line, ...], ...]
    mark: Mark
    options: tuple[Option, ...]
    disabled: bool
    shown: bool
    busy: bool
    form: bool
    dialog: bool
    inside: int
    frame_path: str | None
    put_away: bool = False
    """Whether the part of the page that it stands in is not displayed."""
    asked: bool = False
    """Whether a button with words follows: the control may be part of a question."""
    held: bool = field(default=False, compare=False)
    """Whether it is the element that was last taken hold of."""


class Row(NamedTuple):
    """A link into the settings, and the text of the list item it stands in."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the page: what page.js saw at one moment."""

    url: str
    born: float
    """When the document began, in milliseconds: each has its own."""
    loading: bool
    language: str
    picker: bool
    busy: bool
    alert: bool
    dialogs: int
    buttons: int
    questions: int
    """Buttons with words, and whatever else a person may answer with."""
    empty: bool
    rows: tuple[Row, ...]
    """Links into the settings, each with the text of its row."""
    beside: tuple[str, ...]
    """Ids and names of switches beside the main part of the page, and paths of links there."""
    sealed_frames: int
    print: str
    candidates: tuple[Candidate, ...]
    lines: tuple[str, ...] = ()
    """All text of a page without candidates."""
    changed: bool = False
    """Whether a switch has changed since the look before, be it for a moment only."""

    @classmethod
    def from_json(cls, text: str) -> Look:
        """The look that page.js wrote as JSON."""
        raw = json.loads(text)
        raw["rows"] = tuple(Row(row["path"], tuple(row["lines"])) for row in raw["rows"])
        raw["lines"] = tuple(raw["lines"])
        raw["beside"] = tuple(map(str, raw["beside"]))
        raw["sealed_frames"] = raw.pop("sealedFrames")
        raw["candidates"] = tuple(_candidate(one) for one in raw["candidates"])
        raw["alert"] = bool(raw["alert"])
        for counted in ("dialogs", "buttons", "questions", "sealed_frames"):
            raw[counted] = max(0, int(raw[counted]))
        return cls(**raw)

    @property
    def path(self) -> str:
        """The path of the page's address."""
        return page_parts(self.url).path

    @property
    def language_tag(self) -> str:
        """The primary language subtag of the page, lower case; empty where it names none."""
        return re.split(r"[-_]", self.language.strip().lower())[0]


def _candidate(raw: dict[str, Any]) -> Candidate:
    return Candidate(
        index=int(raw["index"]),
        kind=raw["kind"] if raw["kind"] in get_args(Kind) else "aria",
        role=raw["role"],
        tag=raw["tag"],
        ids=tuple(raw["ids"]),
        dangling=tuple(raw["dangling"]),
        name=tuple(raw["name"]),
        around=tuple(
            tuple(Line(line["text"], line["link"]) for line in level) for level in raw["around"]
        ),
        mark=_mark(raw),
        options=tuple(
            Option(_mark(one), one["value"], tuple(one["name"])) for one in raw["options"][:2]
        ),
        disabled=raw["disabled"] is True,
        shown=raw["shown"] is True,
        busy=raw["busy"] is True,
        form=raw["form"] is True,
        dialog=raw["dialog"] is True,
        inside=int(raw["inside"]),
        frame_path=raw["framePath"],
        put_away=raw["putAway"] is True,
        asked=raw["asked"] is True,
        held=raw["held"] is True,
    )


def _mark(raw: dict[str, Any]) -> Mark:
    # page.js runs among the page's own scripts, which can change what it answers: a property that
    # is neither true nor false must not be repeated.
    checked = raw["checked"] if isinstance(raw["checked"], bool) else None
    return Mark(checked, raw["indeterminate"] is True, raw["ariaChecked"], raw["ariaPressed"])
