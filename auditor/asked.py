"""What a request asks for, and of whom: all that the rules and the listening go by."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import unquote

from auditor.address import parts_of

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ASKS = READ_METHODS | {"POST"}
"""Methods by which pages ask for data; by any other they only write."""

FIRST_PARTY = ("linkedin.com", "licdn.com")

# Background traffic that carries no setting and may never end: tracking, telemetry, bot detection,
# the realtime stream. Prefixes as listed by blockers of the public (spider-rs/spider,
# src/handler/blockers; several block lists of browser extensions), 2026-11.
_BACKGROUND = re.compile(
    r"/(li/|realtime/|sensorCollect|platform-telemetry/|security/csp|rest/track|collect(?:/|$))"
)

# Pages and data of the settings trees (facts, sections 1 and 2).
_SETTINGS_PATH = re.compile(r"/(mysettings-api|mypreferences|psettings)(?![\w-])")


def is_first_party(url: str) -> bool:
    """Whether `url` is LinkedIn's own, by its host."""
    host = (parts_of(url).hostname or "").removesuffix(".")  # the same host, written in full
    return any(host == own or host.endswith("." + own) for own in FIRST_PARTY)


def is_settings_path(path: str) -> bool:
    """Whether `path` is in one of the settings trees, however it is written."""
    for _ in range(10):
        path = unquote(path)
    path = unicodedata.normalize("NFKC", path).replace("\\", "/").lower()
    path = "".join(one for one in path if one.isprintable() and one != " ")
    path = re.sub(r";[^/]*", "", path)
    return bool(_SETTINGS_PATH.match(posixpath.normpath("/" + path.lstrip("/"))))


def is_background(url: str) -> bool:
    """Whether `url` is LinkedIn's tracking or a stream that stays open."""
    parts = parts_of(url)
    if "setting" in parts.path.lower():
        return False
    return bool(_BACKGROUND.match(parts.path)) or (parts.hostname or "").startswith("realtime.")
