"""The addresses that a page uses: whatever it likes, and not always one at all."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of(url: str) -> SplitResult:
    """The parts of `url`, all empty where it is none.

    Chromium takes some that `urlsplit` raises ValueError for (`android://[name]/`), with the name.
    """
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def page_parts(url: str) -> SplitResult:
    """The parts of a page's address; one of a page's own making (`blob:`) is of its origin."""
    return parts_of(url.removeprefix("blob:"))
