"""`doctor` starts what it calls ok, and has one thing to do for whatever is not."""

import os

import pytest
from browser import chromium, script
from display import display
from traces import own_folder

from auditor.doctor.checks import examine

CHROMIUM = chromium()


@pytest.fixture
def found(monkeypatch):
    """What `doctor` finds, by the name of the finding; it leaves no file."""

    def examined(**options):
        with own_folder() as place:
            monkeypatch.setattr("tempfile.tempdir", str(place))
            findings = examine(**options)
            assert [] == os.listdir(place)
        assert all(finding.todo for finding in findings if finding.grade == "missing")
        return {finding.name: finding for finding in findings}

    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    return examined


def test_a_machine_that_has_everything(found, monkeypatch):
    """Where an audit can run nothing is missing, and the sandbox is what the browser shows."""
    with display() as name:
        monkeypatch.setenv("DISPLAY", name)
        findings = found()
    sandbox = findings.pop("Sandbox")
    assert ("warning" if os.geteuid() == 0 else "ok") == sandbox.grade
    assert {"ok"} == {finding.grade for finding in findings.values()}
    assert "can be shown" == findings["Window"].found


@pytest.mark.parametrize("name", ["", ":93"], ids=["none", "dead"])
def test_a_machine_without_a_display(found, monkeypatch, name):
    """Without a display, or with a dead one, no window is called ok."""
    monkeypatch.setenv("DISPLAY", name)
    findings = found()
    assert ("missing", True) == (findings["Window"].grade, "--demo" in findings["Window"].todo)
    assert "ok" == findings["Browser"].grade


@pytest.fixture
def on_path(tmp_path, monkeypatch):
    """The only folder of programs, on a machine without Playwright's own Chromium."""
    if any(map(os.path.exists, ("/opt/google/chrome", "/opt/microsoft/msedge"))):
        pytest.skip("Chrome or Edge is installed here")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    return tmp_path


STUB = "echo 'needs the snap' >&2; exit 1"


@pytest.mark.parametrize("tried", [False, True])
def test_a_browser_that_is_none(found, on_path, tried):
    """A program that does not start is not called ok, and no browser is missing."""
    script(on_path / "chromium-browser", STUB)
    browser = found(tried_to_install=tried)["Browser"]
    assert ("missing", "none that starts") == (browser.grade, browser.found)
    assert ("linkedin-auditor doctor --install-browser" == browser.todo) != tried


def test_a_browser_that_is_none_beside_another(found, on_path, monkeypatch):
    """Where another browser starts, one that does not is a warning; the home is not named."""
    monkeypatch.setenv("HOME", str(on_path))
    script(on_path / "chromium", STUB)
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    script(on_path / "chromium-browser", f'export PATH={path}; exec "{CHROMIUM}" "$@"')
    findings = examine()
    good, bad = [finding for finding in findings if finding.name == "Browser"]
    assert ("ok", True) == (good.grade, good.found.endswith(", ~/chromium-browser"))
    assert ("warning", True) == (bad.grade, bad.found.startswith("chromium, ~/chromium: "))
    assert "did not start" in bad.found


def test_a_user_without_a_home(found, monkeypatch):
    """Without a home folder that alone is missing, for nothing starts without it."""
    monkeypatch.setattr("auditor.doctor.checks.has_home", lambda: False)
    home = found()["Home folder"]
    assert ("missing", True) == (home.grade, "HOME" in home.todo)
