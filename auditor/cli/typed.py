"""What the person typed, as it is told to them: commands to type next, and where things lie."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from contextlib import suppress
from pathlib import Path, PurePath

_NAME = "linkedin-auditor"
_FOLDERS = {".", "..", ".venv", "venv", "env", "bin", "Scripts"}


def as_typed(text: str) -> str:
    """`text` with the commands in it as this person starts the program.

    Only where they typed a relative path, of folders that are called as anywhere: another may be
    none of theirs, and may hold a name.
    """
    started = sys.argv[0]
    path = PurePath(started)
    if path.stem != _NAME or os.sep not in started or not _FOLDERS.issuperset(path.parts[:-1]):
        return text
    return text.replace(f"{_NAME} ", f"{shlex.quote(started)} ")


def options_again(args: argparse.Namespace) -> str:
    """The options of this run that the next one needs as well, such as ` --demo french`."""
    again = []
    for name, unnamed in (("demo", "on"), ("profile", ""), ("browser", None), ("connect", None)):
        value = getattr(args, name)
        if value is not None:
            again += [f"--{name}"] if value == unnamed else [f"--{name}", from_home(value)]
    if hasattr(args, "lang"):
        again += ["--lang", args.lang]
    return "".join(f" {_quoted(word)}" for word in again)


def from_home(path: str | Path) -> str:
    """`path` as it is told: from the person's home, whose own name may be theirs."""
    for home in _homes():
        if Path(path).is_relative_to(home):
            return str(Path("~") / Path(path).relative_to(home))
    return str(path)


def without_home(text: str) -> str:
    """`text`, in which a word that was typed may be a path, with its paths from the home."""
    for home in _homes():
        text = re.sub(rf"(?<![\w.]){re.escape(str(home))}(?![\w-]|\.\w)", "~", text)
    return text


def _homes() -> list[Path]:
    """The person's home by its names: what the environment says may be nothing of the kind."""
    found = []
    with suppress(RuntimeError):  # they have none
        found += [Path.home(), Path.home().resolve()]
    if sys.platform != "win32":
        import pwd

        with suppress(KeyError):
            found.append(Path(pwd.getpwuid(os.getuid()).pw_dir))
    return [home for home in found if home.is_absolute() and home != Path(home.anchor)]


def _quoted(word: str) -> str:
    """`word` as a shell takes it, which knows the home by its sign only where that stands bare."""
    home = "~" + os.sep
    rest = word.removeprefix(home)
    return shlex.quote(word) if rest == word else home + shlex.quote(rest)
