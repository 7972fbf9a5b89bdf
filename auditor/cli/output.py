"""What is said and written: on the streams, and into the files that a command line names."""

import argparse
import os
import shlex
import shutil
import sys
from pathlib import Path

from auditor.errors import UsageError
from auditor.i18n import _, language, system_language
from auditor.report.atomic_file import AtomicFile

_NAME = "linkedin-auditor"


def outputs(*paths: str | None, source: str | None = None) -> list[AtomicFile | None]:
    """The files at `paths`, None for None and `-`; raises UsageError, also for one named twice."""
    named = [path for path in (*paths, source if source != "-" else None) if path is not None]
    if len({os.path.realpath(path) for path in named}) < len(named):
        raise UsageError("file_named_twice")
    return [None if path is None or path == "-" else AtomicFile(path) for path in paths]


def deliver(text: str, file: AtomicFile | None, *, quiet: bool = False) -> None:
    """Write `text` to `file`, and say where; to standard output where it is None. UTF-8."""
    if file is None:
        getattr(sys.stdout, "reconfigure", dict)(encoding="utf-8")
        print(text, end="")
        return
    file.write(text)
    if not quiet:
        is_page = file.path.suffix == ".html"
        say(_("Written: {path}", path=file.path.as_uri() if is_page else file.path))


def show(screen: str, *, stderr: bool = False, **values: object) -> None:
    """Print a screen of terminal.txt with its `values`, in colours on a terminal."""
    from rich.console import Console

    from auditor.report.text import Screen

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        console.print(Screen(screen, as_typed, **values), crop=False)
    print(captured.get(), end="", file=console.file, flush=True)  # rich hides a closed pipe


def say(text: str) -> None:
    """Print a line on standard error."""
    print(as_typed(text), file=sys.stderr, flush=True)


def say_error(message: str, hint: str) -> None:
    """Say what went wrong and what helps."""
    say(f"{_NAME}: {message}\n{hint}")


def as_typed(text: str) -> str:
    """`text` with the commands in it as this person types them: by path, in their language."""
    program, started = _NAME, sys.argv[0]
    if Path(started).stem == _NAME and shutil.which(_NAME) != started:
        program = from_home(started)
    if language() != system_language():
        program += f" --lang {language()}"
    return text.replace(f"{_NAME} ", f"{program} ")


def options_again(args: argparse.Namespace) -> str:
    """The options of this run that the next one needs as well, such as ` --demo french`."""
    again = ""
    for name, default in (("demo", "on"), ("profile", ""), ("browser", None), ("connect", None)):
        value = getattr(args, name)
        if value is not None:
            again += f" --{name}" + ("" if value == default else f" {from_home(value)}")
    return again


def from_home(path: str) -> str:
    """`path` as a shell takes it, with `~` for the home, which may hold the person's name."""
    home = os.path.expanduser("~") + os.sep
    tilde = "~" + os.sep if path.startswith(home) else ""
    return tilde + shlex.quote(path.removeprefix(home))
