"""What the browser finds around it: what it would leave in the person's folders goes to ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path


def environment(folder: Path) -> dict[str, str | float | bool]:
    """The environment to start a browser in, whose traces are to stay in `folder`."""
    known: dict[str, str | float | bool] = dict(os.environ)
    if sys.platform != "linux":  # elsewhere the path would be too long for Chromium's socket
        return known
    # What a crash leaves, and what libraries keep for the next time.
    for name in ("TMPDIR", "BREAKPAD_DUMP_LOCATION", "XDG_CACHE_HOME"):
        known[name] = str(folder)
    if not any(path.exists() for path in _certificates()):
        known["XDG_DATA_HOME"] = str(folder)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    here = Path(runtime) if runtime else None
    # A page with sound has PulseAudio make what it does not find.
    pulse = Path.home() / ".config/pulse"
    if not (pulse / "cookie").exists():
        known.setdefault("PULSE_COOKIE", str(folder / "pulse-cookie"))
    if not (here and (here / "pulse").exists()) and not any(pulse.glob("*-runtime")):
        known.setdefault("PULSE_RUNTIME_PATH", str(folder))
    # So does dconf; whoever keeps settings there (of a proxy, it may be) needs them.
    used = [Path.home() / ".config/dconf/user", *([here / "dconf"] if here else [])]
    if not any(path.exists() for path in used):
        known.setdefault("GSETTINGS_BACKEND", "memory")
    return known


def _certificates() -> Iterator[Path]:
    """Where Chromium on Linux keeps certificates of the person's, and would make an empty store.

    The first folder it uses wherever it is there.
    """
    yield Path.home() / ".pki/nssdb"
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    yield Path(data) / "pki/nssdb/cert9.db"
