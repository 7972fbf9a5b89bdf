"""What a failed load means to the person: one table of Chromium's errors."""

from __future__ import annotations

from urllib.request import getproxies

from auditor.errors import NotAudited
from auditor.linkedin.urls import parts_of

_AGAIN = "Check the internet connection, then run the command again."
_GATEWAY = (
    "A company's proxy, the gateway of a hotel or airport, a wrong clock, or somebody in between"
    " can be the cause. Open www.linkedin.com in your own browser and see what it says."
)
_MANAGED = "Use another browser with --browser; linkedin-auditor doctor lists them."

# The first entry whose words stand in the browser's error counts.
_TABLE = (
    (
        ("ERR_TOO_MANY_REDIRECTS",),  # stickerdaniel/linkedin-mcp-server, issue 567, 2026-07
        "LinkedIn led the browser round in a circle, as it does with a session that has ended.",
        "Sign in again: run the command without a kept profile.",
    ),
    (
        ("ERR_CERT_", "ERR_SSL_", "ERR_BAD_SSL"),
        "The connection to LinkedIn was not trusted, so nothing was read.",
        _GATEWAY,
    ),
    (
        ("PROXY_AUTH", "ERR_INVALID_AUTH_CREDENTIALS", "407"),
        "The proxy {proxy} asks for a user name and a password.",
        "Set the proxy up in your own browser and use that one with --connect.",
    ),
    (
        ("ERR_PROXY", "ERR_TUNNEL", "ERR_SOCKS"),
        "The proxy {proxy} could not be reached, or refused to lead to LinkedIn.",
        "Check the proxy settings of this computer, then run the command again.",
    ),
    (
        ("ERR_NAME_NOT_RESOLVED", "ERR_NAME_RESOLUTION_FAILED"),
        "The name www.linkedin.com was not found.",
        _AGAIN,
    ),
    (("ERR_INTERNET_DISCONNECTED",), "This computer is not connected to the internet.", _AGAIN),
    (
        ("ERR_BLOCKED_BY_ADMINISTRATOR",),
        "This browser is managed by an organisation whose rules forbid LinkedIn.",
        _MANAGED,
    ),
)


def load_failure(error: str, *, profile_kept: bool = False) -> NotAudited:
    """The error for a page that did not load; `error` is what the browser said."""
    for words, message, hint in _TABLE:
        if any(word in error for word in words):
            if "ERR_TOO_MANY_REDIRECTS" in words and profile_kept:
                hint = "Remove the kept profile and sign in again: linkedin-auditor forget"
            return NotAudited("network", message, hint, proxy=_proxy())
    return NotAudited("network", "LinkedIn could not be reached.", _AGAIN)


def _proxy() -> str:
    """Host and port of the proxy for HTTPS, without its user and password."""
    parts = parts_of(getproxies().get("https", ""))
    if not parts.hostname:
        return "of this computer"
    return parts.hostname + (f":{parts.port}" if parts.port else "")
