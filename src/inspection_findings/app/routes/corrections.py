"""Corrections: said of a finding, counted, sent on."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from inspection_findings.app.correcting import CorrectionError, Corrections, Verb
from inspection_findings.app.desk import Desk
from inspection_findings.app.margin import CorrectionMargin
from inspection_findings.app.rendering import of_corrections, own_page, piece
from inspection_findings.app.routes.answers import ANY, Choice, Said, a_page_too, done_or, files, refusing
from inspection_findings.app.routes.letters import Key, Token, wants_json
from inspection_findings.app.store import KEY_LENGTH
from inspection_findings.corpus.corrections import CORRECTIONS_FILE, judgements_of
from inspection_findings.labels import LABELS, Domain, Label, Polarity

_LONGEST_NAME = 80
_DATABASE = "application/vnd.sqlite3"
_NAMES = {"enum": ["", *map(str, LABELS)]}
"""What a finding is called; what is not is refused by `_parsed`, in its own words."""


def corrections(desk: Desk) -> APIRouter:
    """The routes of corrections."""
    router = APIRouter(responses=ANY)

    @router.post(
        "/letters/{key}/corrections",
        status_code=303,
        response_class=RedirectResponse,
        responses=done_or(200, {"model": Said}) | refusing(404, 422),
    )
    def correct(
        request: Request,
        key: Key,
        sentence: Annotated[int, Form(ge=1)],
        verb: Annotated[Verb, Form()],
        label: Annotated[str, Form(json_schema_extra=_NAMES)] = "",
        domain: Annotated[Domain | None, Form()] = None,
        polarity: Annotated[Polarity | None, Form()] = None,
        token: Token = "",
    ) -> Response:
        desk.check(token)
        said_of = Corrections(desk.store, key)
        said = said_of.say(sentence, verb, _label(label, domain, polarity), domain)
        if not wants_json(request):
            return RedirectResponse(f"/letters/{key}#s{sentence}", 303)
        pieces = CorrectionMargin(desk, key, said_of).pieces(sentence)
        pieces["banner"] = piece("above", "banner", here="", **of_corrections(desk))
        return JSONResponse(asdict(Said(said, pieces)))

    @router.get(
        "/letters/{key}/sentences/{number}",
        response_model=Choice,
        responses=a_page_too() | refusing(404, 422),
    )
    def choose(
        request: Request,
        key: Key,
        number: Annotated[int, Path(ge=1)],
        label: Annotated[str, Query(json_schema_extra=_NAMES)] = "",
    ) -> Response:
        spot = Corrections(desk.store, key).spot(number)
        values: dict[str, Any] = {
            "key": key,
            "number": number,
            "text": spot.text,
            "label": _parsed(label) if label else None,
            "domains": list(Domain),
            "polarities": list(Polarity),
        }
        if wants_json(request):
            title = "Which domain is it about?" if label else "Which finding is missing?"
            form = piece("correcting", "choice", token=desk.token, **values)
            return JSONResponse(asdict(Choice(title, form)))
        return own_page(desk, "choose", here="", **values)

    @router.get("/corrections", response_class=HTMLResponse)
    def overview() -> Response:
        judged = judgements_of(desk.store.corrections.read())
        numbers = Counter(each.latest.sha256[:KEY_LENGTH] for each in judged)
        names = {each.latest.sha256[:KEY_LENGTH]: each.latest.document for each in judged}
        there = {each.key: each.name for each in desk.store.letters()}
        listed = [
            ({"key": key if key in there else "", "name": there.get(key, names[key])}, number)
            for key, number in numbers.most_common()
        ]
        return own_page(
            desk,
            "corrections",
            here="/corrections",
            command=_command(desk.store.corrections.path),
            letters=listed,
            **of_corrections(desk),
        )

    @router.get("/corrections/file", response_class=Response, responses=files(_DATABASE))
    def copy() -> Response:
        return Response(
            desk.store.corrections.copy(),
            media_type=_DATABASE,
            headers={"Content-Disposition": f'attachment; filename="{CORRECTIONS_FILE}"'},
        )

    @router.post("/name", status_code=303, response_class=RedirectResponse, responses=refusing(422))
    def name(name: Annotated[str, Form(max_length=_LONGEST_NAME)] = "", token: Token = "") -> Response:
        desk.check(token)
        desk.store.corrections.person = " ".join(name.split())
        return RedirectResponse("/corrections", 303)

    return router


def _command(path: FilePath) -> str:
    """What to type to take the corrections in, whatever blanks the folder's name has."""
    name = str(path)
    return f'findings label import "{name}"' if " " in name else f"findings label import {name}"


def _label(label: str, domain: Domain | None, polarity: Polarity | None) -> Label:
    """The finding that is meant: one that is missing is put together of its parts."""
    if label:
        return _parsed(label)
    if domain is None or polarity is None:
        raise CorrectionError("choose a domain, and whether it is a strength or a weakness")
    return Label(domain, polarity)


def _parsed(label: str) -> Label:
    try:
        return Label.parse(label)
    except ValueError as error:
        raise CorrectionError("there is no such finding") from error
