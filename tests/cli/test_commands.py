"""The whole program, from the command line to its exit code, on the demo."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import threading
from functools import cache

import pytest
from exhaustive import more
from inside import inside, refused
from server import CHECKOUT, Ran, program, until

from auditor.demo.imitation import Imitation
from auditor.demo.scenes import Scene, scenes
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN
from auditor.model import Report

ESCAPE = "\x1b"
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


@cache
def ran(*args: str) -> Ran:
    """One run with its JSON on standard output; each command line is run once."""
    return program(*args, "--headless", "--json", "-")


def on_terminal(*args: str, keys: tuple[str, ...] = (), **environment: str) -> tuple[int, str]:
    """Run on a terminal 60 columns wide; one of `keys` answers each question in its turn.

    The exit code, and all that was shown. `\x03` is Ctrl-C.
    """
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *args, "--headless"],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=CHECKOUT,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm", **environment},
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
    for number, key in enumerate(keys, 1):
        until(lambda: shown.count(b"/N]") >= number or process.poll() is not None)  # noqa: B023
        if key == "\x03":
            process.send_signal(signal.SIGINT)
        else:
            os.write(ours, key.encode())
    code = process.wait(60)
    listener.join(5)
    os.close(ours)
    return code, shown.decode(errors="replace")


def lines_after(question: str, shown: str) -> list[str]:
    """The lines that stay on the screen after the last answer, without colours and progress."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).rpartition(question)[2]
    lines = [line.rpartition("\r")[2].strip() for line in plain.replace("\r\n", "\n").split("\n")]
    return [line for line in lines if line and "…" not in line]


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("scene", "code", "state", "reason"),
    [
        ("french", 1, "on", None),
        ("check", 1, "on", None),
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


# --- switching off --------------------------------------------------------------------------------


@pytest.mark.exhaustive
@pytest.mark.parametrize("scene", ["slow", "on"])
def test_opt_out_is_confirmed(scene):
    """Opt-out ends verified, with two readings, one click, and one write that LinkedIn answered."""
    done = ran("opt-out", "--demo", scene, "--yes")
    result = done.result
    assert (0, "verified", "off") == (done.code, result["change"], result["state"])
    assert ("on", "off") == (result["before"]["state"], result["after"]["state"])
    assert 1 == done.report["activity"]["clicks"]
    assert ("PUT", 200) == (result["write"]["method"], result["write"]["status"])


@pytest.mark.exhaustive
def test_opt_out_presses_nothing_without_need():
    """What is off already is not pressed and not read again."""
    done = ran("opt-out", "--demo", "off", "--yes")
    assert (0, "not_needed", None, 0) == (
        done.code,
        done.result["change"],
        done.result["after"],
        done.report["activity"]["clicks"],
    )


def test_the_question_says_what_off_means_and_the_answer_gets_one_line():
    """The question says what off means before the answer, "maybe" is asked again, one line ends."""
    code, shown = on_terminal("opt-out", "--demo", keys=("maybe\n", "y\n"))
    assert (0, 2) == (code, shown.count("[y/N]"))
    assert f"{ESCAPE}[1;31m● ON" in shown
    question = " ".join(shown.partition("[y/N]")[0].split())
    for said in ("Off counts for the future only", "TS-DPRO", "LinkedIn says it no longer uses"):
        assert said in question
    assert [
        "y",
        "○ OFF  Switched off, and confirmed by a fresh load of the",
        "page.",
        "Next: linkedin-auditor letter objection",
    ] == lines_after("[y/N]", shown)


@pytest.mark.parametrize("key", ["\n", *more("\x04", "n\n")])
def test_opt_out_means_no_by_default(key):
    """Without a yes nothing is pressed, and one line says so."""
    code, shown = on_terminal("opt-out", "--demo", keys=(key,))
    said = "● ON  Nothing was pressed: you answered no."
    assert (1, True) == (code, any(line.startswith(said) for line in lines_after("N]", shown)))
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("ids", "keys", "said"),
    [
        (["ai-training", "ads-city"], ("y\n", "\x03"), "! Stopped. Nothing more was changed."),
        pytest.param(
            *(["ai-training"], ("\x03",), "! Stopped. Nothing was changed."),
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_ctrl_c_at_the_question_says_what_was_changed(ids, keys, said):
    """Stopped at the question, the program says what it changed, and one next step."""
    code, shown = on_terminal("opt-out", *ids, "--demo", keys=keys)
    left = lines_after("[y/N]", shown)
    assert (130, said) == (code, left[0])
    assert ["Next: Run the same command again when you are ready."] == [
        line for line in left if "Next" in line
    ]
    assert "Traceback" not in shown


@pytest.mark.exhaustive
def test_the_next_step_of_a_run_can_be_run():
    """What stands behind "Next:" runs as it is, in the same scene."""
    started = os.path.relpath(os.path.join(os.path.dirname(sys.executable), "linkedin-auditor"))
    if not os.path.exists(started):
        pytest.skip("the program is not installed")
    first = subprocess.run(
        [started, "audit", "--demo", "check", "--headless"],
        capture_output=True,
        text=True,
        cwd=os.getcwd(),
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
    )
    following = re.search(r"Next: (.+)", first.stdout)
    assert following is not None
    assert following[1].startswith(f"{started} ")
    assert following[1].endswith(" opt-out ai-training --demo check")


# --- what people and programs see -----------------------------------------------------------------


def test_json_on_standard_output_is_nothing_but_the_report():
    """With `--json -` the report alone is on standard output, people's words on standard error."""
    done = ran("audit", "--demo", "on")
    assert Report.model_validate_json(done.out).as_json() == done.out
    assert set(Report.model_json_schema(mode="serialization")["properties"]) == set(done.report)
    assert (1, 1, 0) == (done.code, done.report["exit_code"], done.report["activity"]["clicks"])
    assert (True, True) == (done.report["demo"], "DEMO" in done.err)
    assert "Reading “Data for Generative AI Improvement”" in done.err
    assert "● ON" in done.err


def test_every_page_of_the_demo_is_called_a_demo():
    """The word DEMO stands in the head and in the body of every page of the imitation."""
    imitation = Imitation(Scene("", signed_in=True, others={}))
    known = catalog().settings.values()
    paths = {setting.path for setting in known} | {setting.category_path for setting in known}
    for path in (*paths - {""}, "/uas/login", "/checkpoint/challenge/demo"):
        head, body = imitation.answer("GET", ORIGIN + path).body.split("</head>")
        assert ("DEMO" in head, "DEMO" in body) == (True, True), path


def test_a_quiet_run_into_a_file(tmp_path):
    """`--quiet` leaves one line a setting, and `--json FILE` writes a file for its owner alone."""
    path = tmp_path / "report.json"
    done = program("audit", "--demo", "off", "--quiet", "--json", path)
    assert (0, "", "ai-training  off\n") == (done.code, done.err, done.out)
    assert "off" == json.loads(path.read_text("utf-8"))["results"][0]["state"]
    assert (0o600, ["report.json"]) == (
        stat.S_IMODE(path.stat().st_mode),
        [entry.name for entry in tmp_path.iterdir()],
    )


def test_pictures_and_pages_are_told(tmp_path):
    """What `--screenshot`, `--html` and `--json` wrote is said, and it is there."""
    names = {"--screenshot": "p.png", "--html": "p.html", "--json": "p.json"}
    args = [part for option, name in names.items() for part in (option, tmp_path / name)]
    done = program("audit", "--demo", "off", "--headless", *args)
    told = re.findall(r"^Written: (.+)$", done.err, re.MULTILINE)
    page = tmp_path / "p.html"
    assert {str(tmp_path / "p.json"), page.as_uri()} <= {*told}
    assert str(tmp_path / "p-ai-training-before.png") in told
    assert 3 == len(told) == len(os.listdir(tmp_path))


@pytest.mark.exhaustive
def test_an_old_terminal_gets_what_it_can_show():
    """Where output can only be ASCII the run ends as always, and the JSON is UTF-8 all the same."""
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    done = program("audit", "--demo", "french", "--json", "-", environment=ascii_only)
    assert (1, True) == (done.code, "? ON  Data for Generative AI" in done.err)
    assert "données" in done.result["before"]["evidence"]["name"]


def test_the_whole_program_speaks_french_and_its_json_english():
    """With --lang fr a run speaks French on both streams; its JSON is the same as ever."""
    done = ran("audit", "--demo", "french", "--lang", "fr")
    assert 1 == done.code
    assert "● ACTIVÉ  Données pour l’amélioration de l’IA générative" in done.err
    assert "Ouverture du navigateur" in done.err
    assert "linkedin-auditor --lang fr opt-out ai-training --demo french" in done.err
    assert "Data for Generative AI Improvement" == done.result["title"]
    assert "fr" == done.result["before"]["evidence"]["language"]


# --- what stands in the way -----------------------------------------------------------------------


@pytest.mark.exhaustive
def test_no_display():
    """Without a display a real run ends with 4, and says what helps."""
    done = program("audit", "--json", "-", environment=NO_DISPLAY)
    assert (4, "no_display", None) == (
        done.code,
        done.report["error"]["code"],
        done.report["browser"],
    )
    assert "--demo" in done.report["error"]["hint"]
    assert Report.model_validate_json(done.out).exit_code == 4


def test_a_demo_without_a_display_goes_on():
    """Where no window can be shown the demo runs without one."""
    assert 0 == program("audit", "--demo", "off", environment=NO_DISPLAY).code


def test_no_browser_on_the_machine(tmp_path):
    """With nothing to be found the exact command that gets a browser is named, in the file too."""
    folder = tmp_path / "reports"
    folder.mkdir()
    path = folder / "r.json"
    path.write_text("old")
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = program("audit", "--demo", "--json", path, environment=bare)
    error = json.loads(path.read_text("utf-8"))["error"]
    assert (4, "no_browser", ["r.json"]) == (done.code, error["code"], os.listdir(folder))
    assert "linkedin-auditor doctor --install-browser" in error["hint"]
    assert re.search(r"^! No complete audit: ", done.out, re.MULTILINE)


@pytest.mark.exhaustive
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
    assert "Nothing can be written to" in done.err


# --- the small commands ---------------------------------------------------------------------------


def test_settings_is_a_table_of_id_and_title(capsys, monkeypatch):
    """`settings` has one line for each setting of the catalog: its id, then its title."""
    monkeypatch.setenv("COLUMNS", "100")
    code, out, err = inside(capsys, "settings")
    assert (0, "") == (code, err)
    assert [[setting.id, setting.title] for setting in catalog().settings.values()] == [
        re.split(r" {2,}", line) for line in out.splitlines()
    ]


def test_explain_names_its_sources(capsys):
    """`explain` gives each note with its source, and the day of our knowledge in words."""
    setting = catalog().settings["ai-training"]
    code, out, _err = inside(capsys, "explain", "ai-training")
    assert 0 == code
    assert {note.source for note in setting.notes} <= {*out.split()}
    assert re.search(r"As of \d\d? \w+ 2\d{3}\.", out)


def test_a_letter_goes_to_standard_output_or_into_a_file(capsys, tmp_path):
    """`letter` prints the letter, or writes it to the file of `--output` and says so."""
    code, out, err = inside(capsys, "letter", "access")
    assert (0, "", True) == (code, err, len(out) > 0)
    path = tmp_path / "letter.txt"
    assert (0, "", f"Written: {path}\n") == inside(capsys, "letter", "access", "--output", path)
    assert out == path.read_text("utf-8")


def test_a_letter_about_a_foreign_file_is_refused(capsys, tmp_path):
    """A file that is no report ends with 2, and no letter is written."""
    path = tmp_path / "foreign.json"
    path.write_text('{"tool": {}, "schema_version": "1"}')
    letter = tmp_path / "letter.txt"
    said = refused(capsys, "letter", "access", "--report", path, "--output", letter)
    assert "is no report that this program can read" in said[0]
    assert not letter.exists()


def test_schema_is_that_of_the_report(capsys):
    """`schema` prints the JSON Schema of what `--json` writes."""
    code, out, _err = inside(capsys, "schema")
    schema = json.loads(out)
    assert (0, Report.model_json_schema(mode="serialization")) == (code, schema)


@pytest.mark.exhaustive
def test_doctor_says_what_is_missing():
    """`doctor` names what it found, each with its grade, and a to-do where something is missing."""
    done = program("doctor", environment=NO_DISPLAY)
    for word in ("Python", "Playwright", "Browser", "Window"):
        assert re.search(rf"^(ok|warning|missing) +{word}: \S", done.out, re.MULTILINE), word
    assert "To do:" in done.out
    assert done.code in (0, 4)


def test_every_scene_says_what_it_is():
    """Each scene of the demo has a name that can be typed and a sentence about it."""
    for name, scene in scenes().items():
        assert re.fullmatch(r"[a-z-]+", name)
        assert scene.about.endswith(".")
