"""The README and the papers in .github say what is so: commands, codes, links, short sentences."""

import re
import shlex
import subprocess
import tomllib
from typing import get_args

import pytest
from inside import inside
from server import CHECKOUT

import auditor.model as model
from auditor.cli.main import main
from auditor.cli.parser import parse
from auditor.errors import ErrorCode
from auditor.i18n import use
from auditor.linkedin.catalog import catalog

README = CHECKOUT / "README.md"
PAPERS = [README, *sorted((CHECKOUT / ".github").glob("*.md"))]
TEXTS = {path.name: path.read_text("utf-8") for path in PAPERS}
ALL = "\n".join(TEXTS.values())
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"linkedin-auditor ([a-z][^;|&`<>\n]*)")
WITHOUT_ACCOUNT = ("settings", "explain", "schema", "letter")


def commands_in(text):
    """The command lines of the program in blocks of code and in single words of code."""
    code = [block or inline for block, inline in CODE.findall(text)]
    return {command.strip() for part in code for command in COMMAND.findall(part)}


COMMANDS = sorted(commands_in(ALL))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one_of_the_program(command):
    """Each command of the papers is understood, and the settings it names exist."""
    args = parse(shlex.split(command, posix="\\" not in command))
    ids = [*getattr(args, "ids", []), *([args.id] if hasattr(args, "id") else [])]
    assert set() == set(ids) - set(catalog().settings)


@pytest.mark.parametrize(
    "command", [command for command in COMMANDS if command.split()[0] in WITHOUT_ACCOUNT]
)
def test_commands_without_an_account_run(command, capsys):
    """Each command that needs no account and no browser ends with 0 and prints something."""
    code = main(shlex.split(command))
    use("en")
    assert 0 == code
    assert capsys.readouterr().out.strip()


def test_the_demo_of_the_readme_runs(here, monkeypatch):
    """The demo of the README runs, also without a display, and ends with 1 for its switch is on."""
    demos = {command for command in commands_in(TEXTS["README.md"]) if "--demo" in command}
    assert {"audit --demo", "audit --demo --install-browser"} == demos
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    assert 1 == here.main("audit", "--demo", window=True).code


def test_there_are_commands_to_test():
    """The papers name commands of every kind."""
    names = {command.split()[0] for command in COMMANDS}
    assert {"audit", "opt-out", "settings", "explain", "letter", "doctor", "forget"} <= names


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_the_two_commands_are_one_line_each(name):
    """The two commands for a fresh machine are one chain that sets up everything itself."""
    block = TEXTS["README.md"].split(f"<!-- command: {name} -->\n```sh\n")[1].split("```")[0]
    assert 1 == block.count("\n")
    assert block.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")
    assert "--install-browser" in block
    assert not set("{};|") & set(block)
    done = subprocess.run(["bash", "-n"], input=block, text=True, check=False)
    assert 0 == done.returncode


@pytest.mark.parametrize("command", ["audit", "opt-out"])
def test_every_option_is_in_the_readme(capsys, command):
    """Each option of `audit` and `opt-out` has its row."""
    options = set(re.findall(r"--[a-z-]+", inside(capsys, command, "--help")[1])) - {"--help"}
    assert set() == options - set(re.findall(r"`(--[a-z-]+)", TEXTS["README.md"]))


def test_every_scene_is_told():
    """Each scene of the demo has its row."""
    with (CHECKOUT / "fixtures" / "scenes.toml").open("rb") as file:
        scenes = set(tomllib.load(file)) - {"others"}
    assert [] == [name for name in scenes if f"`{name}`" not in TEXTS["CONTRIBUTING.md"]]


@pytest.mark.parametrize("kind", [model.State, model.Reason, model.Change, model.Since, ErrorCode])
def test_every_code_of_the_report_is_told(kind):
    """Each code of the report is named where the report is explained."""
    assert [] == [code for code in get_args(kind) if f"`{code}`" not in TEXTS["REPORT.md"]]


def test_exit_codes_are_those_of_the_help(capsys):
    """The README's table and `--help` name the same exit codes."""
    table = TEXTS["README.md"].split("## Exit codes")[1].split("## ")[0]
    rows = re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE)
    told = re.findall(r"^  (\d+)  ", inside(capsys, "--help")[1], re.MULTILINE)
    assert told == [code for row in rows for code in row.split(", ")]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(path):
    """Each file that a paper links to, or shows, is there."""
    links = re.findall(r"\]\(([^):#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    assert [] == [link for link in links if not (path.parent / link).exists()]


def test_files_that_the_map_names_exist():
    """Each file and folder in code quotes in CONTRIBUTING is where it says."""
    named = re.findall(r"`([\w./]+(?:/|\.py|\.js|\.toml|\.yml))`", TEXTS["CONTRIBUTING.md"])
    assert 20 <= len(named)
    places = (CHECKOUT, CHECKOUT / "auditor")
    assert [] == [name for name in named if not any((place / name).exists() for place in places)]


def test_the_workflow_names_tests_that_exist():
    """Each test that the workflow runs by its name is there."""
    text = (CHECKOUT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert [] == [
        name for name in re.findall(r"tests/[\w/.]+", text) if not (CHECKOUT / name).exists()
    ]


def test_the_readme_is_short():
    """The README has at most 150 lines, and stands alone: no other README would be shown first."""
    assert len(TEXTS["README.md"].splitlines()) <= 150
    assert not (CHECKOUT / ".github" / "README.md").exists()


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_sentences_are_short(path):
    """No sentence of the papers has more than 25 words."""
    text = re.sub(r"```.*?```|<!--.*?-->", "\n\n", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", "x", text)
    blocks = re.split(r"\n\s*\n|\n(?=[|#*-]|\d+\. )|\|", text)
    sentences = [
        sentence
        for block in blocks
        for sentence in re.split(r"(?<=[.!?:;])\s+", " ".join(block.split()))
    ]
    assert [] == [sentence for sentence in sentences if len(sentence.split()) > 25]
