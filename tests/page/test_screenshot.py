"""`--screenshot` keeps pictures of the setting's block, and of nothing else."""

from __future__ import annotations

import stat
from base64 import b64encode

import pytest
from saving import CHECKBOX, LABEL, ON, SAVES, SavingServer, goes_offline, honest, page, shows
from server import program

from auditor.demo.imitation import Answer, Imitation
from auditor.linkedin.catalog import catalog
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab

# The member's name in bright red wherever a page shows it, and once across the block itself.
NAME = '<{} style="background:#f00;color:#f00;{}">Ada Lovelace</{}>'
NAMES = (
    NAME.format("header", "", "header")
    + NAME.format("div", "position:fixed;inset:0;z-index:9;opacity:.9", "div")
    + NAME.format("b id=toast", "position:fixed;inset:0;z-index:9;pointer-events:none", "b")
    + NAME.format("b", "position:fixed;inset:0;z-index:9;visibility:visible!important", "b")
    + "<style>#toast { visibility: visible !important }"
    " body { background: linear-gradient(#f00, #f00) } main { border: 9px solid #f00 }"
    " main, body { backdrop-filter: url(#flood) }"
    " main::before { content: 'Ada'; color: #f00; background: #f00 }</style>"
    "<script>addEventListener('load', () => document.documentElement.append("
    "Object.assign(document.createElement('div'), { style: 'background:#f00;height:400px;"
    "position:fixed;inset:0' })));</script>"
    "<style>#told::backdrop { background: #f00; visibility: visible !important }</style>"
    "<svg width=0 height=0><filter id=flood><feFlood flood-color=red /></filter></svg>"
    "<div id=told popover>Ada</div><script>told.showPopover()</script>"
)
SAVES_BOX = "box.onchange = () => save(box.checked);"
BLUE = "<i style='display:inline-block;width:40px;height:20px;background:#00f'></i>"

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


def colours(page, path):
    """How many red and blue points a picture holds, and its height."""
    return page.evaluate(_COUNT, "data:image/png;base64," + b64encode(path.read_bytes()).decode())


def test_the_pictures_hold_the_block_only(tmp_path, page_of, page):
    """One picture before and one after: the row is on them, a name elsewhere is not."""
    html = page_of(SAVES_BOX, CHECKBOX + BLUE, more=NAMES)
    server = SavingServer(tmp_path / "wire", answers=shows(html))
    ran = server.opt_out("--screenshot", tmp_path / "proof.png")
    server.close()
    honest(server, ran.report)
    assert "verified" == ran.result["change"], ran.err
    pictures = sorted(tmp_path.glob("*.png"))
    assert ["proof-ai-training-after.png", "proof-ai-training-before.png"] == [
        picture.name for picture in pictures
    ]
    for picture in pictures:
        found = colours(page, picture)
        assert (0, True) == (found["red"], found["blue"] > 500), picture.name
        assert found["height"] <= 400


FRAMED = f"""const frame = row.appendChild(document.createElement("iframe"));
frame.style.cssText = "background: linear-gradient(#f00, #f00); box-shadow: 0 0 0 9px #f00;"
  + "outline: 9px solid #f00; border: 9px solid; border-image: linear-gradient(#f00, #f00) 1;"
  + "filter: url(#flood)";
frame.srcdoc = `<main><p>{CHECKBOX} On {BLUE}</p></main>`;
frame.onload = () => {{ frame.contentDocument.querySelector("input").checked = value; }};"""
SHADOWED = f"""const host = row.appendChild(document.createElement("settings-switch"));
host.attachShadow({{ mode: "open" }}).innerHTML =
  `<p style="background:#f00">Ada Lovelace</p><label>{LABEL} {BLUE}<input type=checkbox></label>`;
host.shadowRoot.querySelector("input").checked = value;"""
AROUND = (
    "<style>section::before { content: 'Ada'; visibility: visible !important; background: #f00 }"
    "section { transition: visibility 9s }</style>"
    "<section style='visibility:visible!important;background:#f00;color:#f00;display:inline-block'>"
    f"Ada Lovelace<p style=color:#000>{LABEL} {CHECKBOX + BLUE}</p></section>"
)
RED = "<{} style=background:#f00;{}>Ada Lovelace</{}>"
NEXT_TO = RED.format("aside", "", "aside") + f"<div>{CHECKBOX} On {BLUE}</div>"
HIDDEN = f"{CHECKBOX} On {BLUE}" + RED.format("i", "visibility:hidden", "i")
CALLED = f"<p>{LABEL} {BLUE}</p>" + RED.format("b", "", "b") + f"<div>{CHECKBOX} On</div>"
SHELL = (
    "<x-shell><template shadowrootmode=open><style>@layer base { b { background: #f00; position:"
    " fixed; inset: 0; visibility: visible !important } }</style><div><b>Ada Lovelace</b><div>"
    "<slot></slot></div></div></template><i style='background:#f00'>Ada</i><main>"
)
DETAILS = (
    "<style>details::details-content { visibility: visible; color: #f00 }"
    " p { color: #000; margin: -20px 0 0; padding: 20px 0 0 }</style>"
    f"<details open>Ada<p>{LABEL} {CHECKBOX + BLUE}</p></details>"
)
MARKERS = (
    "<style>section { columns: 2; overflow: auto; height: 300px; scroll-marker-group: before }"
    " section::scroll-marker-group { visibility: visible; height: 120px; margin-bottom: -120px }"
    " section::column::scroll-marker { content: 'Ada'; visibility: visible; background: #f00 }"
    f"</style><section><p>{LABEL} {CHECKBOX + BLUE}</p><div style=height:900px></div></section>"
)
CHANGES = (
    "<style>::view-transition {{ background: #f00 }}"
    " ::view-transition-group(*) {{ animation-duration: 60s }}</style>"
    "<script>addEventListener('load', () => {}.startViewTransition(() => {{}}))</script>"
)
BESIDE = "<header style='background:#f00'>Ada Lovelace</header>"


@pytest.fixture
def page_of():
    """The maker of pages, beside a browser's `page`."""
    return make


make = page


@pytest.mark.parametrize(
    "html",
    [
        make("", CHECKBOX + BLUE, more=NAMES),
        make(FRAMED, "", more=NAMES),
        make(SHADOWED, "", more=NAMES),
        make("", AROUND, more=NAMES),
        make("", CHECKBOX + BLUE).replace("<main>", SHELL).replace("</main>", "</main></x-shell>"),
        make("", DETAILS),
        make("", MARKERS),
        make("", CHECKBOX + BLUE, more=CHANGES.format("document")),
        make("", CHECKBOX + BLUE, more=CHANGES.format("document.querySelector('main')")),
        make("", NEXT_TO),
        make("", HIDDEN),
        make("", CALLED),
        make("", BESIDE + CHECKBOX + BLUE).replace("<main>", "<div>").replace("</main>", "</div>"),
    ],
    ids=[
        "plain",
        "framed",
        "shadow root",
        "around it",
        "in a shell",
        "in details",
        "among markers",
        "as the page changes",
        "as a part of it changes",
        "next to it",
        "hidden",
        "between",
        "beside a header",
    ],
)
def test_a_picture_leaves_no_trace(tmp_path, page, html):
    """Wherever the control stands, the picture holds no name, and the page stays as it was."""
    imitation = Imitation(ON)
    answer = imitation.answer
    imitation.answer = lambda method, url, body="": (
        Answer(html) if "/settings/" in url else answer(method, url, body)
    )
    imitation.attach(page.context)
    setting_page = SettingPage(Tab(page, 10), catalog().settings["ai-training"])
    setting_page.open()
    assert "on" == setting_page.read().state
    whole = """() => document.documentElement.outerHTML
      + [...document.querySelectorAll("*")].map((el) => el.shadowRoot?.innerHTML
        ?? el.contentDocument?.documentElement.outerHTML ?? "").join("")"""
    before = page.evaluate(whole)
    png = setting_page.picture()
    assert png is not None
    (tmp_path / "picture.png").write_bytes(png)
    assert before == page.evaluate(whole)
    found = colours(page, tmp_path / "picture.png")
    assert 0 == found["red"]
    assert found["blue"] > 400 or "<header" in html


def test_no_picture_is_no_reason_to_fail(tmp_path):
    """Where nothing can be pictured the run goes on, and says so."""
    (tmp_path / "proof-ai-training-before.png").mkdir()
    server = SavingServer(tmp_path / "wire", answers=shows(SAVES, goes_offline()))
    ran = server.opt_out("--screenshot", tmp_path / "proof.png")
    assert (3, "uncertain") == (ran.code, ran.result["change"]), ran.err
    assert 2 == ran.err.count("No picture of the setting could be taken.")


@pytest.mark.parametrize("path", ["proof.jpg", "proof", "missing/proof.png", ""])
def test_a_path_that_takes_no_picture_is_refused(tmp_path, path):
    """A bad `--screenshot` is told before anything is opened."""
    ran = program("opt-out", "--yes", "--demo", "--screenshot", f"{tmp_path}/{path}")
    assert 2 == ran.code
    assert "--screenshot" in ran.err
    assert [] == [one for one in tmp_path.iterdir() if stat.S_ISREG(one.stat().st_mode)]
