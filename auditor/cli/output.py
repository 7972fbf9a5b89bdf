"""Where the files of a command line go: tried before the run, written after it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from auditor.cli.terminal import from_home, say
from auditor.errors import UsageError
from auditor.i18n import _
from auditor.report.atomic_file import AtomicFile


class Output:
    """A file to write, or standard output where its path is `-`, or nothing where it is None."""

    def __init__(self, path: str | None) -> None:
        """Raise UsageError where nothing can be written to `path`."""
        self._path = path
        self._file = None if path is None or path == "-" else AtomicFile(path)

    def write(self, text: str, *, quiet: bool = False) -> None:
        """Write `text` in UTF-8, and say where; raises UsageError."""
        if self._path == "-":
            getattr(sys.stdout, "reconfigure", dict)(encoding="utf-8")
            print(text, end="")
        self.keep(text)
        if self._path is not None and self._path != "-" and not quiet:
            is_page = self._path.endswith((".html", ".htm"))
            place = Path(self._path).resolve().as_uri() if is_page else from_home(self._path)
            say(_("Written: {path}", path=place))

    def keep(self, text: str) -> None:
        """Write `text` where that goes to a file."""
        if self._file is not None:
            self._file.write(text)


def outputs(*paths: str | None, source: str | None = None) -> list[Output]:
    """The outputs at `paths`; raises UsageError where one file, or the source, is named twice."""
    named = [path for path in (*paths, source if source != "-" else None) if path is not None]
    places = [path if path == "-" else os.path.realpath(path) for path in named]
    for path, place in zip(named, places, strict=True):
        if places.count(place) > 1:
            message = "{path} is named twice, and one file would overwrite the other."
            raise UsageError(message, "Give each file a name of its own.", path=path)
    return [Output(path) for path in paths]
