"""What is pressed is the very element that was read, and only while it still says on."""

import pytest
from exhaustive import all_with, more
from saving import KEY, SavingServer, page, shows

# The switch turns off by itself between our last look and the press: when it is touched, or late.
TURNS = {
    "as the focus comes": (
        "box.style.display = 'none'; const focus = box.focus;"
        " box.focus = () => { setTimeout(() => { box.checked = false; }); focus.call(box); };"
    ),
    "as the key goes up": "box.addEventListener('keyup', () => { box.checked = false; });",
}


@pytest.mark.parametrize("how", all_with(["as the focus comes"], TURNS))
def test_a_switch_that_turns_off_at_the_last_moment_is_not_switched_on(tmp_path, how):
    """What was on when it was read, and is off when the press would act, is left off."""
    live = f"box.onchange = () => save(box.checked); {TURNS[how]}"
    server = SavingServer(tmp_path, answers=shows(page(live)))
    ran = server.opt_out()
    assert [] == [asked.body for asked in server.writes if "true" in asked.body]
    assert "verified" != ran.result["change"]


def test_a_page_that_hangs_when_it_is_pressed_does_not_hold_up_the_run(tmp_path):
    """A page whose script never ends after the press is told as uncertain, in time."""
    hangs = "box.onchange = () => { for (;;); };"
    server = SavingServer(tmp_path, answers=shows(page(hangs)))
    ran = server.opt_out("--timeout", "2")
    assert (0, 1) == (len(server.writes), ran.report["activity"]["clicks"])
    assert "verified" != ran.result["change"]
    assert ran.report["duration_seconds"] < 60


SWAPS = f"""<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,><main>
<h1>Settings</h1>
<div class=r><span>Use my data for training content creation AI models</span>
<input type=checkbox role=switch aria-labelledby={KEY} checked></div>
<div class=r><span>Ads by age</span>
<input type=checkbox role=switch aria-labelledby=allowAdsByAge checked></div></main><script>
for (const one of document.querySelectorAll("input")) {{
  one.onchange = () => fetch("/mysettings-api/settingsApiSettings/" +
    one.getAttribute("aria-labelledby"), {{method: "PUT", body: '{{"value":false}}'}});
}}
const main = document.querySelector("main");
setInterval(() => {{
  if (document.activeElement?.localName !== "input") main.append(main.querySelector(".r"));
}}, 7);</script>"""


@pytest.mark.parametrize("run", [0, *more(*range(1, 5))])
def test_rows_that_change_places_get_no_other_switch_pressed(tmp_path, run):
    """The element that is pressed is the one that was read, not the one in its place."""
    server = SavingServer(tmp_path, answers=shows(SWAPS))
    server.opt_out("--timeout", "4")
    assert {KEY} >= {asked.path.rsplit("/", 1)[-1] for asked in server.writes}
