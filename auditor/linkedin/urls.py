"""Tell LinkedIn's addresses apart: its hosts, its settings, its tracking, its sign-in pages."""

import re
import tomllib
from enum import Enum
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

ORIGIN = "https://www.linkedin.com"
WRITE_PATH = "/mysettings-api/settingsApiSettings/"
"""Where settings of this kind are saved, before the key (LINKEDIN.md, "The setting")."""

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ADDRESSES = tomllib.loads(Path(__file__).with_name("addresses.toml").read_text("utf-8"))
_BACKGROUND_PATH = re.compile(f"/({'|'.join(_ADDRESSES['background_paths'])})", re.ASCII)
_BACKGROUND_HOST = re.compile("|".join(_ADDRESSES["background_hosts"]))


class Place(Enum):
    """Where the tab is, by its address alone (LINKEDIN.md, "Signing in")."""

    WANTED = "the page asked for"
    SIGNED_OUT = "a sign-in page"
    SIGNING_IN = "signing in"
    CHALLENGE = "a check"
    REFUSED = "a sign-in page that refuses this window"
    RESTRICTED = "a restricted account"
    OFFLINE = "no page at all"
    OUTSIDE = "another site"
    ELSEWHERE = "another page of LinkedIn"


SIGN_IN_PLACES = frozenset({Place.SIGNED_OUT, Place.SIGNING_IN, Place.CHALLENGE, Place.REFUSED})


def parts_of(url: str) -> SplitResult:
    """The parts of `url`, all of them empty where it is no address at all."""
    try:
        return urlsplit(url)
    except ValueError:  # Chromium takes some that Python refuses, such as `android://[name]/`
        return urlsplit("")


def is_first_party(url: str) -> bool:
    """Whether the host of `url` is LinkedIn's own."""
    host = parts_of(url).hostname or ""
    return any(host == own or host.endswith("." + own) for own in _ADDRESSES["hosts"])


def is_settings_path(path: str) -> bool:
    """Whether `path` lies in one of LinkedIn's settings trees (LINKEDIN.md, "The tree")."""
    return path.lstrip("/").partition("/")[0].lower() in _ADDRESSES["settings_trees"]


def is_background(url: str) -> bool:
    """Whether `url` is LinkedIn's tracking, or a stream that stays open."""
    parts = parts_of(url)
    return bool(_BACKGROUND_PATH.match(parts.path) or _BACKGROUND_HOST.match(parts.hostname or ""))


def is_sign_in_path(path: str) -> bool:
    """Whether a segment of `path` is one of LinkedIn's words for signing in."""
    return any(segment in _ADDRESSES["sign_in_segments"] for segment in path.split("/"))


def place_of(url: str, wanted_path: str) -> Place:
    """Which page `url` is, told by its path segments and never by substrings."""
    parts = parts_of(url)
    if parts.scheme in ("chrome-error", "about", ""):
        return Place.OFFLINE
    if not url.startswith(ORIGIN + "/"):
        return Place.ELSEWHERE if is_first_party(url) else Place.OUTSIDE
    if (parts.path.rstrip("/") or "/") == wanted_path:
        return Place.WANTED
    # LinkedIn's sign-in pages of 2026 have a prefix.
    segments = [part for part in parts.path.split("/") if part not in ("", "flagship-web")]
    first, second = [*segments, "", ""][:2]
    if first not in _ADDRESSES["sign_in_segments"]:
        return Place.ELSEWHERE
    if "login-restriction" in segments:
        return Place.RESTRICTED
    query = parse_qs(parts.query, keep_blank_values=True)
    if "challengeId" in query or (first, second) == ("uas", "consumer-email-challenge"):
        return Place.CHALLENGE
    if (first, second) == ("checkpoint", "lg"):
        return Place.SIGNING_IN
    if first == "checkpoint" and second not in ("rm", "rp"):  # another account; a lost password
        return Place.CHALLENGE
    return Place.REFUSED if "errorKey" in query else Place.SIGNED_OUT
