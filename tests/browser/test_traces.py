"""However a run ends, no browser, no profile and no cookie of it stays on this machine."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from browser import headless_shell
from exhaustive import more
from server import CHECKOUT, processes_of, until
from traces import holding, own_folder

from auditor.browser.profile import throw_away_folder
from auditor.errors import NotAudited

OURS = "linkedin-auditor-"
LOCK = "linkedin-auditor-run.lock"
COOKIE = ("li_at_1815", "AQEDAVplanted1815")
# A run with the signal handler of the program, which ends when it has said "ready" and is stopped.
RUN = f"""if True:
    import signal, sys
    from pathlib import Path
    from auditor.browser.launch import open_browser
    NAMES = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    def stop(*_):
        for name in NAMES:
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt
    for name in NAMES:
        signal.signal(name, stop)
    profile = Path(sys.argv[1]) if sys.argv[1:] else None
    try:
        with open_browser(wanted="{headless_shell()}", headless=True, profile=profile, connect=None,
                          offline=True, language="en") as browser:
            browser.tab.context.add_cookies([dict(name="{COOKIE[0]}", value="{COOKIE[1]}",
                                              url="https://a.test", expires=4_000_000_000)])
            print("ready", flush=True)
            browser.tab.wait_for_timeout(60_000)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.fixture
def place():
    """A temporary folder of the runs' own."""
    with own_folder() as folder:
        yield folder


@contextmanager
def running(place, *args):
    """A run, in a process group of its own, whose browser is open."""
    command = [sys.executable, "-c", RUN, *map(str, args)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(place)},
        start_new_session=True,
    )
    with process:
        try:
            assert "ready\n" == process.stdout.readline()
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def no_browser_in(place):
    """Whether no process uses the folder any more."""
    return not processes_of(str(place))


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("SIGTERM", True),
        *(
            pytest.param(name, alone, marks=pytest.mark.exhaustive)
            for name in ("SIGINT", "SIGTERM", "SIGHUP")
            for alone in (True, False)
            if (name, alone) != ("SIGTERM", True)
        ),
    ],
)
def test_nothing_stays_after_a_signal(place, name, alone):
    """A run that is stopped, alone or with its group, leaves no file, and no browser for long."""
    with running(place) as process:
        assert os.listdir(place)
        assert set() == holding(place, COOKIE)
        (os.kill if alone else os.killpg)(process.pid, getattr(signal, name))
        assert 130 == process.wait(30)
        assert [] == os.listdir(place)
        until(lambda: no_browser_in(place), 5)
        assert [] == os.listdir(place), "a browser that was ending made it anew"


def test_only_folders_of_runs_that_are_over_are_removed(place, tmp_path, monkeypatch):
    """A look-alike, a kept profile, a folder in use, a link and a file stay as they are."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    for name, lock in (("look-alike", "letters"), ("profile", "linkedin-auditor.lock")):
        (place / f"{OURS}{name}").mkdir()
        (place / f"{OURS}{name}" / lock).touch()
    (place / f"{OURS}file").write_text("mine")
    (place / f"{OURS}dangling").symlink_to(place / "nowhere")
    (place / f"{OURS}dead").mkdir()
    (place / f"{OURS}dead" / LOCK).touch()
    names = {f"{OURS}{kind}" for kind in ("look-alike", "profile", "file", "dangling")}
    with throw_away_folder() as in_use, throw_away_folder() as second:
        assert {*names, in_use.name, second.name} == set(os.listdir(place))
    assert names == set(os.listdir(place))


def test_the_lock_of_a_folder_goes_last(place, monkeypatch):
    """Who interrupts the removal of a folder leaves its lock, by which the next run knows it."""
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    run = throw_away_folder()
    folder = run.__enter__()
    (folder / "profile").mkdir()
    with monkeypatch.context() as here, pytest.raises(KeyboardInterrupt):
        here.setattr("shutil.rmtree", interrupted)
        run.__exit__(None, None, None)
    assert {"profile", LOCK} == set(os.listdir(folder))
    with throw_away_folder():
        assert not folder.exists()


def test_a_temporary_folder_that_cannot_be_used(place, monkeypatch):
    """A full disk is told in one sentence: exit code 4."""

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(NotAudited, match="Nothing could be made in the temporary folder") as raised:
        throw_away_folder().__enter__()
    assert (4, True, []) == (
        raised.value.exit_code,
        "TMPDIR" in raised.value.hint,
        [*place.iterdir()],
    )


def test_a_temporary_folder_with_a_long_name(monkeypatch, tmp_path):
    """Where the browser's socket would have too long a path, the folder is made in /tmp."""
    (tmp_path / ("long" * 20)).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 20)))
    with throw_away_folder() as folder:
        assert (Path("/tmp") == folder.parent) == (sys.platform == "linux")


@pytest.mark.parametrize("kept", [True, *more(False)])
def test_cookies_reach_the_disk_only_in_a_kept_profile(place, tmp_path, kept):
    """A browser whose run is stopped writes its cookies down with --profile, and none without."""
    folder = tmp_path / "profile"
    with running(place, *([folder] if kept else [])) as process:
        assert set() == holding(place, COOKIE)
        process.terminate()
        assert 130 == process.wait(30)
    assert [] == os.listdir(place)
    # The counter-check: what is searched for is found where it must be.
    assert kept == (COOKIE[0] in holding(tmp_path, COOKIE))
