"""The element behind a control that was read: outline it, press it, take its picture."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.linkedin.catalog import Setting
from auditor.page import in_page
from auditor.page.control import switch_names, titles
from auditor.page.snapshot import Candidate, Mark
from auditor.text import same

if TYPE_CHECKING:
    from playwright.sync_api import JSHandle, Page

_MEANT = """
  const says = () => el.type === "checkbox" || el.type === "radio" ? String(el.checked)
    : el.getAttribute("aria-checked") ?? el.getAttribute("aria-pressed");
  const meant = () => el.isConnected && says() === (pair ? "false" : "true");
"""
# Focus the control and tell, in one go, whether it is still there, still on, and has the focus.
# Until the key is up again, no other element gets it: a page may move the focus (a focus trap), or
# the state, after this answer and before the key.
_FOCUS = (
    f"([el, pair]) => {{ {_MEANT}"
    + """
  el.focus();
  if (!meant()) return "changed";
  if (el.getRootNode().activeElement !== el) return "unfocusable";
  const views = [];
  for (let view = el.ownerDocument.defaultView; !views.includes(view); view = view.parent) {
    views.push(view);
  }
  // What an element does is told by its state when its click begins: a native one has turned then.
  const turns = () => /^(checkbox|radio)$/.test(el.type) ? el.checked === Boolean(pair) : meant();
  const guard = (event) => {
    const ours = event.composedPath()[0] === el;
    const fits = event.type === "click" ? !ours || turns() : ours && meant();
    // When the key is up a checkbox or a button acts: not on what has changed since it went down.
    if (!fits) event.preventDefault();
    if (!fits && event.type !== "keyup") event.stopImmediatePropagation();
    if (event.type === "keyup") setTimeout(release);
  };
  const kinds = ["keydown", "keyup", "click"];
  const each = (what) => {
    for (const view of views) for (const kind of kinds) view[what](kind, guard, true);
  };
  const release = () => each("removeEventListener");
  each("addEventListener");
  setTimeout(release, 3000);
  return "focused";
}
"""
)
_CLICK = f"([el, pair]) => {{ {_MEANT} if (meant()) el.click(); return 'done'; }}"

# The block of the page that the control stands in, no larger than a block of settings is. Of it is
# shown the nearest part with text beside the control, and the setting's label; else the control
# alone. Nothing of the page's head, where the member's name stands, and no other switch.
_BLOCK_OF = """
const blockOf = (el, labels) => {
  const head = "header, nav, [role=banner], [role=navigation]";
  const others = "[type=checkbox], [role=switch], [role=checkbox], [aria-pressed]";
  const isOther = (one) => !one.contains(el) && !el.contains(one);
  const isLabel = (one) => labels.includes(one.textContent.replace(/\\s+/g, " ").trim());
  let near = el, found = false;
  for (let at = el.parentNode; at && !/^(main|body|html)$/.test(at.localName); at = at.parentNode) {
    if (at instanceof ShadowRoot) at = at.host;
    if (at.getBoundingClientRect().height > 400 || at.querySelector(head)) break;
    const inside = [...at.querySelectorAll("*")];
    if (inside.some((one) => one.matches(others) && isOther(one))) break;
    if (!found) near = at;
    found ||= at.textContent.replace(el.textContent, "").trim() !== "";
    const label = inside.findLast(isLabel);
    if (found && label) return { block: at, shown: [near, label] };
  }
  return { block: near, shown: [near] };
};
"""
_OUTLINE = f"""
([el, labels, note]) => {{
  {_BLOCK_OF}
  const {{ block }} = blockOf(el, labels);
  const before = [block.getAttribute("style"), block.style.outline];
  block.style.outline = "3px solid #b24020";
  block.scrollIntoView({{ block: "center" }});
  const sign = document.createElement("div");  // outside of the body, that no reading sees it
  sign.textContent = note;
  sign.style.cssText = "position:fixed;top:0;left:0;right:0;z-index:2147483647;padding:8px;"
    + "background:#b24020;color:#fff;font:16px sans-serif;text-align:center;pointer-events:none";
  document.documentElement.append(sign);
  const undo = () => {{
    sign.remove();
    block.style.outline = before[1];
    if (before[0] === null && !block.getAttribute("style")) block.removeAttribute("style");
  }};
  return {{ undo }};
}}
"""
# Marked for the picture: what is shown of the block, and the frames that it stands in.
_MARK = "data-linkedin-auditor"
_TAKE = f"""
([el, labels]) => {{
  {_BLOCK_OF}
  const {{ block, shown }} = blockOf(el, labels);
  block.scrollIntoView({{ block: "center" }});
  const marked = [...shown];
  const clip = block.getBoundingClientRect().toJSON();
  for (let view = el.ownerDocument.defaultView; view.frameElement; view = view.parent) {{
    const frame = view.frameElement;
    const at = frame.getBoundingClientRect();
    clip.x += at.x + frame.clientLeft;
    clip.y += at.y + frame.clientTop;
    marked.push(frame);
  }}
  // A page may insist on the visibility of what is beside them, or what they are in.
  const before = new Map();
  const change = (one, style) => {{
    before.set(one, one.getAttribute("style"));
    for (const [property, value] of Object.entries(style)) {{
      one.style.setProperty(property, value, "important");
    }}
  }};
  const hide = (other, style) => {{
    const kept = !other.style || before.has(other) || marked.some((one) => one.contains(other));
    if (!kept) change(other, style);
  }};
  const shapeless = {{ filter: "none", "backdrop-filter": "none", "clip-path": "none",
    mask: "none" }};
  for (const frame of marked.slice(shown.length)) {{
    change(frame, {{ background: "none", outline: "none", "border-color": "transparent",
      "border-image": "none", "box-shadow": "none", ...shapeless }});
  }}
  for (const one of marked) one.toggleAttribute("{_MARK}", true);
  // All that they are in: as written, and as drawn where they are given to a shadow tree.
  const around = new Set();
  const climb = (at) => {{
    for (const up of [at.parentNode ?? at.host, at.assignedSlot]) {{
      if (!up || around.has(up)) continue;
      around.add(up);
      climb(up);
    }}
  }};
  marked.forEach(climb);
  const bare = {{ visibility: "hidden", background: "none", transition: "none", ...shapeless }};
  for (const up of around) {{
    for (const other of up.children ?? []) {{
      if (!around.has(other) && !marked.includes(other)) hide(other, {{ opacity: "0" }});
    }}
    hide(up, bare);
  }}
  const undo = () => {{
    for (const one of marked) one.toggleAttribute("{_MARK}", false);
    for (const [other, style] of before) {{
      other.setAttribute("style", style ?? "");  // or Chromium leaves an empty one
      if (style === null) other.removeAttribute("style");
    }}
  }};
  return {{ clip, undo }};
}}
"""
# What is drawn for an element beside itself, and what covers it while a page changes.
_DRAWN = (
    *("before", "after", "marker", "backdrop", "details-content", "scroll-button(*)"),
    *("scroll-marker", "scroll-marker-group", "column::scroll-marker"),
)
_HIDE = "{ visibility: hidden !important; transition: none !important }"
_ELSEWHERE = f"*:not([{_MARK}], [{_MARK}] *)"
# In a layer what is important goes before all of the page's that is in none (CSS Cascade 5, 6.4.4).
_ONLY_BLOCK = f"""@layer linkedin-auditor {{
{_ELSEWHERE} {_HIDE} {" ".join(f"{_ELSEWHERE}::{drawn} {_HIDE}" for drawn in _DRAWN)}
::view-transition {{ display: none !important }}
html, body {{ background-image: none !important }}
[{_MARK}] {{ visibility: visible !important }}
}}"""


@dataclass(frozen=True, slots=True)
class Press:
    """What became of one attempt to press the switch."""

    pressed: bool
    why_not: str | None = None
    asks: bool = False
    """The page shows a dialog or a button that waits for the person."""


class Switch:
    """One control of one page."""

    def __init__(self, page: Page, control: Candidate, setting: Setting, timeout: float) -> None:
        """Take hold of the element behind `control`; raises Playwright's Error."""
        self._page = page
        known = switch_names(setting) | titles(setting)
        lines = {line.text for level in control.around for line in level}
        self._labels = [line for line in lines if same(line) in known]
        self._timeout = timeout
        self._takes_keys = False
        self._pair = control.kind == "radios"
        pick: object = control.index
        if self._pair:  # of two radio buttons, the one that says off
            pick = [control.index, 1 if _chosen(control.options[0].mark) else 0]
        self._element = self._run(in_page.PAGE_JS, pick)

    def outline(self, note: str) -> Callable[[], None]:
        """Outline the control's block in the window, with a note; answers how to undo it."""
        from playwright.sync_api import Error

        def undo() -> None:
            with suppress(Error):
                self._undo(handle)

        try:
            handle = self._run(_OUTLINE, [self._element, self._labels, note])
        except Error:  # a help for the eye, never a reason to fail
            return lambda: None
        return undo

    def focus(self) -> bool:
        """Focus the control; False where it is not there, or not on, in this very moment."""
        found = self._run(_FOCUS, [self._element, self._pair]).json_value()
        self._takes_keys = found == "focused"
        return found in ("focused", "unfocusable")

    def press(self) -> None:
        """Press the focused control, once.

        Space works where the control is hidden or covered and a click does not. The keyboard's own
        `press` would wait without end for a page that the press makes hang.
        """
        element = self._element.as_element()
        if self._takes_keys and element is not None:
            element.press("Space", timeout=self._timeout * 1000)
        else:  # `display: none` under its track
            self._run(_CLICK, [self._element, self._pair])

    def picture(self) -> bytes:
        """A picture (PNG) of the control's block, with everything else of the page hidden."""
        taken = self._run(_TAKE, [self._element, self._labels])
        try:
            clip = self._run("taken => taken.clip", taken).json_value()
            timeout = min(self._timeout, 5) * 1000
            # Hiding the caret would leave an empty `style` behind on every input.
            return self._page.screenshot(
                clip=clip, style=_ONLY_BLOCK, caret="initial", timeout=timeout
            )
        finally:
            self._undo(taken)

    def _undo(self, done: JSHandle) -> None:
        self._run("done => { done.undo(); return 'done'; }", done)

    def _run(self, script: str, arg: object) -> JSHandle:
        return in_page.run(self._page, script, arg, self._timeout)


def _chosen(mark: Mark) -> bool:
    return bool(mark.checked) or mark.aria_checked == "true"
