"""What a run finds around it: what it would leave in the person's folders goes to ours."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from contextlib import suppress
from glob import glob
from os.path import exists  # as Path's, but False where a folder may not be read
from pathlib import Path

# What steers Playwright (1.65), its driver or the libraries below, when somebody works on those: to
# tell or keep in files all that is said in a run, with cookies; to use a browser elsewhere.
_OF_TOOLS = (
    "DEBUG",
    "INTERNAL_PW_",
    "NODE_",
    "NSPR_",
    "PLAYWRIGHT_",
    "PW",
    "SELENIUM_",
    "SSLKEYLOG",
    "PYTHONASYNCIODEBUG",
)
# What some systems cannot do without; of an installation, all (`…DOWNLOAD…`).
_NEEDED = {"NODE_EXTRA_CA_CERTS", "PLAYWRIGHT_BROWSERS_PATH", "PLAYWRIGHT_NODEJS_PATH"}
_NEEDED |= {"PLAYWRIGHT_HOST_PLATFORM_OVERRIDE", "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS"}

# Where drivers of graphics keep what they made for a page, whatever the folder for caches is.
_CACHES = ("MESA_SHADER_CACHE_DIR", "MESA_GLSL_CACHE_DIR", "__GL_SHADER_DISK_CACHE_PATH")

# By these Chromium has an address opened that is none of a page (platform_util_linux.cc).
_OPENERS = ("xdg-open", "xdg-email")

_DCONF = [f"/usr/{lib}/gio/modules/libdconfsettings.so" for lib in ("lib", "lib64", "lib/*")]


def open_what_is_closed() -> None:
    """Have what goes to a standard stream that is closed go nowhere.

    The file that is opened next would take its number, and be written to; what is meant for
    standard error, where there is none, would go to standard output (`print`).
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it gets the lowest number
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115


def keep_to_ourselves() -> None:
    """Have no part of the program tell or keep more of a run than the person asked for."""
    for name in [name for name in os.environ if _is_of_tools(name)]:
        del os.environ[name]
    # Of what goes wrong where nobody hears of it Python would tell in which folders it lies.
    sys.excepthook = lambda *_: None  # by PYTHONINSPECT of the end as well
    threading.excepthook = lambda _: None
    sys.unraisablehook = lambda _: None
    with suppress(ImportError):  # Windows has none of it
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        # Its memory, in a file, when it dies. To 0 a program that is given it is not bound, by 1 it
        # is not started (kernel.org, fs/coredump.c); a file would have to hold more.
        resource.setrlimit(resource.RLIMIT_CORE, (1 if hard else 0, hard))


def environment(folder: Path, *, kept: bool) -> dict[str, str | float | bool]:
    """The environment to start a browser in, whose traces are to stay in `folder`.

    `kept`: but for its profile, whose cookies the system's keychain encrypts.
    """
    theirs = {name: value for name, value in os.environ.items() if _reaches(name + value)}
    if "HOME" in os.environ.keys() - theirs:
        theirs["HOME"] = str(folder)
    known: dict[str, str | float | bool] = dict(theirs)
    if sys.platform != "linux":  # elsewhere the path would be too long for Chromium's socket
        return known
    # What a crash leaves, and what libraries keep for the next time.
    for name in ("TMPDIR", "BREAKPAD_DUMP_LOCATION", "XDG_CACHE_HOME", *_CACHES):
        known[name] = str(folder)
    # Chromium makes a store of certificates where it finds none, and what one lacks; the script by
    # which Google Chrome starts, a list of programs (chrome/installer/linux/common/wrapper).
    home = theirs.get("HOME") or os.path.expanduser("~")
    config = theirs.get("XDG_CONFIG_HOME") or f"{home}/.config"
    data = theirs.get("XDG_DATA_HOME") or f"{home}/.local/share"
    if exists(f"{home}/.pki/nssdb") and not _is_whole(f"{home}/.pki/nssdb"):
        known["HOME"] = str(folder)
        known["XDG_CONFIG_HOME"] = config
    known["XDG_DATA_HOME"] = str(folder)
    if _is_whole(f"{data}/pki/nssdb"):
        (folder / "pki").symlink_to(f"{data}/pki")
    # A page with sound has PulseAudio make what it does not find.
    session = theirs.get("XDG_RUNTIME_DIR")
    if not exists(f"{config}/pulse/cookie"):
        known.setdefault("PULSE_COOKIE", str(folder / "pulse-cookie"))
    of_pulse = theirs.get("PULSE_RUNTIME_PATH") or (session and f"{session}/pulse")
    if not (of_pulse and exists(of_pulse)):
        known["PULSE_RUNTIME_PATH"] = str(folder)
    if not _reads_settings_only(config, session):
        known["GSETTINGS_BACKEND"] = "memory"
    # Where nobody uses a screen reader, Chromium would have the session's bus start what it needs;
    # and the system's what tells of its battery.
    known["DBUS_SYSTEM_BUS_ADDRESS"] = "disabled:"
    if not (kept or _runs("at-spi-bus-launcher")):
        known["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    known["PATH"] = os.pathsep.join((_idle_programs(folder), theirs.get("PATH") or os.defpath))
    return known


def _reaches(value: str) -> bool:
    """Whether it reaches the browser as it is: Playwright hands it on in JSON.

    Of a folder whose name is no UTF-8 another name would arrive, and the browser would make it.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _reads_settings_only(config: str, session: str | None) -> bool:
    """Whether the desktop's settings, a proxy it may be, are read without anything being made.

    GLib's backends make a file or a folder where they find none, and it takes another backend than
    was meant where dconf's module is not in its place.
    """
    backend = os.environ.get("GSETTINGS_BACKEND") or "dconf"
    if backend == "keyfile":
        return exists(f"{config}/glib-2.0/settings")
    there = os.environ.keys().isdisjoint(("GIO_MODULE_DIR", "DCONF_PROFILE")) and any(
        map(glob, _DCONF)
    )
    return there and backend == "dconf" and bool(session) and exists(f"{session}/dconf/user")


def _runs(name: str) -> bool:
    """Whether a program runs here."""
    for told in Path("/proc").glob("[0-9]*/comm"):
        with suppress(OSError):  # it is gone
            if (
                told.read_text(errors="replace").strip() == name[:15]
            ):  # of more the system tells not
                return True
    return False


def _idle_programs(folder: Path) -> str:
    """A folder of programs that do nothing, in place of those that open mail and other addresses.

    A page of signing in may have Chromium start one, and what that starts outlives the run.
    """
    idle = folder / "programs"
    idle.mkdir()
    for name in _OPENERS:
        # No script: what is in a temporary folder may not be run everywhere.
        (idle / name).symlink_to(shutil.which("true") or "/bin/true")
    return str(idle)


def _is_whole(store: str) -> bool:
    return all(exists(f"{store}/{name}") for name in ("cert9.db", "key4.db", "pkcs11.txt"))


def _is_of_tools(name: str) -> bool:
    of_tools = name.startswith(_OF_TOOLS) and name != "PWD"
    return of_tools and name not in _NEEDED and "DOWNLOAD" not in name
