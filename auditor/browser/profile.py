"""Where a browser's profile lies on disk: thrown away after the run, or kept on request.

Whoever holds the lock of a folder uses it. What a crash, a kill or a power cut left behind is known
for ours by its name, and for nobody's by its lock: a browser that outlives its program for a moment
may make the folder anew, without one.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from auditor.errors import NotAudited, UsageError

_PREFIX = "linkedin-auditor-"
_LOCK = "linkedin-auditor.lock"
_ENDING = 0.5
"""Seconds that a browser takes to end by itself once its driver is gone."""
_NEVER = 2  # NetworkPredictionOptions, chrome/browser/preloading/preloading_prefs.h


def default_profile() -> Path:
    """Where a kept profile lies unless another folder is named."""
    import platformdirs

    return Path(platformdirs.user_data_dir("linkedin-auditor", appauthor=False)) / "profile"


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder for one run, gone when the block ends; raises NotAudited."""
    mask = os.umask(0o077)  # what is made in it, too, can be removed
    orphans = remove_orphans()
    folder, lock = _new_folder()
    for _ in range(2):  # another run may take a folder for an orphan before it is locked
        if lock is not None and (folder / _LOCK).exists():
            break
        _remove_for_good(folder, lock)
        folder, lock = _new_folder()
    try:
        yield folder
    except BaseException:
        _wait_for_its_browser(folder)
        raise
    finally:
        os.umask(mask)
        _remove_for_good(folder, lock)
        for orphan in orphans:
            _remove(orphan)


def _new_folder() -> tuple[Path, IO[bytes] | None]:
    """A folder and its lock; without one where the disk is full, or its file system has none.

    Raises NotAudited where not even the folder can be made.
    """
    token = secrets.token_hex(4)
    folder = _temporary() / f"{_PREFIX}{token}{_seal(token)}"
    try:
        folder.mkdir(0o700)
    except OSError as error:
        raise no_room() from error
    with suppress(OSError):
        return folder, _lock(folder)
    return folder, None


def no_room() -> NotAudited:
    """The error for a temporary folder in which nothing can be made."""
    return NotAudited(
        "no_browser",
        "Nothing could be made in the temporary folder, which the browser needs.",
        "Make room there, or set TMPDIR to another folder.",
    )


def _seal(token: str) -> str:
    """What nobody would write behind `token` by chance."""
    return hashlib.sha256(token.encode()).hexdigest()[:4]


def _wait_for_its_browser(folder: Path) -> None:
    """Wait a while until no process uses `folder`, then end it: it would make the folder anew.

    A browser is waited for where it is closed; not where a signal took Playwright's driver too.
    """
    if sys.platform != "linux":
        time.sleep(_ENDING)
        return
    until = time.monotonic() + 6 * _ENDING
    while any(_users(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    _end_users(folder)


def _end_users(folder: Path) -> None:
    """Kill what still uses `folder`: it hangs, or was stopped when its program was killed."""
    until = time.monotonic() + _ENDING
    while (found := list(_users(folder))) and time.monotonic() < until:
        for process in found:
            with suppress(OSError):  # it is gone
                os.kill(process, signal.SIGKILL)
        time.sleep(0.01)


def _users(folder: Path) -> Iterator[int]:
    """The processes that have `folder` for their temporary folder, or their profile in it.

    Chromium writes its title over its environment (base/process/set_process_title_linux.cc), which
    its processes are then no longer known by; and a folder may have several names, but the last
    part of ours.
    """
    ours = os.fsencode(f"/{folder.name}")
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it is another's, or gone
            if _is_in(process, ours):
                yield int(process.name)


def _is_in(process: Path, ours: bytes) -> bool:
    command = (process / "cmdline").read_bytes()
    if b"--user-data-dir=" in command and ours + b"/" in command:
        return True
    known = (process / "environ").read_bytes().split(b"\0")
    return any(one.startswith(b"TMPDIR=") and one.endswith(ours) for one in known)


def _remove_for_good(folder: Path, lock: IO[bytes] | None) -> None:
    _remove(folder)
    if lock is not None:
        lock.close()
    if folder.exists():  # Windows keeps a locked file until it is closed
        _remove(folder)


@contextmanager
def kept_folder(folder: Path) -> Iterator[Path]:
    """A folder that stays, for one run at a time, open to its owner only; raises UsageError."""
    try:
        ours = (folder / _LOCK).exists() or not folder.exists() or not any(folder.iterdir())
        if not ours:
            raise UsageError(
                "The folder {folder} is not a profile of this program.",
                "Give --profile an empty or a new folder.",
                folder=folder,
            )
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = _lock(folder)
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
        _ask_nothing_ahead(folder)
        yield folder


def _ask_nothing_ahead(folder: Path) -> None:
    """Turn Chromium's "Preload pages" off, which asks hosts past every rule.

    Without a profile of its own Chromium (156) connects nothing ahead.
    """
    preferences = folder / "Default" / "Preferences"
    try:
        known = json.loads(preferences.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    if not isinstance(known, dict) or not isinstance(known.setdefault("net", {}), dict):
        known = {"net": {}}
    network = known["net"]
    if network.get("network_prediction_options") != _NEVER:
        network["network_prediction_options"] = _NEVER
        preferences.parent.mkdir(exist_ok=True)
        preferences.write_text(json.dumps(known), "utf-8")


def forget(folder: Path) -> bool:
    """Remove a kept profile; False where there is none. Raises UsageError."""
    if not folder.exists():
        return False
    if not (folder / _LOCK).is_file():
        raise UsageError(
            "The folder {folder} is not a profile of this program; nothing was removed.",
            "Remove it yourself if that is what you want.",
            folder=folder,
        )
    with kept_folder(folder):
        _remove(folder)
    if folder.exists():
        _remove(folder)
    if folder.exists():
        raise UsageError(
            "Not all of {folder} could be removed.",
            "Close the browser, then try again.",
            folder=folder,
        )
    return True


def remove_orphans() -> list[Path]:
    """Remove throw-away folders that are certainly ours and that nobody uses any more.

    Answers which these were: a browser that is just ending may make them anew.
    """
    found = []
    for folder in _temporary().glob(_PREFIX + "*"):
        with suppress(OSError):
            name = folder.name.removeprefix(_PREFIX)
            ours = name[8:] == _seal(name[:8]) and not folder.is_symlink() and _is_mine(folder)
            if not ours:
                continue
            folder.chmod(0o700)
            lock = _lock(folder)
            if lock is not None:
                found.append(folder)
                with lock:
                    _end_users(folder)
                    _remove(folder)
    return found


def _remove(folder: Path) -> None:
    """Remove a folder, its lock last: by that what a kill leaves of a kept profile is known."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                with suppress(OSError):  # Windows keeps what a browser that is ending has open
                    path.unlink()
        (folder / _LOCK).unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError:  # a browser that is ending has made something meanwhile
            (folder / _LOCK).touch()


def _temporary() -> Path:
    """The system's temporary folder, or /tmp where that one cannot be used.

    A socket of Chromium's would not fit into it, or it could not be named (environment.py).
    """
    folder = Path(tempfile.gettempdir()).absolute()  # of "." Python leaves it at that
    room = 107 - 77  # bytes of a socket's path, less what Chromium adds
    name = os.fsencode(folder)
    unfit = (
        len(name) > room
        or os.pathsep in str(folder)
        or name.decode(errors="replace") != f"{folder}"
    )
    return Path("/tmp") if sys.platform == "linux" and unfit else folder


def _is_mine(folder: Path) -> bool:
    return sys.platform == "win32" or folder.stat().st_uid == os.geteuid()


def _lock(folder: Path) -> IO[bytes] | None:
    """The lock of a folder, held until it is closed; None where somebody else holds it."""
    file = open(folder / _LOCK, "ab")  # noqa: SIM115  # held open beyond this function
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file
