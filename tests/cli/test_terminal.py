"""The person at the terminal: what they are told, asked, and can type next."""

import io
import sys

import pytest

from auditor import i18n
from auditor.cli.output import as_typed, options_again
from auditor.cli.parser import parse
from auditor.cli.terminal import Terminal


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """The system speaks English, and the program what the system speaks."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    i18n.use(None)
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("audit", ""),
        ("audit --demo", " --demo"),
        ("audit --demo french --lang fr", " --demo french"),
        ("audit --profile --browser chrome", " --profile --browser chrome"),
        ("audit --profile=/a/b --quiet --json r.json", " --profile /a/b"),
        ("audit --connect http://127.0.0.1:9222", " --connect http://127.0.0.1:9222"),
    ],
)
def test_the_next_command_takes_the_options_that_it_needs(typed, again):
    """Scene, profile and browser of this run are those of the one proposed."""
    assert again == options_again(parse(typed.split()))


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("/a b", "'/a b'"),
        ("{home}/kept", "~/kept"),
        ("{home}/a b", "~/'a b'"),
        ("{home}x/kept", None),
        ("kept", "kept"),
    ],
)
def test_a_folder_in_the_next_command_is_one_that_a_shell_finds(
    monkeypatch, tmp_path, folder, told
):
    """A folder is told from the home and quoted, so that the command can be pasted."""
    home = tmp_path / "jane"
    monkeypatch.setenv("HOME", str(home))
    folder = folder.format(home=home)
    assert f" --profile {told or folder}" == options_again(parse(["audit", "--profile", folder]))


@pytest.mark.parametrize(
    ("started", "shown"),
    [
        (".venv/bin/linkedin-auditor", ".venv/bin/linkedin-auditor doctor"),
        ("my venv/bin/linkedin-auditor", "'my venv/bin/linkedin-auditor' doctor"),
        ("/opt/x/bin/linkedin-auditor", "/opt/x/bin/linkedin-auditor doctor"),
        ("linkedin-auditor", "linkedin-auditor doctor"),
        ("/usr/lib/python3/auditor/__main__.py", "linkedin-auditor doctor"),
    ],
)
def test_commands_are_shown_as_the_person_starts_the_program(monkeypatch, started, shown):
    """A command names the program by the path under which it was started."""
    monkeypatch.setattr(sys, "argv", [started])
    assert shown == as_typed("linkedin-auditor doctor")


def test_commands_keep_the_language(monkeypatch):
    """A language that is not the system's is part of each command."""
    monkeypatch.setattr(sys, "argv", ["linkedin-auditor"])
    i18n.use("fr")
    assert "x : linkedin-auditor --lang fr doctor" == as_typed("x : linkedin-auditor doctor")
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "linkedin-auditor doctor" == as_typed("linkedin-auditor doctor")


@pytest.mark.parametrize(
    ("command", "seconds", "shown"),
    [
        (["audit"], None, "Wait."),
        (["audit"], 299.9, "Wait. (4:59 left)"),
        (["audit", "--demo"], 299.9, "Wait. (the demo does it by itself)"),
    ],
)
def test_how_much_time_is_left(capsys, command, seconds, shown):
    """The time that is left is said, and in the demo that nobody has to do anything."""
    Terminal(parse(command)).tell("Wait.", seconds)
    assert f"{shown}\n" == capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "agreed", "times"),
    [
        ("y\n", True, 1),
        (" YES \n", True, 1),
        ("oui\n", True, 1),
        ("n\n", False, 1),
        ("\n", False, 1),
        ("", False, 1),
        ("maybe\nyep\ny\n", True, 3),
        ("maybe\n", False, 2),
    ],
)
def test_only_yes_or_no_is_an_answer(monkeypatch, capsys, typed, agreed, times):
    """What is neither yes nor no is asked again, and no answer at all is a no."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert agreed == Terminal(parse(["audit"])).agrees("Really? [y/N]")
    assert times == capsys.readouterr().err.count("Really?")


def test_nobody_is_asked_to_look_where_nobody_is(monkeypatch, capsys):
    """Without a terminal the setting's page is not left open until Enter is pressed."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("never read"))
    Terminal(parse(["audit"]), window=True).look_in_window()
    assert ("", "never read") == (capsys.readouterr().err, sys.stdin.read())


def test_progress_is_one_line_each_and_values_are_translated(capsys):
    """Each line of progress stands once, titles in the person's language."""
    i18n.use("fr")
    person = Terminal(parse(["audit"]))
    for seconds in (3, 2, 1):
        person.tell("Reading “{title}” …", seconds, title="Data for Generative AI Improvement")
    person.tell("Written: {path}", path="x.json")
    assert [
        "Lecture de «\u00a0Données pour l’amélioration de l’IA générative\u00a0» … (encore 0:03)",
        "Fichier écrit\u00a0: x.json",
    ] == capsys.readouterr().err.splitlines()


def test_a_quiet_run_says_nothing_on_its_way(capsys):
    """`--quiet` leaves out progress."""
    Terminal(parse(["audit", "--quiet"])).tell("Opening the browser …")
    assert "" == capsys.readouterr().err
