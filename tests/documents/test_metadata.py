from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.dates import first_range
from inspection_findings.documents.metadata import read_metadata
from inspection_findings.documents.types import Framework, Metadata


def read(front: list[str], opening: list[str] | None = None, short: list[str] | None = None) -> Metadata:
    return read_metadata(None, front, opening or [], short or [])


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


@pytest.mark.parametrize(
    ("front", "authority", "framework"),
    [
        (
            ["Inspection of the London Borough of", "Northmere local authority children’s services"],
            "Northmere",
            "ilacs",
        ),
        (["Northmere City Council", "Inspection of children's social care services"], "Northmere", "ilacs"),
        (
            [
                "Northmere Metropolitan Borough",
                "Council",
                "Inspection of services for children in need of help and",
            ],
            "Northmere",
            "sif",
        ),
        (["Dear partners", "Joint targeted area inspection of Northmere"], "Northmere", "jtai"),
        (
            [
                "Dear partners",
                "Joint targeted area inspection of the multi-agency response to",
                "neglect in Northmere",
            ],
            "Northmere",
            "jtai",
        ),
        (
            [
                "Local area partnership report",
                "Area SEND inspection of the Northmere Local Area",
                "Partnership",
            ],
            "Northmere",
            "send",
        ),
    ],
)
def test_authority_and_framework(front: list[str], authority: str, framework: str) -> None:
    found = read(front)
    assert (found.authority, found.framework) == (authority, Framework(framework))


def test_a_news_story_has_a_date_and_no_authority() -> None:
    found = read(
        [], ["Council praised", "Friday, November 17, 2017", "Ofsted has praised the staff of Northmere."]
    )
    assert found == Metadata(
        title="Council praised", framework=Framework.NEWS, published=dt.date(2017, 11, 17)
    )


def test_other_texts_are_of_no_framework() -> None:
    assert read([], ["Minutes of the parish council of Northmere"]).framework is None


def test_dates_of_a_letter() -> None:
    front = ["8 March 2024", "Dear partners", "Joint targeted area inspection of Northmere"]
    found = read(front, ["This inspection took place from 29 January to 2 February 2024."])
    assert found.published == dt.date(2024, 3, 8)
    assert (found.inspection_start, found.inspection_end) == (dt.date(2024, 1, 29), dt.date(2024, 2, 2))


def test_dates_of_a_report_are_not_those_of_the_inspection_before() -> None:
    front = [
        "Area SEND inspection of Northmere Local Area Partnership",
        "Inspection dates: 3 to 7 June 2024",
        "Date of previous inspection: 1 to 4 May 2017",
    ]
    assert read(front).inspection_start == dt.date(2024, 6, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Lead inspector: Hester Quillfeather, His Majesty’s Inspector",
        "Lead inspector: Hester Quillfeather HMI",
        "Lead inspector: Hester Quillfeather",
        "Reporting inspector Hester Quillfeather HMI",
        "Ms Hester Quillfeather, Ofsted HMI Lead Inspector Tom Oduya, CQC Lead Inspector",
    ],
)
def test_lead_inspector(line: str) -> None:
    assert (
        read(["Inspection of Northmere children’s services"], short=[line]).lead_inspector
        == "Hester Quillfeather"
    )
