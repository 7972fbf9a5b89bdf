"""The program in this process: for command lines that end before a browser opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.main import main


def inside(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    """Its exit code, and what it said on standard output and standard error."""
    code = main([*map(str, args)])
    return code, *capsys.readouterr()


def refused(capsys: pytest.CaptureFixture[str], *args: str | Path) -> list[str]:
    """The two lines, a sentence and a hint, of a command line that cannot be carried out."""
    code, out, err = inside(capsys, *args)
    assert (2, "") == (code, out)
    assert "Opening the browser" not in err
    lines = err.splitlines()
    assert 2 == len(lines)
    return lines
