"""The program with a terminal for its standard input and error, as a person has it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from server import CHECKOUT, until


class AtTerminal:
    """A run at a terminal of 200 columns; its JSON goes to standard output."""

    def __init__(self, *args: str | Path) -> None:
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "auditor", *map(str, args), "--json", "-"],
            stdin=follower,
            stderr=follower,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            env={**os.environ, "COLUMNS": "200"},
        )
        os.close(follower)
        self._shown = b""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):  # the other end is gone
            while heard := os.read(self.leader, 4096):
                self._shown += heard

    @property
    def shown(self) -> str:
        """What the person sees, without colours."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self._shown.decode(errors="replace"))

    def type(self, text: str) -> None:
        """Type `text` and press Enter."""
        os.write(self.leader, text.encode() + b"\n")

    def wait_for_question(self) -> None:
        """Wait until the program asks whether to switch off."""
        until(lambda: "[y/N]" in self.shown)

    def report(self) -> dict[str, Any]:
        """The report, once the program has ended."""
        out, _ = self.process.communicate(timeout=60)
        return json.loads(out)


@contextmanager
def at_terminal(*args: str | Path) -> Iterator[AtTerminal]:
    """The program at a terminal; it is ended with the block."""
    terminal = AtTerminal(*args)
    try:
        yield terminal
    finally:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.leader)
