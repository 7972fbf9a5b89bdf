"""Where the files of a command line go: tried before the run, written after it."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from auditor.cli.terminal import from_home
from auditor.errors import UsageError
from auditor.report.atomic_file import AtomicFile


class Output:
    """One file to write, or standard output where its name is `-`."""

    def __init__(self, path: str) -> None:
        """Raise UsageError where nothing can be written to `path`."""
        self._path = path
        self._file = None if path == "-" else writable(Path(path))

    @property
    def place(self) -> str | None:
        """Where the file is, for people: a page as an address; None for standard output."""
        if self._file is None:
            return None
        page = self._path.endswith((".html", ".htm"))
        return Path(self._path).resolve().as_uri() if page else from_home(self._path)

    def write(self, text: str) -> None:
        """Write `text`, in UTF-8; raises UsageError, and OSError for standard output."""
        if self._file is None:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8")
            print(text, end="")
            return
        try:
            self._file.write(text)
        except OSError as error:
            raise UsageError(
                "{path} could not be written ({reason}).",
                "Give it another place; the result is on the screen.",
                path=self._path,
                reason=error.strerror,
            ) from error


def writable(path: Path) -> AtomicFile:
    """A place that was tried; raises UsageError where nothing can be written."""
    try:
        return AtomicFile(path)
    except OSError as error:
        raise UsageError(
            "Nothing can be written to {path} ({reason}).",
            "Give a path in a folder of yours, on a disk that has room.",
            path=path,
            reason=error.strerror or error,
        ) from error


def check_apart(*outputs: str | None, source: str | None = None) -> None:
    """Raise UsageError where two outputs, or an output and its `source`, are one file."""
    names = [name for name in (*outputs, source if source != "-" else None) if name is not None]
    places = [name if name == "-" else os.path.realpath(name) for name in names]
    for name, place in zip(names, places, strict=True):
        if places.count(place) > 1:
            raise UsageError(
                "{path} is named twice, and one file would overwrite the other.",
                "Give each file a name of its own.",
                path=name,
            )
