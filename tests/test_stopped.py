"""A run that is cut short: Ctrl-C, a signal, a window that is closed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from exhaustive import more
from traces import begun, own_folder
from wire import CHECKOUT, Fault, processes_of, program, until

from auditor.demo import Answer, Scene
from auditor.report import Report

MANUAL = "<!doctype html><html lang=en><title>Sign in</title><main>Sign in</main>"


class Running:
    """The program at work on a server, in a process group and a temporary folder of its own."""

    def __init__(self, *args, temporary: Path) -> None:
        self.temporary = temporary
        self.path = temporary / "reports" / "report.json"
        self.path.parent.mkdir()
        self.said = temporary / "said"
        with self.said.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "auditor", *map(str, args), "--json", str(self.path)],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                cwd=CHECKOUT,
                env={**os.environ, "TMPDIR": str(temporary)},
                start_new_session=True,
            )

    def ended(self, code: int, reason: str) -> dict:
        """The report, once all that must be true of any end was found true."""
        got = self.process.wait(30)
        words = self.said.read_text("utf-8")
        assert code == got, words
        assert "Traceback" not in words, words
        assert "Next: " in words
        assert ["report.json"] == os.listdir(self.path.parent)
        assert 0o600 == self.path.stat().st_mode & 0o777
        assert [] == list(self.temporary.glob("linkedin-auditor-*"))
        until(lambda: not processes_of(str(self.temporary)), 5)
        text = self.path.read_text("utf-8")
        report = json.loads(text)
        assert (code, reason) == (report["exit_code"], report["error"]["code"])
        assert Report.model_validate_json(text).as_json() == text
        return report


@pytest.fixture
def start():
    """Start the program; what is left of it is ended with the test."""
    running = []
    with tempfile.TemporaryDirectory(
        prefix="la-", ignore_cleanup_errors=True
    ) as folder:  # short: Chromium makes sockets there

        def begin(*args):
            temporary = Path(folder) / str(len(running))
            temporary.mkdir()
            running.append(Running(*args, temporary=temporary))
            return running[-1]

        yield begin
        for one in running:
            with suppress(ProcessLookupError):
                os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()


def waiting(serve, start, command=("audit",), stall=()):
    """The program in front of a sign-in page where nobody signs in, or of an answer that stalls."""

    def override(asked):
        if any(asked.path.startswith(path) for path in stall):
            return Fault("stall")
        return Answer(MANUAL) if asked.path.startswith("/uas/login") else None

    server = serve(Scene("x", signed_in=bool(stall)), override)
    return server, start(*command, "--headless", "--browser", server.browser)


def asked_for(server, path):
    """Wait until the browser asks for `path`, and a moment more."""
    until(lambda: any(asked.path.startswith(path) for asked in server.seen))
    time.sleep(0.3)


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", *more("SIGTERM", "SIGQUIT")])
def test_stopped_while_waiting_for_the_person(serve, start, name):
    """A signal while nobody signs in ends with 130, a report, and nothing left behind."""
    server, run = waiting(serve, start)
    asked_for(server, "/uas/login")
    os.kill(run.process.pid, getattr(signal, name))
    report = run.ended(130, "interrupted")
    assert ("unknown", None) == (report["results"][0]["state"], report["results"][0]["before"])
    assert [] == processes_of(f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("name", ["SIGTERM", *more("SIGHUP")])
def test_a_description_that_is_stopped_leaves_nothing(serve, name):
    """A signal while `doctor --page` waits for the page ends with 130 and no folder."""
    server = serve(Scene("x", signed_in=True), lambda _asked: Fault("stall"))
    command = ("doctor", "--page", "--headless", "--browser", server.browser)
    with own_folder() as temporary, begun(temporary, *command) as process:
        asked_for(server, "/mypreferences/")
        process.send_signal(getattr(signal, name))
        assert (130, []) == (process.wait(30), os.listdir(temporary))


@pytest.mark.parametrize("name", ["SIGINT", "SIGQUIT"])
def test_a_key_of_the_terminal_reaches_the_whole_group_and_comes_twice(serve, start, name):
    """Ctrl-C and Ctrl-\\ go to every process of ours; a second does not cut the end short."""
    server, run = waiting(serve, start)
    asked_for(server, "/uas/login")
    for _ in range(2):
        os.killpg(run.process.pid, getattr(signal, name))
        time.sleep(0.05)
    run.ended(130, "interrupted")


def test_stopped_while_it_is_loaded():
    """Ctrl-C before the program can hear it ends it without a word."""
    script = """if True:
        import os, signal, sys
        class Stops:
            def find_spec(self, name, *_):
                if name == "auditor.cli":
                    os.kill(os.getpid(), signal.SIGINT)
        sys.meta_path.insert(0, Stops())
        import auditor.__main__
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=CHECKOUT)
    assert (-signal.SIGINT, b"") == (done.returncode, done.stderr)


def test_the_second_signal_is_an_echo():
    """Of several signals only the first raises; who insists for seconds is heard again."""
    script = """if True:
        import os, signal, time
        from auditor import stop
        stop._INSISTS, raised = 0.5, []
        with stop.Stop():
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
                if number == signal.SIGINT:
                    time.sleep(0.6)
                try:
                    os.kill(os.getpid(), number)
                except KeyboardInterrupt:
                    raised.append(number.name)
        print(*raised)
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=CHECKOUT)
    assert b"SIGHUP SIGINT\n" == done.stdout


@pytest.mark.parametrize(
    ("step", "before"),
    [("pathlib.Path.mkdir", False), ("profile._lock", False), ("profile._remove", True)],
)
def test_stopped_while_a_folder_is_made_or_removed(step, before):
    """A signal in the middle of making or removing a temporary folder leaves no folder."""
    script = f"""if True:
        import os, pathlib, shutil, signal, time
        from auditor import profile
        from auditor.stop import Stop
        do = {step}
        def stopped(*args, **options):
            if {before}:
                os.kill(os.getpid(), signal.SIGTERM)
            done = do(*args, **options)
            if not {before}:
                os.kill(os.getpid(), signal.SIGTERM)
            return done
        {step} = stopped
        try:
            with Stop():
                with profile.throw_away_folder():
                    pass
                time.sleep(5)
        except KeyboardInterrupt:
            print("stopped")
    """
    with own_folder() as temporary:
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            cwd=CHECKOUT,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert (b"stopped\n", []) == (done.stdout, os.listdir(temporary)), done.stderr


@pytest.mark.parametrize("step", ["tempfile.mkstemp", "os.fsync"])
def test_stopped_while_a_file_is_written(tmp_path, step):
    """A signal in the middle of writing a report leaves it whole, and no other file."""
    script = f"""if True:
        import os, signal, tempfile, time
        from pathlib import Path
        from auditor.stop import Stop
        from auditor.whole_file import WholeFile
        file, do = WholeFile(Path("r.json")), {step}
        def stopped(*args, **options):
            done = do(*args, **options)
            os.kill(os.getpid(), signal.SIGINT)
            return done
        {step} = stopped
        try:
            with Stop():
                file.write("whole")
                time.sleep(5)
        except KeyboardInterrupt:
            print("stopped")
    """
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=tmp_path, env=environment
    )
    assert (b"stopped\n", ["r.json"]) == (done.stdout, os.listdir(tmp_path)), done.stderr
    assert "whole" == (tmp_path / "r.json").read_text()


def test_stopped_while_a_page_is_made_again(tmp_path):
    """A signal while `render` writes leaves the page whole, and no other file."""
    none = ("--browser", tmp_path / "none", "--json", tmp_path / "r.json")
    assert 4 == program("audit", "--demo", "off", *none).code
    script = """if True:
        import os, signal
        from auditor.cli import main
        do = os.fsync
        def stopped(number):
            do(number)
            os.kill(os.getpid(), signal.SIGTERM)
        os.fsync = stopped
        raise SystemExit(main(["render", "r.json", "--html", "r.html"]))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=tmp_path)
    assert done.returncode in (0, 130), "whether it was done by then"
    assert {"r.json", "r.html"} == set(os.listdir(tmp_path)), done.stderr


def test_stopped_in_the_end_of_an_object():
    """A signal while Python sweeps up after a dead object is not lost with it."""
    script = """if True:
        import os, signal, time, weakref
        from auditor.stop import Stop
        class One: pass
        one = One()
        weakref.finalize(one, os.kill, os.getpid(), signal.SIGTERM)
        try:
            with Stop():
                del one
                time.sleep(5)
        except KeyboardInterrupt:
            print("stopped")
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=CHECKOUT)
    assert (b"stopped\n", b"") == (done.stdout, done.stderr)


def test_no_alarm_is_left_to_the_system():
    """A signal that waited for its moment does not kill the program after its end."""
    script = """if True:
        import signal
        from auditor.stop import Stop
        with Stop():
            signal.setitimer(signal.ITIMER_REAL, 9)
        print(signal.getitimer(signal.ITIMER_REAL))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=CHECKOUT)
    assert b"(0.0, 0.0)\n" == done.stdout


@pytest.mark.parametrize("path", ["/mypreferences/", "/mysettings-api/"])
def test_stopped_while_a_page_loads(serve, start, path):
    """Ctrl-C while the page, or its data, does not come ends with 130."""
    server, run = waiting(serve, start, stall=[path])
    asked_for(server, path)
    os.kill(run.process.pid, signal.SIGINT)
    run.ended(130, "interrupted")


def listens(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process catches SIGTERM: Python itself takes a while until ours begins."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = int(status.split("SigCgt:")[1].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("seconds", [0, 0.2, 0.4, *more(0.1, 0.3, 0.6, 0.8)])
def test_stopped_at_the_start(serve, start, seconds):
    """A signal while the program starts, or starts the browser, ends with 130 and a report."""
    _server, run = waiting(serve, start)
    until(lambda: listens(run.process))
    time.sleep(seconds)
    os.kill(run.process.pid, signal.SIGTERM)
    run.ended(130, "interrupted")


def test_stopped_after_the_press(serve, start):
    """Ctrl-C while LinkedIn has not answered the change leaves a report that claims nothing."""
    server = serve(Scene("x", signed_in=True, save_delay=20))
    run = start("opt-out", "--yes", "--headless", "--browser", server.browser)
    until(lambda: server.writes)
    os.kill(run.process.pid, signal.SIGINT)
    result = run.ended(130, "interrupted")["results"][0]
    assert ("uncertain", "unknown") == (result["change"], result["state"])
    assert "on" == result["before"]["state"]


def test_killed_after_the_press(serve, start):
    """Even a kill leaves a whole report on disk that claims no success."""
    server = serve(Scene("x", signed_in=True, save_delay=20))
    run = start("opt-out", "--yes", "--headless", "--browser", server.browser)
    until(lambda: server.writes)
    run.process.kill()
    run.process.wait()
    result = Report.model_validate_json(run.path.read_text("utf-8")).results[0]
    assert ("uncertain", "unknown") == (result.change, result.state)


def test_the_window_is_closed(serve, start):
    """A window closed by the person ends the run with 4."""
    server = serve(
        Scene("x"), lambda asked: Answer(MANUAL) if asked.path.startswith("/uas/login") else None
    )
    script = server.browser.read_text("utf-8")
    server.browser.write_text(script.replace('"$@"', '"$@" --remote-debugging-port=0'))
    run = start("audit", "--headless", "--browser", server.browser)
    asked_for(server, "/uas/login")
    ports = until(lambda: list(run.temporary.glob("linkedin-auditor-*/**/DevToolsActivePort")))
    at = f"http://127.0.0.1:{ports[0].read_text().split()[0]}/json"
    for target in json.load(urllib.request.urlopen(at)):
        if target["url"].startswith("https://www.linkedin.com/"):
            urllib.request.urlopen(f"{at}/close/{target['id']}")
    run.ended(4, "window_closed")


@pytest.mark.parametrize("moment", ["/uas/login", "/mysettings-api/"])
def test_the_browser_dies(serve, start, moment):
    """A browser that dies, or that the person quits, ends the run with 4."""
    stall = [moment] if moment != "/uas/login" else []
    server, run = waiting(serve, start, stall=stall)
    asked_for(server, moment)
    for process in processes_of(f"127.0.0.1:{server.port}"):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    run.ended(4, "window_closed")
