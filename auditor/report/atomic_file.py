"""A file that is written whole or not at all, readable by its owner only."""

import errno
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.errors import UsageError


class AtomicFile:
    """A place on disk that was tried before anything else began. All errors are UsageErrors."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))  # replace what a link points to, not the link
        self.write(bytes(64 * 1024), only_try=True)  # as large as a report of twenty settings

    def write(self, content: str | bytes, *, only_try: bool = False) -> None:
        """Put `content` in place in one step, or leave what was there."""
        path = self.path
        try:
            if path.exists() and not (path.is_file() and os.access(path, os.W_OK)):
                raise PermissionError(errno.EACCES, "write-protected, or not a regular file")
            with TemporaryDirectory(prefix=".report-", dir=path.parent) as folder:
                new = Path(folder, path.name)
                new.touch(0o600)
                new.write_bytes(content.encode() if isinstance(content, str) else content)
                if not only_try:
                    os.replace(new, path)
        except OSError as error:
            raise UsageError("file_not_written", path=path, reason=error.strerror) from error
