"""Downloads from a server on the loopback device: whole, resumed, refused, redirected, several at a time."""

from __future__ import annotations

import hashlib
import random
import socket
import ssl
import threading
import time
from collections import Counter

import pytest

from inspection_findings.corpus.downloads import DownloadSettings, download_documents
from inspection_findings.corpus.fetching import State, part_of
from loopback import BODY, certificate, clear_proxies, good, listed, redirect, serving, silent, status, then

OTHER = random.Random(2).randbytes(200_000)  # noqa: S311 - any bytes will do
QUICK = DownloadSettings(delay=0, timeout=5, time_limit=20, attempts=3, back_off=0.01)
CUT = 70_000


def cut_short(handler, number):
    handler.send(BODY, cut=CUT)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    clear_proxies(monkeypatch)


@pytest.fixture
def site():
    with serving() as site:
        yield site


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw"


@pytest.fixture
def document(site):
    return listed(f"{site.address}/x")


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
    article = listed("", source="article", framework="news", file="articles/x.txt", publication="The Fern")
    outcome = download(article, folder)
    assert outcome.state is State.MISSING
    assert outcome.message == "no address; published by: The Fern"


def test_specimens_are_never_downloaded(site, folder):
    specimen = listed(f"{site.address}/x", source="specimen", file="specimens/x.pdf")
    assert download(specimen, folder).state is State.MISSING
    assert site.requests == []


def test_a_place_that_cannot_be_written_is_a_failure_of_that_document(site, folder):
    first, second = site.offer(2)
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


def test_closing_the_iterator_stops_what_is_under_way_at_once(site, folder):
    first, second = site.offer(2)
    site.answers["/1"] = silent
    outcomes = download_documents([first, second], folder, QUICK)
    assert next(outcomes).document == first.document
    started = time.monotonic()
    outcomes.close()
    assert time.monotonic() - started < QUICK.timeout / 2
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
    outcome = download(listed("http://127.0.0.1:port/x"), folder)
    assert outcome.state is State.FAILED
    assert outcome.message.startswith("http://127.0.0.1:port/x: ")


# Slow servers


def test_a_server_that_stalls_is_given_up_and_asked_again(site, document, folder):
    def stall(handler, number):
        handler.send(BODY, cut=CUT)
        handler.stall()

    site.answers["/x"] = then(stall, good)
    settings = DownloadSettings(delay=0, timeout=0.3, back_off=0.01)
    assert_came(download(document, folder, settings), document, folder)
    assert site.ranges() == [None, f"bytes={CUT}-"]


def test_a_server_that_never_answers_times_out(site, document, folder):
    site.answers["/x"] = silent
    settings = DownloadSettings(delay=0, timeout=0.1, back_off=0.01, attempts=2)
    started = time.monotonic()
    outcome = download(document, folder, settings)
    assert time.monotonic() - started < 5
    assert (outcome.state, outcome.message) == (State.FAILED, "nothing came for 0.1 s")
    assert len(site.requests) == 2


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


# Redirects


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


@pytest.fixture
def secure_site(tmp_path, monkeypatch):
    path = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with serving(context=context) as site:
        yield site


def test_a_secure_address_must_not_lead_to_one_that_is_not(site, secure_site, folder):
    document = listed(f"{secure_site.address}/x")
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
    outcome = download(listed(f"{secure_site.address}/x"), folder)
    assert outcome.state is State.FAILED
    assert "certificate" in outcome.message.lower()
    assert secure_site.requests == []


# Several at a time


def test_several_come_at_a_time_and_no_more_than_asked_for(site, folder):
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

    documents = site.offer(6, answer)
    outcomes = list(download_documents(documents, folder, DownloadSettings(jobs=3, delay=0, attempts=1)))
    assert sorted(outcome.document for outcome in outcomes) == sorted(d.document for d in documents)
    assert {outcome.state for outcome in outcomes} == {State.DOWNLOADED}
    assert under_way["most"] == 3


def test_one_failure_does_not_keep_the_others(site, folder):
    documents = site.offer(4)
    site.answers["/2"] = status(404)
    outcomes = {outcome.document: outcome.state for outcome in download_documents(documents, folder, QUICK)}
    assert outcomes.pop("fernshire-2") is State.FAILED
    assert list(outcomes.values()) == [State.DOWNLOADED] * 3
