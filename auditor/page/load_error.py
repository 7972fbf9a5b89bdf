"""What a failed load means to the person."""

from urllib.request import getproxies

from auditor.errors import NotAudited, named_in
from auditor.linkedin.urls import parts_of


def load_failure(error: str, *, profile_kept: bool = False) -> NotAudited:
    """The error for a page that did not load; `error` is what the browser said."""
    name = named_in(error, "load_words")
    if name == "led_in_a_circle" and profile_kept:
        name += "_with_profile"
    # Host and port of the proxy for HTTPS, without its user and password.
    proxy = parts_of(getproxies().get("https", "")).netloc.rpartition("@")[2]
    return NotAudited(name, proxy=proxy or "of this computer")
