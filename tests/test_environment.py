"""What a run finds around it in a home stays as it was, whatever libraries keep."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from exhaustive import more
from hostile import SETTING, page
from traces import own_folder
from wire import CHECKOUT, program, until

from auditor.demo import Answer, Scene
from auditor.environment import environment
from auditor.find_browser import choose


def test_the_home_folder_stays_as_it_was(tmp_path):
    """Neither the browser's crash reports nor any cache of it stay in the person's own folders."""
    home = tmp_path / "home"
    home.mkdir()
    with own_folder() as folder:
        environment = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": ""}
        done = program("audit", "--demo", "off", environment={"TMPDIR": str(folder), **environment})
        assert (0, []) == (done.code, os.listdir(folder))
    assert [] == [*home.rglob("*")]


@pytest.mark.parametrize(
    "there", ["a session", "a broken store", *more("another backend", "nothing")]
)
def test_what_libraries_and_the_driver_keep_stays_nowhere(serve, tmp_path, there):
    """A visit over HTTPS, of a page with sound, leaves the person's own folders as they were."""
    sounds = Answer(page(more="<script>new AudioContext()</script>"))
    server = serve(
        Scene("x", signed_in=True), lambda asked: sounds if asked.path == SETTING.path else None
    )
    home = tmp_path / "home"
    home.mkdir()
    if there == "a broken store":
        (home / ".pki/nssdb").mkdir(parents=True)
        (home / ".pki/nssdb/cert9.db").touch()
    before = {*home.rglob("*")}
    kept = {"SSLKEYLOGFILE": str(home / "keys"), "NODE_V8_COVERAGE": str(home / "node")}
    environment = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", **kept}
    if there == "another backend":
        environment["GSETTINGS_BACKEND"] = "keyfile"
    command = ("audit", "--headless", "--browser", server.browser, "--json", "-")
    with own_folder() as runtime:
        if there == "a session":
            environment["XDG_RUNTIME_DIR"] = str(runtime)
            (runtime / "dconf").mkdir()
            before.add(runtime / "dconf")
        done = program(*command, environment=environment)
        assert ("on", before) == (done.result["state"], {*home.rglob("*"), *runtime.rglob("*")})


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
def test_what_graphics_keep_goes_to_our_folder(tmp_path, monkeypatch):
    """A place that the person named for what is drawn faster the next time is not used."""
    monkeypatch.setenv("MESA_SHADER_CACHE_DIR", str(tmp_path / "theirs"))
    assert str(tmp_path) == environment(tmp_path, kept=False)["MESA_SHADER_CACHE_DIR"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
def test_a_sound_server_is_met_where_the_person_keeps_what_it_needs(tmp_path, monkeypatch):
    """PulseAudio makes no cookie in a folder for settings that has none."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config/pulse").mkdir(parents=True)
    (tmp_path / ".config/pulse/cookie").touch()
    for folder, has_one in (("", True), (tmp_path / "elsewhere", False)):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
        ours = tmp_path / f"ours-{has_one}"
        ours.mkdir()
        assert has_one == ("PULSE_COOKIE" not in environment(ours, kept=False))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
@pytest.mark.parametrize("own_profile", [True, False])
def test_the_desktops_settings_are_read_where_nothing_is_made(tmp_path, monkeypatch, own_profile):
    """With a profile of the person's own dconf would make a file for each database it names."""
    for made in ("session/dconf", "ours"):
        (tmp_path / made).mkdir(parents=True)
    for there in ("session/dconf/user", "module"):
        (tmp_path / there).touch()
    monkeypatch.setattr("auditor.environment._DCONF", [str(tmp_path / "module")])
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))
    for name in ("GSETTINGS_BACKEND", "GIO_MODULE_DIR", "DCONF_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    if own_profile:
        monkeypatch.setenv("DCONF_PROFILE", str(tmp_path / "profile"))
    given = environment(tmp_path / "ours", kept=False).get("GSETTINGS_BACKEND")
    assert given == ("memory" if own_profile else None)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_a_folder_of_the_sound_servers_is_used_where_it_is_there(
    tmp_path, monkeypatch, named, there
):
    """PulseAudio makes none in the person's session, nor where a variable of theirs names one."""
    session, ours = tmp_path / "session", tmp_path / "ours"
    of_pulse = session / ("named" if named else "pulse")
    (of_pulse if there else session).mkdir(parents=True)
    ours.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    monkeypatch.setenv("PULSE_RUNTIME_PATH", str(of_pulse) if named else "")
    theirs = environment(ours, kept=False)["PULSE_RUNTIME_PATH"]
    assert theirs == (str(of_pulse if named else "") if there else str(ours))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
@pytest.mark.parametrize("store", [".local/share/pki/nssdb", *more(".pki/nssdb")])
def test_what_chromes_script_makes_stays_nowhere(tmp_path, monkeypatch, store):
    """A start script that makes a list of programs makes it in our folder, or nowhere."""
    home, scripts = tmp_path / "home", tmp_path / "bin"
    (home / store).mkdir(parents=True)
    for name in ("cert9.db", "key4.db", "pkcs11.txt"):
        (home / store / name).touch()
    scripts.mkdir()
    chrome = scripts / "google-chrome"
    lists = "${XDG_DATA_HOME:-$HOME/.local/share/applications}"
    makes = f'mkdir -p "{lists}"; touch "{lists}/mimeapps.list"'
    chrome.write_text(f'#!/bin/sh\n{makes}\nexec "{choose(None).path}" "$@"\n')
    chrome.chmod(0o755)
    before = {*home.rglob("*")}
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{scripts}:{os.environ['PATH']}")
    assert "google-chrome" in program("doctor").out
    assert 0 == program("audit", "--demo", "off").code
    assert before == {*home.rglob("*")}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
def test_the_sessions_bus_is_not_made_to_start_anything(tmp_path):
    """The bus is asked where a screen reader may be in use, or for the key of a kept profile."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "kept").mkdir()
    off = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}.items()
    launcher = tmp_path / "at-spi-bus-launcher"
    launcher.symlink_to(shutil.which("sleep"))
    for_us = environment(tmp_path / "ours", kept=False)
    assert (True, "disabled:") == (off <= for_us.items(), for_us["DBUS_SYSTEM_BUS_ADDRESS"])
    assert not off <= environment(tmp_path / "kept", kept=True).items()
    (tmp_path / "read").mkdir()
    with subprocess.Popen([launcher, "60"]) as running:
        until(lambda: "at-spi" in Path(f"/proc/{running.pid}/comm").read_text())
        asked = environment(tmp_path / "read", kept=False)
        running.terminate()
    assert not off <= asked.items()


def test_nobody_writes_its_memory_to_a_file():
    """However the program dies, no core of it, its driver or its browser is written."""
    script = """if True:
        import resource
        from auditor import cli
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
        cli.main = lambda: print(hard, *resource.getrlimit(resource.RLIMIT_CORE))
        cli.run()
    """
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=CHECKOUT
    )
    hard, soft, still = done.stdout.split()
    if hard == "0":
        pytest.skip("no core is ever written here")
    assert ("1", hard) == (soft, still)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the browser's environment is as is")
def test_a_folder_whose_name_would_change_on_the_way_is_not_named(tmp_path, monkeypatch):
    """Of a name that is no UTF-8 another one would arrive, and a browser would make that folder."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PULSE_COOKIE", "SOME_FOLDER"):
        monkeypatch.setenv(name, os.fsdecode(os.fsencode(tmp_path) + b"/x\xff"))
    (tmp_path / "ours").mkdir()
    known = environment(tmp_path / "ours", kept=False)
    assert str(tmp_path / "ours") == known["HOME"]
    assert {"XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "SOME_FOLDER"}.isdisjoint(known)
    "".join(map(str, known.values())).encode()
