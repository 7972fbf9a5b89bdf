"""A browser is launched with its sandbox and no calls of its own; what is wrong is told."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import playwright
import pytest
from browser import chromium, headless_shell, opening, refused, script
from display import display
from exhaustive import more
from server import CHECKOUT, processes_of
from traces import command_of

from auditor.browser.find import FoundBrowser, launch_failure
from auditor.browser.launch import FEATURES_OFF
from auditor.errors import NotAudited

CHROMIUM = chromium()


def test_no_feature_that_playwright_turns_off_is_turned_on_again():
    """Chromium takes the last list of features alone: ours holds all that Playwright's holds."""
    bundle = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    found = re.search(r"disabledFeatures = \[(.*?)\]", bundle.read_text("utf-8"), re.DOTALL)
    assert found is not None, "Playwright keeps its list elsewhere now"
    theirs = set(re.findall(r'^\s*"(\w+)"', found[1], re.MULTILINE))
    assert "OptimizationHints" in theirs
    assert theirs <= set(FEATURES_OFF.removeprefix("--disable-features=").split(","))


@pytest.mark.parametrize("kept", [False, True])
def test_how_the_browser_is_started(tmp_path, kept):
    """Only a kept profile uses the system's keychain; French is the browser's where asked for."""
    mark = f"--mark-{os.getpid()}-{kept}"
    wanted = script(tmp_path / "browser", f'exec "{headless_shell()}" "$@" {mark}')
    folder = tmp_path / "profile" if kept else None
    with opening(wanted=str(wanted), profile=folder, language="fr") as browser:
        assert re.fullmatch(r"\d+(\.\d+){3}", browser.version)
        assert [browser.tab] == browser.tab.context.pages
        [command, *_] = map(command_of, sorted(processes_of(mark)))
    assert kept != ("--password-store=basic" in command)
    assert "--lang=fr" in command
    assert (os.geteuid() == 0) == ("--no-sandbox" in command)


@pytest.mark.parametrize("killed", [True, *more(False)])
def test_the_window_that_is_closed_is_told(tmp_path, killed):
    """Once the window is closed, or the browser has died, every call ends with `window_closed`."""
    mark = f"--mark-{os.getpid()}-killed"
    wanted = script(tmp_path / "browser", f'exec "{headless_shell()}" "$@" {mark}')
    with (
        pytest.raises(NotAudited, match=r"The window was closed|The browser crashed") as raised,
        opening(wanted=str(wanted)) as browser,
    ):
        if killed:
            for process in processes_of(mark):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        else:
            browser.tab.close()
        browser.tab.wait_for_selector("p")
    assert ("window_closed", 4) == (raised.value.code, raised.value.exit_code)


@pytest.mark.exhaustive
def test_another_fault_in_the_block_stays_what_it_is():
    """An error of Playwright's with the window still open is not taken for a closed window."""
    from playwright.sync_api import Error

    with pytest.raises(Error, match="oops"), opening() as browser:
        browser.tab.evaluate("() => { throw new Error('oops') }")


# --- browsers that are none ---------------------------------------------------------------------

STUB = "echo 'needs the snap' >&2; exit 1"


@pytest.fixture
def on_path(tmp_path, monkeypatch):
    """The only folder of programs, on a machine without Playwright's own Chromium."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    return tmp_path


def test_what_does_not_start_is_not_taken(tmp_path, monkeypatch):
    """Where the first browser is none, the next one is used."""
    stub = FoundBrowser("stub", None, script(tmp_path / "stub", STUB))
    found = [stub, FoundBrowser("chromium", None, headless_shell())]
    monkeypatch.setattr("auditor.browser.launch.browsers", lambda _wanted: found)
    with opening() as browser:
        assert "chromium" == browser.name


@pytest.mark.exhaustive
def test_only_a_browser_that_is_none(on_path):
    """Where no other is installed, its failure is told, and not that there is none: exit code 4."""
    script(on_path / "chromium-browser", STUB)
    error = refused(wanted=None)
    assert ("no_browser", True) == (error.code, "The browser did not start" in error.message)
    assert "linkedin-auditor doctor" in error.hint


@pytest.mark.exhaustive
def test_no_browser_at_all(on_path):
    """Where nothing is installed that is said, and how to get a browser: exit code 4."""
    if any(map(os.path.exists, ("/opt/google/chrome", "/opt/microsoft/msedge"))):
        pytest.skip("Chrome or Edge is installed here")
    error = refused(wanted=None)
    assert ("no_browser", 4) == (error.code, error.exit_code)
    assert "No Chrome, Edge or Chromium was found" in error.message
    assert "linkedin-auditor doctor --install-browser" in error.hint


@pytest.mark.parametrize(
    ("says", "message"),
    [
        ("Chromium distribution 'msedge' is not found at /opt", "was not found on this computer"),
        ("Executable doesn't exist at /root", "was not found on this computer"),
        ("This usually means that the profile is already in use", "Another browser is using"),
        ("anything else, with /home/jane in it", "The browser did not start, or it did not obey"),
        ("Chromium sandboxing failed!", "could not start its sandbox"),
    ],
)
def test_what_is_said_of_a_launch_that_failed(says, message):
    """What Playwright says is never told as it is: it may hold the person's folders."""
    error = launch_failure([says], named=True)
    assert (message in error.message, "no_browser") == (True, error.code)
    assert not {"jane", "/opt", "/root"} & set(re.split(r"[\s/]", error.message + error.hint))


@pytest.mark.exhaustive
def test_a_sandbox_that_cannot_be_started(tmp_path):
    """A system without user namespaces for the browser is told as that, with a way out."""
    # Chromium 156 on Ubuntu 24.04, where AppArmor forbids them.
    says = "FATAL:content/browser/zygote_host/zygote_host_impl_linux.cc:129] No usable sandbox!"
    error = refused(wanted=str(script(tmp_path / "b", f"echo '{says}' >&2; kill -ABRT $$")))
    assert "could not start its sandbox" in error.message
    assert "--browser chrome" in error.hint


# --- rules of an organisation -------------------------------------------------------------------


@pytest.fixture
def managed(tmp_path):
    """Make a Chromium that alone, on this machine, obeys rules of an organisation."""

    def browser(rules):
        mount = "mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed"
        inner = script(
            tmp_path / "inner",
            f"{mount} && echo '{rules}' > /etc/chromium/policies/managed/rules.json\n"
            f'exec "{CHROMIUM}" "$@"',
        )
        return str(script(tmp_path / "managed", f'exec unshare --mount "{inner}" "$@"'))

    mounts = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/etc/chromium"]
    if sys.platform != "linux" or subprocess.run(mounts, capture_output=True).returncode:
        pytest.skip("only root on Linux can give rules to one browser alone")
    return browser


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "rules", ['{"RemoteDebuggingAllowed":false}', '{"DeveloperToolsAvailability":2}']
)
def test_rules_of_an_organisation(managed, rules):
    """A browser whose rules forbid programs to use it is told within seconds: exit code 4."""
    began = time.monotonic()
    error = refused(wanted=managed(rules))
    assert ("no_browser", True) == (error.code, "did not obey this program" in error.message)
    assert {"--browser", "chrome://policy"} <= set(error.hint.replace(";", "").split())
    assert time.monotonic() - began < 29, "Playwright's own timeout is not waited out"


# --- no display ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment",
    [{}, *more({"DISPLAY": ":93"}, {"WAYLAND_DISPLAY": "wayland-93"})],
    ids=["none", "a dead X server", "a dead compositor"],
)
def test_no_window(monkeypatch, environment):
    """No display, and one that is dead, are told as `no_display`, with `--demo` as a hint."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    error = refused(headless=False)
    assert ("no_display", 4, True) == (error.code, error.exit_code, "--demo" in error.hint)


@pytest.mark.exhaustive  # the test of `doctor` on a whole machine shows one as well
def test_a_window(monkeypatch):
    """With a display a window is shown, as large as the browser makes it."""
    with display() as name:
        monkeypatch.setenv("DISPLAY", name)
        with opening(headless=False) as browser:
            assert None is browser.tab.viewport_size


@pytest.mark.exhaustive
def test_no_home(tmp_path):
    """A user without a home folder is told what to set, and not that Playwright is broken."""
    if os.geteuid() != 0:
        pytest.skip("only root can become a user without a home")
    wanted = f"""if True:
        import os, sys
        from auditor.browser.launch import open_browser
        from auditor.browser.profile import default_profile
        from auditor.errors import AuditorError
        import greenlet, platformdirs, playwright.sync_api  # read while they may be
        os.environ.pop("HOME")
        os.setgid(4242)
        os.setuid(4242)
        def opened():
            with open_browser(wanted="{CHROMIUM}", headless=True, profile=None, connect=None,
                              offline=True, language="en"):
                pass
        for call in (default_profile, opened):
            try:
                call()
            except AuditorError as error:
                print(error.exit_code, error.message, error.hint)
    """
    done = subprocess.run(
        [sys.executable, "-c", wanted], capture_output=True, text=True, cwd=CHECKOUT
    )
    expected = "This user has no home folder. Set the variable HOME"
    codes = [line[:1] for line in done.stdout.splitlines() if expected in line]
    assert ["2", "4"] == codes, done.stdout + done.stderr
