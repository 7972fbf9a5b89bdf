"""However a run ends, no browser, no profile and no cookie of it stays on this machine."""

import errno
import os
import signal
import subprocess
import sys

import pytest
from exhaustive import more
from server import CHECKOUT, processes_of, program, until
from traces import begun, holding, left_in, own_folder, program_in

from auditor.browser import profile
from auditor.browser.profile import remove_orphans, throw_away_folder
from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.catalog import catalog

SETTING = catalog().settings["ai-training"]
COOKIE = ("li_at_1815", "AQEDAVplanted1815")
OURS = "linkedin-auditor-"


@pytest.fixture
def place():
    """A temporary folder of the runs' own."""
    with own_folder() as folder:
        yield folder


@pytest.fixture
def waiting(serve):
    """A server whose setting's page has come, with cookies to keep, and whose data never come."""

    def override(asked):
        if asked.path == SETTING.path:
            keep = f"{COOKIE[0]}={COOKIE[1]}; Path=/; Secure; Max-Age=9999"
            page = Answer(
                "<!doctype html><html lang=en><link rel=icon href=data:,><main>Data"
                "<script>fetch('/mysettings-api/x')</script></main>",
                cookie=keep,
            )
            return page
        return Answer("{}", delay=60) if asked.path == "/mysettings-api/x" else None

    return serve(Scene("x", signed_in=True), override)


def audit(server, *more):
    """The arguments of an audit."""
    return ("audit", "--headless", "--browser", server.browser, *more)


def stalled(server):
    """Wait until the page has asked for the data that never come."""
    until(lambda: any(asked.path == "/mysettings-api/x" for asked in server.seen))


def test_nothing_stays_after_a_normal_end(serve, place):
    """A run that ends well leaves no file and no process."""
    server = serve(Scene("x", signed_in=True, value="off"))
    assert 0 == program_in(place, *audit(server)).code
    assert [] == left_in(place, server.port)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL", *more("SIGINT")])
def test_nothing_stays_after_a_signal(waiting, place, name):
    """A run that is stopped, or killed alone, leaves no browser and no profile."""
    with begun(place, *audit(waiting)) as process:
        stalled(waiting)
        os.kill(process.pid, getattr(signal, name))
        process.wait(20)
        until(lambda: not processes_of(f"127.0.0.1:{waiting.port}"), 15)
        if name == "SIGKILL":  # nobody was there to remove the empty folder
            until(lambda: not holding(place, ["Default"]), 10)
            program_in(place, *audit(waiting), "--timeout", "1")
        assert [] == left_in(place, waiting.port)


def test_the_next_run_removes_what_a_killed_group_left(serve, waiting, place):
    """Where everything was killed at once the browser goes, and the next run takes its folder."""
    with begun(place, *audit(waiting)) as process:
        stalled(waiting)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        until(lambda: not processes_of(f"127.0.0.1:{waiting.port}"), 15)
    [orphan] = place.iterdir()
    assert orphan.name.startswith(OURS)
    server = serve(Scene("x", signed_in=True, value="off"))
    assert 0 == program_in(place, *audit(server)).code
    assert [] == os.listdir(place)


@pytest.mark.parametrize("stopped", ["the browser", *more("the driver")])
def test_the_next_run_ends_a_browser_that_was_stopped(serve, waiting, place, stopped):
    """Of a browser that could not end nothing goes on later, whatever its folder is called then."""
    other = place / "other"
    other.symlink_to(place)
    with begun(other, *audit(waiting)) as process:
        stalled(waiting)
        if stopped == "the driver":
            os.killpg(process.pid, signal.SIGSTOP)
            process.kill()
        else:
            for its in processes_of(f"127.0.0.1:{waiting.port}"):
                os.kill(its, signal.SIGSTOP)
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert processes_of(f"127.0.0.1:{waiting.port}")
        server = serve(Scene("x", signed_in=True, value="off"))
        assert 0 == program_in(place, *audit(server)).code
        until(lambda: not processes_of(f"127.0.0.1:{waiting.port}"), 15)
    assert ["other"] == os.listdir(place)


@pytest.fixture
def orphan(place):
    """What a killed run left, or leaves, in `place`; not made yet."""
    return place / f"{OURS}00001815{profile._seal('00001815')}"


def test_only_orphans_that_are_certainly_ours_are_removed(orphan, place, tmp_path, monkeypatch):
    """A look-alike, a folder in use, a link and a plain file stay; orphans of ours go."""
    with monkeypatch.context() as here:
        here.setattr("tempfile.tempdir", str(place))
        (place / f"{OURS}lookalike").mkdir()
        (place / f"{OURS}lookalike" / "letters").write_text("mine")
        (place / f"{OURS}lookalike" / "linkedin-auditor.lock").touch()
        orphan.mkdir()  # a browser has made it anew: without a lock
        (orphan / "profile").mkdir()
        (place / f"{OURS}file").write_text("mine")
        (tmp_path / "linkedin-auditor.lock").touch()
        (tmp_path / "letters").write_text("mine")
        (place / f"{OURS}link").symlink_to(tmp_path)
        (place / f"{OURS}dangling").symlink_to(place / "nowhere")
        with throw_away_folder() as in_use:
            (in_use / "cookies").write_text("x")
            remove_orphans()
            names = {f"{OURS}{kind}" for kind in ("lookalike", "file", "link", "dangling")}
            assert {*names, in_use.name} == set(os.listdir(place))
            assert (in_use / "cookies").exists()
        assert names == set(os.listdir(place))
        assert (tmp_path / "letters").exists()


def test_what_a_dying_browser_makes_anew_is_removed_too(orphan, place, monkeypatch):
    """An orphan that comes back while the next run is at work is gone when that ends."""
    monkeypatch.setattr("tempfile.tempdir", str(place))
    orphan.mkdir()
    with throw_away_folder():
        assert not orphan.exists()
        (orphan / "profile").mkdir(parents=True)
        (orphan / "profile" / "Cookies").touch()
    assert [] == os.listdir(place)


def test_a_browser_that_is_ending_is_waited_for(place, monkeypatch):
    """Where a run is broken off its folder is removed once no process of it is at work in it."""
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with pytest.raises(KeyboardInterrupt), throw_away_folder() as folder:
        ending = subprocess.Popen(
            ["sh", "-c", "sleep 0.5; mkdir -p $TMPDIR/profile"],
            env={**os.environ, "TMPDIR": str(folder)},
        )
        raise KeyboardInterrupt
    ending.wait()
    assert [] == os.listdir(place)


def test_a_browser_that_does_not_end_is_ended(waiting, place):
    """Where a signal took the driver too, a browser that hangs does not make its folder anew."""
    with begun(place, *audit(waiting)) as process:
        stalled(waiting)
        [its, *_] = sorted(processes_of(f"127.0.0.1:{waiting.port}"))
        os.kill(its, signal.SIGSTOP)
        os.killpg(process.pid, signal.SIGTERM)
        assert 130 == process.wait(60)
        assert [] == left_in(place, waiting.port)


@pytest.mark.parametrize(
    ("refused", "error"),
    [("fcntl.flock", errno.ENOLCK), ("builtins.open", errno.ENOSPC)],
    ids=["no locks", "a full disk"],
)
def test_nothing_stays_where_no_folder_can_be_locked(place, monkeypatch, refused, error):
    """A file system without locks, or a full one, is left as it was."""

    def refuse(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("tempfile.tempdir", str(place))
    with monkeypatch.context() as broken:
        broken.setattr(refused, refuse)
        with throw_away_folder() as folder:
            assert folder.is_dir()
    assert [] == os.listdir(place)


@pytest.mark.parametrize("refused", ["mkdir", "symlink"])
def test_a_temporary_folder_without_room_is_said_to_be_one(place, refused):
    """Where the disk is full before the browser starts that is said, and nothing stays."""
    script = f"""if True:
        import errno, os
        from auditor.cli.main import main

        def full(*_, **__):
            raise OSError(errno.ENOSPC, "no room")
        os.{refused} = full
        raise SystemExit(main(["audit", "--demo", "off"]))
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(place)},
    )
    assert (4, True) == (done.returncode, "Nothing could be made" in done.stdout), done.stdout
    assert [] == os.listdir(place)


@pytest.mark.parametrize("kept", [False, True])
def test_cookies_reach_the_disk_only_in_a_kept_profile(waiting, place, tmp_path, kept):
    """A browser whose run was killed writes its cookies down with --profile, and none without."""
    folder = tmp_path / "profile"
    with begun(place, *audit(waiting, *(("--profile", folder) if kept else ()))) as process:
        stalled(waiting)
        during = holding(place, COOKIE)
        os.killpg(process.pid, signal.SIGKILL)  # nobody is left to clean up
        until(lambda: not processes_of(f"127.0.0.1:{waiting.port}"), 15)
    [left] = place.iterdir()
    assert (set(), set()) == (during, holding(left, COOKIE))
    # The counter-check: what is searched for is found where it must be.
    assert kept == (COOKIE[0] in holding(tmp_path, COOKIE))


def test_a_run_writes_nothing_of_the_session_anywhere_else(waiting, place):
    """In the person's own folders no file of the browser's holds a cookie or the page's address."""
    home = place / "home"
    (home / "Downloads").mkdir(parents=True)
    environment = {"TMPDIR": str(place), "HOME": str(home)}
    done = program(*audit(waiting, "--timeout", "2"), environment=environment)
    assert (3, ["home"]) == (done.code, os.listdir(place))
    assert set() == holding(home, [*COOKIE, SETTING.path, "www.linkedin.com"])
    assert [] == os.listdir(home / "Downloads")
