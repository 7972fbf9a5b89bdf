"""The promises of this program, one test each, in the order of the README.

Each test runs the whole program, in a process and a browser of its own, against a web server on
this machine that the browser takes for www.linkedin.com. No test reaches anything else. The server
keeps a list of all that it was asked (`server.seen`), of every request that would save a setting
(`server.writes`), and holds the switch itself (`server.ledger`: True is on).
"""

from __future__ import annotations

import os
import signal
import time

import pytest
from linkedin_2026 import LOGIN, Linkedin2026, goes_to, new_login, plain
from personal import MEMBER, member, seen_of_member
from saving import KEY, ON, PATH, SAVES, SavingServer, page, says, shows
from server import Fault, processes_of, until
from traces import begun, left_in, own_folder, program_in

from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene

SIGNED_OUT = Scene("a member who has to sign in first")
# A settings page whose switch saves, as LinkedIn's does, and that tells the server of every key
# press, click and pointer it feels.
FEELS = page(
    "box.onchange = () => save(box.checked);"
    "for (const type of ['keydown', 'pointerdown', 'click'])"
    " addEventListener(type, () => navigator.sendBeacon('/li/felt?' + type), true);"
)


@pytest.fixture
def linkedin(tmp_path):
    """Start a server in LinkedIn's place; it is closed when the test ends."""
    servers = []

    def start(scene=ON, answers=None):
        servers.append(SavingServer(tmp_path / f"wire-{len(servers)}", scene, answers))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_1_it_never_lies(linkedin):
    """LinkedIn says "saved" and keeps the switch on: the program says on, and looked five times."""
    server = linkedin(answers=shows(SAVES, says(200)))
    ran = server.opt_out()
    assert server.ledger[KEY] is True
    assert ("on", "not_applied", 1) == (ran.result["state"], ran.result["change"], ran.code)
    assert 200 == ran.result["write"]["status"], "what LinkedIn answered is told as well"
    assert 1 + 5 == server.count(PATH), "loaded to read it, then once and four times more"
    assert 1 == len(server.writes) == ran.report["activity"]["clicks"], "and pressed once"


def test_2_an_audit_changes_nothing(linkedin):
    """`audit` presses, clicks and saves nothing; the next test shows what the page would feel."""
    server = linkedin(answers=shows(FEELS))
    ran = server.audit()
    assert ("on", 0) == (ran.result["state"], ran.report["activity"]["clicks"])
    assert [] == server.writes
    assert [] == [asked.path for asked in server.seen if asked.path.startswith("/li/felt")]


def test_3_a_change_is_confirmed_by_a_fresh_load(linkedin):
    """The switch is pressed once, and the page loaded afresh after LinkedIn has answered that."""
    moments = []

    def answers(server, asked):
        if asked.method == "PUT":
            moments.append(("saves", time.monotonic()))
        elif asked.path == PATH:
            moments.append(("loads", time.monotonic()))
        return shows(FEELS)(server, asked)

    server = linkedin(Scene("slow", signed_in=True, save_delay=2.5), answers)
    ran = server.opt_out()
    assert ("verified", 0) == (ran.result["change"], ran.code)
    assert ["loads", "saves", "loads"] == [what for what, _ in moments]
    assert moments[2][1] - moments[1][1] >= 2.5, "LinkedIn took 2.5 s to answer"
    assert (False, ['{"value":false}']) == (server.ledger[KEY], [one.body for one in server.writes])
    keys = [asked.path for asked in server.seen if asked.path == "/li/felt?keydown"]
    assert 1 == len(keys) == ran.report["activity"]["clicks"], "one key, pressed once"


# A sign-in page that tells the server when anybody reads the value of a field.
WATCHED = """<input type=password value=secret1815><script>
const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
Object.defineProperty(HTMLInputElement.prototype, "value", {
  get() { fetch("/li/field-was-read"); return own.get.call(this); }, set: own.set });
document.querySelector("input").focus();
setTimeout(() => { location.href = "/lets-in"; }, 4000);
</script>"""


def test_4_it_never_sees_a_credential(linkedin):
    """No field of the sign-in page is read, and no value of a cookie is in anything it says."""
    site = Linkedin2026(pages={"/lets-in": plain("Welcome")})
    site.pages[LOGIN] = Answer(f"<!doctype html><main>Sign in {WATCHED}</main>")
    session = "li_at=alive-cookie1815; Path=/; Secure; HttpOnly"
    site.pages["/lets-in"] = Answer(status=303, location="/feed/", cookie=session)
    server = linkedin(SIGNED_OUT, lambda _, asked: site(asked))
    ran = server.audit("--login-timeout", "60")
    assert "on" == ran.result["state"], ran.err
    assert "/li/field-was-read" not in {asked.path for asked in server.seen}
    assert any("cookie1815" in asked.cookie for asked in server.seen), "the session was used"
    assert "1815" not in ran.out + ran.err


def test_5_nothing_personal_leaves_the_page(linkedin, tmp_path):
    """A member named all over the pages is in no output, no file and no temporary file."""
    server = linkedin(answers=member)
    out = tmp_path / "out"
    out.mkdir()
    files = ("--json", out / "r.json", "--html", out / "r.html", "--screenshot", out / "p.png")
    ran, told = seen_of_member(server, out, "opt-out", "--yes", *files)
    assert (0, set()) == (ran.code, told), ran.err
    assert MEMBER in server.writes[0].path, "the page itself did name the member"
    pictures = {f"p-ai-training-{when}.png" for when in ("before", "after")}
    assert {"r.json", "r.html"} | pictures == set(os.listdir(out))


ASKS_OTHERS = """<iframe src="https://ads.example/"></iframe><script src="//cdn.example/x.js">
</script><script>fetch("https://api.example/", {mode: "no-cors"}).catch(() => 0);
new WebSocket("wss://socket.example/"); navigator.sendBeacon("https://beacon.example/", "x");
window.open("https://window.example/");</script>"""


def test_6_it_talks_to_linkedin_only(linkedin):
    """Whatever a page asks of other hosts is refused and counted, and the browser asks nobody."""
    server = linkedin(answers=shows(SAVES.replace("</body>", f"{ASKS_OTHERS}</body>")))
    ran = server.audit()
    assert "on" == ran.result["state"], ran.err
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    # Chromium may shake hands with a host that a page names, before it asks whether it may ask.
    greeted = {host for host in server.greeted if not host.endswith(".example")}
    assert {"www.linkedin.com"} == greeted, "no call of Chromium's own"
    assert 5 <= ran.report["activity"]["requests_refused"], "refused, and counted"


def test_7_the_window_belongs_to_the_person(linkedin):
    """While somebody types, the sign-in page is loaded once and nothing that they typed is lost."""
    site = Linkedin2026(pages={LOGIN: new_login(5, goes_to("/feed/"))})
    server = linkedin(SIGNED_OUT, lambda _, asked: site(asked))
    ran = server.audit("--login-timeout", "60")
    assert ("on", 1) == (ran.result["state"], ran.code), ran.err
    assert (1, [50]) == (site.count(LOGIN), site.typed), "fifty characters, in one page"
    assert 2 == site.count(PATH), "before signing in, and after it"


def test_8_nothing_stays(linkedin):
    """After a normal end nothing is left; what a killed run leaves, the next run removes."""
    stalls = linkedin(answers=lambda _, asked: Fault("stall") if "-api/" in asked.path else None)
    with own_folder() as folder:
        command = ("audit", "--headless", "--browser")
        with begun(folder, *command, stalls.browser) as process:
            until(lambda: stalls.count("/mysettings-api/settingsApiSettings/" + KEY))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        until(lambda: not processes_of(f"127.0.0.1:{stalls.port}"), 15)
        assert [] != os.listdir(folder), "a killed run cannot clean up"
        server = linkedin()
        ran = program_in(folder, *command, server.browser)
        assert (1, []) == (ran.code, left_in(folder, server.port)), ran.err


@pytest.mark.parametrize(
    ("answers", "code", "error"),
    [
        (lambda _server, _asked: Fault("reset"), 4, "network"),
        pytest.param(
            *(shows("<!doctype html><html lang=en><main>Something new"), 3, None),
            marks=pytest.mark.exhaustive,
        ),
    ],
    ids=["no network", "a page nobody knows"],
)
def test_9_every_run_ends_with_an_answer(linkedin, answers, code, error):
    """A run that fails has a report, an exit code and a next step on the screen, no traceback."""
    ran = linkedin(answers=answers).audit("--timeout", "6")
    assert (code, code) == (ran.code, ran.report["exit_code"])
    assert error == (ran.report["error"] and ran.report["error"]["code"])
    assert "unknown" == ran.result["state"]
    assert "Next: " in ran.err
    assert "Traceback" not in ran.err
