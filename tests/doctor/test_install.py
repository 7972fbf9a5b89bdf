"""`doctor --install-browser` gets a browser only where none starts."""

import os

import pytest
from browser import chromium, headless_shell, script

from auditor.browser.find import FoundBrowser
from auditor.doctor.install import install_browser

CHROMIUM = chromium()
LINES = [
    "Getting Playwright's Chromium (170 MB) …",
    "Getting the system's own Chromium instead …",
    "Getting the system's own Chromium instead …",
]


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without a browser, on which nothing can be downloaded; the folder of programs."""
    if any(map(os.path.exists, ("/opt/google/chrome", "/opt/microsoft/msedge"))):
        pytest.skip("Chrome or Edge is installed here")
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_browser_that_starts_is_enough(monkeypatch):
    """Where a browser starts nothing is got."""
    found = [FoundBrowser("chromium", None, headless_shell())]
    monkeypatch.setattr("auditor.browser.launch.browsers", lambda _wanted: found)
    lines = []
    assert (True, []) == (install_browser(lines.append), lines)


@pytest.mark.exhaustive
def test_a_browser_that_cannot_be_got(bare):
    """Where no browser can be got that is the answer."""
    lines = []
    assert (False, LINES[:1]) == (install_browser(lines.append), lines)


@pytest.mark.exhaustive
def test_the_systems_browser_where_playwrights_does_not_come(bare):
    """Where what is there does not start, root on Debian gets the package of the system."""
    if os.geteuid() != 0:
        pytest.skip("only root may install packages")
    script(bare / "chromium", "echo 'needs the snap' >&2; exit 1")
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    works = f'export PATH={path}; exec "{CHROMIUM}" "$@"'
    script(bare / "new", works)
    script(
        bare / "apt-get",
        f'echo "$@" >> "{bare}/log"\n[ "$1" = update ] || /bin/mv "{bare}/new" "{bare}/chromium"',
    )
    lines = []
    assert (True, LINES) == (install_browser(lines.append), lines)
    asked = (bare / "log").read_text().splitlines()
    assert ["update -q", "install -qy chromium libatomic1"] == asked
