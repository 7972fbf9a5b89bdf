"""What a failed load means to the person: one table of Chromium's errors, in load_error.toml."""

import tomllib
from pathlib import Path
from urllib.request import getproxies

from auditor.errors import NotAudited
from auditor.linkedin.urls import parts_of


def load_failure(error: str, *, profile_kept: bool = False) -> NotAudited:
    """The error for a page that did not load; `error` is what the browser said."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["failures"]
    entry = next(entry for entry in table if any(word in error for word in entry["words"]))
    hint = entry.get("hint_with_profile", entry["hint"]) if profile_kept else entry["hint"]
    return NotAudited("network", entry["message"], hint, proxy=_proxy())


def _proxy() -> str:
    """Host and port of the proxy for HTTPS, without its user and password."""
    parts = parts_of(getproxies().get("https", ""))
    return parts.netloc.rpartition("@")[2] or "of this computer"
