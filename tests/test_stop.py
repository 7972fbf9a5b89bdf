"""A signal at the wrong moment: while something is loaded, made, written or removed."""

import os
import signal
import subprocess
import sys

import pytest
from traces import own_folder
from wire import CHECKOUT, program


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


@pytest.mark.parametrize("stopped", [["gc.freeze"], ["parse", "_told"]])
def test_no_signal_has_python_print_where_the_program_lies(stopped):
    """Ctrl-C when all is done, or once more while the first is told, is heard without a word."""
    script = f"""if True:
        import gc, os, signal, sys
        from auditor import cli
        def stopped_in(name):
            holder = gc if name.startswith("gc") else cli
            step = getattr(holder, name.split(".")[-1])
            def stops(*args):
                os.kill(os.getpid(), signal.SIGINT)
                return step(*args)
            setattr(holder, name.split(".")[-1], stops)
        for name in {stopped}:
            stopped_in(name)
        sys.argv[1:] = ["settings"]
        cli.run()
    """
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=CHECKOUT
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = "" if len(stopped) == 1 else "linkedin-auditor: Stopped before the end."
    assert (130 if told else 0, told) == (done.returncode, done.stderr.partition("\n")[0])


def test_what_fails_unheard_is_not_told_with_where_it_lies():
    """Neither a thread that fails nor an object's end, nor ours, has Python print a traceback."""
    script = """if True:
        import threading
        from auditor.environment import keep_to_ourselves
        keep_to_ourselves()
        class Fails:
            def __del__(self):
                1 / 0
        def fails():
            Fails()
            1 / 0
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        raise SystemExit(0)
    """
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONINSPECT": "1"},
    )
    assert "Traceback" not in done.stderr, done.stderr
