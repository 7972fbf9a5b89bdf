"""`doctor` starts what it calls ok, and has one thing to do for whatever is not."""

import os

import pytest
from browser import chromium, either, script
from display import display
from exhaustive import more
from traces import own_folder

from auditor.browser.find import FoundBrowser
from auditor.doctor.checks import examine

CHROMIUM = chromium()


@pytest.fixture
def found(monkeypatch):
    """What `doctor` finds, by the name of the finding; it leaves no file."""

    def examined():
        with own_folder() as place:
            monkeypatch.setattr("tempfile.tempdir", str(place))
            findings = [*examine()]
            assert [] == os.listdir(place)
        assert all(finding.todo for finding in findings if finding.grade == "missing")
        return {finding.name: finding for finding in findings}

    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    return examined


@pytest.fixture
def only(monkeypatch):
    """Let the browsers at some paths be the only ones of this machine."""

    def installed(*paths):
        browsers = [FoundBrowser("chromium", None, path) for path in paths]
        monkeypatch.setattr("auditor.doctor.checks.browsers", lambda: browsers)

    return installed


def test_a_machine_that_has_everything(found, only, tmp_path, monkeypatch):
    """Where an audit can run nothing is missing, and the sandbox is what the browser shows."""
    only(either(tmp_path / "chromium"))
    with display() as name:
        monkeypatch.setenv("DISPLAY", name)
        findings = found()
    warnings = [name for name, finding in findings.items() if finding.grade != "ok"]
    assert (["Sandbox"] if os.geteuid() == 0 else []) == warnings
    assert "can be shown" == findings["Window"].found


@pytest.mark.parametrize("name", ["", *more(":93")])
def test_a_machine_without_a_display(found, only, tmp_path, monkeypatch, name):
    """Without a display, or with a dead one, no window is called ok."""
    monkeypatch.setenv("DISPLAY", name)
    only(either(tmp_path / "chromium"))
    findings = found()
    assert ("missing", True) == (findings["Window"].grade, "--demo" in findings["Window"].todo)
    assert "ok" == findings["Browser"].grade


STUB = "echo 'needs the snap' >&2; exit 1"


def test_a_browser_that_is_none(found, only, tmp_path):
    """A program that does not start is not called ok, and no browser is missing."""
    only(script(tmp_path / "chromium", STUB))
    browser = found()["Browser"]
    assert ("missing", "none that starts") == (browser.grade, browser.found)
    assert "linkedin-auditor doctor --install-browser" in browser.todo


@pytest.mark.exhaustive
def test_a_browser_that_is_none_beside_another(found, only, tmp_path):
    """Where another browser starts, one that does not is a warning; its folder is not named."""
    works = script(tmp_path / "chromium-browser", f'exec "{CHROMIUM}" "$@"')
    only(script(tmp_path / "chromium", STUB), works)
    bad, good = [finding for finding in examine() if finding.name == "Browser"]
    assert ("ok", True) == (good.grade, good.found.startswith("chromium "))
    assert ("warning", True) == (bad.grade, "The browser did not start" in bad.found)


def test_a_driver_that_does_not_start(found, monkeypatch):
    """Where Playwright's driver does not start that alone is missing, for nothing works without."""
    monkeypatch.setattr("auditor.doctor.checks.sys.executable", "/bin/false")
    findings = found()
    assert ["Playwright"] == [name for name, it in findings.items() if it.grade != "ok"]
    assert "libatomic" in findings["Playwright"].todo


def test_a_user_without_a_home(found, monkeypatch):
    """Without a home folder that alone is missing, for nothing starts without it."""
    monkeypatch.setattr("auditor.doctor.checks.has_home", lambda: False)
    home = found()["Home folder"]
    assert ("missing", True) == (home.grade, "HOME" in home.todo)
