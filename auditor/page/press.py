"""Press a control that was read, once, with the keyboard."""

from dataclasses import dataclass

from playwright.sync_api import ElementHandle, Page

from auditor.page.snapshot import Candidate, script

_SNAPSHOT = script("snapshot.js")
_FOCUS = script("focus.js")


@dataclass(frozen=True, slots=True)
class Press:
    """What became of the one attempt to press the switch."""

    pressed: bool
    why_not: str | None = None
    asks: bool = False  # whether the page shows a dialog or a button that waits for the person


def element_of(page: Page, control: Candidate) -> ElementHandle | None:
    """The element behind `control` of the latest snapshot; of two radio buttons the one for off."""
    pick = [control.index]
    if control.kind == "radios":
        first = control.options[0]
        pick.append(1 if first.checked or first.aria_checked == "true" else 0)
    return page.evaluate_handle(_SNAPSHOT, pick).as_element()


def press_once(element: ElementHandle, *, pair: bool, timeout: float) -> bool:
    """Press a switch that is on; False, and nothing pressed, where it is not on in this moment.

    Space reaches a control that is hidden or covered, where a click of the mouse times out. The
    timeout is in seconds. Raises Playwright's Error.
    """
    focused = element.evaluate(_FOCUS, pair)
    if focused == "focused":
        element.press("Space", timeout=timeout * 1000)
    return bool(focused != "changed")
