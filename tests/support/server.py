"""A real HTTPS server on 127.0.0.1 that a browser takes for www.linkedin.com.

The wrapper it writes sends every host name of the browser here, so no test can reach anything
else; what was asked, of which host, is kept in `seen`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import trustme
from browser import either, script
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auditor.demo.imitation import Answer, Imitation

ORIGIN = "https://www.linkedin.com"
CHECKOUT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Asked:
    """One request that reached the server."""

    method: str
    host: str
    path: str
    body: str = ""
    cookie: str = ""


@dataclass(frozen=True)
class Fault:
    """What may happen instead of an answer."""

    kind: Literal["reset", "stall", "half", "slow"]
    body: str = ""
    """What `slow` sends as JSON, three seconds after the headers."""
    seconds: float = 120
    """How long `stall` gives no answer."""


Override = Callable[[Asked], Answer | Fault | None]


class WireServer:
    """Serves an `Imitation`; `override` may answer, or break, any request in its place."""

    def __init__(
        self, folder: Path, imitation: Imitation, override: Override | None = None
    ) -> None:
        self.imitation = imitation
        self.override = override
        self.seen: list[Asked] = []
        self.greeted: set[str] = set()
        """Every host a connection was opened for, also where nothing was asked on it."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._context, self.key = _certificate()
        self._context.sni_callback = lambda _socket, name, _context: self.greeted.add(name)
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        self.port = self._http.server_address[1]
        self.browser = script(
            folder / "browser-on-the-wire",
            f'exec "{either(folder / "browser")}" '
            f'--host-resolver-rules="MAP * 127.0.0.1:{self.port}" '
            # An answer that is given again has come from no address, to Chromium, and what comes
            # of it may ask no server on this machine: this one is to pass for one elsewhere.
            f"--ip-address-space-overrides=127.0.0.1:{self.port}=public "
            '--ignore-certificate-errors "$@"',
        )

    def close(self) -> None:
        """Stop serving; answers under way are dropped."""
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def writes(self) -> list[Asked]:
        """Requests to LinkedIn's settings that change something."""
        return [one for one in self.seen if one.method == "PUT"]

    def answer(self, asked: Asked) -> Answer | Fault:
        """What to answer, after noting what was asked."""
        with self._lock:
            self.seen.append(asked)
            answer = self.override(asked) if self.override else None
            if answer is None:
                if asked.host != "www.linkedin.com":
                    answer = Answer("no such host here", 502)
                else:
                    answer = self.imitation.answer(asked.method, ORIGIN + asked.path, asked.body)
        return answer


def _certificate() -> tuple[ssl.SSLContext, str]:
    """What to serve with, and the digest of its key by which a browser may be told to trust it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = trustme.CA().issue_cert("www.linkedin.com")
    issued.configure_cert(context)
    key = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).public_key()
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return context, base64.b64encode(hashlib.sha256(raw).digest()).decode()


def _handler(server: WireServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            self.request.settimeout(150)
            super().setup()

        def handle(self) -> None:
            with suppress(OSError):  # also a browser that speaks no TLS here
                self.request = server._context.wrap_socket(self.request, server_side=True)
                super().setup()
                super().handle()

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

        def log_message(self, *_args: Any) -> None:
            """Stay quiet."""

        def _serve(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length).decode()
            host = self.headers.get("host", "").split(":")[0]
            cookie = self.headers.get("cookie", "")
            answer = server.answer(Asked(self.command, host, self.path, body, cookie))
            if isinstance(answer, Fault):
                self._break(answer)
                return
            if answer.delay:
                server.closing.wait(answer.delay)
            server.imitation.keep(answer)
            data = answer.body.encode(errors="surrogateescape")  # also what is no text
            self.send_response(answer.status)
            self.send_header("content-type", answer.content_type)
            self.send_header("content-length", str(len(data)))
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.location:
                self.send_header("location", answer.location)
            if answer.cookie:
                self.send_header("set-cookie", answer.cookie)
            self.end_headers()
            self.wfile.write(data)

        def _break(self, fault: Fault) -> None:
            self.close_connection = True
            if fault.kind == "stall":
                server.closing.wait(fault.seconds)
            elif fault.kind == "half":
                self.send_response(200)
                self.send_header("content-type", "text/html")
                self.send_header("content-length", "100000")
                self.end_headers()
                self.wfile.write(b"<!doctype html><html lang=en><main><h1>Data")
                self.wfile.flush()
                server.closing.wait(120)
            elif fault.kind == "slow":
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(fault.body)))
                self.end_headers()
                self.wfile.flush()
                server.closing.wait(3)
                self.wfile.write(fault.body.encode())
            else:
                linger = struct.pack("ii", 1, 0)  # close with a reset
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.request.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _serve

    return Handler


@dataclass(frozen=True)
class Ran:
    """How one run of the program ended."""

    code: int
    out: str
    err: str
    report: dict[str, Any] | None

    @property
    def result(self) -> dict[str, Any]:
        """The first setting's result."""
        assert self.report is not None, self.err
        return self.report["results"][0]


def program(
    *args: str | Path, environment: dict[str, str] | None = None, timeout: float = 120
) -> Ran:
    """Run the whole program as a process of its own, with its JSON on standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=CHECKOUT,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    report = None
    if "--json" in map(str, args) and done.stdout.startswith("{"):
        report = json.loads(done.stdout)
    return Ran(done.returncode, done.stdout, done.stderr, report)


def processes_of(marker: str) -> list[int]:
    """Processes whose command line contains `marker`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if marker.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def until(condition: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true answer of `condition`, asked again and again."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return answer
