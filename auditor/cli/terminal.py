"""The person at the terminal: progress, questions, the result, commands as they type them."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from auditor.i18n import _, language, system_language
from auditor.linkedin.catalog import Setting
from auditor.model import Reading, Report
from auditor.report.text import Lines, question, quiet_lines, rendered

if TYPE_CHECKING:
    from auditor.cli.output import Output

_NAME = "linkedin-auditor"
_YES = ("y", "yes", "o", "oui")
_NO = ("n", "no", "non", "")
_LOOK = "The setting's page stays open. Look at the switch in the window, then press Enter."


class Terminal:
    """Progress and questions on standard error, the result on standard output."""

    def __init__(
        self, args: argparse.Namespace, *, window: bool = False, report: Output | None = None
    ) -> None:
        """Talk to the person; `window`: the browser shows one. Reports are kept in `report`."""
        self._args = args
        self._window = window
        self._report = report
        self._line = ""
        self._status = _console(stderr=True).status("")
        self._asked = self._waiting = False

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._status.stop()
        if self._waiting:  # a question stands there without an answer
            print(file=sys.stderr)

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Say what is going on: a line that is renewed, or one line each where nobody watches."""
        if self._args.quiet:
            return
        line = _translated(line, values)
        if self._args.demo is not None and seconds_left is not None:
            line = _("{line} (the demo does it by itself)", line=line)
        if self._status.console.is_terminal:
            self._status.update(countdown(line, seconds_left))
            self._status.start()
        elif line != self._line:
            say(countdown(line, seconds_left))
        self._line = line

    def note(self, line: str, **values: str) -> None:
        """Say something that stays on the screen."""
        self._status.stop()
        if not self._args.quiet:
            say(_translated(line, values))

    def translate(self, text: str) -> str:
        """The text in the person's language."""
        return _(text)

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Show what was read and what off means, and ask whether to switch it off."""
        self._status.stop()
        demo = self._args.demo is not None
        show(question(setting, reading, window=self._window, demo=demo), stderr=True)
        self._asked = True
        return self.agrees("Switch it off? [y/N]")

    def agrees(self, question: str) -> bool:
        """Ask until the answer is yes or no; none at all is a no."""
        self._status.stop()
        while True:
            print(_(question), end=" ", file=sys.stderr, flush=True)
            self._waiting = True
            typed = _typed_line()
            self._waiting = not typed.endswith("\n")
            answer = typed.strip().lower()
            if answer in (*_YES, *_NO):
                return answer in _YES

    def look_in_window(self, setting: Setting, reading: Reading) -> None:
        """Leave the setting's page open until the person has looked at it and presses Enter."""
        if self._window and can_answer():
            self._status.stop()
            say(_(_LOOK))
            _typed_line()

    def keep(self, report: Report) -> None:
        """Write the report to the file that the person named; raises UsageError."""
        if self._report is not None:
            self._report.keep(report.as_json())

    def show(self, report: Report, *, stderr: bool) -> None:
        """Show the result, on standard error where standard output is taken."""
        self._status.stop()
        stream = sys.stderr if stderr else sys.stdout
        if self._args.quiet:
            print(quiet_lines(report), end="", file=stream)
            if report.error is not None:
                say_error(_(report.error.message), _(report.error.hint))
        else:
            asked = self._asked and stream.isatty()
            again = options_again(self._args)
            show(rendered(report, again, typed=as_typed, asked=asked), stderr=stderr)


def _console(*, stderr: bool) -> Console:
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def show(lines: Lines, *, stderr: bool = False) -> None:
    """Print `lines`."""
    console = _console(stderr=stderr)
    with console.capture() as captured:
        console.print(lines, crop=False)
    print(captured.get(), end="", file=console.file, flush=True)  # rich hides a closed pipe


def say(text: str) -> None:
    """Print a line on standard error."""
    print(as_typed(text), file=sys.stderr, flush=True)


def say_error(message: str, hint: str) -> None:
    """Say what went wrong and what helps."""
    say(f"{_NAME}: {message}")
    say(hint)


def _translated(line: str, values: dict[str, str]) -> str:
    return _(line, **{name: _(value) for name, value in values.items()})


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
    program, started = _NAME, sys.argv[0]
    if Path(started).stem == _NAME and os.sep in started and shutil.which(_NAME) != started:
        program = _quoted(from_home(started))
    if language() != system_language():
        program += f" --lang {language()}"
    return text.replace(f"{_NAME} ", f"{program} ")


def options_again(args: argparse.Namespace) -> str:
    """The options of this run that the next one needs as well, such as ` --demo french`."""
    again = ""
    for name, default in (("demo", "on"), ("profile", ""), ("browser", None), ("connect", None)):
        value = getattr(args, name)
        if value is not None:
            again += f" --{name}" + ("" if value == default else f" {_quoted(from_home(value))}")
    return again


def from_home(path: str) -> str:
    """`path` with `~` for the person's home."""
    with suppress(RuntimeError, ValueError):  # no home is known; it lies elsewhere
        return str(Path("~") / Path(path).relative_to(Path.home()))
    return path


def _quoted(path: str) -> str:
    """`path` as a shell takes it: a `~` means the home only outside of the quotes."""
    rest = path.removeprefix("~" + os.sep)
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
