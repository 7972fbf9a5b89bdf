"""Run scripts in a page that may hang or change under our hands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Page

PAGE_JS = Path(__file__).with_name("snapshot.js").read_text(encoding="utf-8")

SCROLL_JS = """
() => {
  for (const el of document.querySelectorAll("*")) {
    if (el.scrollHeight > el.clientHeight + 1) el.scrollTop = el.scrollHeight;
  }
  return "";
}
"""
"""Brings the end of the page, and of each part that scrolls by itself, in sight."""

_OPEN, _CLOSE = "\x02", "\x03"  # JSON holds neither
_THROW = "() => {{ throw '\\u0002' + ({})() + '\\u0003'; }}"


def answer(page: Page, script: str, timeout: float) -> str:
    """The text that `script` answers at once; `timeout` in seconds.

    Of Playwright's ways to run a script, only waiting for a function of an element gives up in
    time wherever the page begins to hang (1.65; `wait_for_function` of a page asks the page to
    clean up first, and waits for that without end). It returns nothing: the answer is thrown,
    as text and not as an Error, which the page could have changed. Raises Playwright's Error.
    """
    from playwright.sync_api import Error

    try:
        page.locator(":root").wait_for_function(
            _THROW.format(script), timeout=max(timeout, 0.1) * 1000
        )
    except Error as error:
        _, opened, rest = error.message.partition(_OPEN)
        text, closed, _ = rest.rpartition(_CLOSE)
        if not opened or not closed:
            raise
        return text
    raise AssertionError("what the script answers is thrown")


def run(page: Page, script: str, arg: object, timeout: float) -> JSHandle:
    """A handle on what `script` answers, which must not be empty; `timeout` in seconds.

    `wait_for_function` and not `evaluate`: it gives up on a page that hangs already, though not
    on one that begins to (see `answer`). Raises Playwright's Error.
    """
    return page.wait_for_function(script, arg=arg, timeout=max(timeout, 0.1) * 1000, polling=50)
