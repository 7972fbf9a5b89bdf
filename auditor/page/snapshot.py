"""What snapshot.js saw of a page's switches at one moment, as typed values."""

import re
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from auditor.linkedin.urls import parts_of

_FOLDER = Path(__file__).parent


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True, alias_generator=to_camel)


class Line(_Seen):
    """One line of text near a control."""

    text: str
    link: bool


class StateAttributes(_Seen):
    """The attributes and properties of one element that can hold its state, as they are."""

    checked: bool | None
    indeterminate: bool
    aria_checked: str | None
    aria_pressed: str | None


class Option(StateAttributes):
    """One radio button of a pair."""

    value: str
    name: tuple[str, ...]


class Candidate(StateAttributes):
    """One element that may be a switch."""

    index: int
    kind: Literal["native", "aria", "pressed", "radios"]
    role: str
    ids: tuple[str, ...]  # its id and name, and the ids that its `aria-labelledby` names
    name: tuple[str, ...]  # the lines of its accessible name
    around: tuple[tuple[Line, ...], ...]  # its row, from the nearest element outwards
    options: tuple[Option, ...]
    disabled: bool
    shown: bool
    busy: bool
    in_form: bool  # part of a form that a button sends
    in_dialog: bool
    in_hidden_part: bool  # the part of the page that it stands in is not displayed
    before_button: bool  # a button with words follows: it may be part of a question
    inside_index: int  # the candidate that this one lies in; -1 for none
    frame_path: str | None  # the path of the frame that it stands in; None for the page itself


class Row(_Seen):
    """A link of the page's main part, and the text of the row it stands in."""

    path: str
    lines: tuple[str, ...]


class Snapshot(_Seen):
    """The page at one moment."""

    url: str
    born: float  # when the document began, in milliseconds: each has its own moment
    loading: bool
    hidden: bool  # the tab is in the background, where many pages draw nothing
    language: str
    picker: bool  # LinkedIn's account picker stands there
    busy: bool  # it shows that more of it is to come, such as a progress bar
    alert: bool
    dialogs: int
    buttons: int
    choices: int  # what else may be a switch: buttons below the heading, radios, frames
    empty: bool
    rows: tuple[Row, ...]
    outside_main: tuple[str, ...]  # ids and names of switches, and paths of links, beside `main`
    candidates: tuple[Candidate, ...]
    lines: tuple[str, ...]  # all text of a page without candidates

    @property
    def path(self) -> str:
        """The path of the page's address, without a slash at its end."""
        return parts_of(self.url).path.rstrip("/") or "/"

    @property
    def language_tag(self) -> str:
        """The primary language subtag of the page, such as `fr`; empty where it names none."""
        return re.split(r"[-_]", self.language.strip().lower())[0]


def script(name: str) -> str:
    """The text of a script of this room."""
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


def take_snapshot(page: Page, timeout: float) -> Snapshot:
    """What the page shows now; `timeout` is in seconds. Raises Playwright's Error.

    `Locator.evaluate` gives up in time where the page hangs already. `Page.evaluate` does not.
    """
    milliseconds = max(timeout, 0.1) * 1000
    # The locator hands its element to the script, as an argument that the script does not take.
    text = page.locator(":root").evaluate(f"() => ({_SNAPSHOT})()", timeout=milliseconds)
    return Snapshot.model_validate_json(text)


_SNAPSHOT = script("snapshot.js")
