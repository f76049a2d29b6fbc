"""All letters together: compared, and searched."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from inspection_findings.app.desk import Desk
from inspection_findings.app.rendering import answer, frame, own_page
from inspection_findings.app.routes.answers import ANY, refusing
from inspection_findings.app.store import key_of
from inspection_findings.labels import Domain, Polarity
from inspection_findings.overview.page import overview_page
from inspection_findings.overview.progress.wording import change_words, visit_name
from inspection_findings.overview.search import Filters, search

_MOST_HITS = 50


def overview(desk: Desk) -> APIRouter:
    """The routes of overview and search."""
    router = APIRouter(responses=ANY)

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

    @router.get("/search", response_class=HTMLResponse, responses=refusing(422))
    def look(
        q: Annotated[str, Query(max_length=300)] = "",
        polarity: Polarity | Literal[""] = "",
        domain: Domain | Literal[""] = "",
        put_right: str = "",
    ) -> Response:
        better = put_right == "yes"
        filters = Filters(
            frozenset({Domain(domain)} if domain else ()), Polarity(polarity) if polarity else None
        )
        with desk.store.database() as database:
            hits = search(database, q, filters, put_right=better, limit=_MOST_HITS)
            keys = {report.id: key_of(report) for report in database.reports()}
        return own_page(
            desk,
            "search",
            here="/search",
            question=q,
            polarity=polarity,
            domain=domain,
            put_right=better,
            polarities=list(Polarity),
            domains=list(Domain),
            hits=hits,
            keys=keys,
            most=_MOST_HITS,
            visit_name=visit_name,
            change_words=change_words,
        )

    return router
