"""Downloads from a real server on the loopback device, which behaves as badly as each test wants."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import ipaddress
import random
import socket
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.downloads import DownloadSettings, download_documents
from inspection_findings.corpus.fetching import State, part_of

BODY = random.Random(1).randbytes(200_000)  # noqa: S311 - any bytes will do
OTHER = random.Random(2).randbytes(200_000)  # noqa: S311
QUICK = DownloadSettings(delay=0, timeout=5, time_limit=20, attempts=3, back_off=0.01)
CUT = 70_000


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    time: float


@dataclass
class Site:
    """A server, what it was asked, and how it answers: a function of handler and number of the request."""

    address: str
    requests: list[Request] = field(default_factory=list)
    answers: dict = field(default_factory=dict)

    def ranges(self):
        return [request.headers.get("Range") for request in self.requests]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.requests.append(Request(self.path, dict(self.headers), time.monotonic()))
        number = sum(request.path == self.path for request in site.requests)
        with contextlib.suppress(ConnectionError):
            site.answers[self.path](self, number)

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


def good(handler, number):
    handler.send_ranged()


def status(code, body=b"", **headers):
    return lambda handler, number: handler.send(body, code, **headers)


def then(*answers):
    """One answer after the other, the last one for good."""
    return lambda handler, number: answers[min(number, len(answers)) - 1](handler, number)


def cut_short(handler, number):
    handler.send(BODY, cut=CUT)


@contextlib.contextmanager
def serving(*, port=0, context=None):
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
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw"


def entry(address, body=BODY, *, name="fernshire", **fields):
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


@pytest.fixture
def document(site):
    return entry(f"{site.address}/x")


@pytest.fixture
def several(site):
    def make(number, answer=good):
        documents = []
        for index in range(number):
            site.answers[f"/{index}"] = answer
            documents.append(entry(f"{site.address}/{index}", name=f"fernshire-{index}"))
        return documents

    return make


def download(document, folder, settings=QUICK, report=None):
    [outcome] = download_documents([document], folder, settings, report)
    return outcome


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def put_part(document, folder, data):
    part = part_of(document, folder)
    part.parent.mkdir(parents=True)
    part.write_bytes(data)


def assert_came(outcome, document, folder):
    assert (outcome.state, outcome.message) == (State.DOWNLOADED, "")
    assert (folder / document.file).read_bytes() == BODY
    assert files_below(folder) == [document.file]


def digits(body):
    return hashlib.sha256(body).hexdigest()[:12]


# What comes whole


def test_a_document_is_downloaded_with_one_request_that_says_who_asks(site, document, folder):
    site.answers["/x"] = good
    steps = []
    outcome = download(document, folder, report=lambda name, received: steps.append((name, received)))
    assert_came(outcome, document, folder)
    [request] = site.requests
    agent = request.headers["User-Agent"]
    assert agent.startswith("inspection-findings/")
    assert "(fetches the published inspection reports" in agent
    assert request.headers["Accept-Encoding"] == "identity"
    assert "Range" not in request.headers
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (("fernshire", 0), ("fernshire", len(BODY)))


def test_a_body_of_no_announced_length_is_taken_too(site, document, folder):
    site.answers["/x"] = status(200, BODY, length=False)
    assert_came(download(document, folder), document, folder)


def test_what_is_there_and_right_is_not_asked_for(site, document, folder):
    (folder / "reports").mkdir(parents=True)
    (folder / document.file).write_bytes(BODY)
    assert download(document, folder).state is State.THERE
    assert site.requests == []


def test_another_file_in_its_place_gives_way_to_the_right_one_only(site, document, folder):
    (folder / "reports").mkdir(parents=True)
    (folder / document.file).write_bytes(OTHER)
    site.answers["/x"] = then(status(404), good)
    assert download(document, folder).state is State.FAILED
    assert (folder / document.file).read_bytes() == OTHER
    outcome = download(document, folder)
    assert outcome.state is State.DOWNLOADED
    assert "replaced another file" in outcome.message
    assert digits(OTHER) in outcome.message
    assert (folder / document.file).read_bytes() == BODY


def test_what_has_no_address_is_missing_and_its_publisher_named(folder):
    article = entry("", source="article", framework="news", file="articles/x.txt", publication="The Fern")
    outcome = download(article, folder)
    assert outcome.state is State.MISSING
    assert outcome.message == "no address; published by: The Fern"


def test_specimens_are_never_downloaded(site, folder):
    specimen = entry(f"{site.address}/x", source="specimen", file="specimens/x.pdf")
    assert download(specimen, folder).state is State.MISSING
    assert site.requests == []


def test_a_place_that_cannot_be_written_is_a_failure_of_that_document(several, folder):
    first, second = several(2)
    (folder / first.file).mkdir(parents=True)
    outcomes = {outcome.document: outcome for outcome in download_documents([first, second], folder, QUICK)}
    assert outcomes[first.document].state is State.FAILED
    assert "directory" in outcomes[first.document].message
    assert outcomes[second.document].state is State.DOWNLOADED


# Resuming


@pytest.mark.parametrize(("validators", "expected"), [
    ({"ETag": '"one"', "Last_Modified": "Fri, 08 Mar 2024 10:00:00 GMT"}, '"one"'),
    ({"ETag": 'W/"one"', "Last_Modified": "Fri, 08 Mar 2024 10:00:00 GMT"}, "Fri, 08 Mar 2024 10:00:00 GMT"),
    ({"ETag": 'W/"one"'}, None),
    ({}, None),
])  # fmt: skip
def test_a_connection_cut_in_the_middle_is_resumed(site, document, folder, validators, expected):
    site.answers["/x"] = then(
        lambda handler, number: handler.send(BODY, cut=CUT, **validators),
        lambda handler, number: handler.send_ranged(**validators),
    )
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [None, f"bytes={CUT}-"]
    assert site.requests[1].headers.get("If-Range") == expected


def test_a_body_that_ends_early_without_saying_so_is_resumed(site, document, folder):
    site.answers["/x"] = then(status(200, BODY[:CUT], length=False), good)
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [None, f"bytes={CUT}-"]


def test_a_connection_that_is_always_cut_fails_and_keeps_what_came(site, document, folder):
    site.answers["/x"] = then(
        cut_short, lambda handler, number: handler.connection.shutdown(socket.SHUT_RDWR)
    )
    assert download(document, folder).state is State.FAILED
    assert len(site.requests) == QUICK.attempts
    assert files_below(folder) == [f"{document.file}.part"]
    assert part_of(document, folder).read_bytes() == BODY[:CUT]


def test_an_interrupted_run_is_resumed_by_the_next(site, document, folder):
    site.answers["/x"] = good

    def interrupt(name, received):
        if received >= CUT:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(document, folder, report=interrupt)
    assert files_below(folder) == [f"{document.file}.part"]
    kept = part_of(document, folder).stat().st_size
    assert CUT <= kept < len(BODY)
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [None, f"bytes={kept}-"]


def test_closing_the_iterator_stops_what_is_under_way_at_once(site, several, folder):
    first, second = several(2)
    release = threading.Event()
    site.answers["/1"] = lambda handler, number: release.wait(10)
    outcomes = download_documents([first, second], folder, QUICK)
    assert next(outcomes).document == first.document
    started = time.monotonic()
    outcomes.close()
    assert time.monotonic() - started < QUICK.timeout / 2
    release.set()
    assert files_below(folder) == [first.file]


def test_a_server_that_ignores_ranges_sends_it_anew(site, document, folder):
    put_part(document, folder, BODY[:CUT])
    site.answers["/x"] = status(200, BODY)
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [f"bytes={CUT}-"]


def test_a_range_from_another_place_is_not_appended(site, document, folder):
    put_part(document, folder, BODY[:CUT])
    given = f"bytes 0-{len(BODY) - 1}/{len(BODY)}"
    site.answers["/x"] = then(status(206, BODY, Content_Range=given), good)
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [f"bytes={CUT}-", None]


def test_a_part_of_another_file_is_dropped_and_the_document_asked_for_anew(site, document, folder):
    put_part(document, folder, OTHER[:CUT])
    site.answers["/x"] = good
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [f"bytes={CUT}-", None]


@pytest.mark.parametrize(("data", "ranges"), [
    (BODY, []), (OTHER, [None]), (OTHER + b"x", [None]), (b"", [None]),
], ids=["whole", "whole but wrong", "too long", "empty"])  # fmt: skip
def test_a_part_that_is_not_a_beginning(site, document, folder, data, ranges):
    put_part(document, folder, data)
    site.answers["/x"] = good
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == ranges


def test_a_range_that_cannot_be_had_drops_the_part(site, document, folder):
    put_part(document, folder, BODY[:CUT])
    site.answers["/x"] = then(status(416), good)
    assert_came(download(document, folder), document, folder)
    assert site.ranges() == [f"bytes={CUT}-", None]


# What is refused


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 416, 451, 304, 302, 206])
def test_an_answer_that_will_not_change_is_not_asked_for_again(site, document, folder, code):
    site.answers["/x"] = status(code)
    outcome = download(document, folder)
    assert outcome.state is State.FAILED
    assert outcome.message.startswith(f"{code} ")
    assert len(site.requests) == 1
    assert files_below(folder) == []


def test_a_wrong_file_is_not_kept_and_both_checksums_are_named(site, document, folder):
    site.answers["/x"] = status(200, OTHER)
    outcome = download(document, folder)
    assert outcome.state is State.FAILED
    assert outcome.message == f"sha256 {digits(OTHER)}, expected {digits(BODY)}"
    assert len(site.requests) == 1
    assert files_below(folder) == []


@pytest.mark.parametrize("body", [BODY + b"x", BODY[:-1], b"not here"])
def test_a_file_of_another_announced_length_is_refused_unread(site, document, folder, body):
    site.answers["/x"] = status(200, body)
    received = []
    outcome = download(document, folder, report=lambda name, number: received.append(number))
    assert (outcome.state, outcome.message) == (State.FAILED, f"{len(body)} bytes, expected {len(BODY)}")
    assert received == []
    assert files_below(folder) == []


def test_a_range_of_a_file_of_another_length_is_refused(site, document, folder):
    put_part(document, folder, BODY[:CUT])
    site.answers["/x"] = lambda handler, number: handler.send_ranged(BODY + b"x")
    outcome = download(document, folder)
    assert (outcome.state, outcome.message) == (
        State.FAILED,
        f"{len(BODY) + 1} bytes, expected {len(BODY)}",
    )
    assert files_below(folder) == []


def test_a_body_without_end_is_cut_off(site, document, folder):
    ended = threading.Event()

    def endless(handler, number):
        handler.send(length=False)
        try:
            while True:
                handler.wfile.write(BODY)
        except OSError:
            ended.set()

    site.answers["/x"] = endless
    received = []
    outcome = download(document, folder, report=lambda name, number: received.append(number))
    assert outcome.state is State.FAILED
    assert outcome.message == f"more than the {len(BODY)} bytes expected"
    assert max(received) <= len(BODY)
    assert files_below(folder) == []
    assert ended.wait(5)


def test_an_address_that_is_none_is_a_failure_and_not_a_crash(folder):
    outcome = download(entry("http://127.0.0.1:port/x"), folder)
    assert outcome.state is State.FAILED
    assert outcome.message.startswith("http://127.0.0.1:port/x: ")


# What may pass


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_that_may_pass_is_asked_for_again(site, document, folder, code):
    site.answers["/x"] = then(status(code), good)
    assert_came(download(document, folder), document, folder)
    assert len(site.requests) == 2


def test_attempts_end(site, document, folder):
    site.answers["/x"] = status(503)
    outcome = download(document, folder)
    assert (outcome.state, outcome.message) == (State.FAILED, "503 Service Unavailable")
    assert len(site.requests) == QUICK.attempts


def test_waits_between_attempts_grow(site, document, folder):
    site.answers["/x"] = status(503)
    download(document, folder, DownloadSettings(delay=0, attempts=3, back_off=0.1))
    first, second, third = (request.time for request in site.requests)
    assert second - first >= 0.09
    assert third - second >= 0.19


def test_a_pause_that_a_server_asks_for_is_kept_for_all_its_documents(site, several, folder):
    documents = several(2)
    site.answers["/0"] = then(status(503, Retry_After="1"), good)
    settings = DownloadSettings(jobs=2, delay=0.1, back_off=0.01)
    outcomes = list(download_documents(documents, folder, settings))
    assert [outcome.state for outcome in outcomes] == [State.DOWNLOADED] * 2
    first, *later = site.requests
    assert first.path == "/0"
    assert min(request.time for request in later) - first.time >= 0.95


@pytest.mark.parametrize("pause", [
    "3600", "9" * 400, format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), usegmt=True),
], ids=["seconds", "huge", "moment"])  # fmt: skip
def test_a_server_that_asks_for_a_long_pause_is_not_asked_again(site, several, folder, pause):
    documents = several(3, status(429, Retry_After=pause))
    settings = DownloadSettings(jobs=1, delay=0, back_off=0.01)
    outcomes = list(download_documents(documents, folder, settings))
    assert [outcome.state for outcome in outcomes] == [State.FAILED] * 3
    assert all("127.0.0.1 asks for a pause of" in outcome.message for outcome in outcomes)
    assert len(site.requests) == 1


@pytest.mark.parametrize("pause", ["soon", "-5", "Fri, 08 Mar 2024 10:00:00 GMT", "Fri, 99 Mar 2024"])
def test_a_pause_that_is_none_is_passed_over(site, document, folder, pause):
    site.answers["/x"] = then(status(503, Retry_After=pause), good)
    assert_came(download(document, folder), document, folder)


def test_a_server_that_stalls_is_given_up_and_asked_again(site, document, folder):
    release = threading.Event()

    def stall(handler, number):
        handler.send(BODY, cut=CUT)
        handler.wfile.flush()
        release.wait(10)

    site.answers["/x"] = then(stall, good)
    settings = DownloadSettings(delay=0, timeout=0.3, back_off=0.01)
    assert_came(download(document, folder, settings), document, folder)
    assert site.ranges() == [None, f"bytes={CUT}-"]
    release.set()


def test_a_server_that_never_answers_times_out(site, document, folder):
    release = threading.Event()
    site.answers["/x"] = lambda handler, number: release.wait(10)
    settings = DownloadSettings(delay=0, timeout=0.1, back_off=0.01, attempts=2)
    started = time.monotonic()
    outcome = download(document, folder, settings)
    assert time.monotonic() - started < 5
    assert (outcome.state, outcome.message) == (State.FAILED, "nothing came for 0.1 s")
    assert len(site.requests) == 2
    release.set()


def drip_body(handler, number):
    handler.send(BODY, cut=0)
    for byte in BODY:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.02)


def drip_header(handler, number):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        handler.wfile.write(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize("drip", [drip_body, drip_header])
def test_a_server_that_drips_is_cut_off(site, document, folder, drip):
    site.answers["/x"] = drip
    started = time.monotonic()
    outcome = download(document, folder, DownloadSettings(delay=0, timeout=5, time_limit=0.3))
    assert time.monotonic() - started < 3
    assert (outcome.state, outcome.message) == (State.FAILED, "not whole after 0.3 s")
    assert len(site.requests) == 1
    assert (folder / document.file).exists() is False
    assert part_of(document, folder).exists() is (drip is drip_body)


def test_a_host_out_of_reach_is_given_up_for_all_its_documents(folder):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    documents = [entry(f"{address}/{index}", name=f"fernshire-{index}") for index in range(3)]
    settings = DownloadSettings(jobs=1, delay=0, attempts=2, back_off=0.5)
    outcomes = download_documents(documents, folder, settings)
    first = next(outcomes)
    assert first.state is State.FAILED
    assert first.message.startswith("no connection to 127.0.0.1: ")
    with serving(port=port) as site:
        site.answers |= dict.fromkeys(("/0", "/1", "/2"), good)
        assert [(outcome.state, outcome.message) for outcome in outcomes] == [
            (State.FAILED, first.message),
        ] * 2
        assert site.requests == []


# Redirects


def redirect(address):
    return status(302, Location=address)


def test_redirects_are_followed(site, document, folder):
    site.answers |= {"/x": redirect("/y"), "/y": redirect(f"{site.address}/z"), "/z": good}
    put_part(document, folder, BODY[:CUT])
    assert_came(download(document, folder), document, folder)
    assert [request.path for request in site.requests] == ["/x", "/y", "/z"]
    assert site.requests[-1].headers["Range"] == f"bytes={CUT}-"
    assert site.requests[-1].headers["User-Agent"] == site.requests[0].headers["User-Agent"]


def test_redirects_that_go_round_end(site, document, folder):
    site.answers["/x"] = redirect("/x")
    outcome = download(document, folder)
    assert (outcome.state, outcome.message) == (State.FAILED, "redirected more than 5 times")
    assert len(site.requests) == 6


def test_a_redirect_to_what_is_not_the_web_is_refused(site, document, folder, tmp_path):
    local = tmp_path / "local"
    local.write_bytes(BODY)
    site.answers["/x"] = redirect(local.as_uri())
    assert download(document, folder).state is State.FAILED
    assert len(site.requests) == 1
    assert files_below(folder) == []


def certificate(folder):
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


@pytest.fixture
def secure_site(tmp_path, monkeypatch):
    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with serving(context=context) as site:
        yield site


def test_a_secure_address_must_not_lead_to_one_that_is_not(site, secure_site, folder):
    document = entry(f"{secure_site.address}/x")
    site.answers["/y"] = good
    secure_site.answers |= {"/x": redirect(f"{site.address}/y"), "/z": good}
    outcome = download(document, folder)
    assert outcome.state is State.FAILED
    assert outcome.message == f"redirected from https to {site.address}/y"
    assert site.requests == []
    secure_site.answers["/x"] = redirect("/z")
    assert_came(download(document, folder), document, folder)


def test_a_certificate_that_is_not_trusted_is_refused(secure_site, folder, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    secure_site.answers["/x"] = good
    outcome = download(entry(f"{secure_site.address}/x"), folder)
    assert outcome.state is State.FAILED
    assert "certificate" in outcome.message.lower()
    assert secure_site.requests == []


# Several at a time


def test_requests_to_one_host_are_spaced(site, several, folder):
    documents = several(3)
    site.answers |= {"/0": redirect("/moved"), "/moved": good}
    delay = 0.15
    list(download_documents(documents, folder, DownloadSettings(jobs=4, delay=delay)))
    times = sorted(request.time for request in site.requests)
    assert len(times) == 4
    assert min(after - before for before, after in pairwise(times)) >= delay * 0.4
    assert times[-1] - times[0] >= 3 * delay * 0.8


def test_several_come_at_a_time_and_no_more_than_asked_for(several, folder):
    under_way = Counter()
    lock = threading.Lock()
    together = threading.Barrier(3)

    def answer(handler, number):
        with lock:
            under_way["now"] += 1
            under_way["most"] = max(under_way["most"], under_way["now"])
        together.wait(5)
        time.sleep(0.05)
        with lock:
            under_way["now"] -= 1
        handler.send_ranged()

    documents = several(6, answer)
    outcomes = list(download_documents(documents, folder, DownloadSettings(jobs=3, delay=0, attempts=1)))
    assert sorted(outcome.document for outcome in outcomes) == sorted(d.document for d in documents)
    assert {outcome.state for outcome in outcomes} == {State.DOWNLOADED}
    assert under_way["most"] == 3


def test_one_failure_does_not_keep_the_others(site, several, folder):
    documents = several(4)
    site.answers["/2"] = status(404)
    outcomes = {outcome.document: outcome.state for outcome in download_documents(documents, folder, QUICK)}
    assert outcomes.pop("fernshire-2") is State.FAILED
    assert list(outcomes.values()) == [State.DOWNLOADED] * 3
