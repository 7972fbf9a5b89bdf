"""Outline the setting's row in the window, and take a picture of that row alone."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from auditor.page.names import titles, toggle_names
from auditor.page.snapshot import Candidate, script
from auditor.text import same

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, JSHandle

    from auditor.linkedin.catalog import Setting

_OUTLINE = script("outline.js")
_PICTURE_SECONDS = 5
# Nothing but the marked parts of the row is drawn, whatever lies over it.
_ONLY_ROW = """
* { visibility: hidden !important; background-image: none !important }
[data-linkedin-auditor], [data-linkedin-auditor] * { visibility: visible !important }
"""


def outline(
    element: ElementHandle, control: Candidate, setting: Setting, note: str, language: str
) -> None:
    """Outline the row of `element` and show a bar with `note`; an empty note only marks the row."""
    _mark(element, control, setting, note, language)


def end_outline(element: ElementHandle) -> None:
    """Take the outline, the bar and the marks away."""
    from playwright.sync_api import Error

    with suppress(Error):  # a help for the eye, never a reason to fail
        element.evaluate(_OUTLINE, [[], None, ""])


def picture(element: ElementHandle, control: Candidate, setting: Setting) -> bytes | None:
    """A PNG of the row of `element`; None where it could not be taken."""
    from playwright.sync_api import Error

    try:
        row = _mark(element, control, setting, "", "").as_element()
        if row is None:
            return None
        # Playwright would hide the caret by a style that it leaves behind on every input.
        return row.screenshot(style=_ONLY_ROW, caret="initial", timeout=_PICTURE_SECONDS * 1000)
    except Error:
        return None
    finally:
        end_outline(element)


def _mark(
    element: ElementHandle, control: Candidate, setting: Setting, note: str, language: str
) -> JSHandle:
    wordings = toggle_names(setting) | titles(setting)
    lines = {line.text for level in control.around for line in level}
    labels = [line for line in lines if same(line) in wordings]
    return element.evaluate_handle(_OUTLINE, [labels, note, language])
