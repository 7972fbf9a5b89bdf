"""The README says what is so: its commands run, and it names every option, code and key."""

import re
import shlex
import subprocess
from typing import get_args

import pytest
from server import CHECKOUT, program

import auditor.model as report
from auditor.cli.parser import parser
from auditor.demo.scenes import scenes
from auditor.errors import ErrorCode

README = (CHECKOUT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
COMMANDS = sorted(
    {
        command.strip()
        for block in BLOCKS
        for command in re.findall(r"linkedin-auditor ([^;|&}\n`]+)", block)
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one_of_the_program(command, tmp_path):
    """Each command of the README is understood, and those that need no account run."""
    words = shlex.split(command)
    args = parser().parse_args(words)
    if args.name in ("settings", "explain", "schema"):
        assert 0 == program(*words).code
    elif getattr(args, "demo", None) is not None:
        ran = program(*words)
        assert (args.demo == "off", True) == (ran.code == 0, ran.code in (0, 1))


def test_the_two_commands_set_up_everything_themselves():
    """The two commands for a fresh machine begin with a virtual environment and get a browser."""
    for name in ("demo", "tests"):
        block = README.split(f"<!-- command: {name} -->\n```sh\n")[1].split("```")[0]
        assert block.startswith("python3 -m venv .venv &&\n.venv/bin/pip install -q ")
        assert ".venv/bin/linkedin-auditor doctor --install-browser" in block
        done = subprocess.run(["bash", "-n"], input=block, text=True, check=False)
        assert 0 == done.returncode


def test_every_option_is_in_the_readme():
    """Each option of `audit` and `opt-out` has its row."""
    for command in ("audit", "opt-out"):
        known = set(re.findall(r"--[a-z-]+", program(command, "--help").out)) - {"--help"}
        assert set() == known - set(re.findall(r"`(--[a-z-]+)", README))


def test_every_scene_reason_change_and_code_is_in_the_readme():
    """Each scene of the demo and each code of the report is named."""
    codes = [
        *scenes(),
        *(code for kind in (report.Reason, report.Change, report.Since) for code in get_args(kind)),
        *get_args(ErrorCode),
    ]
    assert [] == [code for code in codes if f"`{code}`" not in README]


def test_exit_codes_are_those_of_the_help():
    """The README's table and `--help` name the same exit codes."""
    told = re.findall(r"^  (\d+)  ", program("--help").out, re.MULTILINE)
    table = README.split("## Exit codes")[1].split("## ")[0]
    assert told == re.findall(r"^\| (\d+) \|", table, re.MULTILINE)


def test_pictures_and_papers_that_are_named_exist():
    """Files that the README links to are there."""
    for path in re.findall(r"\]\(([^):]+)\)|`(\.(?:ci|github)/[\w./-]+)`", README):
        assert (CHECKOUT / next(filter(None, path))).exists()
