"""What the person typed, so that a command they are told to type next works as it is."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import PurePath

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
            again += [f"--{name}"] if value == unnamed else [f"--{name}", value]
    if hasattr(args, "lang"):
        again += ["--lang", args.lang]
    return "".join(f" {shlex.quote(word)}" for word in again)
