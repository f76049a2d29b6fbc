"""How hosts are asked: again where that may help, requests spaced, pauses kept, and hosts given up."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import socket
from email.utils import format_datetime
from itertools import pairwise

import httpx
import pytest

from inspection_findings.corpus.downloads import DownloadSettings, download_documents
from inspection_findings.corpus.fetching import State
from inspection_findings.corpus.hosts import DownloadError, Hosts, PassingError, pause_asked
from loopback import clear_proxies, good, listed, redirect, serving, status, then

QUICK = DownloadSettings(delay=0, timeout=5, time_limit=20, attempts=3, back_off=0.01)


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


def answer(code, host="fern.example", **headers):
    request = httpx.Request("GET", f"https://{host}/x")
    return httpx.Response(code, headers=headers, request=request)


def outcomes_of(documents, folder, settings=QUICK):
    return [(outcome.state, outcome.message) for outcome in download_documents(documents, folder, settings)]


# Pauses and turns


@pytest.mark.parametrize(("value", "seconds"), [
    ("0", 0), ("12", 12), ("9" * 400, float("inf")), ("", 0), ("soon", 0), ("-5", 0), ("1.5", 0),
    ("Fri, 08 Mar 2024 10:00:00 GMT", 0), ("Fri, 99 Mar 2024", 0),
])  # fmt: skip
def test_a_pause_is_a_number_of_seconds(value, seconds):
    assert pause_asked(value) == seconds


@pytest.mark.parametrize("zone", [dt.UTC, dt.timezone(dt.timedelta(hours=-5))])
def test_a_pause_is_a_moment_in_any_zone(zone):
    moment = dt.datetime.now(zone) + dt.timedelta(minutes=10)
    assert 598 <= pause_asked(format_datetime(moment)) <= 600


def test_a_turn_waits_for_its_own_host_alone():
    async def waits():
        hosts, clock = Hosts(delay=0.2, longest_pause=60), asyncio.get_running_loop().time
        started = clock()
        for host in ("fern.example", "north.example", "fern.example"):
            await hosts.turn(host)
            yield clock() - started

    async def collect():
        return [wait async for wait in waits()]

    first, other, second = asyncio.run(collect())
    assert first <= other < 0.1
    assert second >= 0.19


@pytest.mark.parametrize(("code", "pause", "passing", "waits"), [
    (503, "0.2", True, False), (503, "1", True, True), (429, "1", True, True), (404, "1", False, False),
])  # fmt: skip
def test_only_what_may_pass_holds_the_host(code, pause, passing, waits):
    async def refuse():
        hosts = Hosts(delay=0, longest_pause=1)
        error = hosts.refusal(answer(code, **{"Retry-After": pause}))
        assert isinstance(error, PassingError) is passing
        async with asyncio.timeout(0.5):
            await hosts.turn("fern.example")

    with pytest.raises(TimeoutError) if waits else contextlib.nullcontext():
        asyncio.run(refuse())


def test_a_pause_longer_than_the_longest_gives_the_host_up():
    async def refuse():
        hosts = Hosts(delay=0, longest_pause=60)
        error = hosts.refusal(answer(503, **{"Retry-After": "61"}))
        assert not isinstance(error, PassingError)
        with pytest.raises(DownloadError) as caught:
            await hosts.turn("fern.example")
        await hosts.turn("north.example")
        return str(error), str(caught.value)

    said, told = asyncio.run(refuse())
    assert said == told == "503 Service Unavailable: fern.example asks for a pause of 61 s"


def test_who_waits_for_a_turn_is_told_that_the_host_was_given_up():
    async def wait():
        hosts = Hosts(delay=0.1, longest_pause=60)
        await hosts.turn("fern.example")
        waiting = asyncio.create_task(hosts.turn("fern.example"))
        await asyncio.sleep(0)
        hosts.give_up("fern.example", "no connection")
        with pytest.raises(DownloadError, match="no connection"):
            await waiting

    asyncio.run(wait())


# What may pass


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_that_may_pass_is_asked_for_again(site, folder, code):
    documents = site.offer(1, then(status(code), good))
    assert outcomes_of(documents, folder) == [(State.DOWNLOADED, "")]
    assert len(site.requests) == 2


def test_attempts_end(site, folder):
    documents = site.offer(1, status(503))
    assert outcomes_of(documents, folder) == [(State.FAILED, "503 Service Unavailable")]
    assert len(site.requests) == QUICK.attempts


def test_waits_between_attempts_grow(site, folder):
    outcomes_of(site.offer(1, status(503)), folder, DownloadSettings(delay=0, attempts=3, back_off=0.1))
    first, second, third = (request.time for request in site.requests)
    assert second - first >= 0.09
    assert third - second >= 0.19


def test_a_pause_that_a_server_asks_for_is_kept_for_all_its_documents(site, folder):
    documents = site.offer(2)
    site.answers["/0"] = then(status(503, Retry_After="1"), good)
    settings = DownloadSettings(jobs=2, delay=0.1, back_off=0.01)
    assert outcomes_of(documents, folder, settings) == [(State.DOWNLOADED, "")] * 2
    first, *later = site.requests
    assert first.path == "/0"
    assert min(request.time for request in later) - first.time >= 0.95


@pytest.mark.parametrize("pause", [
    "3600", "9" * 400, format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), usegmt=True),
], ids=["seconds", "huge", "moment"])  # fmt: skip
def test_a_server_that_asks_for_a_long_pause_is_not_asked_again(site, folder, pause):
    documents = site.offer(3, status(429, Retry_After=pause))
    settings = DownloadSettings(jobs=1, delay=0, back_off=0.01)
    outcomes = outcomes_of(documents, folder, settings)
    assert [state for state, _ in outcomes] == [State.FAILED] * 3
    assert all("127.0.0.1 asks for a pause of" in message for _, message in outcomes)
    assert len(site.requests) == 1


@pytest.mark.parametrize("pause", ["soon", "-5", "Fri, 08 Mar 2024 10:00:00 GMT", "Fri, 99 Mar 2024"])
def test_a_pause_that_is_none_is_passed_over(site, folder, pause):
    documents = site.offer(1, then(status(503, Retry_After=pause), good))
    assert outcomes_of(documents, folder) == [(State.DOWNLOADED, "")]


def test_a_host_out_of_reach_is_given_up_for_all_its_documents(folder):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    documents = [listed(f"{address}/{index}", name=f"fernshire-{index}") for index in range(3)]
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


def test_requests_to_one_host_are_spaced(site, folder):
    documents = site.offer(3)
    site.answers |= {"/0": redirect("/moved"), "/moved": good}
    delay = 0.15
    outcomes_of(documents, folder, DownloadSettings(jobs=4, delay=delay))
    times = sorted(request.time for request in site.requests)
    assert len(times) == 4
    assert min(after - before for before, after in pairwise(times)) >= delay * 0.4
    assert times[-1] - times[0] >= 3 * delay * 0.8
