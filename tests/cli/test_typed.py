"""What people are told to type next works as it is."""

import os
import re
import subprocess
import sys

import pytest
from browser import chromium
from server import program

from auditor.cli.parser import parse
from auditor.cli.typed import as_typed, options_again, without_home


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("audit", ""),
        ("audit --demo", " --demo"),
        ("audit --demo french --lang fr", " --demo french --lang fr"),
        ("audit --profile --browser chrome", " --profile --browser chrome"),
        ("audit --profile=/a/b --quiet --json r.json", " --profile /a/b"),
        ("audit --connect http://127.0.0.1:9222", " --connect http://127.0.0.1:9222"),
    ],
)
def test_the_next_command_takes_the_options_that_it_needs(typed, again):
    """Scene, language, profile and browser of this run are those of the one proposed."""
    assert again == options_again(parse(typed.split()))


def test_an_odd_path_stays_one_word():
    """What has blanks is quoted."""
    assert " --profile '/a b'" == options_again(parse(["audit", "--profile", "/a b"]))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("{home}/kept", "~/kept"), ("{home}/a b", "~/'a b'"), ("{home}x/kept", None), ("kept", None)],
)
def test_the_home_folder_is_a_sign_in_the_next_command(monkeypatch, tmp_path, typed, told):
    """A folder in the person's home, whose name may be theirs, is told so that a shell finds it."""
    home = tmp_path / "jane"
    monkeypatch.setenv("HOME", str(home))
    folder = typed.format(home=home)
    assert f" --profile {told or folder}" == options_again(parse(["audit", "--profile", folder]))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("'/h/jane' is no time", "'~' is no time"),
        ("Written: /h/jane/r.json.", "Written: ~/r.json."),
        ("/backup/h/jane/r.json", "/backup/h/jane/r.json"),
        ("/h/jane-2/r.json", "/h/jane-2/r.json"),
    ],
)
def test_only_the_home_folder_itself_is_told_by_its_sign(monkeypatch, text, told):
    """A folder that lies elsewhere, or is called more, is told as what it is."""
    monkeypatch.setenv("HOME", "/h/jane")
    assert told == without_home(text)


@pytest.mark.parametrize(
    "args",
    [
        ["audit", "--demo", "--headless", "--json", "{home}/r.json", "--browser", "{home}/br"],
        ["audit", "--demo", "--json", "{home}/nope/r.json"],
        ["audit", "--demo", "--screenshot", "{home}/r.jpg"],
        ["render", "{home}/nope.json", "--html", "{home}/r.html"],
        ["audit", "--all", "{home}/r.json"],
        ["audit", "--timeout", "{home}/r.json"],
        ["{home}/r.json"],
        ["audit", "--timeout", "{home}"],
        ["audit", "--demo", "{home}"],
    ],
)
def test_the_home_folder_is_not_named(tmp_path, args):
    """What is said of files and programs that were named tells them from the home."""
    home = tmp_path / "jane"
    home.mkdir()
    (home / "br").symlink_to(chromium())
    done = program(*(arg.format(home=home) for arg in args), environment={"HOME": str(home)})
    assert "~" in done.out + done.err
    assert "jane" not in done.out + done.err


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        (".venv/bin/linkedin-auditor", ".venv/bin/linkedin-auditor doctor"),
        ("../venv/bin/linkedin-auditor", "../venv/bin/linkedin-auditor doctor"),
        ("jane.roe/venv/bin/linkedin-auditor", "linkedin-auditor doctor"),
        ("/home/jane/.venv/bin/linkedin-auditor", "linkedin-auditor doctor"),
        ("linkedin-auditor", "linkedin-auditor doctor"),
        ("/usr/lib/python3/auditor/__main__.py", "linkedin-auditor doctor"),
    ],
)
def test_commands_are_shown_as_the_person_starts_the_program(monkeypatch, started, shown):
    """A relative path is kept, one that may hold a name is not shown."""
    monkeypatch.setattr(sys, "argv", [started])
    assert shown == as_typed("linkedin-auditor doctor")


def test_the_next_step_of_a_run_can_be_run():
    """What stands behind "Next:" runs as it is, in the same scene."""
    started = os.path.relpath(os.path.join(os.path.dirname(sys.executable), "linkedin-auditor"))
    first = subprocess.run(
        [started, "audit", "--demo", "check"], capture_output=True, text=True, check=False
    )
    following = re.search(r"Next: (.+)", first.stdout)
    assert following is not None
    done = subprocess.run(
        f"{following[1]} --yes", shell=True, capture_output=True, text=True, check=False
    )
    assert "LinkedIn asks for a check" in done.stderr, "another scene has none"
    assert (0, True) == (done.returncode, "Switched off, and proved" in done.stdout)
