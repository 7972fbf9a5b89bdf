"""The command line: what it knows, what it refuses, and what it suggests instead."""

import re
from pathlib import Path

import pytest
from inside import inside, refused

import auditor.cli.parser
from auditor import __version__
from auditor.cli.parser import parse

HELP = Path(auditor.cli.parser.__file__).with_name("help.txt")
COMMANDS = {"audit", "opt-out", "settings", "explain", "letter", "render", "doctor", "forget"}


@pytest.mark.parametrize("option", ["--timeout", "--login-timeout"])
@pytest.mark.parametrize("value", ["abc", "0", "-1", "nan", "inf", "1e999", "", "86401", "1m"])
def test_nonsense_for_a_time(capsys, option, value):
    """A time that is no time is refused, with what would be one."""
    first, second = refused(capsys, "audit", f"{option}={value}")
    assert f"argument {option}: give seconds, more than 0 and at most 86400." in first
    assert "For help: linkedin-auditor audit --help" == second


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["audit", "--nope"], "unrecognized arguments: --nope."),
        (["audit", "--head"], "unrecognized arguments: --head."),
        (["nope"], "argument command: invalid choice: 'nope'"),
        (["opt-out", "--demo", "on", "--no"], "unrecognized arguments: --no."),
        (["explain", "ai-training", "research"], "unrecognized arguments: research."),
        (["audit", "--browser"], "argument --browser: expected one argument."),
        (["audit", "--quiet=yes"], "argument --quiet: ignored explicit argument 'yes'."),
        (["audit", "--lang=de"], "argument --lang: invalid choice: 'de'"),
        (["render"], "the following arguments are required: FILE."),
        (["letter", "complaint"], "argument KIND: invalid choice: 'complaint'"),
        (["letter", "access", "--region", "fr"], "argument --region: invalid choice: 'fr'"),
        (["letter", "access", "--lang", "de"], "argument --lang: invalid choice: 'de'"),
    ],
)
def test_nonsense_for_a_command(capsys, args, sentence):
    """What the command line does not know is refused in a sentence, with where to look."""
    first, second = refused(capsys, *args)
    assert first.startswith(f"linkedin-auditor: {sentence}")
    assert re.fullmatch(r"For help: linkedin-auditor (\S+ )?--help", second)


def test_settings_may_stand_among_the_options():
    """Settings named before, between and after options are all taken."""
    args = parse(["audit", "research", "--quiet", "ads-age", "--demo", "on", "cookies"])
    assert (["research", "ads-age", "cookies"], "on") == (args.ids, args.demo)


@pytest.mark.parametrize("args", [[], ["--help"], ["--lang", "en"]])
def test_help_names_every_command_and_exit_code(capsys, args):
    """The help, which the bare command shows too, lists the commands and the exit codes."""
    code, out, err = inside(capsys, *args)
    assert (0, "") == (code, err)
    words = out.split()
    codes = {"0", "1", "2", "3", "4", "130", "141"}
    assert set() == (COMMANDS | {"schema"} | codes) - set(words)


def test_every_line_of_the_manual_is_shown(capsys):
    """Each line of help.txt is said in the help of the program or of a command."""
    helps = [inside(capsys, *args, "--help")[1] for args in ([], *([name] for name in COMMANDS))]
    shown = "".join("".join(helps).split())
    for line in HELP.read_text("utf-8").splitlines():
        assert line.split("  ")[-1].replace(" ", "") in shown


def test_version_is_the_packages(capsys):
    """`--version` names the program and its version."""
    assert (0, f"linkedin-auditor {__version__}\n", "") == inside(capsys, "--version")


@pytest.mark.parametrize("args", [["--lang", "fr"], ["--lang=fr", "--help"], ["audit", "-h"]])
def test_help_is_french_too(capsys, args):
    """Help texts are in the language asked for, wherever --lang stands."""
    code, out, _err = inside(capsys, *args, "--lang=fr")
    assert "préférence" in out
    assert (0, []) == (code, re.findall(r"usage:|show |examples:|FILE|SECS|PATH", out))


def test_refusals_are_french_too(capsys):
    """A refusal is in the language asked for, values included."""
    first, second = refused(capsys, "audit", "--lang", "fr", "--browser")
    assert "linkedin-auditor: argument --browser\u00a0: une valeur est attendue." == first
    assert second.endswith("audit --help")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", [None, *sorted(COMMANDS)])
def test_help_fits_a_terminal(capsys, monkeypatch, command, language):
    """No line of the help is wider than 80 columns, in either language."""
    monkeypatch.setenv("COLUMNS", "80")
    words = [command] if command else []
    _code, out, _err = inside(capsys, *words, "--help", "--lang", language)
    assert [] == [line for line in out.splitlines() if len(line) > 80]
