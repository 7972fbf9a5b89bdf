"""Run scripts in a page that may hang or change under our hands."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Page

PAGE_JS = files("auditor").joinpath("page.js").read_text(encoding="utf-8")


def run(page: Page, script: str, arg: object, timeout: float) -> JSHandle:
    """The answer of `script`, which must not be empty; `timeout` in seconds.

    `wait_for_function` and not `evaluate`: only it gives up on a page that never yields.
    Raises Playwright's Error.
    """
    return page.wait_for_function(script, arg=arg, timeout=max(timeout, 0.1) * 1000, polling=50)
