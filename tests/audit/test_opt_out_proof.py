"""A page that only looks switched off proves nothing."""

import pytest
from exhaustive import more
from saving import CHECKBOX, KEY, PATH, SAVES, SavingServer, honest, page, says, shows

from auditor.demo.imitation import Answer, Scene

# The page remembers what was pressed, in a cookie, and shows that instead of asking.
REMEMBERS = """const kept = document.cookie.match(/kept=(true|false)/)?.[1];
if (kept !== undefined) box.checked = kept === "true";
box.onchange = () => { document.cookie = `kept=${box.checked}`; %s };"""
SENDS, SENDS_NOTHING = REMEMBERS % "save(box.checked);", REMEMBERS % ""
# Drawn from a state that is out of date, and put right when somebody first touches the page.
WAKES_UP = f"""<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,>
<main><h1>Settings</h1><div>{CHECKBOX.replace(">", " checked>")}</div></main><script>
const box = document.querySelector("input");
const wake = () => {{
  box.checked = false;
  box.onchange = () => fetch("/mysettings-api/settingsApiSettings/{KEY}",
    {{ method: "PUT", body: JSON.stringify({{ value: box.checked }}) }});
}};
for (const event of ["pointerdown", "keydown"]) {{
  document.addEventListener(event, wake, {{ capture: true, once: true }});
}}</script>"""


@pytest.mark.parametrize("status", [500, *more(403, 429)])
def test_off_after_a_refused_write_is_no_proof(tmp_path, status):
    """Where LinkedIn refused to save, a page that reads off all the same is told as uncertain."""
    server = SavingServer(tmp_path, answers=shows(page(SENDS), says(status)))
    ran = server.opt_out()
    assert ("uncertain", 3, status) == (
        ran.result["change"],
        ran.code,
        ran.result["write"]["status"],
    )
    assert "did not answer that the change was saved" in ran.result["hint"]
    assert True is server.ledger[KEY]


def test_off_without_any_write_is_no_proof(tmp_path):
    """Where nothing was sent, a page that reads off keeps that to itself: uncertain."""
    server = SavingServer(tmp_path, answers=shows(page(SENDS_NOTHING)))
    ran = server.opt_out()
    assert ("uncertain", 3, None) == (ran.result["change"], ran.code, ran.result["write"])
    assert [] == server.writes


OTHER_FIRST = REMEMBERS % 'save(box.checked, "other").then(() => save(box.checked));'
TELEMETRY = REMEMBERS % 'fetch("/rum-telemetry", { method: "POST", body: "{}" });'
WORDS_AND_WRITE = REMEMBERS % (
    'fetch("/mysettings-api/telemetry", { method: "POST", body: "{}" });'
    'fetch("/voyager/save", { method: "POST", body: "{}" });'
)
SIGNED_OUT = Answer(status=303, location="/uas/login")


@pytest.mark.parametrize(
    ("script", "answer", "status"),
    [
        pytest.param(SENDS, SIGNED_OUT, 303, marks=pytest.mark.exhaustive),
        (OTHER_FIRST, Answer("{}", 500), 500),
        (TELEMETRY, None, None),
        (WORDS_AND_WRITE, Answer("{}", 500), 500),
    ],
    ids=[
        *("led to a sign-in page", "another key is saved, ours is not", "telemetry alone"),
        "telemetry in the tree of the settings, and a write that fails",
    ],
)
def test_what_does_not_save_this_setting_is_no_proof(tmp_path, script, answer, status):
    """Neither a redirect nor another setting's write, nor a word of telemetry, proves anything."""

    def answers(server, asked):
        if asked.method == "POST" and asked.path.endswith("telemetry"):
            return Answer("{}")
        if asked.path == "/voyager/save":
            return answer
        if asked.method == "PUT":
            return answer if asked.path.endswith(KEY) else Answer("{}")
        return shows(page(script))(server, asked)

    ran = SavingServer(tmp_path, answers=answers).opt_out()
    write = ran.result["write"]
    assert ("uncertain", 3, status) == (ran.result["change"], ran.code, write and write["status"])


@pytest.mark.parametrize("how", ["no content", *more("a download")])
def test_the_page_from_before_is_no_fresh_load(tmp_path, how):
    """Where no new page comes after the press, the old one is not read in its place."""
    nothing = Answer(status=204)
    if how == "a download":
        nothing = Answer("x", headers=(("content-disposition", "attachment"),))

    def answers(server, asked):
        if asked.path == PATH and server.saved.is_set():
            return nothing
        return shows(SAVES)(server, asked)

    server = SavingServer(tmp_path, answers=answers)
    ran = server.opt_out("--timeout", "4")
    honest(server, ran.report)
    assert ("uncertain", "unknown") == (ran.result["change"], ran.result["state"])
    assert "not_loaded" == ran.result["reason"]


def test_a_switch_that_is_off_when_the_key_goes_down_stays_off(tmp_path):
    """A page that puts its switch right when it is touched is not made to switch it on."""
    server = SavingServer(tmp_path, Scene("off", value="off", signed_in=True), shows(WAKES_UP))
    ran = server.opt_out()
    assert [] == server.writes
    assert False is server.ledger[KEY]
    assert "verified" != ran.result["change"]
