"""The whole program, from the command line to its exit code, on the demo."""

import json
import os
import pty
import re
import stat
import subprocess
import sys
import threading
from functools import cache

import pytest
from exhaustive import more
from server import CHECKOUT, Ran, program, until

from auditor import __version__
from auditor.demo.imitation import Imitation
from auditor.demo.scenes import Scene, scenes
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN
from auditor.model import Report

ESCAPE = "\x1b"


@cache
def ran(*args: str) -> Ran:
    """One run with its JSON on standard output; each command line is run once."""
    return program(*args, "--json", "-")


def on_terminal(*args: str, answer: str = "", environment: dict[str, str] | None = None):
    """Run the program on a terminal 60 columns wide; its exit code and all that was shown."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *args],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=CHECKOUT,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm", **(environment or {})},
    )
    os.close(its)
    shown = bytearray()

    def listen() -> None:
        try:
            while data := os.read(ours, 4096):
                shown.extend(data)
        except OSError:  # the program has closed its end
            return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    if answer:
        until(lambda: b"[y/N]" in shown or process.poll() is not None)
        os.write(ours, answer.encode(errors="surrogateescape"))
    code = process.wait(60)
    listener.join(5)
    os.close(ours)
    return code, shown.decode(errors="replace")


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scene", "code", "state", "reason"),
    [
        ("on", 1, "on", None),
        pytest.param("french", 1, "on", None, marks=pytest.mark.exhaustive),
        pytest.param("check", 1, "on", None, marks=pytest.mark.exhaustive),
        ("off", 0, "off", None),
        ("not-offered", 0, "not_offered", "no_control"),
        ("ambiguous", 3, "unknown", "several_controls"),
    ],
)
def test_audit_tells_each_scene(scene, code, state, reason):
    """Each scene ends in its state and its exit code, with nothing pressed and nothing changed."""
    done = ran("audit", "--demo", scene)
    result = done.result
    assert (code, state, reason) == (done.code, result["state"], result["reason"])
    assert (None, None, 0) == (
        result["change"],
        result["after"],
        done.report["activity"]["clicks"],
    )
    assert code == done.report["exit_code"]


def test_audit_says_what_it_read():
    """The evidence names the control as LinkedIn does, in the member's language."""
    evidence = ran("audit", "--demo", "french").result["before"]["evidence"]
    assert ("fr", "switch", ["key", "label"], "checked=true") == (
        evidence["language"],
        evidence["role"],
        evidence["matched"],
        evidence["raw"],
    )
    assert evidence["name"].startswith("Utiliser mes données")


# --- switching off --------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", ["slow", *more("on")])
def test_opt_out_is_proved(scene):
    """Opt-out ends verified, with two readings, one click, and one write that LinkedIn answered."""
    done = ran("opt-out", "--demo", scene, "--yes")
    result = done.result
    assert (0, "verified", "off") == (done.code, result["change"], result["state"])
    assert ("on", "off") == (result["before"]["state"], result["after"]["state"])
    assert 1 == done.report["activity"]["clicks"]
    assert ("PUT", 200) == (result["write"]["method"], result["write"]["status"])


def test_opt_out_that_reverts_is_not_believed():
    """Where LinkedIn says saved and keeps the old value, opt-out ends as not applied, code 1."""
    done = ran("opt-out", "--demo", "reverting", "--yes")
    result = done.result
    assert (1, "not_applied", "on") == (done.code, result["change"], result["state"])
    assert ("on", "on", 1) == (
        result["before"]["state"],
        result["after"]["state"],
        done.report["activity"]["clicks"],
    )
    assert result["hint"]


def test_opt_out_presses_nothing_without_need():
    """What is off already is not pressed and not read again."""
    done = ran("opt-out", "--demo", "off", "--yes")
    assert (0, "not_needed", None, 0) == (
        done.code,
        done.result["change"],
        done.result["after"],
        done.report["activity"]["clicks"],
    )


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ("y\n", 0, "Switched off, and proved"),
        ("\x04", 1, "Nothing was pressed: you declined."),
        pytest.param(  # a byte that is no UTF-8
            *("y\udce9\n", 1, "Nothing was pressed: you declined."), marks=pytest.mark.exhaustive
        ),
    ],
    ids=["yes", "end-of-file", "no text"],
)
def test_opt_out_asks_and_means_no_by_default(answer, code, said):
    """On a terminal opt-out counts down, shows the state in colour, and does nothing unasked."""
    strict = {"PYTHONIOENCODING": "utf-8:strict"}
    done, shown = on_terminal("opt-out", "--demo", answer=answer, environment=strict)
    assert "Traceback" not in shown
    assert (code, 1) == (done, shown.count("[y/N]"))
    assert said in " ".join(shown.split())
    assert f"{ESCAPE}[1;31m● ON" in shown
    assert "(4:59 left)" in shown


# --- what people and programs see -----------------------------------------------------------------


def test_json_on_standard_output_is_nothing_but_the_report():
    """With `--json -` the report alone is on standard output, people's words on standard error."""
    done = ran("audit", "--demo", "on")
    assert Report.model_validate_json(done.out).as_json() == done.out
    assert "Sign in to LinkedIn" in done.err
    assert "● ON" in done.err


def test_exit_code_is_the_same_without_json():
    """`--json` changes where things are written, not how the run ends."""
    plain = program("audit", "--demo", "ambiguous")
    assert ran("audit", "--demo", "ambiguous").code == plain.code
    assert not plain.out.startswith("{")
    assert "DEMO" in plain.out.splitlines()[0]
    assert "Sign in to LinkedIn" in plain.err
    assert ESCAPE not in plain.out + plain.err


def test_demo_is_called_a_demo_everywhere():
    """The word DEMO stands in the terminal, in the JSON, and on every page of the imitation."""
    done = ran("audit", "--demo", "on")
    assert (True, True) == (done.report["demo"], "DEMO" in done.err)
    imitation = Imitation(Scene("", signed_in=True, others={}))
    known = catalog().settings.values()
    paths = {setting.path for setting in known} | {setting.category_path for setting in known}
    for path in (*paths - {""}, "/uas/login", "/checkpoint/challenge/demo"):
        head, body = imitation.answer("GET", ORIGIN + path).body.split("</head>")
        assert ("DEMO" in head, "DEMO" in body) == (True, True), path


def test_a_quiet_run_into_a_file(tmp_path):
    """`--quiet` leaves only the result, and `--json FILE` writes a file for its owner alone."""
    path = tmp_path / "report.json"
    done = program("audit", "--demo", "off", "--quiet", "--json", path)
    assert (0, "") == (done.code, done.err)
    assert "○ OFF" in done.out
    assert "off" == json.loads(path.read_text("utf-8"))["results"][0]["state"]
    assert (0o600, ["report.json"]) == (
        stat.S_IMODE(path.stat().st_mode),
        [entry.name for entry in tmp_path.iterdir()],
    )


@pytest.mark.parametrize(
    ("closed", "report"),
    [
        *[("1", "-"), ("2", "-"), ("012", "report.json")],
        *[pytest.param(one, "report.json", marks=pytest.mark.exhaustive) for one in "012"],
    ],
)
def test_a_stream_that_is_closed_changes_nothing_else(tmp_path, closed, report):
    """What a script closes is not said; the rest is where it belongs, and so is the exit code."""
    close = " ".join(f"{number}>&-" for number in closed)
    command = ["sh", "-c", f'exec "$@" {close}', "sh", sys.executable, "-m", "auditor"]
    done = subprocess.run(
        [*command, "audit", "--demo", "off", "--json", report],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert 0 == done.returncode, done.stderr
    assert ("2" not in closed) == ("Sign in to LinkedIn" in done.stderr)
    assert ("1" not in closed) == bool(done.stdout)
    if report != "-":
        done.stdout = (tmp_path / report).read_text("utf-8")
    if report != "-" or "1" not in closed:
        Report.model_validate_json(done.stdout)


def test_no_color_is_honoured():
    """With NO_COLOR a terminal gets no escape sequence at all."""
    code, shown = on_terminal("audit", "--demo", "off", environment={"NO_COLOR": "1"})
    assert (0, False) == (code, ESCAPE in shown)
    assert "○ OFF" in shown


def test_an_old_terminal_gets_what_it_can_show():
    """Where output can only be ASCII the run ends as always, and the JSON is UTF-8 all the same."""
    done = program(
        "audit", "--demo", "french", "--json", "-", environment={"PYTHONIOENCODING": "ascii"}
    )
    assert (1, True) == (done.code, "* ON  Data for Generative AI" in done.err)
    assert "données" in done.result["before"]["evidence"]["name"]


# --- the small commands ---------------------------------------------------------------------------


def test_settings_lists_the_catalog():
    """`settings` names each setting with its address."""
    done = program("settings")
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith("ai-training  Data for Generative AI Improvement")
    assert "https://www.linkedin.com/mypreferences/d/settings/data-for-ai" in done.out


def test_schema_is_that_of_the_report():
    """`schema` prints the JSON Schema of what `--json` writes."""
    done = program("schema")
    schema = json.loads(done.out)
    assert (0, Report.model_json_schema(mode="serialization")) == (done.code, schema)
    assert set(schema["properties"]) == set(ran("audit", "--demo", "on").report)


def test_doctor_says_whether_an_audit_can_run():
    """`doctor` names what it found; it ends with 0 with a display, else with 4 and one to-do."""
    fine = program("doctor", environment={"DISPLAY": ":0"})
    assert (0, False) == (fine.code, "To do:" in fine.out)
    for word in ("Python", "Playwright", "Browser", "Window", "Sandbox"):
        assert re.search(rf"^ok +{word}: \S", fine.out, re.MULTILINE)
    bare = program("doctor", environment={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert (4, 1) == (bare.code, bare.out.count("To do:"))


def test_version_is_the_packages():
    """`--version` names the program and its version."""
    assert f"linkedin-auditor {__version__}\n" == program("--version").out


def test_help_names_every_command_and_exit_code():
    """`--help` lists the commands and the table of exit codes."""
    words = program("--help").out.split()
    commands = {"audit", "opt-out", "settings", "doctor", "schema"}
    assert set() == (commands | {"0", "1", "2", "3", "4", "130"}) - set(words)


def test_every_scene_says_what_it_is():
    """Each scene of the demo has a name that can be typed and a sentence about it."""
    for name, scene in scenes().items():
        assert re.fullmatch(r"[a-z-]+", name)
        assert scene.about.endswith(".")
