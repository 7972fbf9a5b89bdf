"""Outline the setting's row in the window, and take a picture of that row alone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

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


def labels_in_row(control: Candidate, setting: Setting) -> list[str]:
    """The lines around `control` that name the setting, as the page spells them."""
    wordings = toggle_names(setting) | titles(setting)
    lines = {line.text for level in control.around for line in level}
    return [line for line in lines if same(line) in wordings]


@contextmanager
def marked_row(
    element: ElementHandle, labels: list[str], note: str = "", language: str = ""
) -> Iterator[ElementHandle | None]:
    """The row of `element` that holds one of `labels`, marked; None where it could not be.

    With a `note` it is outlined, and a bar shows the note. Both go when the block ends.
    """
    row = None
    with suppress(Error):  # a help for the eye, never a reason to fail
        row = element.evaluate_handle(_OUTLINE, [labels, note, language]).as_element()
    yield row
    with suppress(Error):
        element.evaluate(_OUTLINE, [[], None, ""])


def png_of(row: ElementHandle) -> bytes | None:
    """A PNG of a marked row; None where it could not be taken."""
    with suppress(Error):
        # Hiding the caret would leave an empty style behind on every input.
        return row.screenshot(style=_ONLY_ROW, caret="initial", timeout=_PICTURE_MILLISECONDS)
    return None
