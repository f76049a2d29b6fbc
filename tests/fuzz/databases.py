"""The target that asks a database of many reports all that commands ask of one."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from fuzz.target import Target, check_refusal, memory_folder, written
from inspection_findings.overview.database import Database, OverviewError, is_database
from inspection_findings.overview.page import overview_page
from inspection_findings.overview.progress.stored import stored_precision, stored_visits
from inspection_findings.overview.search import search
from inspection_findings.overview.workbook import overview_workbook
from made_reports import made_report


def ask_all(path: Path) -> None:
    """Ask a database what commands ask of one: search it, compare visits, make the page and the workbook."""
    with Database.open(path) as database:
        for put_right in (False, True):
            search(database, "supervision caseloads visits plans", put_right=put_right, limit=100)
        overview_page(database, path.parent)
        overview_workbook(database)
        for authority in {report.authority for report in database.reports()} - {None}:
            stored_visits(database, authority)
        stored_precision(database)


def take(data: bytes) -> None:
    """Ask a database that is there as bytes."""
    with written(data, "findings.db") as path:
        if not is_database(path):
            return
        try:
            ask_all(path)
        except OverviewError as error:
            check_refusal(error)


def _databases() -> list[bytes]:
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        path = Path(folder) / "findings.db"
        with Database.create(path) as database:
            for year in (2021, 2024):
                database.add(made_report(year=year, precision=0.75), f"{year:064}")
        with closing(sqlite3.connect(path)) as connection:
            # Small pages: most of what the fuzzer changes is something then.
            connection.execute("PRAGMA page_size = 512")
            connection.execute("VACUUM")
        return [path.read_bytes()]


TARGETS = {"overview": Target(take, _databases)}
