"""Where the browser's profile lies: in a folder for one run, or in one that is kept on request.

A folder is in use while its lock file is locked. A folder for one run whose lock is free was left
behind by a run that was killed.
"""

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

from auditor.browser.find import has_home
from auditor.errors import NotAudited, UsageError

_PREFIX = "linkedin-auditor-"
# Two names: a kept profile may lie in the temporary folder too, and is not removed.
_RUN_LOCK = "linkedin-auditor-run.lock"
_KEPT_LOCK = "linkedin-auditor.lock"


def default_profile() -> Path:
    """Where a kept profile lies unless another folder is named; raises UsageError."""
    if not has_home():
        raise UsageError("no_home")
    from platformdirs import user_data_path  # only here: without a profile it is not needed

    return user_data_path("linkedin-auditor", appauthor=False) / "profile"


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder for one run; folders that killed runs left are removed first. Raises NotAudited."""
    try:
        root = tempfile.gettempdir()
        if sys.platform == "linux" and len(os.fsencode(root)) > 30:
            root = "/tmp"  # the path of a socket has 107 bytes, of which Chromium's part takes 77
        for left in Path(root).glob(f"{_PREFIX}*/{_RUN_LOCK}"):
            with suppress(OSError, UsageError):  # it is another user's, or in use
                _remove(left.parent, _lock(left))
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root))
        lock = _lock(folder / _RUN_LOCK)
    except OSError as error:
        raise NotAudited("no_temporary_folder") from error
    try:
        yield folder
    finally:
        _remove(folder, lock)


def kept_folder(folder: Path) -> IO[bytes]:
    """Lock a folder that stays, open to its owner only, until the file given back is closed.

    Raises UsageError where it is not a profile, cannot be kept, or is locked already.
    """
    path = folder / _KEPT_LOCK
    try:
        if folder.exists() and not path.exists() and any(folder.iterdir()):
            raise UsageError("no_profile", folder=folder)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = _lock(path)
        browsers_lock = folder / "SingletonLock"  # a link to HOST-PROCESS, which Chromium obeys
        with suppress(OSError):  # there is none
            if os.readlink(browsers_lock).rpartition("-")[0] != socket.gethostname():
                browsers_lock.unlink()
        return lock
    except OSError as error:
        reason = error.strerror
        raise UsageError("profile_not_kept", folder=folder, reason=reason) from error


def forget(folder: Path) -> bool:
    """Remove a kept profile; False where there is none. Raises UsageError."""
    if not folder.exists():
        return False
    _remove(folder, kept_folder(folder))
    if folder.exists():
        raise UsageError("profile_not_removed", folder=folder)
    return True


def _remove(folder: Path, lock: IO[bytes]) -> None:
    """Remove the folder, lock file last: if this is interrupted, the lock shows whose it is."""
    until = time.monotonic() + 3  # seconds; a browser that is ending may still write here
    with lock:
        while (left := {*folder.iterdir()} - {Path(lock.name)}) and time.monotonic() < until:
            for entry in left:
                shutil.rmtree(entry, ignore_errors=True)
                with suppress(OSError):  # it was a folder
                    entry.unlink()
            time.sleep(0.01)
    if not left:
        shutil.rmtree(folder, ignore_errors=True)


def _lock(path: Path) -> IO[bytes]:
    """The file, locked until it is closed; raises UsageError where it is locked already."""
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
        raise UsageError("profile_in_use") from error
    return file
