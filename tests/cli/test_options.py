"""What a command line asks for, checked before a browser opens."""

import os
import sys

import pytest
from inside import refused

from auditor.cli import options
from auditor.cli.parser import parse
from auditor.errors import UsageError
from auditor.linkedin.catalog import catalog


def checked(*args):
    """The options of a command line, with nobody at a terminal."""
    return options.run_options(parse(args), can_answer=False)


@pytest.mark.parametrize(
    ("args", "sentence", "hint"),
    [
        (["audit", "nope"], "There is no setting called nope.", "Settings: ai-training"),
        (["audit", "ai-training", "AI-training"], "There is no setting called AI-training.", "ai-"),
        (["audit", "--demo", "nope"], "There is no demo scene called nope.", "Scenes: on, off"),
        (["audit", "--demo", "ai-training"], "There is no demo scene", "Scenes: on, off"),
        (["opt-out", "--demo"], "opt-out asks before it acts", "--yes"),
        (["audit", "--demo", "--profile"], "argument --profile: not allowed with argument", ""),
        (["audit", "--connect", "http://[::1]:1", "--browser", "chrome"], "--connect takes", ""),
        (["audit", "--screenshot", "/missing/a.png"], "Nothing can be written to", "folder"),
    ],
)
def test_what_cannot_be_carried_out(capsys, args, sentence, hint):
    """A wrong name, a place that cannot be written, a question nobody can answer: exit code 2."""
    first, second = refused(capsys, *args)
    assert first.startswith(f"linkedin-auditor: {sentence}")
    assert hint in second


@pytest.mark.parametrize(
    "url",
    [
        *("127.0.0.1:9222", "http://127.0.0.1", "https://127.0.0.1:9222", "http://[::1"),
        *("http://example.com:9222", "http://127.0.0.1.example.com:9222", "http://[::1]:x"),
        *("http://localhost@example.com:9222", "http://10.0.0.1:9222", ""),
        "ws://10.0.0.1:9222/devtools/browser/x",
    ],
)
def test_only_a_browser_of_this_computer_is_connected_to(url):
    """An address of `--connect` that is none of this computer's is refused."""
    with pytest.raises(UsageError, match="on this computer only"):
        checked("audit", "--connect", url)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9222", "http://localhost:1", "http://[::1]:9222", "ws://127.0.0.1:1/x/y"],
)
def test_a_browser_of_this_computer_may_be_connected_to(url):
    """The addresses under which this computer knows itself are taken."""
    assert url == checked("audit", "--connect", url).connect


@pytest.mark.parametrize(
    ("args", "seconds"),
    [
        ([], 300),
        (["--headless"], 0),
        (["--headless", "--login-timeout", "7"], 7),
        (["--headless", "--demo"], 300),
        (["--login-timeout", "600"], 600),
    ],
)
def test_nobody_is_waited_for_without_a_window(args, seconds):
    """Without a window nobody can sign in, so that the program waits only when it is told to."""
    assert seconds == checked("audit", *args).login_timeout


def test_all_settings_but_those_that_protect_nothing():
    """`opt-out --all` leaves out what is neither AI nor advertising, unless it is named too."""
    known = catalog().settings
    others = [id_ for id_, setting in known.items() if setting.topic == "other"]
    ids = [setting.id for setting in checked("opt-out", "--all", "--yes").settings]
    assert [id_ for id_ in known if id_ not in others] == ids
    assert [*known] == [setting.id for setting in checked("audit", "--all").settings]
    for id_ in others:
        chosen = checked("opt-out", id_, "--all", "--yes").settings
        assert id_ in [setting.id for setting in chosen]


def test_each_setting_once():
    """A setting named twice is read once, and without a name it is that of AI training."""
    named = checked("audit", "research", "cookies", "research").settings
    assert ["research", "cookies"] == [setting.id for setting in named]
    assert ["ai-training"] == [setting.id for setting in checked("audit").settings]


def test_a_profile_is_not_made_before_the_run(monkeypatch, tmp_path):
    """The folder of a profile is found from the home, and nothing is made there yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    wanted = checked("audit", "--profile", "~/a/b").profile
    assert (tmp_path / "a" / "b", []) == (wanted, os.listdir(tmp_path))


@pytest.mark.parametrize("name", ["picture", "picture.png"])
def test_pictures_end_in_png(monkeypatch, tmp_path, name):
    """Whatever name is given, a picture's name ends in .png."""
    monkeypatch.chdir(tmp_path)
    assert "picture.png" == str(checked("audit", "--screenshot", name).screenshot)


@pytest.mark.skipif(sys.platform == "win32", reason="a home is found otherwise")
def test_without_a_home_it_is_said_what_to_set(capsys, monkeypatch):
    """Where no home is known one sentence says so, and what helps."""
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    import pwd

    def unknown(_number):
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for named in ([], ["~/profile"]):
        first, second = refused(capsys, "audit", "--profile", *named)
        assert first.endswith("This user has no home folder.")
        assert second.startswith("Set the variable HOME to a folder")
