"""A real server on the loopback device, which behaves as badly as each test wants, and lists what it has."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import ipaddress
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from inspection_findings.corpus.catalogue import CatalogueEntry

BODY = random.Random(1).randbytes(200_000)  # noqa: S311 - any bytes will do

Answer = Callable[["Handler", int], None]
"""Answers a request, of which it is told how many there have been for the same path."""


@dataclass
class Request:
    """What a server was asked, and when."""

    path: str
    headers: dict[str, str]
    time: float


@dataclass
class Site:
    """A server, what it was asked, and how it answers, by path; what it has no answer for is not found."""

    address: str
    requests: list[Request] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def ranges(self) -> list[str | None]:
        """Which part of its document each request asked for."""
        return [request.headers.get("Range") for request in self.requests]

    def offer(self, number: int, answer: Answer | None = None) -> list[CatalogueEntry]:
        """Offer so many documents, all with one answer, and give their lines of the source list."""
        self.answers |= {f"/{index}": answer or good for index in range(number)}
        return [listed(f"{self.address}/{index}", name=f"fernshire-{index}") for index in range(number)]


class Handler(BaseHTTPRequestHandler):
    """Notes each request, and leaves the rest to the site's answers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.requests.append(Request(self.path, dict(self.headers), time.monotonic()))
        number = sum(request.path == self.path for request in site.requests)
        with contextlib.suppress(ConnectionError):
            site.answers.get(self.path, status(404))(self, number)

    def log_message(self, format, *arguments):
        pass

    def send(self, body=b"", status=200, *, length=True, cut=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:cut])
        self.close_connection = cut is not None or not length

    def stall(self):
        """Keep quiet until the test is over."""
        self.wfile.flush()
        self.server.site.ended.wait(30)

    def send_ranged(self, body=BODY, **headers):
        """As a good server: all of it, or what was asked for."""
        asked = self.headers.get("Range")
        if asked is None:
            return self.send(body, **headers)
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            return self.send(status=416, Content_Range=f"bytes */{len(body)}")
        given = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return self.send(body[start:], 206, Content_Range=given, **headers)


def good(handler: Handler, number: int) -> None:
    """The whole of `BODY`, or the range that was asked for."""
    handler.send_ranged()


def having(body: bytes) -> Answer:
    """As `good`, with another body."""
    return lambda handler, number: handler.send_ranged(body)


def silent(handler: Handler, number: int) -> None:
    """No answer at all."""
    handler.stall()


def status(code: int, body: bytes = b"", **headers) -> Answer:
    """The same whatever was asked for."""
    return lambda handler, number: handler.send(body, code, **headers)


def redirect(address: str) -> Answer:
    """Elsewhere."""
    return status(302, Location=address)


def then(*answers: Answer) -> Answer:
    """One answer after the other, the last one for good."""
    return lambda handler, number: answers[min(number, len(answers)) - 1](handler, number)


def listed(address: str, body: bytes = BODY, *, name: str = "fernshire", **fields) -> CatalogueEntry:
    """The line of the source list for a document; a report unless told otherwise."""
    values = {
        "document": name,
        "source": "report",
        "authority": "fernshire",
        "framework": "ilacs",
        "sha256": hashlib.sha256(body).hexdigest(),
        "bytes": len(body),
        "file": f"reports/{name}.pdf",
        "address": address,
    }
    return CatalogueEntry.model_validate(values | fields)


@contextlib.contextmanager
def serving(*, port: int = 0, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    scheme = "http"
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    server.site = Site(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.site.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path) -> Path:
    """A key and a certificate of its own for 127.0.0.1, good for an hour."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "loopback.pem"
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM) + private)
    return path


def clear_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep requests to the loopback device from going elsewhere."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
