"""A file that is written whole or not at all, readable by its owner only."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from auditor.errors import UsageError
from auditor.i18n import N_

_ROOM = 64 * 1024
"""Bytes that are tried before the run: a report of twenty settings has about as many."""


class AtomicFile:
    """A place on disk that was tried before anything else began. All errors are UsageErrors."""

    def __init__(self, path: str | Path) -> None:
        """Try whether `path` can be written, and leave it as it is."""
        self.path = Path(os.path.realpath(path))  # replace what a link points to, not the link
        try:
            if self.path.exists() and not self.path.is_file():
                raise IsADirectoryError(errno.EISDIR, "not a regular file")
            if self.path.exists() and not os.access(self.path, os.W_OK):
                raise PermissionError(errno.EACCES, "write-protected")
            os.unlink(self._write_beside(bytes(_ROOM)))
        except OSError as error:
            message = "Nothing can be written to {path} ({reason})."
            hint = N_("Give a path in a folder of yours, on a disk that has room.")
            raise UsageError(message, hint, path=path, reason=error.strerror) from error

    def write(self, content: str | bytes) -> None:
        """Put `content` in place in one step, or leave what was there."""
        try:
            data = content.encode() if isinstance(content, str) else content
            os.replace(self._write_beside(data), self.path)
        except OSError as error:
            message = "{path} could not be written ({reason})."
            hint = N_("Give it another place; the result is on the screen.")
            raise UsageError(message, hint, path=self.path, reason=error.strerror) from error

    def _write_beside(self, data: bytes) -> str:
        """Write `data` to a new file in the same folder, mode 0600; return its name."""
        handle, name = tempfile.mkstemp(prefix=".report-", dir=self.path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            os.unlink(name)
            raise
        return name
