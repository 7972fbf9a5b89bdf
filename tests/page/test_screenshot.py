"""The outline in the window, and pictures of the setting's row and of nothing else."""

from __future__ import annotations

import stat
from base64 import b64encode

import pytest
from exhaustive import all_with
from saving import CHECKBOX, LABEL, SAVES, goes_offline, page, shows

RED = '<{} style="background:#f00;color:#f00;{}">Ada Lovelace</{}>'
# The member's name in bright red wherever a page shows it, and once across the row itself.
NAMES = (
    RED.format("header", "", "header")
    + RED.format("div", "position:fixed;inset:0;z-index:9;opacity:.9", "div")
    + "<style>body { background: linear-gradient(#f00, #f00) } main { border: 9px solid #f00 }"
    " main::before { content: 'Ada'; color: #f00; background: #f00 }</style>"
)
BLUE = "<i style='display:inline-block;width:40px;height:20px;background:#00f'></i>"
FRAMED = f"""const frame = row.appendChild(document.createElement("iframe"));
frame.style.cssText = "background: #f00; outline: 9px solid #f00";
frame.srcdoc = `<main><p>{CHECKBOX} On {BLUE}</p></main>`;
frame.onload = () => {{ frame.contentDocument.querySelector("input").checked = value; }};"""
SHADOWED = f"""const host = row.appendChild(document.createElement("settings-switch"));
host.attachShadow({{ mode: "open" }}).innerHTML =
  `<p style="background:#f00">Ada Lovelace</p><label>{LABEL} {BLUE}<input type=checkbox></label>`;
host.shadowRoot.querySelector("input").checked = value;"""
NEXT_TO = RED.format("aside", "", "aside") + f"<div>{CHECKBOX} On {BLUE}</div>"

_COUNT = """async (data) => {
  const picture = await createImageBitmap(await (await fetch(data)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const { data: points } = context.getImageData(0, 0, picture.width, picture.height);
  let red = 0, blue = 0;
  for (let i = 0; i < points.length; i += 4) {
    red += points[i] > 120 && points[i + 1] < 90 && points[i + 2] < 90;
    blue += points[i] < 90 && points[i + 1] < 90 && points[i + 2] > 120;
  }
  return { red, blue, height: picture.height };
}"""
_WHOLE = """() => document.documentElement.outerHTML
  + [...document.querySelectorAll("*")].map((el) => el.shadowRoot?.innerHTML
    ?? el.contentDocument?.documentElement.outerHTML ?? "").join("")"""


def colours(page, png):
    """How many red and blue points a picture holds, and its height."""
    return page.evaluate(_COUNT, "data:image/png;base64," + b64encode(png).decode())


PAGES = {
    "plain": page("", CHECKBOX + BLUE, more=NAMES),
    "in a shadow root": page(SHADOWED, "", more=NAMES),
    "next to a name": page("", NEXT_TO),
}


@pytest.mark.parametrize("which", all_with(["plain", "next to a name"], PAGES))
def test_a_picture_holds_the_row_alone_and_leaves_no_trace(here, which):
    """Wherever the switch stands, the picture holds no name, and the page stays as it was."""
    here.serve(PAGES[which])
    setting_page = here.setting_page()
    assert "on" == setting_page.read().state
    before = here.page.evaluate(_WHOLE)
    png = setting_page.picture()
    assert before == here.page.evaluate(_WHOLE)
    found = colours(here.page, png)
    assert (0, True) == (found["red"], found["blue"] > 400), found
    assert found["height"] <= 400


def test_no_picture_is_taken_in_a_frame(here):
    """A switch in a frame is read, and no picture of it is given rather than an empty one."""
    here.serve(page(FRAMED, ""))
    setting_page = here.setting_page()
    assert ("on", None) == (setting_page.read().state, setting_page.picture())


def test_one_picture_before_and_one_after(here, tmp_path):
    """A switch-off is pictured before and after, in files readable by their owner only."""
    here.serve(SAVES)
    report = here.run(screenshot=tmp_path / "proof.png")
    assert ["before", "after"] == [picture.when for picture in report.results[0].pictures]
    names = ["proof-ai-training-after.png", "proof-ai-training-before.png"]
    assert names == sorted(picture.name for picture in tmp_path.glob("*.png"))
    for picture in tmp_path.glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert 0o600 == stat.S_IMODE(picture.stat().st_mode)


def test_no_picture_is_no_reason_to_fail(here, tmp_path):
    """Where nothing can be pictured the run goes on, and says so."""
    (tmp_path / "proof-ai-training-before.png").mkdir()
    here.serve(shows(SAVES, goes_offline()))
    report = here.run(screenshot=tmp_path / "proof.png")
    assert (3, "uncertain") == (report.exit_code, report.results[0].change)
    assert 2 == here.somebody.heard.count("No picture of the setting could be taken.")


# --- the outline --------------------------------------------------------------------------------


def test_the_row_is_outlined_and_the_outline_leaves_no_trace(here):
    """The row that was read is outlined, a bar says why, and both go without a trace."""
    here.serve(SAVES)
    setting_page = here.setting_page()
    setting_page.read()
    row = here.page.locator(".row")
    row.evaluate("row => { row.style.outline = '1px solid blue'; }")
    before = here.page.evaluate(_WHOLE)
    with setting_page.outlined("Asked in the terminal", "en"):
        assert "Asked in the terminal" == here.page.locator("#linkedin-auditor-bar").inner_text()
        assert "3px" == row.evaluate("row => getComputedStyle(row).outlineWidth")
        assert "on" == setting_page.read().state, "the outline disturbs no reading"
    assert before == here.page.evaluate(_WHOLE)
