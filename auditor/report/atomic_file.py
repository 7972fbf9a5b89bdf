"""A file that is written whole or not at all, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_ROOM = 64 * 1024
"""Bytes that are tried before the run: a report of twenty settings has about as many."""


class AtomicFile:
    """A place on disk that was tried before anything else began."""

    def __init__(self, path: Path) -> None:
        """Raise OSError where nothing can be written to `path`; leave it as it is."""
        try:
            self._path = path.resolve()  # replace what a link points to, not the link
        except RuntimeError as error:  # Python 3.11 and 3.12
            raise OSError("a link that leads to itself") from error
        if self._path.exists() and not self._path.is_file():
            raise IsADirectoryError("not a regular file")
        if self._path.exists() and not os.access(self._path, os.W_OK):
            raise PermissionError("write-protected")
        os.unlink(self._write_beside(bytes(_ROOM)))

    def write(self, content: str | bytes) -> None:
        """Put `content` in place in one step; raises OSError and leaves what was there."""
        data = content.encode() if isinstance(content, str) else content
        os.replace(self._write_beside(data), self._path)

    def _write_beside(self, data: bytes) -> str:
        """Write `data` to a new file in the same folder, mode 0600; return its name."""
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self._path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
        return name
