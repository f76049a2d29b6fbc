from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.dates import first_date, first_range, whole_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10 to 21 July 2023", dt.date(2023, 7, 10), dt.date(2023, 7, 21)),
        ("30 October to 10 November 2023", dt.date(2023, 10, 30), dt.date(2023, 11, 10)),
        ("29 April – 21 May 2014", dt.date(2014, 4, 29), dt.date(2014, 5, 21)),
        ("9 July 2018 to 20 July 2018", dt.date(2018, 7, 9), dt.date(2018, 7, 20)),
        ("18 December to 5 January 2024", dt.date(2023, 12, 18), dt.date(2024, 1, 5)),
        ("14 and 18 March 2016", dt.date(2016, 3, 14), dt.date(2016, 3, 18)),
        ("3 June 2019", dt.date(2019, 6, 3), dt.date(2019, 6, 3)),
        ("31 February 2019", None, None),
        ("no date", None, None),
    ],
)
def test_ranges_of_dates(text: str, first: dt.date | None, last: dt.date | None) -> None:
    assert first_range(text) == (first, last)


@pytest.mark.parametrize("text", ["on 8 March 2024.", "March 8th, 2024", "the 8th March 2024"])
def test_first_date(text: str) -> None:
    assert first_date(text) == dt.date(2024, 3, 8)


def test_whole_date() -> None:
    assert whole_date("Friday, March 8, 2024") == dt.date(2024, 3, 8)
    assert whole_date("Seen on 8 March 2024") is None
