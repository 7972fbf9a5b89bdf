"""The whole program, from the command line to its exit code."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from exhaustive import more
from inside import inside, refused
from server import CHECKOUT, program, until

from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.model import Report

ESCAPE = "\x1b"
SIGNED_IN = Scene("x", signed_in=True)
NO_DISPLAY = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}


@pytest.fixture
def ran(here):
    """One run in this process, with its JSON on standard output."""
    return lambda *args: here.main(*args, "--json", "-")


def on_terminal(*args: str, keys: tuple[str, ...] = (), early: str = "") -> tuple[int, str]:
    """Run on a terminal 60 columns wide; one of `keys` answers each question in its turn.

    The exit code, and all that was shown. `\x03` is Ctrl-C; `early` is typed before the question.
    """
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *args, "--headless"],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=CHECKOUT,
        env={**os.environ, "COLUMNS": "60", "TERM": "xterm"},
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
    os.write(ours, early.encode())
    for number, key in enumerate(keys, 1):
        until(lambda: shown.count(b"/N]") >= number or process.poll() is not None)  # noqa: B023
        if key == "\x03":
            process.send_signal(signal.SIGINT)
            continue

        def heard(number: int = number, key: bytes = key.strip().encode()) -> bool:
            rest = bytes(shown).split(b"/N]", number)[number].replace(key, b"").strip()
            return rest != b"" or process.poll() is not None

        answered = False
        while not answered:  # what is typed before the program listens is no answer
            os.write(ours, key.encode())
            with suppress(AssertionError):
                answered = until(heard, 3)
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
def test_audit_tells_each_scene(ran, scene, code, state, reason):
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


def test_the_question_says_what_off_means_and_ctrl_c_what_was_changed(serve):
    """The question says what off means, "maybe" is asked again; who stops is told what changed."""
    keys = ("maybe\n", "y\n", "\x03")
    server = serve(Scene("two", signed_in=True, others={"ads-city": "on"}))
    ids = ("ai-training", "ads-city")
    code, shown = on_terminal("opt-out", *ids, "--browser", str(server.browser), keys=keys)
    assert (130, 3) == (code, shown.count("[y/N]"))
    assert f"{ESCAPE}[1;31m● ON" in shown
    question = " ".join(shown.partition("[y/N]")[0].split())
    for said in ("Off counts for the future only", "TS-DPRO", "LinkedIn says it no longer uses"):
        assert said in question
    said = lines_after("[y/N]", shown)
    assert "! Stopped. Nothing more was changed." == said[0]
    assert "Switched off, and confirmed by a fresh load of the" in said
    assert ["Next: Run the same command again when you are ready."] == [
        line for line in said if "Next" in line
    ]
    assert "Traceback" not in shown


@pytest.mark.parametrize("key", ["\x04", *more("\n", "n\n")])
def test_opt_out_means_no_by_default(serve, key):
    """Without a yes nothing is pressed, and one line says so; a yes before the question is none."""
    server = serve(SIGNED_IN)
    command = ("opt-out", "--browser", str(server.browser))
    code, shown = on_terminal(*command, keys=(key,), early="y\n")
    assert 1 == code
    assert [
        "● ON  Nothing was pressed: you answered no. LinkedIn may",
        "still use your data.",
        f"Next: linkedin-auditor opt-out ai-training --browser {server.browser}",
    ] == [line for line in lines_after("N]", shown) if line != key.strip()]


# --- what people and programs see -----------------------------------------------------------------


def test_a_quiet_run_into_a_file(here, tmp_path):
    """`--quiet` leaves one line a setting, and `--json FILE` writes a file for its owner alone."""
    path = tmp_path / "report.json"
    here.serve(None, Scene("x", "off", signed_in=True))
    done = here.main("audit", "--quiet", "--json", path)
    assert (0, "", "ai-training  off\n") == (done.code, done.err, done.out)
    assert "off" == json.loads(path.read_text("utf-8"))["results"][0]["state"]
    assert (0o600, ["report.json"]) == (
        stat.S_IMODE(path.stat().st_mode),
        [entry.name for entry in tmp_path.iterdir()],
    )


def test_pictures_and_pages_are_told(here, capsys, tmp_path):
    """What was written is said and is its owner's; `render` makes the same page from the JSON."""
    names = {"--screenshot": "p.png", "--html": "p.html", "--json": "p.json"}
    args = [part for option, name in names.items() for part in (option, tmp_path / name)]
    here.serve(None, Scene("x", "off", signed_in=True))
    done = here.main("audit", *args)
    told = re.findall(r"^Written: (.+)$", done.err, re.MULTILINE)
    page = tmp_path / "p.html"
    assert {str(tmp_path / "p.json"), page.as_uri()} <= {*told}
    assert str(tmp_path / "p-ai-training-before.png") in told
    assert 3 == len(told) == len(os.listdir(tmp_path))
    assert {0o600} == {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    again = tmp_path / "again.html"
    assert 0 == inside(capsys, "render", tmp_path / "p.json", "--html", again)[0]
    assert page.read_text() == again.read_text()


@pytest.mark.exhaustive
def test_an_old_terminal_gets_what_it_can_show():
    """Where output can only be ASCII the run ends as always, and the JSON is UTF-8 all the same."""
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    done = program("audit", "--demo", "french", "--json", "-", environment=ascii_only)
    assert (1, True) == (done.code, "? ON  Data for Generative AI" in done.err)
    assert "données" in done.result["before"]["evidence"]["name"]


def test_the_whole_program_speaks_french_and_its_json_english(ran):
    """With --lang fr a run speaks French on standard error; on standard output is JSON alone."""
    done = ran("audit", "--demo", "french", "--lang", "fr")
    assert Report.model_validate_json(done.out).as_json() == done.out
    assert set(Report.model_json_schema(mode="serialization")["properties"]) == set(done.report)
    assert (1, 1, 0) == (done.code, done.report["exit_code"], done.report["activity"]["clicks"])
    assert (True, True) == (done.report["demo"], "DÉMO" in done.err)
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
    error = done.report["error"]
    assert (4, "no_display", None) == (done.code, error["code"], done.report["browser"])
    assert "--demo" in error["hint"]


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
