"""Which browser is used: the person's own first, on each system where it is kept there."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from auditor.browser import find as find_browser
from auditor.browser.find import (
    FoundBrowser,
    browsers,
    can_show_window,
    choose,
    is_too_old,
    version_of,
)
from auditor.errors import NotAudited


def executable(path: Path, words: str = "Some Browser 156.0.1.2") -> Path:
    """A file that runs, and tells its version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{words}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A Linux machine with nothing on it but what the test puts there."""
    on_path, own = tmp_path / "bin", tmp_path / "playwright"
    on_path.mkdir()
    monkeypatch.setenv("PATH", str(on_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(own))
    return SimpleNamespace(on_path=on_path, own=own, home=tmp_path)


@pytest.fixture
def system(monkeypatch):
    """Make the module believe in another system."""
    return lambda name: monkeypatch.setattr(find_browser, "sys", SimpleNamespace(platform=name))


def test_order(machine):
    """Chrome comes first, then Edge, then Chromium, and Playwright's own Chromium last."""
    executable(machine.own / "chromium-1200" / "chrome-linux" / "chrome")
    expected = ["playwright-chromium"]
    for name, command in [
        ("chromium", "chromium-browser"),
        ("msedge", "microsoft-edge"),
        ("chrome", "google-chrome-stable"),
    ]:
        executable(machine.on_path / command)
        expected.insert(0, name)
        assert expected == [browser.name for browser in browsers()]
        assert FoundBrowser(name, machine.on_path / command) == choose(None)


@pytest.mark.parametrize("name", ["chrome", "msedge", "chromium"])
def test_a_name_is_obeyed(machine, name):
    """A browser asked for by name is used whatever else is there, or it is an error."""
    for command in ("google-chrome", "microsoft-edge", "chromium"):
        executable(machine.on_path / command)
    assert name == choose(name).name
    for file in machine.on_path.iterdir():
        file.unlink()
    with pytest.raises(NotAudited) as raised:
        choose(name)
    assert ("no_browser", 4) == (raised.value.code, raised.value.exit_code)


def test_two_names_of_one_browser_are_one_browser(machine):
    """A command that is a link to another one is listed once."""
    real = executable(machine.on_path / "google-chrome-stable")
    (machine.on_path / "google-chrome").symlink_to(real)
    assert 1 == len(browsers())


def test_the_newest_of_playwrights_own_is_used(machine):
    """Of several that Playwright brought, the highest number wins, compared as a number."""
    for number in (999, 1200, 1090):
        executable(machine.own / f"chromium-{number}" / "chrome-linux64" / "chrome")
    executable(machine.own / "chromium_headless_shell-1300" / "chrome-linux" / "headless_shell")
    assert "chromium-1200" == choose(None).path.parents[1].name


def test_nothing_found_names_the_command_that_helps(machine):
    """Without any browser the error says how to get one."""
    assert [] == browsers()
    with pytest.raises(NotAudited) as raised:
        choose(None)
    assert "linkedin-auditor doctor --install-browser" in raised.value.hint


def test_what_does_not_run_is_no_browser(machine):
    """A folder, or a file that may not be executed, is not taken for a browser."""
    (machine.on_path / "google-chrome").mkdir()
    (machine.on_path / "chromium").write_text("text")
    assert [] == browsers()
    for path in (machine.on_path, machine.on_path / "chromium", machine.on_path / "missing"):
        with pytest.raises(NotAudited):
            choose(str(path))


def test_a_path_is_taken_as_it_is(machine, monkeypatch):
    """A path may be relative or begin with a tilde; the browser is named after its file."""
    executable(machine.home / "own" / "brave")
    monkeypatch.chdir(machine.home)
    monkeypatch.setenv("HOME", str(machine.home))
    for wanted in ("own/brave", "~/own/brave"):
        assert FoundBrowser("brave", machine.home / "own" / "brave") == choose(wanted)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("chrome", "Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("msedge", "Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        ("chromium", "Chromium.app/Contents/MacOS/Chromium"),
    ],
)
def test_places_on_macos(machine, system, monkeypatch, name, place):
    """On macOS browsers are found in the person's Applications folder."""
    system("darwin")
    monkeypatch.setenv("HOME", str(machine.home))
    path = executable(machine.home / "Applications" / place)
    assert FoundBrowser(name, path) == choose(name)


@pytest.mark.parametrize("variable", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
def test_places_on_windows(machine, system, monkeypatch, variable):
    """On Windows browsers are found in each of the three folders that programs go to."""
    system("win32")
    for other in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(variable, str(machine.home))
    path = executable(machine.home / r"Microsoft\Edge\Application\msedge.exe")
    assert [FoundBrowser("msedge", path)] == browsers()


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".cache/ms-playwright/chromium-1/chrome-linux/chrome"),
        (
            "darwin",
            "Library/Caches/ms-playwright/chromium-1/chrome-mac/Chromium.app/Contents/MacOS/Chromium",
        ),
        ("win32", "ms-playwright/chromium-1/chrome-win/chrome.exe"),
    ],
)
def test_where_playwright_keeps_its_own(machine, system, monkeypatch, platform, place):
    """Playwright's own Chromium is found where Playwright puts it on each system."""
    system(platform)
    for variable in ("PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(machine.home))
    path = executable(machine.home / place)
    assert path == find_browser.playwright_chromium()


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ("Chromium 156.0.8078.79 built on Debian", "156.0.8078.79"),
        ("Brave Browser 156.1.2", "156.1.2"),
        ("hello", None),
    ],
)
def test_version(tmp_path, words, version):
    """The version is what the browser itself says, or nothing."""
    path = executable(tmp_path / "browser", words)
    assert version == version_of(FoundBrowser("x", path))


@pytest.mark.parametrize(
    ("version", "old"),
    [("151.0.7", True), ("152.0.1", False), ("1000.1", False), ("", False), ("unknown", False)],
)
def test_what_is_too_old(version, old):
    """A version that is not known is tried; one before the oldest that will do is not."""
    assert old == is_too_old(version)


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
def test_whether_a_window_can_be_shown(system, monkeypatch, platform, environment, shown):
    """A window needs a display on Linux, and nothing elsewhere."""
    system(platform)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert shown == can_show_window()


def test_this_machine_has_a_browser():
    """The browser that the other tests use runs from the path that was found."""
    assert os.access(choose(None).path, os.X_OK)
