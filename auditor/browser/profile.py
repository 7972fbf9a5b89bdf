"""Where the browser's profile lies: in a folder for one run, or in one that is kept on request.

A folder is in use while its lock file is locked. A folder for one run whose lock is free was left
behind by a run that was killed.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from auditor.browser.find import NO_HOME
from auditor.errors import NotAudited, UsageError

_PREFIX = "linkedin-auditor-"
# Two names: a kept profile may lie in the temporary folder too, and is not removed.
_RUN_LOCK = "linkedin-auditor-run.lock"
_KEPT_LOCK = "linkedin-auditor.lock"
_ENDING = 3.0
"""Seconds that a browser which is ending may still write into its folder."""


def default_profile() -> Path:
    """Where a kept profile lies unless another folder is named; raises UsageError."""
    import platformdirs

    try:
        folder = Path(platformdirs.user_data_dir("linkedin-auditor", appauthor=False)).expanduser()
    except RuntimeError as error:
        raise UsageError(*NO_HOME) from error
    return folder / "profile"


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder for one run, gone when the block ends; raises NotAudited where none can be made.

    What runs that were killed have left behind is removed first.
    """
    root = _temporary_folder()
    for left in root.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's
            if (left / _RUN_LOCK).is_file() and (lock := _lock(left / _RUN_LOCK)):
                lock.close()
                _remove(left)
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
        lock = _lock(folder / _RUN_LOCK)
    except OSError as error:
        if folder is not None:
            _remove(folder)
        raise NotAudited(
            "no_browser",
            "Nothing could be made in the temporary folder, which the browser needs.",
            "Make room there, or set TMPDIR to another folder.",
        ) from error
    try:
        yield folder
    finally:
        if lock is not None:
            lock.close()  # Windows removes no file that is open
        _remove(folder)


@contextmanager
def kept_folder(folder: Path) -> Iterator[Path]:
    """A folder that stays, for one run at a time, open to its owner only; raises UsageError."""
    try:
        if folder.exists() and not (folder / _KEPT_LOCK).exists() and any(folder.iterdir()):
            raise UsageError(
                "The folder {folder} is not a profile of this program.",
                "Give --profile an empty or a new folder.",
                folder=folder,
            )
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = _lock(folder / _KEPT_LOCK)
    except OSError as error:
        raise UsageError(
            "The profile cannot be kept in {folder} ({reason}).",
            "Give --profile a folder of yours.",
            folder=folder,
            reason=error.strerror,
        ) from error
    if lock is None:
        raise UsageError(
            "Another run is using this profile.", "Wait until it has ended, then try again."
        )
    with lock:
        _unlock_for_this_host(folder)
        yield folder


def forget(folder: Path) -> bool:
    """Remove a kept profile; False where there is none. Raises UsageError."""
    if not folder.exists():
        return False
    if not (folder / _KEPT_LOCK).is_file():
        raise UsageError(
            "The folder {folder} is not a profile of this program; nothing was removed.",
            "Remove it yourself if that is what you want.",
            folder=folder,
        )
    with kept_folder(folder):
        pass  # nobody is using it
    _remove(folder)
    if folder.exists():
        raise UsageError(
            "Not all of {folder} could be removed.",
            "Close the browser, then try again.",
            folder=folder,
        )
    return True


def _unlock_for_this_host(folder: Path) -> None:
    """Remove the browser's own lock where it names another host, which Chromium would obey.

    The lock is a link to `HOST-PROCESS`. Chromium itself removes one of this host whose process
    is dead (chrome/browser/process_singleton_posix.cc).
    """
    browsers_lock = folder / "SingletonLock"
    with suppress(OSError):  # there is none
        host = os.readlink(browsers_lock).rpartition("-")[0]
        if host != socket.gethostname():
            browsers_lock.unlink()


def _remove(folder: Path) -> None:
    """Remove the folder, lock file last: if this is interrupted, the lock shows whose it is."""
    until = time.monotonic() + _ENDING
    while folder.exists() and time.monotonic() < until:
        with suppress(OSError):  # a browser that is ending may still write here
            for entry in folder.iterdir():
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry, ignore_errors=True)
                elif entry.name not in (_RUN_LOCK, _KEPT_LOCK):
                    entry.unlink()
            if {_RUN_LOCK, _KEPT_LOCK}.issuperset(os.listdir(folder)):
                return shutil.rmtree(folder)
        time.sleep(0.05)


def _temporary_folder() -> Path:
    """The system's folder for temporary files, or /tmp where a socket's path would be too long.

    The path of a socket on Linux has at most 107 bytes, of which Chromium's part takes 77.
    """
    folder = Path(tempfile.gettempdir()).absolute()
    too_long = sys.platform == "linux" and len(os.fsencode(folder)) > 107 - 77
    return Path("/tmp") if too_long else folder


def _lock(path: Path) -> IO[bytes] | None:
    """The lock file, locked until it is closed; None where another process has locked it."""
    file = open(path, "ab")  # noqa: SIM115  # held open beyond this function
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        if isinstance(error, BlockingIOError | PermissionError):
            return None
        raise
    return file
