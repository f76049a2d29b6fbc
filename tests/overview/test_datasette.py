"""The database in Datasette itself: every page opens, search finds, facets count, questions are answered."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from datasette.app import Datasette

from inspection_findings.overview.database import Database
from inspection_findings.overview.datasette import datasette_metadata


@pytest.fixture(scope="module")
def get(database_file):
    """Ask Datasette for a page, and give its status and content."""
    with Database.open(database_file) as database:
        metadata = datasette_metadata(database_file, database.about())
    application = Datasette([str(database_file)], metadata=metadata)

    async def answer(path: str):
        await application.invoke_startup()
        return await application.client.get(f"/{database_file.stem}{path}")

    # In a thread of its own, as the browser's tests may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        yield lambda path: pool.submit(asyncio.run, answer(path)).result()


def tables(path: Path) -> list[str]:
    with Database.open(path) as database:
        found = database.connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE 'sentence_fts_%'"
        )
        return [name for (name,) in found]


def test_every_table_and_view_opens_and_says_what_it_is(get, database_file):
    names = tables(database_file)
    assert {"report", "sentence", "findings", "trend"} <= set(names)
    metadata = datasette_metadata(database_file, {})["databases"]["findings"]["tables"]
    assert set(metadata) == set(names) - {"sentence_fts"}
    for name in names:
        assert get(f"/{name}").status_code == 200, name
    page = get("").text
    assert "some are wrong" in page
    assert "Weaknesses that mention words of yours" in page


def test_rows_are_linked_by_names_rather_than_numbers(get):
    page = get("/finding").text
    assert ">The quality of plans.</a>" in page
    assert ">Assessment and planning</a>" in page
    assert ">fernshire-2019.md</a>" in get("/sentence").text


@pytest.mark.parametrize("view", ["findings", "sentence"])
def test_search_is_offered_and_finds(get, view):
    assert 'name="_search"' in get(f"/{view}").text
    found = get(f"/{view}.json?_shape=objects&_search=caseload").json()["rows"]
    assert {row["text"] for row in found} == {"Caseloads have come down."}


def test_facets_count(get):
    facets = get("/findings.json").json()["facet_results"]
    counts = {each["value"]: each["count"] for each in facets["polarity"]["results"]}
    assert counts == {"strength": 23, "weakness": 26}
    assert "Leeds" in get("/reports?region=Yorkshire+and+The+Humber").text


def test_questions_are_answered_whatever_is_typed(get):
    found = get("/weaknesses_by_words.json?words=drift+%22&_shape=objects").json()["rows"]
    assert {row["authority"] for row in found} == {"Fernshire", "Moorshire", "Kent"}
    over_time = get("/an_authority_over_time.json?authority=Fernshire&_shape=objects").json()["rows"]
    care = [
        (row["date"][:4], row["share_of_strengths"])
        for row in over_time
        if row["domain"] == "Children in care"
    ]
    assert care == [("2019", 0.0), ("2024", 0.6)]
