"""The person at the terminal: progress, questions, the result, commands as they type them."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.i18n import _, language, system_language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

    from auditor.cli.output import Output
    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading, Report
    from auditor.report.lines import Lines

_NAME = "linkedin-auditor"
_YES = ("y", "yes", "o", "oui")
_NO = ("n", "no", "non", "")
_LOOK = "The setting's page stays open. Look at the switch in the window, then press Enter."


class Terminal:
    """Progress and questions on standard error, the result on standard output."""

    def __init__(
        self,
        *,
        quiet: bool = False,
        window: bool = False,
        demo: bool = False,
        again: str = "",
        report: Output | None = None,
    ) -> None:
        """Talk to the person; `window`: the browser shows one.

        `again` are options for the commands to type next. Reports are kept in `report`.
        """
        self._quiet = quiet
        self._window = window
        self._demo = demo
        self._again = again
        self._report = report
        self._told = ""
        self._status: Status | None = None
        self._asked = self._waiting = False

    @cached_property
    def _err(self) -> Console:
        return _console(stderr=True)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._hush()
        if self._waiting:  # a question stands there without an answer
            print(file=sys.stderr)

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on: a line that is renewed, or one line each where nobody watches."""
        if self._quiet:
            return
        told = _(line, **{name: _(value) for name, value in values.items()})
        if self._demo and seconds_left is not None:
            told = _("{line} (the demo does it by itself)", line=told)
        if self._err.is_terminal:
            self._status = self._status or self._err.status("")
            self._status.update(countdown(told, seconds_left))
            self._status.start()
        elif told != self._told:
            print(countdown(told, seconds_left), file=sys.stderr, flush=True)
        self._told = told

    def note(self, line: str, **values: str) -> None:
        """Say something that stays on the screen."""
        if not self._quiet:
            self._hush()
            told = _(line, **{name: _(value) for name, value in values.items()})
            print(as_typed(told), file=sys.stderr, flush=True)

    def translate(self, text: str) -> str:
        """The text in the person's language."""
        return _(text)

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Show what was read and what off means, and ask whether to switch it off."""
        from auditor.report.text import question

        self._hush()
        show(question(setting, reading, window=self._window, demo=self._demo), self._err)
        self._asked = True
        return self.agrees(_("Switch it off? [y/N] "))

    def agrees(self, question: str) -> bool:
        """Ask until the answer is yes or no; none at all is a no."""
        self._hush()
        while True:
            print(question, end="", file=sys.stderr, flush=True)
            self._waiting = True
            typed = _typed_line()
            self._waiting = not typed.endswith("\n")
            answer = typed.strip().lower()
            if answer in (*_YES, *_NO):
                return answer in _YES

    def look_in_window(self, setting: Setting, reading: Reading) -> None:
        """Leave the setting's page open until the person has looked at it and presses Enter."""
        if self._window and can_answer():
            self._hush()
            print(_(_LOOK), file=sys.stderr, flush=True)
            _typed_line()

    def keep(self, report: Report) -> None:
        """Write the report to the file that the person named; raises UsageError."""
        if self._report is not None and self._report.place is not None:
            self._report.write(report.as_json())

    def show(self, report: Report, *, stderr: bool) -> None:
        """Show the result, on standard error where standard output is taken."""
        from auditor.report.text import quiet_lines, rendered

        self._hush()
        console = self._err if stderr else _console()
        if self._quiet:
            print(quiet_lines(report), end="", file=console.file)
            if report.error is not None:
                tell_error(_(report.error.message), _(report.error.hint))
            return
        asked = self._asked and console.file.isatty()
        show(rendered(report, self._again, typed=as_typed, asked=asked), console)

    def _hush(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    plain = False if os.environ.get("NO_COLOR") else None  # without cursor movements, too
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, force_terminal=plain)


def show(lines: Lines, console: Console | None = None) -> None:
    """Print `lines`, on standard output unless told otherwise."""
    console = console or _console()
    with console.capture() as shown:
        console.print(lines, crop=False)
    print(shown.get(), end="", file=console.file, flush=True)  # rich hides a closed pipe


def tell_error(message: str, hint: str) -> None:
    """Say what went wrong and what helps."""
    print(f"{_NAME}: {message}", as_typed(hint), sep="\n", file=sys.stderr)


def can_answer() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def countdown(line: str, seconds_left: float | None) -> str:
    """A line of progress with the time that is left, such as `4:59`."""
    if seconds_left is None:
        return line
    minutes, seconds = divmod(max(0, int(seconds_left)), 60)
    return _("{line} ({time} left)", line=line, time=f"{minutes}:{seconds:02d}")


def as_typed(text: str) -> str:
    """`text` with the commands in it as this person types them: by path, in their language."""
    started = sys.argv[0]
    program = _NAME
    if Path(started).stem == _NAME and os.sep in started and shutil.which(_NAME) != started:
        program = _quoted(from_home(started))
    if language() != system_language():
        program += f" --lang {language()}"
    return text.replace(f"{_NAME} ", f"{program} ")


def options_again(args: argparse.Namespace) -> str:
    """The options of this run that the next one needs as well, such as ` --demo french`."""
    words = []
    for name, default in (("demo", "on"), ("profile", ""), ("browser", None), ("connect", None)):
        value = getattr(args, name)
        if value is not None:
            words += [f"--{name}"] if value == default else [f"--{name}", _quoted(from_home(value))]
    return "".join(f" {word}" for word in words)


def from_home(path: str) -> str:
    """`path` with `~` for the person's home."""
    with suppress(RuntimeError, ValueError):  # no home is known; it lies elsewhere
        return str(Path("~") / Path(path).relative_to(Path.home()))
    return path


def _quoted(path: str) -> str:
    """`path` as a shell takes it: a `~` means the home only outside of the quotes."""
    home = "~" + os.sep
    rest = path.removeprefix(home)
    return path.removesuffix(rest) + shlex.quote(rest)


def _typed_line() -> str:
    """What the person types from now on, with its line end; empty where they cannot answer."""
    if can_answer() and sys.platform != "win32":
        import termios

        with suppress(termios.error):  # what was typed before the question is no answer to it
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
    try:
        return sys.stdin.readline()
    except (OSError, ValueError):  # the terminal is gone, or what was typed is no text
        return ""
