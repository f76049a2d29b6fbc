from __future__ import annotations

import datetime as dt

import pytest

from inspection_findings.documents.metadata import read_metadata
from inspection_findings.documents.types import Framework, Metadata


def read(front: list[str], opening: list[str] | None = None, short: list[str] | None = None) -> Metadata:
    return read_metadata(None, front, opening or [], short or [])


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
            ["Inspection of looked after children", "services", "Northmere County Council"],
            "Northmere",
            "sif",
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


def test_lead_inspector_whose_title_wraps() -> None:
    lines = ["Ms Hester Quillfeather, Ofsted HMI lead", "inspector", "Tom Oduya, CQC lead inspector"]
    found = read(["Area SEND inspection of Northmere Local Area Partnership"], short=lines)
    assert found.lead_inspector == "Hester Quillfeather"


def test_authority_from_the_body_of_a_letter_whose_subject_names_none() -> None:
    front = ["Dear partners", "Joint targeted area inspection of the response to children in gangs"]
    opening = ["Here is what we found of the work of individual agencies in Northmere local authority."]
    assert read(front, opening).authority == "Northmere"


@pytest.mark.parametrize("dates", ["14 March 2013 to 12 March 2014", "9 June to 3 March 2014"])
def test_an_inspection_of_many_months_is_a_slip_of_the_pen(dates: str) -> None:
    found = read(["Inspection of Northmere children’s services", f"Inspection dates: {dates}"])
    assert (found.inspection_start, found.inspection_end) == (None, None)
