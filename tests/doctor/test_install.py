"""`doctor` gets a browser where there is none, and what does so goes when it is stopped."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import playwright
import pytest
from exhaustive import more
from server import processes_of, program, until
from test_bad_input import executable
from traces import own_folder


@pytest.fixture(autouse=True)
def place(monkeypatch):
    """The temporary folder of the runs, empty when they are over."""
    with own_folder() as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        yield folder
        assert [] == os.listdir(folder)


NOTHING_COMES = {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9", "DISPLAY": ":0"}


def test_a_browser_that_cannot_be_got(tmp_path):
    """Where no browser comes, `--install-browser` ends with 4 and says what to do by hand."""
    lies = str(Path(playwright.__file__).parent)  # of what Playwright says some is where
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = program("doctor", "--install-browser", environment=NOTHING_COMES | bare)
    assert ("Download failure" in done.err, lies in done.err) == (True, False)
    assert (4, 1, False) == (done.code, done.out.count("To do:"), "Traceback" in done.err)
    assert "To do: Install Google Chrome, Microsoft Edge or Chromium by hand" in done.out


class NeverDone(BaseHTTPRequestHandler):
    """A host that begins to send a browser."""

    def do_GET(self):
        """Send the beginning."""
        self.send_response(200)
        self.send_header("Content-Length", "170000000")
        self.end_headers()
        self.wfile.write(b"PK" * 99_999)
        self.rfile.read()

    def log_message(self, *_):
        """Say nothing."""


def begun(*options, **environment):
    """`doctor` at work."""
    command = [sys.executable, "-m", "auditor", "doctor", *options]
    environment = os.environ | environment
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, umask=0o022)


@pytest.mark.parametrize("name", ["SIGKILL", *more("SIGTERM")])
def test_a_browser_that_is_got_no_more(tmp_path, place, name):
    """What fetches a browser ends with the program, or with the next run, and what it has goes."""

    def found(pattern):
        return list(place.rglob(pattern))

    def at_work():
        return [one for one in Path("/proc").glob("[0-9]*/environ") if has_it(one)]

    def has_it(environ):
        with suppress(OSError):
            return bytes(tmp_path) in environ.read_bytes()

    host = ThreadingHTTPServer(("127.0.0.1", 0), NeverDone)
    Thread(target=host.serve_forever, daemon=True).start()
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    bare["PLAYWRIGHT_DOWNLOAD_HOST"] = f"http://127.0.0.1:{host.server_port}"
    process = begun("--install-browser", **bare)
    until(lambda: any(path.stat().st_size for path in found("*.zip")))
    assert {made.stat().st_mode & 0o777 for made in tmp_path.iterdir()} == {0o755}, "as by hand"
    process.send_signal(getattr(signal, name))
    assert process.wait(20) == (130 if name == "SIGTERM" else -signal.SIGKILL)
    if name == "SIGKILL":
        assert found("*.zip")
        assert 0 == program("audit", "--demo", "off").code
    assert ([], []) == (at_work(), found("*"))
    host.shutdown()
    host.server_close()


@pytest.mark.skipif(sys.platform == "win32", reason="no browser is started there to tell")
def test_a_browser_that_does_not_tell_its_version_is_ended(tmp_path):
    """What a browser has started that hangs goes with the program that asked it."""
    executable(tmp_path / "google-chrome", "#!/bin/sh\n/bin/sleep 1815.1815\n")
    process = begun(PATH=str(tmp_path))
    until(lambda: processes_of("1815.1815"))
    process.terminate()
    assert 130 == process.wait(20)
    assert [] == processes_of("1815.1815")


def test_the_systems_browser_where_playwrights_does_not_come(tmp_path):
    """On a Debian-like system, with the rights to do it, the system's package is installed."""
    if os.geteuid() != 0:
        pytest.skip("only root may install packages")
    log, chromium = tmp_path / "asked", tmp_path / "chromium"
    executable(
        tmp_path / "apt-get",
        f"""#!/bin/sh
echo "$@" >> {log}; echo a line for each package
[ "$1" = update ] || printf '#!/bin/sh\necho Chromium 999.2.3.4\n' > {chromium}
[ "$1" = update ] || /bin/chmod 755 {chromium}
""",
    )
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    done = program("doctor", "--install-browser", environment=NOTHING_COMES | bare)
    assert ["update -q", "install -qy chromium libatomic1"] == log.read_text().splitlines()
    assert (0, True) == (done.code, "Browser: chromium 999.2.3.4, …/chromium" in done.out)
    assert "a line for each package" not in done.out + done.err
