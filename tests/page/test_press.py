"""The press: a switch of any make, once, and only while it is on in that very moment."""

from __future__ import annotations

import pytest
from exhaustive import all_with, more
from saving import CHECKBOX, KEY, LABEL, SAVES, TRANSLATES, honest, page

from auditor.demo.scenes import Scene

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
const root = host.attachShadow({{ mode: "open" }});
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
    "in a shadow root": page(IN_SHADOW, ""),
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
}
# Each differs from the others in how it is found or pressed.
ORDINARY = ("display none", "in a frame", "radio pair", "between others")


@pytest.mark.parametrize("widget", all_with(ORDINARY, WIDGETS))
def test_a_switch_of_any_make_is_switched_off(here, widget):
    """The widget is pressed once, and never again; no other switch is touched."""
    server = here.serve(WIDGETS[widget])
    setting_page = here.setting_page()
    assert ("on", "confirmed") == (setting_page.read().state, setting_page.read().confidence)
    press = setting_page.switch_off()
    assert (True, None, False) == (press.pressed, press.why_not, press.asks)
    assert [False, 200] == [server.ledger[KEY], setting_page.tab.requests.write.status]
    with pytest.raises(RuntimeError):
        setting_page.switch_off()
    assert 1 == setting_page.presses
    assert [KEY] == [asked.path.rsplit("/", 1)[1] for asked in server.writes]


LATER = {
    "it turned off": "box.checked = false",
    "it turns off as the focus comes": "box.onfocus = () => { box.checked = false; }",
    "it is drawn anew as the focus comes": "box.onfocus = () => box.replaceWith(box.cloneNode())",
    "it is another switch now": "box.setAttribute('aria-labelledby', 'allowAdsByAge')",
    "it may not be changed any more": "box.disabled = true",
    "it is gone": "box.remove()",
}
WHY_NOT = {
    "it is another switch now": "no longer the one that was read",
    "it may not be changed any more": "does not let this switch be changed",
    "it is gone": "no longer the one that was read",
}


SOME = ("it turned off", "it turns off as the focus comes", "it is another switch now")


@pytest.mark.parametrize("what", all_with(SOME, LATER))
def test_what_changed_since_the_reading_is_not_pressed(here, what):
    """Where the switch itself changed since it was read, nothing is pressed, and it is said why."""
    server = here.serve(SAVES)
    setting_page = here.setting_page()
    assert "on" == setting_page.read().state
    here.page.evaluate(f"() => {{ const box = document.querySelector('input'); {LATER[what]} }}")
    press = setting_page.switch_off()
    assert (False, 0, []) == (press.pressed, setting_page.presses, server.writes)
    assert WHY_NOT.get(what, "no longer reads on") in press.why_not


@pytest.mark.parametrize("known_by", all_with(["label"], ["key", "label"]))
def test_a_page_that_was_translated_since_the_reading(here, known_by):
    """A translation changes every text: the key still tells the switch, a label does no more."""
    box = "<input type=checkbox role=switch>" if known_by == "label" else CHECKBOX
    server = here.serve(page(SAVES_BOX, box))
    setting_page = here.setting_page()
    assert "on" == setting_page.read().state
    here.page.evaluate(TRANSLATES)
    press = setting_page.switch_off()
    assert (known_by == "key") == press.pressed == (len(server.writes) == 1)
    assert known_by == "key" or "no longer the one that was read" in press.why_not


# Rows that change their places again and again, until one of the switches has the focus.
SWAPS = f"""<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,><main>
<h1>Settings</h1><div class=r><span>{LABEL}</span>
<input type=checkbox role=switch aria-labelledby={KEY} checked></div>
<div class=r><span>Ads by age</span>
<input type=checkbox role=switch aria-labelledby=allowAdsByAge checked></div></main><script>
for (const box of document.querySelectorAll("input")) {{
  box.onchange = () => fetch("/mysettings-api/settingsApiSettings/" +
    box.getAttribute("aria-labelledby"), {{method: "PUT", body: '{{"value":false}}'}});
}}
const main = document.querySelector("main");
setInterval(() => {{
  if (document.activeElement?.localName !== "input") main.append(main.querySelector(".r"));
}}, 7);</script>"""


def test_rows_that_change_places_get_no_other_switch_pressed(here):
    """The element that is pressed is the one that was read, not the one in its place."""
    server = here.serve(SWAPS)
    setting_page = here.setting_page(timeout=4)
    setting_page.read()
    setting_page.switch_off()
    assert {KEY} >= {asked.path.rsplit("/", 1)[1] for asked in server.writes}


DIALOG = """box.onchange = () => {
  const dialog = document.createElement("dialog");
  dialog.innerHTML = "<p>Are you sure?</p><button>Switch off</button>";
  document.body.append(dialog);
  dialog.showModal();
};"""
SAVE_BUTTON = """box.onchange = () => {
  row.append(Object.assign(document.createElement("button"), { textContent: "Save" }));
};"""
CONFIRM = "box.onchange = () => { if (confirm('Sure?')) save(false); else box.checked = true; };"


ASKING = {"dialog": DIALOG, "button": SAVE_BUTTON, "box": CONFIRM}


@pytest.mark.parametrize("how", all_with(["button"], ASKING))
def test_a_page_that_asks_before_it_saves_is_noticed(here, how):
    """A dialog, a Save button or a box that comes with the press, and no write, is a question."""
    server = here.serve(page(ASKING[how]))
    setting_page = here.setting_page()
    setting_page.read()
    press = setting_page.switch_off()
    assert (True, True, []) == (press.pressed, press.asks, server.writes)


def test_what_stood_there_before_the_press_asks_nothing(here):
    """A dialog and a button that were on the page already are no question about the press."""
    stands = "<dialog open>Try Premium<button>Try</button></dialog>"
    here.serve(page("", more=stands))
    setting_page = here.setting_page()
    setting_page.read()
    assert not setting_page.switch_off().asks


def test_a_disabled_switch_is_not_pressed(here):
    """A switch that LinkedIn does not let change is read, left alone, and the hint says why."""
    server = here.serve(page("box.disabled = true;"))
    report = here.run()
    honest(server, report)
    [result] = report.results
    assert (1, "not_applied", "on") == (report.exit_code, result.change, result.state)
    assert "does not let this switch be changed" in result.hint
    assert 0 == report.activity.clicks


HUNGARIAN = page(
    SAVES_BOX,
    '<input type="checkbox" role="switch" aria-label="Adataim felhasználása">',
    language="hu",
    label="Adatok a generatív MI fejlesztéséhez",
)


@pytest.mark.parametrize("yes", [True, *more(False)])
def test_yes_presses_nothing_that_was_found_by_its_place_alone(here, yes):
    """`--yes` leaves a control alone whose name it does not know; a person may agree to it."""
    server = here.serve(HUNGARIAN, Scene("on", signed_in=True))
    report = here.run(yes=yes)
    honest(server, report)
    [result] = report.results
    assert "structural" == result.before.confidence
    if yes:
        assert (3, "not_applied", []) == (report.exit_code, result.change, server.writes)
        assert "by its place alone" in result.hint
    else:
        assert (0, "verified") == (report.exit_code, result.change)
