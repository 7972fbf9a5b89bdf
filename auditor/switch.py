"""The element behind a control that was read: outline it, press it, take its picture."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import in_page
from auditor.look import Candidate, Mark

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Page

# Focus the control and tell, in one go, whether it is still there, still on, and has the focus.
_FOCUS = """
([el, pair]) => {
  const says = (one) => one.type === "checkbox" || one.type === "radio" ? String(one.checked)
    : one.getAttribute("aria-checked") ?? one.getAttribute("aria-pressed");
  el.focus();
  if (!el.isConnected) return "gone";
  if (says(el) !== (pair ? "false" : "true")) return "changed";
  return el.getRootNode().activeElement === el ? "focused" : "unfocusable";
}
"""

# The block of the page that the control stands in: the nearest one with text beside it, as long
# as it is no larger than a block of settings is; else the control alone.
_BLOCK = """
([el, mark, value]) => {
  const up = (at) => at.parentElement ?? at.getRootNode().host ?? null;
  let block = el;
  for (let at = up(el); at && !/^(main|body|html)$/.test(at.localName); at = up(at)) {
    const box = at.getBoundingClientRect();
    if (box.height > 400) break;
    block = at;
    if (at.textContent.replace(el.textContent, "").trim().length > 8) break;
  }
  if (mark === "outline") {
    block.style.outline = value ? "3px solid #b24020" : "";
    block.title = value;
    if (value) block.scrollIntoView({ block: "center" });
    return "done";
  }
  block.toggleAttribute(mark, value);
  return block;
}
"""
_MARK = "data-linkedin-auditor"
_ONLY_BLOCK = (
    "body, body * { visibility: hidden !important }"
    f" [{_MARK}], [{_MARK}] * {{ visibility: visible !important }}"
)


class Switch:
    """One control of one page."""

    def __init__(self, page: Page, control: Candidate, timeout: float) -> None:
        """Take hold of the element behind `control`; raises Playwright's Error."""
        self._page = page
        self._timeout = timeout
        self._pair = control.kind == "radios"
        pick: object = control.index
        if self._pair:  # of two radio buttons, the one that says off
            pick = [control.index, 1 if _chosen(control.options[0].mark) else 0]
        self._element = self._run(in_page.PAGE_JS, pick)

    def outline(self, note: str) -> None:
        """Outline the control in the window, with a note; an empty note takes both away."""
        from playwright.sync_api import Error

        with suppress(Error):  # a help for the eye, never a reason to fail
            self._run(_BLOCK, [self._element, "outline", note])

    def press(self) -> bool:
        """Press the control once; False where it was not there, or not on, in that very moment.

        Space on the focused control works where it is hidden or covered and a click does not.
        """
        found = self._run(_FOCUS, [self._element, self._pair]).json_value()
        if found == "focused":
            self._page.keyboard.press("Space")
        elif found == "unfocusable":  # `display: none` under its track
            self._run("el => { el.click(); return 'clicked'; }", self._element)
        return found in ("focused", "unfocusable")

    def picture(self, path: Path) -> None:
        """Save a picture of the control's block, with everything else of the page hidden."""
        block = self._run(_BLOCK, [self._element, _MARK, True]).as_element()
        if block is None:
            return
        try:
            block.screenshot(path=path, style=_ONLY_BLOCK, timeout=self._timeout * 1000)
        finally:
            self._run(_BLOCK, [self._element, _MARK, False])

    def _run(self, script: str, arg: object) -> JSHandle:
        return in_page.run(self._page, script, arg, self._timeout)


def _chosen(mark: Mark) -> bool:
    return bool(mark.checked) or mark.aria_checked == "true"
