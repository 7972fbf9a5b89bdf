"""The person at the terminal: progress, questions, the result."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from auditor.cli.output import options_again, say, say_error, show
from auditor.i18n import N_, _
from auditor.linkedin.catalog import Setting
from auditor.report.atomic_file import AtomicFile

if TYPE_CHECKING:  # loaded while the browser starts
    from auditor.model import Reading, Report

_LOOK = "The setting's page stays open. Look at the switch in the window, then press Enter."


class Terminal:
    """Progress and questions on standard error, the result on standard output."""

    def __init__(
        self, args: argparse.Namespace, *, window: bool = False, report: AtomicFile | None = None
    ) -> None:
        """Talk to the person; `window`: the browser shows one. Reports are kept in `report`."""
        self._args = args
        self.window = window
        self._report = report
        self._told = ""
        self._asked = False

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on, and how much time is left. The same again is not repeated."""
        line = _(line, **{name: _(value) for name, value in values.items()})
        if self._args.quiet or line == self._told:
            return
        self._told = line
        if seconds_left is not None and self._args.demo is not None:
            line = _("{line} (the demo does it by itself)", line=line)
        elif seconds_left is not None:
            minutes, seconds = divmod(int(seconds_left), 60)
            line = _("{line} ({time} left)", line=line, time=f"{minutes}:{seconds:02d}")
        say(line)

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Show what was read and what off means, and ask whether to switch it off."""
        demo, window = self._args.demo is not None, self.window
        show("question", stderr=True, setting=setting, reading=reading, window=window, demo=demo)
        self._asked = True
        return self.agrees(N_("Switch it off? [y/N]"))

    def agrees(self, question: str) -> bool:
        """Ask until the answer is yes or no; none at all is a no."""
        while True:
            answer = _answer_to(question).strip().lower()
            if answer in ("y", "yes", "o", "oui", "n", "no", "non", ""):
                return answer.startswith(("y", "o"))

    def look_in_window(self) -> None:
        """Leave the setting's page open until the person has looked at it and presses Enter."""
        if self.window and can_answer():
            _answer_to(_LOOK)

    def keep(self, report: Report) -> None:
        """Write the report to the file that the person named; raises UsageError."""
        if self._report is not None:
            self._report.write(report.as_json())

    def show(self, report: Report, *, stderr: bool) -> None:
        """Show the result, on standard error where standard output is taken."""
        from auditor.report.sentences import translated_error
        from auditor.report.text import quiet_lines

        stream = sys.stderr if stderr else sys.stdout
        if self._asked and report.error is not None:  # Ctrl-C at the question ends no line
            print(file=sys.stderr)
        if self._args.quiet:
            print(quiet_lines(report), end="", file=stream)
            if report.error is not None:
                say_error(*map(translated_error, (report.error.message, report.error.hint)))
        else:
            asked = self._asked and stream.isatty()
            again = options_again(self._args)
            show("report", stderr=stderr, report=report, again=again, asked=asked)


def can_answer() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def _answer_to(question: str) -> str:
    """The line that the person types after the question; empty where they cannot answer."""
    if can_answer() and sys.platform != "win32":
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)  # what was typed before is no answer
    print(_(question), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline()
