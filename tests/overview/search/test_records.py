from __future__ import annotations

import datetime as dt
from dataclasses import fields

from inspection_findings.overview.search import Filters, records, search
from inspection_findings.overview.search.records import HitRow, hit_row


def test_a_hit_is_one_row_with_what_became_of_it(database):
    [hit] = search(database, "supervision", Filters(until=2019))
    row = hit_row(hit)
    assert (row.document, row.date, row.page) == ("fernshire-2019.md", dt.date(2019, 3, 8), None)
    assert (row.domain, row.polarity, row.confidence, row.unsure) == ("oversight", "weakness", 0.8, None)
    assert (row.next_document, row.next_date) == ("fernshire-2024.md", dt.date(2024, 3, 8))
    assert (row.then_strengths, row.then_weaknesses) == (0, 1)
    assert (row.next_strengths, row.next_weaknesses, row.change) == (1, 0, "too_few")
    assert (row.next_polarity, row.next_text, row.alike) == ("strength", row.text, 1.0)


def test_what_is_not_there_is_null(database):
    [hit] = search(database, "supervision", Filters(authority="Moorshire"), limit=1)
    row = hit_row(hit)
    assert {getattr(row, field.name) for field in fields(HitRow)[11:]} == {None}


def test_every_field_is_explained():
    assert [field.name for field in fields(HitRow) if f"``{field.name}``" not in records.__doc__] == []
