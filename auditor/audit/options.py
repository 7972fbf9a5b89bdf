"""What the person asked for, and who they are to the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from auditor.linkedin.catalog import Setting

if TYPE_CHECKING:
    from auditor.model import Reading, Report


@dataclass(frozen=True, slots=True)
class Options:
    """One command line, checked. Times are in seconds."""

    command: Literal["audit", "opt-out"]
    settings: tuple[Setting, ...]
    demo: str | None = None
    browser: str | None = None
    headless: bool = False
    yes: bool = False
    login_timeout: float = 300
    timeout: float = 30
    screenshot: Path | None = None
    profile: Path | None = None
    """The folder of a kept profile."""
    connect: str | None = None
    """The address of a browser that the person started, on this machine."""


class Person(Protocol):
    """Whoever sits in front of the program."""

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on, in one line; `values` are filled in after a translation."""

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Ask whether to switch `setting` off. Called from a thread of its own."""

    def keep(self, report: Report) -> None:
        """Put a report in safety, as far as it is known now."""
