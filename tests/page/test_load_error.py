"""What a failed load means to the person, told by the browser's error."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from browser import chromium
from server import program

from auditor.page.tab import load_failure


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("net::ERR_CERT_AUTHORITY_INVALID", "not trusted"),
        ("net::ERR_CERT_DATE_INVALID", "not trusted"),
        ("net::ERR_SSL_PROTOCOL_ERROR", "not trusted"),
        ("net::ERR_PROXY_CONNECTION_FAILED", "could not be reached, or refused"),
        ("net::ERR_TUNNEL_CONNECTION_FAILED", "could not be reached, or refused"),
        ("net::ERR_PROXY_AUTH_UNSUPPORTED", "asks for a user name"),
        ("net::ERR_NAME_NOT_RESOLVED", "was not found"),
        ("net::ERR_INTERNET_DISCONNECTED", "not connected to the internet"),
        ("net::ERR_BLOCKED_BY_ADMINISTRATOR", "managed by an organisation"),
        ("net::ERR_TOO_MANY_REDIRECTS", "round in a circle"),
        ("net::ERR_CONNECTION_RESET", "could not be reached"),
        ("", "could not be reached"),
    ],
)
def test_each_error_has_its_sentence(error, says):
    """Each error of the network that people meet is told by a sentence of its own."""
    failure = load_failure(error)
    assert ("network", 4) == (failure.code, failure.exit_code)
    assert says in failure.message
    assert "forget" not in failure.hint, "no profile is kept"


def test_a_proxy_is_named_without_its_password(monkeypatch):
    """The proxy's host and port are told, and never its user or password."""
    monkeypatch.setenv("https_proxy", "http://ada:secret1815@proxy.example:3128")
    failure = load_failure("net::ERR_PROXY_CONNECTION_FAILED")
    assert "proxy.example:3128" in failure.message
    assert "secret1815" not in failure.message + failure.hint


@contextmanager
def proxy(answer: bytes | None) -> Iterator[int]:
    """A proxy on this machine that gives everybody `answer`, or is dead; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        connection.recv(4096)
                        connection.sendall(answer or b"")

        if answer is None:
            listening.close()
        else:
            threading.Thread(target=serve, daemon=True).start()
        yield port


ASKS = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\n"
ASKS += b"Content-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (ASKS, "user name"),
        pytest.param(None, "could not be reached, or refused", marks=pytest.mark.exhaustive),
    ],
)
def test_a_proxy_in_the_way_is_told(answer, says):
    """A company's proxy that asks for a password, or leads nowhere, is told as that, with 4."""
    with proxy(answer) as port:
        way = {"https_proxy": f"http://ada:secret1815@127.0.0.1:{port}"}
        done = program(
            *("audit", "--headless", "--browser", chromium(), "--json", "-", "--timeout", "10"),
            environment={**way, "HTTPS_PROXY": way["https_proxy"]},
        )
    assert (4, "network") == (done.code, done.report["error"]["code"]), done.err
    assert says in done.report["error"]["message"]
    assert f"127.0.0.1:{port}" in done.report["error"]["message"]
    assert "secret1815" not in done.out + done.err


@pytest.mark.browser_context_args(ignore_https_errors=False)
def test_a_certificate_that_nobody_vouches_for_is_told(here):
    """The gateway of a hotel that answers in LinkedIn's place is no missing connection."""
    report = here.run("audit")
    assert (4, "network") == (report.exit_code, report.error.code)
    assert "not trusted" in report.error.message
