"""A switch of any make is pressed, saved and proved; anything else on the page is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from exhaustive import all_with
from saving import CHECKBOX, KEY, LABEL, SavingServer, honest, page, shows
from server import Ran

SAVES_BOX = "box.onchange = () => save(box.checked);"
# A control made of other elements, as the ARIA practices have it: a click, Space and Enter.
CUSTOM = """const say = (on) => box.setAttribute("%s", on);
say(value);
const toggle = () => { value = !value; say(value); save(value); };
box.onclick = toggle;
if (box.localName !== "button") box.onkeydown = (event) => {
  if (event.key === " " || event.key === "Enter") { event.preventDefault(); toggle(); }
};"""
SWITCH, PRESSED = CUSTOM % "aria-checked", CUSTOM % "aria-pressed"
RADIOS = """const [on, off] = row.querySelectorAll("input");
on.checked = value;
off.checked = !value;
off.onchange = () => save(false);
on.onchange = () => save(true);"""
IN_SHADOW = f"""const host = row.appendChild(document.createElement("settings-switch"));
const root = host.attachShadow({{ mode: "closed" }});
root.innerHTML = '<label>{LABEL} <input type=checkbox></label>';
const inner = root.querySelector("input");
inner.checked = value;
inner.onchange = () => save(inner.checked);"""
IN_FRAME = f"""const frame = row.appendChild(document.createElement("iframe"));
frame.srcdoc = '<main>{CHECKBOX}</main>';
frame.onload = () => {{
  const inner = frame.contentDocument.querySelector("input");
  inner.checked = value;
  inner.onchange = () => save(inner.checked);
}};"""
BESIDE = """box.onchange = () => save(box.checked, "allowAdsByAge");
const own = row.querySelectorAll("input")[1];
own.checked = value;
own.onchange = () => save(own.checked);
row.querySelectorAll("input")[2].onchange = () => save(false, "allowAdsByGender");"""
OTHER = '<input type="checkbox" role="switch" aria-labelledby="{}" checked>'

HIDDEN = "position:absolute;width:1px;height:1px;clip-path:inset(50%);overflow:hidden"
COVER = '<div style="position:fixed;inset:0;z-index:9;background:#fffc"></div>'


def styled(style: str) -> str:
    return CHECKBOX.replace("<input", f'<input style="{style}"')


def named(tag: str, attributes: str) -> str:
    return f'<{tag} {attributes} aria-label="{LABEL}">Toggle</{tag}>'


WIDGETS = {
    "visually hidden": page(SAVES_BOX, styled(HIDDEN)),
    "covered": page(SAVES_BOX, more=COVER),
    "display none": page(SAVES_BOX, styled("display:none")),
    "named by its row": page(SAVES_BOX, '<input type="checkbox">'),
    "in a closed shadow root": page(IN_SHADOW, ""),
    "in a shadow root": page(IN_SHADOW.replace("closed", "open"), ""),
    "in a frame": page(IN_FRAME, ""),
    "button switch": page(SWITCH, named("button", "role=switch")),
    "div switch": page(SWITCH, named("div", "role=switch tabindex=0")),
    "span switch": page(SWITCH, f"<span role=switch tabindex=0 id={KEY}>Toggle</span>"),
    "span without a tab stop": page(SWITCH, named("span", "role=switch")),
    "pressed button": page(PRESSED, named("button", "")),
    "radio pair": page(
        RADIOS,
        f"<fieldset><legend>{LABEL}</legend>"
        "<label><input type=radio name=x value=on>On</label>"
        "<label><input type=radio name=x value=off>Off</label></fieldset>",
    ),
    "between others": page(
        BESIDE, OTHER.format("allowAdsByAge") + CHECKBOX + OTHER.format("allowAdsByGender")
    ),
    "disabled": page("box.disabled = true;"),
    "in a language without labels": page(
        SAVES_BOX,
        '<input type="checkbox" role="switch" aria-label="Adataim felhasználása">',
        language="hu",
        label="Adatok a generatív MI fejlesztéséhez",
    ),
}
LEFT_ALONE = ("disabled", "in a language without labels")
# Each differs from the others in how it is found or pressed.
ORDINARY = (
    *("visually hidden", "in a closed shadow root", "in a frame", "radio pair", "between others"),
)


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[SavingServer, Future[Ran]]]]:
    """Runs of `opt-out --yes`, one on each widget, three at a time."""
    wanted = {item.name for item in request.session.items}
    with ExitStack() as servers, ThreadPoolExecutor(3) as pool:
        begun = {}
        for name, html in WIDGETS.items():
            if name not in LEFT_ALONE and f"test_is_switched_off[{name}]" not in wanted:
                continue
            server = SavingServer(tmp_path_factory.mktemp("wire"), answers=shows(html))
            servers.callback(server.close)
            begun[name] = server, pool.submit(server.opt_out)
        yield begun


@pytest.mark.parametrize(
    "widget", all_with(ORDINARY, [name for name in WIDGETS if name not in LEFT_ALONE])
)
def test_is_switched_off(runs, widget):
    """The widget is pressed once, the server holds off, and no other switch was touched."""
    server, run = runs[widget]
    ran = run.result()
    honest(server, ran.report)
    assert (0, "verified", "off") == (ran.code, ran.result["change"], ran.result["state"])
    assert "confirmed" == ran.result["before"]["confidence"]
    assert 1 == len(server.writes)


def test_a_disabled_switch_is_not_pressed(runs):
    """A switch that LinkedIn does not let change is read, and left alone."""
    server, run = runs["disabled"]
    ran = run.result()
    assert (1, "not_applied", "on") == (ran.code, ran.result["change"], ran.result["state"])
    assert "does not let this switch be changed" in ran.result["hint"]
    assert (0, []) == (ran.report["activity"]["clicks"], server.writes)


def test_yes_presses_nothing_that_was_found_by_place_alone(runs):
    """`--yes` leaves a control alone whose name it does not know, and says why."""
    server, run = runs["in a language without labels"]
    ran = run.result()
    assert (3, "not_applied") == (ran.code, ran.result["change"])
    assert "structural" == ran.result["before"]["confidence"]
    assert "by its place alone" in ran.result["hint"]
    assert (0, []) == (ran.report["activity"]["clicks"], server.writes)
