"""A kept profile is its owner's alone, for one run at a time, until it is forgotten."""

import os
import socket
import subprocess

import pytest
from browser import chromium, opening, refused
from exhaustive import more

from auditor.browser.profile import default_profile, forget, kept_folder
from auditor.errors import UsageError


def test_a_kept_profile_keeps_its_cookies_until_it_is_forgotten(tmp_path):
    """What the first run was given the second one has, in a folder for its owner only."""
    folder = tmp_path / "deep" / "profile"
    cookie = {"name": "li_at", "value": "1815", "url": "https://www.linkedin.com"}
    with opening(profile=folder) as browser:
        browser.tab.context.add_cookies([{**cookie, "expires": 4_000_000_000}])
    assert 0o700 == folder.stat().st_mode & 0o777
    with opening(profile=folder) as browser:
        assert ["li_at"] == [cookie["name"] for cookie in browser.tab.context.cookies()]
    assert (True, False, False) == (forget(folder), folder.exists(), forget(folder))


def test_one_run_at_a_time(tmp_path):
    """While a run uses a profile a second one is refused, and `forget` leaves it alone."""
    for _ in range(2):
        with kept_folder(tmp_path / "p"):
            for use in (kept_folder, forget):
                with pytest.raises(UsageError, match="Another run is using this profile"):
                    use(tmp_path / "p")
    assert forget(tmp_path / "p")


def test_a_folder_of_somebody_else_is_not_used_and_not_removed(tmp_path):
    """A folder with other things in it is no profile of ours, and all of it stays."""
    (tmp_path / "letters").write_text("mine")
    for use in (kept_folder, forget):
        with pytest.raises(UsageError, match="is not a profile of this program") as raised:
            use(tmp_path)
        assert "Nothing was changed there." in raised.value.hint
    assert ["letters"] == os.listdir(tmp_path)


@pytest.mark.parametrize("below", ["letters", "letters/profile", "letters/a/b"])
def test_a_folder_that_cannot_be_made(tmp_path, below):
    """Where no folder can be kept that is said before a browser is opened: exit code 2."""
    (tmp_path / "letters").write_text("mine")
    with pytest.raises(UsageError, match=r"cannot be kept in .* \(Not a directory\)") as raised:
        kept_folder(tmp_path / below)
    assert (2, "mine") == (raised.value.exit_code, (tmp_path / "letters").read_text())


@pytest.mark.exhaustive
def test_a_profile_that_another_browser_uses(tmp_path):
    """Where the person themselves opened a browser on the profile that is said: exit code 4."""
    folder = tmp_path / "p"
    kept_folder(folder).close()
    command = [chromium(), "--headless", "--no-sandbox", "--remote-debugging-port=0"]
    command.append("--host-resolver-rules=MAP * ~NOTFOUND")
    with subprocess.Popen(
        [*command, f"--user-data-dir={folder}"], stderr=subprocess.PIPE, text=True
    ) as theirs:
        try:
            assert theirs.stderr is not None
            next(line for line in theirs.stderr if "DevTools listening" in line)
            error = refused(profile=folder, wanted=str(chromium()))
            assert ("no_browser", 4) == (error.code, error.exit_code)
            assert "Another browser is using this profile." == error.message
            assert "linkedin-auditor forget" in error.hint
            assert None is theirs.poll()
        finally:
            theirs.kill()


def test_where_a_kept_profile_lies(monkeypatch, tmp_path):
    """A kept profile lies where the system keeps a program's data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path / "linkedin-auditor" / "profile" == default_profile()


@pytest.mark.parametrize("lock", ["oldlaptop-4711", *more(f"{socket.gethostname()}-4194304")])
def test_a_lock_that_nobody_holds(tmp_path, lock):
    """A profile locked by a browser on a host of another name, or by a dead one, is used again."""
    kept_folder(tmp_path / "p").close()
    (tmp_path / "p" / "SingletonLock").symlink_to(lock)
    with opening(profile=tmp_path / "p", wanted=str(chromium())) as browser:
        assert browser.version
