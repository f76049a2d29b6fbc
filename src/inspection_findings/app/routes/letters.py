"""Letters: dropped, read, shown, taken away, removed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Annotated, ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, File, Form, Header, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from inspection_findings.app.correcting import Corrections, waiting
from inspection_findings.app.desk import Desk
from inspection_findings.app.jobs import UNFINISHED
from inspection_findings.app.margin import CorrectionMargin
from inspection_findings.app.rendering import answer, frame, own_page, piece
from inspection_findings.app.routes.answers import ANY, State, done_or, files, refusing
from inspection_findings.app.store import KEY_LENGTH, file_name
from inspection_findings.app.takeaway import MEDIA_TYPES, Takeaway, takeaway
from inspection_findings.app.takeaway import Form as TakeawayForm
from inspection_findings.reporting.page import report_page

Key = Annotated[str, Path(pattern=f"^[0-9a-f]{{{KEY_LENGTH}}}$")]
Token = Annotated[str, Form()]
TokenHeader = Annotated[str, Header(alias="X-Findings-Token")]


Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_SOON = CapacityLimiter(2)
"""How many are worked on side by side of what should not wait for pages that are being made."""


def soon(route: Callable[Arguments, Result]) -> Callable[Arguments, Awaitable[Result]]:
    """Let a route that costs little go past all others, as people wait for what it says."""

    @wraps(route)
    async def past(*values: Arguments.args, **named: Arguments.kwargs) -> Result:
        return await run_sync(partial(route, *values, **named), limiter=_SOON)

    return past


def letters(desk: Desk) -> APIRouter:
    """The routes of letters."""
    router = APIRouter(responses=ANY)

    @router.get("/", response_class=HTMLResponse)
    def home() -> Response:
        model = desk.store.model
        jobs = desk.jobs.list()
        return own_page(
            desk,
            "home",
            here="/",
            scripts=["home.js"],
            jobs=jobs,
            busy=any(job.state in UNFINISHED for job in jobs),
            letters=desk.store.letters(),
            limits=desk.limits,
            kept_in=str(desk.store.folder),
            model=f"{model.scorer.metadata.name} {model.scorer.metadata.version}",
            precision=model.precision,
            waiting=waiting(desk.store),
            judged=desk.store.corrections.read() != [],
        )

    @router.get("/state")
    @soon
    def state() -> State:
        jobs = desk.jobs.list()
        return State(
            jobs=piece("lists", "jobs", jobs=jobs, token=desk.token),
            letters=piece("lists", "letters", letters=desk.store.letters(), token=desk.token),
            said=piece("lists", "progress", jobs=jobs) if jobs else "",
            busy=any(job.state in UNFINISHED for job in jobs),
        )

    @router.post(
        "/letters",
        status_code=303,
        response_class=RedirectResponse,
        responses=done_or(204, {"description": "Taken"}) | refusing(422, 429),
    )
    @soon
    def drop(
        request: Request,
        files: Annotated[list[UploadFile] | None, File()] = None,
        too_large: Annotated[list[str] | None, Form()] = None,
        token: Token = "",
        header: TokenHeader = "",
    ) -> Response:
        desk.check(token, header)
        for name in too_large or []:
            desk.jobs.refuse(file_name(name), f"larger than {desk.limits.largest}")
        for file in files or []:
            name = file_name(file.filename or "")
            if (file.size or 0) > desk.limits.letter.bytes:
                desk.jobs.refuse(name, f"larger than {desk.limits.largest}")
            else:
                desk.jobs.add(name, file.file.read())
        return Response(status_code=204) if wants_json(request) else RedirectResponse("/", 303)

    @router.post(
        "/jobs/{number}/cancel",
        status_code=303,
        response_class=RedirectResponse,
        responses=refusing(422),
    )
    def cancel(number: Annotated[int, Path(ge=1)], token: Token = "") -> Response:
        desk.check(token)
        desk.jobs.cancel(number)
        return RedirectResponse("/", 303)

    @router.post("/jobs/clear", status_code=303, response_class=RedirectResponse, responses=refusing(422))
    def clear(token: Token = "") -> Response:
        desk.check(token)
        desk.jobs.clear()
        return RedirectResponse("/", 303)

    @router.get("/letters/{key}", response_class=HTMLResponse, responses=refusing(404, 422))
    def read(key: Key) -> Response:
        letter = desk.store.letter(key)
        page = report_page(
            desk.store.report(key),
            frame=frame(desk, f"/letters/{key}", letter=letter, scripts=["correcting.js"]),
            margin=CorrectionMargin(desk, key, Corrections(desk.store, key)),
        )
        return answer(page)

    @router.get(
        "/letters/{key}/take/{form}",
        response_class=Response,
        responses=files(*MEDIA_TYPES.values()) | refusing(404, 422),
    )
    def take(key: Key, form: TakeawayForm) -> Response:
        return _attached(takeaway([desk.store.report(key)], form))

    @router.get(
        "/take/{form}", response_class=Response, responses=files(*MEDIA_TYPES.values()) | refusing(422)
    )
    def take_all(form: TakeawayForm) -> Response:
        return _attached(takeaway(list(desk.store.reports()), form))

    @router.post(
        "/letters/{key}/remove",
        status_code=303,
        response_class=RedirectResponse,
        responses=refusing(404, 422),
    )
    def remove(key: Key, token: Token = "") -> Response:
        desk.check(token)
        desk.store.remove(key)
        return RedirectResponse("/", 303)

    @router.post(
        "/remove-everything", status_code=303, response_class=RedirectResponse, responses=refusing(422)
    )
    def remove_everything(corrections: Annotated[str, Form()] = "", token: Token = "") -> Response:
        desk.check(token)
        for job in desk.jobs.list():
            desk.jobs.cancel(job.number)
        desk.jobs.clear()
        desk.store.remove_everything(corrections=corrections == "yes")
        return RedirectResponse("/", 303)

    return router


def wants_json(request: Request) -> bool:
    """Whether a script asks and not a person's browser."""
    return "application/json" in request.headers.get("accept", "")


def _attached(taken: Takeaway) -> Response:
    return Response(
        taken.content,
        media_type=taken.media_type,
        headers={"Content-Disposition": f'attachment; filename="{taken.name}"'},
    )
