"""What the person asked for, and who they are to the program."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from auditor.linkedin.catalog import Setting

if TYPE_CHECKING:  # loaded while the browser starts
    from auditor.model import Reading, Report


@dataclass(frozen=True, slots=True)
class Options:
    """One command line, checked. Times are in seconds."""

    command: Literal["audit", "opt-out"]
    settings: tuple[Setting, ...]
    demo: str | None = None  # the name of the demo's scene; None for the real LinkedIn
    browser: str | None = None
    headless: bool = False
    yes: bool = False
    login_timeout: float = 300  # 0 where nobody can sign in: a sign-in page ends the run at once
    timeout: float = 30
    screenshot: Path | None = None
    profile: Path | None = None  # the folder of a kept profile
    connect: str | None = None  # the address of a browser that the person started, on this machine
    language: str = "en"  # the person's language, for what the program shows in the window


class Person(Protocol):
    """Whoever sits in front of the program. They translate the English lines."""

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on. The same line again is not repeated."""

    def confirm(self, setting: Setting, reading: "Reading") -> bool:
        """Ask whether to switch `setting` off. Called from a thread of its own."""

    def look_in_window(self) -> None:
        """Wait until the person, if any is there, pressed Enter. Called from its own thread."""

    def keep(self, report: "Report") -> None:
        """Put a report in safety, as far as it is known now."""
