"""Which browsers are tried, in which order: the person's own first."""

import os
from types import SimpleNamespace

import pytest
from browser import chromium, script

from auditor.browser import find
from auditor.browser.find import FoundBrowser, browsers, can_show_window
from auditor.errors import NotAudited, UsageError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The only folder of programs on this machine."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_order(folder):
    """Chrome comes first, then Edge, the system's Chromium, and Playwright's own last."""
    for command in ("chromium-browser", "chromium"):
        script(folder / command, "exit")
    expected = ["chrome", "msedge", "chromium", "playwright-chromium"]
    assert expected == [found.name for found in browsers()]
    assert folder / "chromium" == browsers()[2].path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chrome", ["chrome"]),
        ("msedge", ["msedge"]),
        ("chromium", ["chromium", "playwright-chromium"]),
    ],
)
def test_a_name_is_obeyed(folder, name, expected):
    """Of a browser asked for by name no other is tried; Playwright's own is a Chromium."""
    script(folder / "chromium", "exit")
    assert expected == [found.name for found in browsers(name)]


def test_a_path_is_taken_as_it_is(folder, monkeypatch):
    """A path may be relative or begin with a tilde."""
    script(folder / "own" / "brave", "exit")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    for wanted in ("own/brave", "~/own/brave"):
        assert [FoundBrowser("brave", None, folder / "own" / "brave")] == browsers(wanted)


def test_the_name_of_a_file_is_told_only_where_it_is_a_browsers(folder):
    """A browser at a path is called after its file, or `other`: the file may name a person."""
    assert "other" == browsers(str(script(folder / "janes-own", "exit")))[0].name


@pytest.mark.parametrize("path", ["", "text", "missing"])
def test_what_cannot_be_executed_is_no_browser(folder, path):
    """A folder, a text and nothing at all are no browsers: exit code 4."""
    (folder / "text").write_text("text")
    with pytest.raises(NotAudited, match="was not found on this computer") as raised:
        browsers(str(folder / path))
    assert ("no_browser", 4) == (raised.value.code, raised.value.exit_code)


@pytest.mark.parametrize(
    ("platform", "environment", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_whether_a_window_can_be_shown(monkeypatch, platform, environment, shown):
    """A window needs a display on Linux, and nothing elsewhere."""
    monkeypatch.setattr(find, "sys", SimpleNamespace(platform=platform))
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert shown == can_show_window()


def test_this_machine_has_a_browser():
    """The browser that the other tests use can be executed."""
    assert os.access(chromium(), os.X_OK)


def test_a_tilde_without_a_home(monkeypatch):
    """Where there is no home folder, `~` is told to need one: exit code 2."""

    monkeypatch.setattr("auditor.browser.find.has_home", lambda: False)
    with pytest.raises(UsageError, match="This user has no home folder") as raised:
        browsers("~/x")
    assert (2, True) == (raised.value.exit_code, "HOME" in raised.value.hint)
