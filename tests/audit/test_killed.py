"""Stopped or killed between press and proof: the report on disk claims no more than is known."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from exhaustive import more
from saving import KEY, ON, SAVES, Answers, SavingServer, honest, on_write, shows
from server import CHECKOUT, Fault, processes_of, until

from auditor.demo.imitation import Scene
from auditor.model import Report

MOMENTS = [round(random.Random(seed).uniform(0, 3.5), 2) for seed in range(20)]
"""Seconds after the start of the audit."""
SLOW_TO_SAVE = Scene("on", signed_in=True, save_delay=0.7)


@contextmanager
def running(
    folder: Path, scene: Scene = ON, answers: Answers | None = None
) -> Iterator[tuple[SavingServer, subprocess.Popen[bytes], Path]]:
    """An opt-out at work, once its report is on disk for the first time."""
    server = SavingServer(folder / "wire", scene, answers)
    file = folder / "reports" / "report.json"
    file.parent.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *server.command("--yes"), "--json", file],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(folder)},
    )
    try:
        until(file.exists)
        yield server, process, file
    finally:
        process.kill()
        process.wait()
        server.close()


def killed(moment: float) -> list[str]:
    """Kill a run at `moment`, look at what it left, and name the files beside the report."""
    with (
        tempfile.TemporaryDirectory(prefix="la-", ignore_cleanup_errors=True) as folder,
        running(Path(folder), SLOW_TO_SAVE) as (server, process, file),
    ):
        time.sleep(moment)
        process.kill()
        process.wait()
        report = Report.model_validate_json(file.read_bytes())
        holds = server.ledger[KEY]
        if report.results[0].state == "off" or report.results[0].change == "verified":
            assert not holds, f"claims off after {moment} s, the server holds on"
        assert len(server.writes) <= 1
        until(lambda: not processes_of(f"127.0.0.1:{server.port}"), 15)
        return [name for name in os.listdir(file.parent) if name != file.name]


def test_killed_at_any_moment_leaves_a_true_report_and_no_browser():
    """Twenty kills leave twenty valid reports that claim no more than the server holds."""
    with ThreadPoolExecutor(3) as pool:
        beside = list(pool.map(killed, MOMENTS))
    # A kill within the millisecond of writing leaves the new report beside the old one.
    assert sum(map(len, beside)) <= 1, beside


@pytest.mark.parametrize(
    "number", [signal.SIGINT, *more(signal.SIGTERM)], ids=lambda number: number.name
)
def test_stopped_before_the_write_is_answered(tmp_path, number):
    """Nobody knows whether the change arrived: `uncertain`, 130, and to be looked at by hand."""
    stalls = shows(SAVES, on_write(lambda _: Fault("stall")))
    with running(tmp_path, answers=stalls) as (server, process, file):
        assert server.saved.wait(20)
        on_disk = Report.model_validate_json(file.read_bytes())
        process.send_signal(number)
        assert 130 == process.wait(20)
        report = Report.model_validate_json(file.read_bytes())
        assert [] == processes_of(f"127.0.0.1:{server.port}")
    honest(server, report.model_dump(mode="json"))
    for told in (on_disk, report):  # the one from before the press, and the last one
        result = told.results[0]
        assert result.before is not None
        assert ("on", "uncertain", "unknown") == (result.before.state, result.change, result.state)
        assert "look at the switch" in (result.hint or "")
        assert told.error is not None
        assert (130, "interrupted") == (told.exit_code, told.error.code)
    assert (1, 1) == (report.activity.clicks, len(server.writes))
