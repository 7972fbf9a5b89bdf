"""What a run leaves on this machine: files in a temporary folder of its own, and processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server import CHECKOUT, Ran, processes_of, program, until


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder with a short name, for Chromium makes sockets in it."""
    with tempfile.TemporaryDirectory(prefix="la-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def program_in(folder: Path, *args: str | Path, timeout: float = 120) -> Ran:
    """Run the program with `folder` as its temporary folder."""
    return program(*args, environment={"TMPDIR": str(folder)}, timeout=timeout)


def left_in(folder: Path, port: int) -> list[str]:
    """Files in `folder`, and processes that use it or a server at `port`, a moment later."""
    markers = (str(folder), f"127.0.0.1:{port}")
    with suppress(AssertionError):
        until(lambda: not any(map(processes_of, markers)), 5)
    found = [str(process) for marker in markers for process in processes_of(marker)]
    return found + os.listdir(folder)


def holding(folder: Path, planted: Iterable[str]) -> set[str]:
    """Those of `planted` that a file somewhere in `folder` holds, or is named after."""
    needles = {text: (text.encode(), text.encode("utf-16-le")) for text in planted}
    found = set()
    for root, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            found |= {text for text in needles if text in name}
        for name in files:
            with suppress(OSError):  # sockets, and what is gone by now
                data = Path(root, name).read_bytes()
                found |= {text for text, forms in needles.items() if any(f in data for f in forms)}
    return found


def command_of(process: int) -> list[str]:
    """The command line of a process; a child of Chromium's has it in one piece."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ").split(" ")
    return []


@contextmanager
def begun(folder: Path, *args: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program at work in a process group of its own; what is left of it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
