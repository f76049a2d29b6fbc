"""Documents downloaded from the addresses of the source list: few at a time, politely, resumably."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential, wait_random

from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.fetching import (
    Outcome,
    State,
    difference,
    inspect_document,
    part_of,
    place_document,
    reason_of,
    replaced,
)
from inspection_findings.corpus.hosts import DownloadError, Hosts, PassingError, UnreachableError, answer_line
from inspection_findings.corpus.records import Source
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import digest_of

PURPOSE = "fetches the published inspection reports of its source list"
MAX_REDIRECTS = 5
CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d+/(\d+|\*)", re.ASCII)

Report = Callable[[str, int], None]
_Tasks = set[asyncio.Task[Outcome]]


@dataclass(frozen=True, slots=True)
class DownloadSettings:
    """How to download; times are in seconds.

    Attributes
    ----------
    jobs
        Documents at a time.
    delay
        Least time between two requests to one host.
    timeout
        Longest wait for a connection, and for the next bytes.
    time_limit
        Longest time that one document may take, all attempts together, waits between them apart.
    attempts
        How often a document is asked for when what went wrong may pass.
    back_off
        Wait before the second attempt; each further one is twice as long, and all have some jitter.
    longest_wait
        No wait is longer. A host that asks for a longer one is not asked again in this run.
    """

    jobs: int = 4
    delay: float = 0.5
    timeout: float = 30.0
    time_limit: float = 300.0
    attempts: int = 5
    back_off: float = 1.0
    longest_wait: float = 60.0


def download_documents(
    entries: Iterable[CatalogueEntry],
    folder: Path,
    settings: DownloadSettings | None = None,
    report: Report | None = None,
) -> Iterator[Outcome]:
    """Download what is not in its place yet. Specimens are only inspected.

    What has come of a document when this is interrupted stays beside its place, and the next call goes
    on from there. Not to be called where an event loop runs already.

    Parameters
    ----------
    entries
        Lines of the source list.
    folder
        The folder of documents.
    settings
        How to download.
    report
        Called with a document and how many of its bytes are here, as they come.

    Yields
    ------
    Outcome
        One a document, as they end.
    """
    settings = settings or DownloadSettings()
    wanted: list[tuple[CatalogueEntry, Outcome]] = []
    for entry in entries:
        found = inspect_document(entry, folder)
        if found.state is State.THERE or entry.source is Source.SPECIMEN:
            yield found
        elif entry.address:
            wanted.append((entry, found))
        elif found.state is not State.MISSING:
            yield found
        else:
            reason = f"no address; published by: {entry.publication or 'not recorded'}"
            yield Outcome(entry.document, State.MISSING, reason)
    if not wanted:
        return
    session = _Session(folder, settings, report or (lambda document, length: None))
    with asyncio.Runner() as runner:
        tasks: _Tasks = set()
        try:
            tasks = runner.run(session.start(wanted))
            while tasks:
                done, tasks = runner.run(session.wait(tasks))
                for task in done:
                    yield task.result()
        finally:
            runner.run(session.stop(tasks))


class _Session:
    """What the downloads of one call share."""

    def __init__(self, folder: Path, settings: DownloadSettings, report: Report) -> None:
        self.folder = folder
        self.settings = settings
        self.report = report
        self.hosts = Hosts(settings.delay, settings.longest_wait)
        self.slots = asyncio.Semaphore(settings.jobs)
        agent = f"inspection-findings/{version('inspection-findings')} ({PURPOSE})"
        # Compressed bodies can neither be continued nor counted in the bytes of the source list.
        headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
        limits = httpx.Limits(max_connections=settings.jobs)
        self.client = httpx.AsyncClient(headers=headers, timeout=settings.timeout, limits=limits)

    async def start(self, wanted: list[tuple[CatalogueEntry, Outcome]]) -> _Tasks:
        return {asyncio.create_task(self._fetch(entry, before)) for entry, before in wanted}

    async def wait(self, tasks: _Tasks) -> tuple[_Tasks, _Tasks]:
        return await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, tasks: _Tasks) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.client.aclose()

    async def _fetch(self, entry: CatalogueEntry, before: Outcome) -> Outcome:
        async with self.slots:
            try:
                await _Download(self, entry).run()
            except (CorpusError, OSError) as error:
                return Outcome(entry.document, State.FAILED, reason_of(error))
        return Outcome(entry.document, State.DOWNLOADED, replaced(before))


class _Download:
    """One document on its way."""

    def __init__(self, session: _Session, entry: CatalogueEntry) -> None:
        self._session = session
        self._settings = session.settings
        self._entry = entry
        self._part = part_of(entry, session.folder)
        self._validator: str | None = None
        self._time_left = session.settings.time_limit

    async def run(self) -> None:
        self._part.parent.mkdir(parents=True, exist_ok=True)
        back_off, longest = self._settings.back_off, self._settings.longest_wait
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=wait_exponential(multiplier=back_off, max=longest) + wait_random(0, back_off),
            retry=retry_if_exception_type(PassingError),
            reraise=True,
        )
        try:
            await retrying(self._attempt)
        except UnreachableError as error:
            # Else each of hundreds of documents would wait for it as long as this one has.
            self._session.hosts.give_up(error.host, str(error))
            raise

    async def _attempt(self) -> None:
        try:
            await self._transfer()
        except httpx.TimeoutException as error:
            raise PassingError(f"nothing came for {self._settings.timeout:g} s") from error
        except TimeoutError as error:
            raise DownloadError(f"not whole after {self._settings.time_limit:g} s") from error
        except httpx.UnsupportedProtocol as error:
            raise DownloadError(str(error)) from error
        except httpx.TransportError as error:
            raise PassingError(str(error) or type(error).__name__) from error
        except httpx.InvalidURL as error:
            raise DownloadError(f"{self._entry.address}: {error}") from error

    async def _transfer(self) -> None:
        start = self._part.stat().st_size if self._part.exists() else 0
        if start < self._entry.bytes:
            response = await self._open(start)
            try:
                start = self._accept(response, start)
                async with self._limited():
                    await self._receive(response, start)
            finally:
                await response.aclose()
        found = digest_of(self._part)
        if found != self._entry.sha256:
            self._drop()
            # A beginning from before may be to blame; what came in one piece is what the server has.
            raise (PassingError if start else DownloadError)(difference(found, self._entry))
        place_document(self._part, self._entry, self._session.folder)

    async def _open(self, start: int) -> httpx.Response:
        """Ask for the document from a byte on, wherever the address leads."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and self._validator:
            headers["If-Range"] = self._validator
        request = self._session.client.build_request("GET", self._entry.address, headers=headers)
        for _ in range(MAX_REDIRECTS + 1):
            await self._session.hosts.turn(request.url.host)
            response = await self._send(request)
            following = response.next_request
            if following is None:
                return response
            await response.aclose()
            if request.url.scheme == "https" and following.url.scheme != "https":
                raise DownloadError(f"redirected from https to {following.url}")
            request = following
        raise DownloadError(f"redirected more than {MAX_REDIRECTS} times")

    async def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            async with self._limited():
                return await self._session.client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            host = request.url.host
            raise UnreachableError(f"no connection to {host}: {error or 'no answer'}", host) from error

    def _accept(self, response: httpx.Response, start: int) -> int:
        """Say from which byte on the answer's body is; raise if it is not the document's."""
        status = response.status_code
        given = CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if status == HTTPStatus.PARTIAL_CONTENT and start and given and int(given[1]) == start:
            whole = given[2]
        elif status == HTTPStatus.OK:
            start, whole = 0, response.headers.get("Content-Length", "*")
        else:
            raise self._refusal(response, start)
        if whole not in ("*", str(self._entry.bytes)):
            self._drop()
            raise DownloadError(f"{whole} bytes, expected {self._entry.bytes}")
        tag, modified = response.headers.get("ETag", "W/"), response.headers.get("Last-Modified")
        self._validator = modified if tag.startswith("W/") else tag
        return start

    def _refusal(self, response: httpx.Response, start: int) -> DownloadError:
        range_refused = (HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        if start and response.status_code in range_refused:
            self._drop()
            return PassingError(answer_line(response))
        return self._session.hosts.refusal(response)

    async def _receive(self, response: httpx.Response, length: int) -> None:
        expected = self._entry.bytes
        with self._part.open("ab" if length else "wb") as stream:
            self._session.report(self._entry.document, length)
            async for chunk in response.aiter_raw():
                length += len(chunk)
                if length > expected:
                    break
                stream.write(chunk)
                self._session.report(self._entry.document, length)
        if length > expected:
            self._drop()
            raise DownloadError(f"more than the {expected} bytes expected")
        if length < expected:
            raise PassingError(f"ended after {length} of {expected} bytes")

    @asynccontextmanager
    async def _limited(self) -> AsyncIterator[None]:
        """Count the time that this takes, and stop when the document has had all of it."""
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self._time_left):
                yield
        finally:
            self._time_left -= clock() - started

    def _drop(self) -> None:
        self._part.unlink(missing_ok=True)
