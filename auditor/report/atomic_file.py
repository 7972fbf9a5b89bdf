"""A file that is written whole or not at all, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


class WholeFile:
    """A place on disk that was found to be writable before anything else began."""

    def __init__(self, path: Path) -> None:
        """Prove that `path` can be written, leaving nothing there; raises OSError."""
        try:
            self._path = path.resolve()  # what a link points to is replaced, not the link
        except RuntimeError as error:  # until Python 3.13
            raise OSError("a link that leads to itself") from error
        if self._path.exists() and not self._path.is_file():
            raise IsADirectoryError("not a regular file")
        if self._path.exists() and not os.access(self._path, os.W_OK):
            raise PermissionError("write-protected")
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self._path.parent)
        os.close(handle)
        os.unlink(name)

    def write(self, content: str | bytes) -> None:
        """Put `content` in place in one step; raises OSError and leaves what was there."""
        data = content.encode() if isinstance(content, str) else content
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self._path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
