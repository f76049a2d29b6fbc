"""All letters together."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from inspection_findings.app.desk import Desk
from inspection_findings.app.rendering import own_page


def overview(desk: Desk) -> APIRouter:
    """The routes of the overview."""
    router = APIRouter()

    @router.get("/overview", response_class=HTMLResponse)
    def show() -> Response:
        return own_page(desk, "problem", here="/overview", what="Overview", message="To come.")

    return router
