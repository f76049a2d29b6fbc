"""What routes may answer, as the app's description of itself (OpenAPI) states it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Responses = dict[int | str, dict[str, Any]]

_TEXT = {"schema": {"type": "string"}}
_FILE = {"schema": {"type": "string", "format": "binary"}}
_PROBLEM = {"text/html": _TEXT, "text/plain": _TEXT}
"""A page for people, a line for scripts and for what never reaches a route."""

_REFUSALS = {
    HTTPStatus.BAD_REQUEST: "The address is not one of the app's, or the request cannot be taken apart",
    HTTPStatus.FORBIDDEN: "Without the key, or not sent by a page of this run of the app",
    HTTPStatus.NOT_FOUND: "There is no such letter",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More than the app takes at once",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Something is missing, or is not what was expected",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many letters are waiting: to be sent again when some of them are read",
}
ANY: Responses = {
    int(status): {"description": _REFUSALS[status], "content": _PROBLEM}
    for status in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
}
"""What any route may answer, as the guard and the entry are before all of them."""


@dataclass(frozen=True, slots=True)
class State:
    """What the home page shows that changes: pieces of it, and whether they will change again."""

    jobs: str
    letters: str
    said: str
    busy: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was kept, in words, and the pieces of the page that change with it, by the name of their place."""

    said: str
    pieces: dict[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A form in which a domain is chosen."""

    title: str
    form: str


def refusing(*statuses: int) -> Responses:
    """Refusals that a route gives beside those that any may."""
    return {
        status: {"description": _REFUSALS[HTTPStatus(status)], "content": _PROBLEM} for status in statuses
    }


def a_page_too() -> Responses:
    """What a script gets, or a page for people in its place."""
    return {200: {"content": {"text/html": _TEXT}}}


def done_or(status: int, described: Mapping[str, Any]) -> Responses:
    """A way back for people, and what a script gets in its place."""
    return {303: {"description": "Done: back to the page"}, status: dict(described)}


def files(*media_types: str) -> Responses:
    """A file to be saved, in one of several types."""
    content = {each.partition(";")[0]: _FILE for each in media_types}
    return {200: {"description": "A file to be saved", "content": content}}
