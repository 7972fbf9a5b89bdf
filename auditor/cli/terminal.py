"""The person at the terminal: progress, questions, the result; prints and asks, beside cli.py."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.errors import UsageError
from auditor.i18n import _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading, Report
    from auditor.report.atomic_file import WholeFile


class Terminal:
    """Progress on standard error, the result on standard output, questions at the keyboard."""

    def __init__(
        self,
        *,
        quiet: bool,
        results_to_stderr: bool = False,
        file: WholeFile | None = None,
        window: bool = True,
        demo: bool = False,
        again: str = "",
    ) -> None:
        """Reports go to `file`, where there is one; `window` says whether the browser shows one.

        Commands to type next are followed by the options `again`.
        """
        self._quiet = quiet
        self._window = window
        self._demo = demo
        self._again = again
        self._results_to_stderr = results_to_stderr
        self._file = file
        self._said = ""
        self._status: Status | None = None
        self._asking = False

    @cached_property
    def _err(self) -> Console:
        return console(stderr=True)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._hush()
        if self._asking:  # the question stands there without an answer
            print(file=sys.stderr)

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on: a line that is renewed, or one line each where nobody watches."""
        if self._quiet:
            return
        said = _(line, **values)
        if self._demo and seconds_left is not None:
            said = _("{line} (the demo does it by itself)", line=said)
        if not self._err.is_terminal:
            if said != self._said:
                print(countdown(said, seconds_left), file=sys.stderr, flush=True)
        elif self._status is None:
            self._status = self._err.status(countdown(said, seconds_left))
            self._status.start()
        else:
            self._status.update(countdown(said, seconds_left))
        self._said = said

    def note(self, line: str, **values: str) -> None:
        """Say something that stays on the screen."""
        if not self._quiet:
            self._hush()
            print(_(line, **values), file=sys.stderr, flush=True)

    def translate(self, text: str) -> str:
        """`text` in the person's language."""
        return _(text)

    def look_in_window(self, setting: Setting, reading: Reading) -> None:
        """Nobody is asked here yet."""

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Show what was read and ask; anything but a yes is a no."""
        from auditor.report.text import question

        self._hush()
        asked = question(setting, reading, window=self._window, demo=self._demo)
        self._err.print(asked, crop=False)
        try:
            _forget_typed_ahead()
            print(_("Switch it off? [y/N] "), end="", file=sys.stderr, flush=True)
            self._asking = True
            answer = sys.stdin.readline()
        except (OSError, ValueError):  # what was typed is no text, or the terminal is gone
            answer = "\n"
        self._asking = not answer.endswith("\n")
        return answer.strip().lower() in ("y", "yes", "o", "oui")

    def keep(self, report: Report) -> None:
        """Write the report where the person wants it; raises UsageError."""
        if self._file is not None:
            try:
                self._file.write(report.as_json())
            except OSError as error:
                raise UsageError(
                    "The report could not be written ({reason}).",
                    "Give --json another place; the result is on the screen.",
                    reason=error.strerror,
                ) from error

    def show(self, report: Report) -> None:
        """Show the whole report."""
        from auditor.report.text import rendered

        shown = rendered(report, self._again)
        console(stderr=self._results_to_stderr).print(shown, crop=False)

    def _hush(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


def console(*, stderr: bool = False) -> Console:
    """A terminal, or a file, that text is printed to as it is."""
    from rich.console import Console

    plain = False if os.environ.get("NO_COLOR") else None  # bold and cursor movements go as well
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, force_terminal=plain)


def countdown(line: str, seconds_left: float | None) -> str:
    """A line of progress with the time that is left, such as `4:59`."""
    if seconds_left is None:
        return line
    minutes, seconds = divmod(max(0, int(seconds_left)), 60)
    return _("{line} ({time} left)", line=line, time=f"{minutes}:{seconds:02d}")


def _forget_typed_ahead() -> None:
    """Nobody agrees to a question that they have not seen yet; raises OSError."""
    if not sys.stdin.isatty():
        return
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        try:
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
        except termios.error as error:  # the terminal is none of ours
            raise OSError(*error.args) from error
