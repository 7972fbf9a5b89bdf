"""What cannot be carried out ends with a sentence, a hint, and the exit code of the table."""

import json
import os
import re
import subprocess
import sys
import tempfile

import pytest
from exhaustive import more
from server import program
from traces import own_folder

from auditor.cli.parser import parse
from auditor.demo.imitation import Scene
from auditor.model import Report

NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


def executable(path, text):
    """A file that may be run."""
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch):
    """Whatever the test does, no folder of the program is left behind."""
    with tempfile.TemporaryDirectory(prefix="la-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield
        assert [] == os.listdir(folder)


def said(done, code):
    """What the program said on standard error when it ended with `code` before opening anything."""
    assert (code, "") == (done.code, done.out)
    assert "Traceback" not in done.err
    assert "Opening the browser" not in done.err
    return done.err


@pytest.mark.parametrize(
    ("args", "sentence", "hint"),
    [
        (["audit", "nope"], "There is no setting called nope.", "Settings: ai-training"),
        (["audit", "ai-training", "AI-training"], "There is no setting called AI-training.", "ai-"),
        (["audit", "--demo", "nope"], "There is no demo scene called nope.", "Scenes: on, off"),
        (["audit", "--demo", "ai-training"], "There is no demo scene", "ai-training --demo"),
        (["opt-out", "--demo"], "opt-out asks before it acts", "--yes"),
        (["audit", "--json", "/missing/r.json"], "Nothing can be written to", "Give a path"),
        (["audit", "--json", "/dev/null"], "Nothing can be written to", "Give a path"),
        (["audit", "--json", ""], "Nothing can be written to", "Give a path"),
    ],
)
def test_what_cannot_be_carried_out(args, sentence, hint):
    """A wrong name, a place that cannot be written, a question nobody can answer: exit code 2."""
    first, second = said(program(*args), 2).splitlines()
    assert first.startswith(f"linkedin-auditor: {sentence}")
    assert second.startswith(hint) or hint in second


@pytest.mark.parametrize("option", ["--timeout", "--login-timeout"])
@pytest.mark.parametrize("value", ["abc", "0", "-1", "nan", "inf", "1e999", "", "86401", "1m"])
def test_nonsense_for_a_time(option, value):
    """A time that is no time is refused, with what would be one."""
    first, second = said(program("audit", f"{option}={value}"), 2).splitlines()
    assert f"{option}: {value!r} is no time to wait: give seconds" in first
    assert second.endswith("linkedin-auditor audit --help")


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["audti"], "audit"),
        (["--lang", "en", "optout"], "opt-out"),
        (["audit", "--hedless"], "--headless"),
        (["audit", "ai-training", "--timeut=5"], "--timeout"),
        (["audit", "partner-sharng"], "partner-sharing"),
        (["audit", "--demo", "reverts"], "reverting"),
        (["--verson"], "--version"),
    ],
)
def test_a_typo(args, meant):
    """A command, an option, a setting or a scene that is not known suggests the right one."""
    assert f"Did you mean {meant}?" == said(program(*args), 2).splitlines()[-1]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["audit", "--nope"], "--nope is not known here."),
        (["audit", "--head"], "--head is not known here."),
        (["nope"], "nope is not known here."),
        (["opt-out", "--demo", "on", "--no"], "--no is not known here."),
        (["explain", "ai-training", "research"], "research is not known here."),
        (["audit", "--browser"], "argument --browser: expected one argument."),
        (["audit", "--quiet=yes"], "argument --quiet: ignored explicit argument 'yes'."),
        (["audit", "--lang=de"], "argument --lang: invalid choice: 'de'"),
        (["render", "old.json"], "the following arguments are required: --html."),
    ],
)
def test_nonsense_for_a_command(args, sentence):
    """What the command line does not know is refused in a sentence, with where to look."""
    first, second = said(program(*args), 2).splitlines()
    assert first.startswith(f"linkedin-auditor: {sentence}")
    assert "--help" in second or "Did you mean" in second


def test_settings_may_stand_among_the_options():
    """Settings named before, between and after options are all taken."""
    args = parse(["audit", "research", "--quiet", "ads-age", "--demo", "on", "cookies"])
    assert (["research", "ads-age", "cookies"], "on") == (args.ids, args.demo)


def test_the_bare_command_says_what_to_type():
    """Without a command the program says in five lines what it does and what to type."""
    done = program()
    assert (0, 5, "") == (done.code, len(done.out.splitlines()), done.err)
    assert "linkedin-auditor audit --demo" in done.out


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("args", [["settings"], *more(["schema"], ["doctor"])])
def test_no_room_for_what_is_printed(args):
    """Where nothing can be written to standard output that is told, and it is no fault of ours."""
    command = (sys.executable, "-m", "auditor", *args)
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr.splitlines()[0].endswith("because there is no room for it.")
    assert (2, 2) == (done.returncode, len(done.stderr.splitlines()))


def test_no_display():
    """Without a display a real run ends with 4 before a browser is started, and says what helps."""
    done = program("audit", "--json", "-", environment=NO_DISPLAY)
    assert (4, "no_display", None) == (
        done.code,
        done.report["error"]["code"],
        done.report["browser"],
    )
    assert "--demo" in done.report["error"]["hint"]
    assert Report.model_validate_json(done.out).exit_code == 4


@pytest.mark.parametrize(
    "kind", ["missing", "folder", "text", "true", "cat", "no-program", "not-a-name"]
)
def test_no_browser(tmp_path, kind):
    """What is no browser ends with 4, a sentence, and what helps, also as JSON."""
    text = tmp_path / "notes.txt"
    text.write_text("not a program")
    wanted = {
        "missing": tmp_path / "missing",
        "folder": tmp_path,
        "text": text,
        "true": "/bin/true",
        "cat": "/bin/cat",
        "no-program": executable(tmp_path / "empty", "\x7fELF"),
        "not-a-name": "firefox",
    }[kind]
    done = program("audit", "--demo", "--browser", wanted, "--json", "-")
    error = done.report["error"]
    assert (4, 4, "no_browser") == (done.code, done.report["exit_code"], error["code"])
    assert str(wanted) not in error["message"]  # a path may hold a person's name
    assert "--browser" in error["message"] + error["hint"]
    assert "Traceback" not in done.err
    assert re.search(r"^No complete audit: ", done.err, re.MULTILINE)


def test_no_browser_on_the_machine(tmp_path):
    """With nothing to be found the exact command that gets a browser is named."""
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = program("audit", "--demo", "--json", "-", environment=bare)
    assert (4, "no_browser") == (done.code, done.report["error"]["code"])
    assert "linkedin-auditor doctor --install-browser" in done.report["error"]["hint"]
    doctor = program("doctor", environment=bare)
    assert (4, True) == (doctor.code, "linkedin-auditor doctor --install-browser" in doctor.out)


def test_a_failed_run_leaves_a_report_and_nothing_else(tmp_path):
    """With 4 the file is written too, in place of an older one."""
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "r.json"
    path.write_text("old")
    done = program("audit", "--demo", "--browser", "/bin/true", "--json", path)
    assert (4, ["r.json"]) == (done.code, os.listdir(folder))
    assert "no_browser" == json.loads(path.read_text("utf-8"))["error"]["code"]


def test_a_place_that_goes_away_is_told(serve, tmp_path):
    """Where the report cannot be written in the end, the result is shown and the code is 2."""
    folder = tmp_path / "reports"
    folder.mkdir()

    def override(_asked):
        if folder.exists():
            folder.rmdir()

    server = serve(Scene("x", signed_in=True), override)
    done = program("audit", "--headless", "--browser", server.browser, "--json", folder / "r.json")
    assert (2, True) == (done.code, "● ON" in done.out)
    assert "The report could not be written" in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all names of folders will do")
@pytest.mark.parametrize("name", ["x" * 80, *more("\udcff")], ids=["long", "no UTF-8"])
def test_a_name_of_the_temporary_folder_that_will_not_do(monkeypatch, name):
    """One that leaves Chromium no room for its socket, or does not reach it, is no obstacle."""
    with own_folder() as place:
        folder = place / name
        folder.mkdir()
        monkeypatch.setenv("TMPDIR", str(folder))
        assert 0 == program("audit", "--demo", "off").code
        assert [] == os.listdir(folder)
        folder.rmdir()
