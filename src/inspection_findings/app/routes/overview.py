"""All letters together."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from inspection_findings.app.desk import Desk
from inspection_findings.app.rendering import answer, frame, own_page
from inspection_findings.app.store import key_of
from inspection_findings.overview.page import overview_page


def overview(desk: Desk) -> APIRouter:
    """The routes of the overview."""
    router = APIRouter()

    @router.get("/overview", response_class=HTMLResponse)
    def show() -> Response:
        with desk.store.database() as database:
            if not database.reports():
                return own_page(
                    desk,
                    "problem",
                    here="/overview",
                    what="Overview",
                    message="There is nothing to compare yet: drop some letters first.",
                )
            page = overview_page(
                database,
                desk.store.folder,
                link=lambda report: f"/letters/{key_of(report)}",
                frame=frame(desk, "/overview"),
            )
        return answer(page)

    return router
