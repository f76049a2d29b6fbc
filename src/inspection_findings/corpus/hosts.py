"""Hosts asked politely: requests spaced, the pauses that they ask for kept, and no more once given up."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from inspection_findings.exceptions import CorpusError

PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class DownloadError(CorpusError):
    """A document cannot be downloaded."""


class PassingError(DownloadError):
    """What went wrong may pass: worth another attempt."""


class UnreachableError(PassingError):
    """No connection to a host.

    Attributes
    ----------
    host
        Its name.
    """

    def __init__(self, message: str, host: str) -> None:
        super().__init__(message)
        self.host = host


class Hosts:
    """Whose turn it is at each host, and which hosts are not to be asked any more.

    Parameters
    ----------
    delay
        Least time between two requests to one host, in seconds.
    longest_pause
        A host that asks for a longer one is given up.
    """

    def __init__(self, delay: float, longest_pause: float) -> None:
        self._delay = delay
        self._longest_pause = longest_pause
        self._free: defaultdict[str, float] = defaultdict(float)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._given_up: dict[str, str] = {}

    async def turn(self, host: str) -> None:
        """Wait until the host may be asked.

        Raises
        ------
        DownloadError
            If the host has been given up, before or meanwhile; it says why.
        """
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            # Once more after each sleep: another answer may have asked for a longer pause meanwhile.
            while host not in self._given_up and (pause := self._free[host] - clock()) > 0:
                await asyncio.sleep(pause)
            if host in self._given_up:
                raise DownloadError(self._given_up[host])
            self._free[host] = clock() + self._delay

    def refusal(self, response: httpx.Response) -> DownloadError:
        """Keep the pause that a refusal asks for, or give its host up if that is too long.

        Parameters
        ----------
        response
            An answer that is not the document.

        Returns
        -------
        DownloadError
            Why there is no document: a `PassingError` if asking again may help.
        """
        status, host, reason = response.status_code, response.url.host, answer_line(response)
        if status not in PASSING and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return DownloadError(reason)
        pause = pause_asked(response.headers.get("Retry-After", ""))
        if pause > self._longest_pause:
            reason = f"{reason}: {host} asks for a pause of {pause:.0f} s"
            self.give_up(host, reason)
            return DownloadError(reason)
        until = asyncio.get_running_loop().time() + pause
        self._free[host] = max(self._free[host], until)
        return PassingError(reason)

    def give_up(self, host: str, reason: str) -> None:
        """Do not ask the host again; whoever waits for a turn there is told why."""
        self._given_up[host] = reason


def answer_line(response: httpx.Response) -> str:
    """Say what an answer is: its status code, and the words for it where there are any."""
    return f"{response.status_code} {response.reason_phrase}".rstrip()


def pause_asked(value: str) -> float:
    """Read ``Retry-After``: a number of seconds, or a moment.

    Parameters
    ----------
    value
        Of the header; empty where there is none.

    Returns
    -------
    float
        Seconds to wait: 0 where none are asked for, or not in a way that can be read.
    """
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment.astimezone(dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0
