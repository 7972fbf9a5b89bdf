"""A kept profile: the session outlives the run, for its owner only, until it is forgotten."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from server import CHECKOUT, processes_of, program, until
from traces import begun, command_of, left_in, own_folder, program_in

from auditor.browser import profile
from auditor.cli.options import browser_options
from auditor.cli.parser import parser
from auditor.demo.imitation import Answer, Scene
from auditor.errors import UsageError
from auditor.linkedin.catalog import catalog

SETTING = catalog().settings["ai-training"]
SUBMIT = "/checkpoint/lg/login-submit"
SESSION = "li_at=alive1815; Path=/; Secure; HttpOnly; Max-Age=9999"
MANUAL = Answer("<!doctype html><html lang=en><title>Sign in</title><main>Sign in</main>")


@pytest.fixture
def member(serve):
    """A server that knows its member by the session's cookie, and no other way."""

    def override(asked):
        if asked.path == SETTING.path:
            server.imitation.signed_in = "li_at=alive1815" in asked.cookie
        if asked.path == SUBMIT:
            return Answer(status=303, location=SETTING.url, cookie=SESSION)
        if asked.path.startswith("/uas/login"):  # where nobody must type, it lets in at once
            return MANUAL if server.manual else Answer(status=303, location=SUBMIT)
        return None

    server = serve(Scene("x", value="off"), override)
    server.manual = False
    return server


@pytest.fixture
def place():
    """A temporary folder of the runs' own."""
    with own_folder() as folder:
        yield folder


def audit(server, place, folder, *more):
    """An audit with the profile kept in `folder`."""
    return program_in(
        place,
        *("audit", "--headless", "--browser", server.browser, "--json", "-"),
        *("--profile", folder, *more),
    )


def signed_in_times(server):
    """How often somebody signed in."""
    return sum(asked.path == SUBMIT for asked in server.seen)


def test_the_second_run_needs_no_signing_in(member, place, tmp_path):
    """A kept session is used again, in a folder for its owner only, until `forget` removes it."""
    folder = tmp_path / "deep" / "profile"
    first = audit(member, place, folder)
    assert (0, "off") == (first.code, first.result["state"])
    assert (1, 0o700) == (signed_in_times(member), folder.stat().st_mode & 0o777)
    second = audit(member, place, folder)
    assert (0, "off", 1) == (second.code, second.result["state"], signed_in_times(member))
    assert [] == left_in(place, member.port)

    gone = program("forget", "--profile", folder)
    assert (0, True, False) == (gone.code, str(folder) in gone.out, folder.exists())
    assert "There was no" in program("forget", "--profile", folder).out


def test_a_session_that_has_lapsed_is_told_at_once(member, place, tmp_path):
    """Without a window nobody can sign in again: exit code 4 at once, and what to do."""
    member.manual = True
    done = audit(member, place, tmp_path / "profile")
    error = done.report["error"]
    assert (4, "sign_in_needed") == (done.code, error["code"])
    assert "--headless" in error["hint"]
    assert 2 == len(member.seen), "the page asked for, the sign-in page, and nothing more"


def test_one_run_at_a_time(member, place, tmp_path):
    """While a run uses a profile a second one is refused, and `forget` leaves it alone."""
    folder = tmp_path / "profile"
    slow = Answer("{}", delay=30)
    member.override = lambda asked: slow if asked.host else None
    command = ("audit", "--headless", "--browser", member.browser, "--profile", folder)
    with begun(place, *command):
        until(lambda: member.seen)
        second = audit(member, place, folder)
        assert (2, "") == (second.code, second.out)
        assert "Another run is using this profile." in second.err
        assert 2 == program("forget", "--profile", folder).code
        assert folder.is_dir()
        options = [
            option
            for process in processes_of(f"127.0.0.1:{member.port}")
            for option in command_of(process)
        ]
    assert f"--user-data-dir={folder}" in options
    assert not [one for one in options if re.match(r"--password-store=basic|--use-mock-key", one)]


def test_a_folder_of_somebody_else_is_not_used_and_not_removed(place, tmp_path):
    """A folder with other things in it is no profile of ours: exit code 2, and all stays."""
    (tmp_path / "letters").write_text("mine")
    used = program("audit", "--headless", "--profile", tmp_path, "--json", "-")
    forgotten = program("forget", "--profile", tmp_path)
    assert (2, 2) == (used.code, forgotten.code)
    assert "nothing was removed" in forgotten.err
    assert ["letters"] == [entry.name for entry in tmp_path.iterdir()]


@pytest.mark.parametrize("below", ["letters", "letters/profile", "letters/a/b"])
def test_a_folder_that_cannot_be_made(tmp_path, below):
    """Where no folder can be kept the run ends with 2 before a browser is opened."""
    (tmp_path / "letters").write_text("mine")
    done = program("audit", "--headless", "--profile", tmp_path / below)
    assert (2, "mine") == (done.code, (tmp_path / "letters").read_text())
    assert "cannot be kept" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "option", [("--profile",), ("--profile=/x",), ("--connect=http://[::1]:1",)]
)
def test_the_demo_touches_no_browser_of_the_person(option):
    """The demo keeps no profile and connects to nothing."""
    args: argparse.Namespace = parser().parse_args(["audit", "--demo", *option])
    with pytest.raises(UsageError, match="The demo keeps no profile"):
        browser_options(args, (SETTING,))


def test_the_lock_of_a_folder_goes_last(tmp_path):
    """A kill in the middle of removing a folder leaves the lock, by which the next run knows it."""
    script = """if True:
        import sys
        from auditor.browser import profile
        removed = []
        with profile.throw_away_folder() as folder:
            for number in range(40):
                (folder / f"{number}").mkdir()
                (folder / f"{number}" / "cookies").touch()
                (folder / f"of-{number}").touch()
            is_removal = ("os.remove", "os.rmdir")
            sys.addaudithook(lambda event, args: event in is_removal and removed.append(args[0]))
        print(len(removed), *(str(path).split("/")[-1] for path in removed[-2:]))
    """
    command = [sys.executable, "-c", script]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, env=environment)
    number, *last = done.stdout.split()
    assert (122, "linkedin-auditor.lock") == (int(number), last[0]), done.stderr


def test_a_folder_that_is_not_empty_yet_keeps_its_lock(monkeypatch):
    """Where a browser that is ending makes something meanwhile the next run finds the folder."""
    rmdir = Path.rmdir

    def late(folder):
        (folder / "late").touch()
        monkeypatch.setattr(Path, "rmdir", rmdir)
        folder.rmdir()

    with own_folder() as place:
        monkeypatch.setattr("tempfile.tempdir", str(place))
        folder = place / f"linkedin-auditor-00001815{profile._seal('00001815')}"
        folder.mkdir()
        (folder / "linkedin-auditor.lock").touch()
        monkeypatch.setattr(Path, "rmdir", late)
        profile.remove_orphans()
        assert {"late", "linkedin-auditor.lock"} == set(os.listdir(folder))
        profile.remove_orphans()
        assert [] == os.listdir(place)


def test_a_folder_can_be_removed_whatever_the_umask():
    """What is made during a run, by a person whose umask takes their own rights, can be removed."""
    with own_folder() as place:
        script = """if True:
            import os
            from auditor.browser import profile
            os.umask(0o777)
            with profile.throw_away_folder() as folder:
                (folder / "made").mkdir()
                print(oct((folder / "made").stat().st_mode)[-3:], oct(folder.stat().st_mode)[-3:])
            print(oct(os.umask(0)))
        """
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            env={**os.environ, "TMPDIR": str(place)},
        )
        assert (["700", "700", "0o777"], []) == (done.stdout.split(), os.listdir(place))


def test_a_profile_is_ours_by_its_lock(tmp_path):
    """A kept folder is marked as ours at once, and is then ours again."""
    for _ in range(2):
        with (
            profile.kept_folder(tmp_path / "p"),
            pytest.raises(UsageError, match="Another run"),
            profile.kept_folder(tmp_path / "p"),
        ):
            pass
    assert profile.forget(tmp_path / "p")
    assert not profile.forget(tmp_path / "p")


@pytest.mark.parametrize("there", [True, False])
def test_the_home_folder_is_not_named(tmp_path, there):
    """What is said of a profile names it from the home, whose name may be the person's."""
    home = tmp_path / "jane"
    (home / "kept" / ("theirs" if there else "")).mkdir(parents=True)
    folder = home / "kept" / ("" if there else "none")
    done = program("forget", "--profile", folder, environment={"HOME": str(home)})
    assert ("~/kept" in done.out + done.err, "jane" in done.out + done.err) == (True, False)


def test_a_temporary_folder_is_known_by_its_whole_name(monkeypatch):
    """A browser in a folder of `TMPDIR=.` is known for ours, from another place as well."""
    with own_folder() as place:
        monkeypatch.chdir(place)
        monkeypatch.setattr("tempfile.tempdir", ".")
        with profile.throw_away_folder() as folder:
            assert folder.is_absolute()
