"""Outline the setting's row in the window, and take a picture of that row alone."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import ElementHandle, Error

from auditor.linkedin.catalog import Setting
from auditor.page.names import titles, toggle_names
from auditor.page.snapshot import Candidate, script
from auditor.text import same

_OUTLINE = script("outline.js")
_PICTURE_MILLISECONDS = 5000
# Nothing but the marked parts of the row is drawn, whatever lies over it.
_ONLY_ROW = """
* { visibility: hidden !important; background-image: none !important }
[data-linkedin-auditor], [data-linkedin-auditor] * { visibility: visible !important }
"""


class Row:
    """The row of one control that was read."""

    def __init__(self, element: ElementHandle, control: Candidate, setting: Setting) -> None:
        self._element = element
        wordings = toggle_names(setting) | titles(setting)
        lines = {line.text for level in control.around for line in level}
        self._labels = [line for line in lines if same(line) in wordings]

    def outline(self, note: str, language: str) -> None:
        """Outline the row in the window, and show a bar with `note`."""
        with suppress(Error):  # a help for the eye, never a reason to fail
            self._element.evaluate_handle(_OUTLINE, [self._labels, note, language])

    def picture(self) -> bytes | None:
        """A PNG of the row; None where it could not be taken."""
        try:
            row = self._element.evaluate_handle(_OUTLINE, [self._labels, "", ""]).as_element()
            if row is None:
                return None
            # Hiding the caret would leave an empty style behind on every input.
            return row.screenshot(style=_ONLY_ROW, caret="initial", timeout=_PICTURE_MILLISECONDS)
        except Error:
            return None
        finally:
            end_outline(self._element)


def end_outline(element: ElementHandle) -> None:
    """Take the outline, the bar and the marks away."""
    from playwright.sync_api import Error

    with suppress(Error):
        element.evaluate(_OUTLINE, [[], None, ""])
