"""Pages signed by somebody, whose certificate Chromium gets by itself: signed exchanges.

As wicg.github.io/webpackage/draft-yasskin-httpbis-origin-signed-exchanges-impl.html has them, but
for the signature, which is none.
"""

import struct
import time
from base64 import b64encode

from auditor.demo.imitation import Answer
from auditor.linkedin.urls import ORIGIN


def signed(certificate: str) -> Answer:
    """A page of LinkedIn's that says to be signed with the certificate at an address."""
    now = int(time.time())
    signature = (
        f'x;cert-sha256=*{_base64(b"x" * 32)}*;cert-url="{certificate}";date={now - 60};'
        f'expires={now + 3600};integrity="digest/mi-sha256-03";sig=*{_base64(b"y" * 70)}*;'
        f'validity-url="{ORIGIN}/v"'
    ).encode()
    of_page = {
        "digest": f"mi-sha256-03={_base64(b'z' * 32)}",
        ":status": "200",
        "content-type": "text/html",
        "content-encoding": "mi-sha256-03",
    }
    headers = bytes([0xA0 + len(of_page)])  # CBOR: a map, the shortest keys first
    headers += b"".join(map(_cbor, (text for pair in of_page.items() for text in pair)))
    address = f"{ORIGIN}/page".encode()
    whole = b"sxg1-b3\0" + struct.pack(">H", len(address)) + address
    whole += len(signature).to_bytes(3, "big") + len(headers).to_bytes(3, "big")
    whole += signature + headers + struct.pack(">Q", 4096) + b"a page"
    return Answer(
        whole.decode(errors="surrogateescape"),
        content_type="application/signed-exchange;v=b3",
        headers=(("x-content-type-options", "nosniff"),),
    )


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _cbor(text: str) -> bytes:
    length = [0x40 + len(text)] if len(text) < 24 else [0x58, len(text)]
    return bytes(length) + text.encode()
