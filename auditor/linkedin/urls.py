"""What a request asks for, and of whom: all that the rules and the listening go by."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from auditor.linkedin.address import parts_of

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ASKS = READ_METHODS | {"POST"}
"""Methods by which pages ask for data; by any other they only write."""

FIRST_PARTY = ("linkedin.com", "licdn.com")

# Background traffic that carries no setting and may never end: tracking, telemetry, advertisements,
# bot detection, the realtime stream. As listed by blockers of the public (spider-rs/spider,
# src/handler/blockers; itsbrex/linkedin-shield; the BoxedIn extension), and by those who read
# LinkedIn's scripts and recorded its traffic (browsergate.eu; yokoffing/filterlists, issue 162),
# 2026-11. Some of it fails by itself (502 for an address like "/3wAYfyrylvfTN"), some because it is
# blocked where people are.
_BACKGROUND = re.compile(
    r"/(li/|realtime/|sensorCollect|platform-telemetry/|apfc/|tscp-serving/|security/csp|csp/"
    r"|rest/track|lite/rum-track|mob/tracking|litms/|voyager/abp-detection|collect(?:/|$)"
    r"|(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*[0-9])[\w-]{8,96}$)",
    re.ASCII,
)
_BACKGROUND_HOST = re.compile(
    r"realtime\.|merchantpool[0-9]*\.|platform(-[a-z]+)?\.linkedin\.com$|snap\.licdn\.com$"
    r"|([a-z0-9-]+\.)?ads\.linkedin\.com$"
)

# Pages and data of the settings trees (facts, sections 1 and 2).
_SETTINGS_TREE = re.compile(r"(mysettings-api|mypreferences|psettings)(?![\w-])")

# By these headers some servers are told what a request does; LinkedIn's, built with Rest.li, know
# the last (linkedin.github.io/rest.li/spec/protocol), whose words are those of `_BY_NAME`.
_SAYS = re.compile(r"(x-(http-)?method(-override)?|x-restli-method)$", re.IGNORECASE)
_BY_NAME = dict.fromkeys(("BATCH_GET", "GET_ALL", "FINDER", "BATCH_FINDER"), "GET") | dict.fromkeys(
    ("CREATE", "BATCH_CREATE", "PARTIAL_UPDATE", "BATCH_PARTIAL_UPDATE", "ACTION"), "POST"
)


def method_of(method: str, headers: dict[str, str]) -> str:
    """What a request does: by its method, or by a header of it that says something worse."""
    told = [value.strip().upper() for name, value in headers.items() if _SAYS.match(name)]
    does = [method, *(_BY_NAME.get(one, one) for one in told)]
    return max(does, key=lambda one: (one not in ASKS, one not in READ_METHODS))


def is_first_party(url: str) -> bool:
    """Whether `url` is LinkedIn's own, by its host."""
    host = (parts_of(url).hostname or "").removesuffix(".")  # the same host, written in full
    return any(host == own or host.endswith("." + own) for own in FIRST_PARTY)


def is_kept_to(url: str) -> bool:
    """Whether `url` is LinkedIn's as its pages are kept to it (kept.py): HTTPS, no dot behind."""
    parts = parts_of(url)
    plain = parts.scheme == "https" and not (parts.hostname or "").endswith(".")
    return plain and is_first_party(url)


def is_settings_path(path: str) -> bool:
    """Whether `path` goes through one of the settings trees, however it is written.

    At each stage of its decoding, and also where it climbs out of the tree again: which of them a
    server goes by nobody here knows.
    """
    for _ in range(10):
        if _goes_through_settings(_plain(path)):
            return True
        path = unquote(path)
    return False


def _goes_through_settings(path: str) -> bool:
    at: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            at = at[:-1]
        elif segment not in ("", "."):
            at.append(segment)
        if at and _SETTINGS_TREE.match(at[0]):
            return True
    return False


def _plain(path: str) -> str:
    plain = unicodedata.normalize("NFKC", path).replace("\\", "/").lower()
    plain = "".join(one for one in plain if one.isprintable() and one != " ")
    return re.sub(r";[^/]*", "", plain)


def is_background(url: str) -> bool:
    """Whether `url` is LinkedIn's tracking or a stream that stays open."""
    parts = parts_of(url)
    if "setting" in parts.path.lower():
        return False
    host = parts.hostname or ""
    return bool(_BACKGROUND.match(parts.path) or _BACKGROUND_HOST.match(host))
