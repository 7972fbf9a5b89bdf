"""Files that a command line names: tried first, written whole, never over one another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from disk import full_disk
from exhaustive import more
from inside import inside, refused

HERE = os.path.dirname(__file__)
REPORT = os.path.join(HERE, "..", "report", "golden", "off.json")


@pytest.mark.parametrize("option", ["--json", "--html"])
@pytest.mark.parametrize("path", ["/missing/r.json", "/dev/null", ""])
def test_a_place_that_cannot_be_written(capsys, option, path):
    """A file that cannot be written is told before a browser opens."""
    first, second = refused(capsys, "audit", "--demo", option, path)
    assert first.startswith("linkedin-auditor: Nothing can be written to")
    assert second.startswith("Give a path in a folder of yours")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_write_protected_file(capsys, tmp_path):
    """A write-protected file is told before a browser opens, and stays as it is."""
    path = tmp_path / "old.html"
    path.write_text("old")
    path.chmod(0o444)
    assert "write-protected" in refused(capsys, "audit", "--demo", "--html", path)[0]
    assert "old" == path.read_text()


@pytest.mark.parametrize(
    "args",
    [
        *[["audit", "--demo", option] for option in ("--json", "--html", "--screenshot")],
        ["letter", "access", "--output"],
        ["render", REPORT, "--html"],
    ],
)
def test_a_full_disk_is_told_before_anything_is_done(capsys, tmp_path, args):
    """Where the disk has no room that is told before a browser opens, and nothing is lost."""
    path = tmp_path / "old.png"
    path.write_text("old")
    with full_disk():
        first, second = refused(capsys, *args, path)
    assert first.startswith("linkedin-auditor: Nothing can be written to")
    assert "on a disk that has room" in second
    assert "old" == path.read_text()


@pytest.mark.parametrize(
    "args",
    [
        ["audit", "--demo", "--json", "{0}", "--html", "{0}"],
        ["audit", "--demo", "--json", "{0}", "--html", "{1}"],
        ["audit", "--demo", "--json", "-", "--html", "-"],
        ["render", "{0}", "--html", "{1}"],
        ["letter", "access", "--report", "{0}", "--output", "{0}"],
    ],
)
def test_no_file_is_overwritten_by_another(capsys, tmp_path, args):
    """Two names of one file end with 2, and the file stays as it was."""
    path = tmp_path / "report.json"
    path.write_bytes(Path(REPORT).read_bytes())
    names = path, tmp_path / "." / "x" / ".." / "report.json"
    (tmp_path / "x").mkdir()
    first, second = refused(capsys, *(arg.format(*names) for arg in args))
    assert first.endswith("is named twice, and one output would overwrite the other.")
    assert "Give each file a name of its own." == second
    assert Path(REPORT).read_bytes() == path.read_bytes()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("args", [["settings"], *more(["--help"], ["schema"], ["doctor"])])
def test_no_room_for_what_is_printed(args):
    """Where nothing can be written to standard output that is told, and it is no fault of ours."""
    command = (sys.executable, "-m", "auditor", *args)
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert "could not be carried out (No space left on device)." in done.stderr.splitlines()[0]
    assert (2, 2) == (done.returncode, len(done.stderr.splitlines()))


def test_whoever_read_the_output_has_left():
    """Where the other end of a pipe is closed the program ends with 141, and says nothing."""
    read, write = os.pipe()
    os.close(read)
    command = (sys.executable, "-m", "auditor", "settings")
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (141, "") == (done.returncode, done.stderr)


def test_a_page_is_made_again_from_standard_input(capsys, monkeypatch):
    """`render -` reads standard input, and `--html -` writes to standard output."""
    with open(REPORT, encoding="utf-8") as report:
        monkeypatch.setattr(sys, "stdin", report)
        code, out, err = inside(capsys, "render", "-", "--html", "-")
    assert (0, "<!doctype html>", "") == (code, out[:15], err)


def test_the_page_is_told_as_an_address(capsys, tmp_path):
    """What `--html` wrote is told as an address that a browser takes."""
    path = tmp_path / "a page.html"
    code, out, err = inside(capsys, "render", REPORT, "--html", path)
    assert (0, "", f"Written: {path.as_uri()}\n") == (code, out, err)
