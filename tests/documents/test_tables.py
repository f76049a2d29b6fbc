from __future__ import annotations

import pytest

from inspection_findings.documents.blocks import Block, Kind
from inspection_findings.documents.tables import (
    is_cell,
    is_judgement,
    is_table_header,
    without_listed_judgements,
    without_scraps,
)


def kinds(*texts: str) -> list[tuple[str, str]]:
    blocks = [Block(Kind.PARAGRAPH if text.endswith(".") else Kind.HEADING, text) for text in texts]
    return [(block.text, block.kind.name) for block in without_scraps(blocks)]


@pytest.mark.parametrize(
    "line",
    ["Judgement Grade", "Key judgements Judgement grade", "Responsible body Areas for priority action"],
)
def test_headers(line: str) -> None:
    assert is_table_header(line)


def test_no_header() -> None:
    assert not is_table_header("Judgement of grade by managers is sound")


@pytest.mark.parametrize("text", ["Northmere Council, NHS", "Integrated Care Board (ICB) and", "Trust"])
def test_cells_hold_names_only(text: str) -> None:
    assert is_cell(text)


@pytest.mark.parametrize("text", ["Leaders across the partnership should act", "Northmere Trust."])
def test_no_cell(text: str) -> None:
    assert not is_cell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Overall effectiveness: Inadequate",
        "children who need help and protection: good;",
        "Care leavers: requires improvement to be good",
        "Children looked after and achieving permanence – Good",
        "Adoption performance - outstanding; and",
        "Leadership, management and governance: inadequate.",
        "Local Safeguarding Children Board (LSCB): good",
        "LSCB: good",
    ],
)
def test_a_judged_area_and_its_grade(text: str) -> None:
    assert is_judgement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Adoption performance is good.",
        "Care leavers: good support is there for most of them.",
        "Work with fathers: good",
        "Areas for improvement: good",
        "Overall effectiveness:",
    ],
)
def test_no_judgement(text: str) -> None:
    assert not is_judgement(text)


def test_judgements_that_are_announced_are_no_headings() -> None:
    blocks = [
        Block(Kind.HEADING, "Care leavers: good"),
        Block(Kind.PARAGRAPH, "In May 2015 inspectors judged the authority:"),
        Block(Kind.HEADING, "Overall effectiveness: inadequate"),
        Block(Kind.BULLET, "Adoption performance: inadequate"),
        Block(Kind.HEADING, "Care leavers: inadequate"),
        Block(Kind.PARAGRAPH, "Visits followed."),
        Block(Kind.HEADING, "Help and protection: good"),
    ]
    assert [block.kind.name for block in without_listed_judgements(blocks)] == [
        "HEADING",
        "PARAGRAPH",
        "TABLE",
        "TABLE",
        "TABLE",
        "PARAGRAPH",
        "HEADING",
    ]


def test_a_run_of_headings_that_mean_nothing_is_a_table() -> None:
    assert kinds("Recommendations", "Northmere", "Council", "Trust", "See children.") == [
        ("Recommendations", "HEADING"),
        ("Northmere", "TABLE"),
        ("Council", "TABLE"),
        ("Trust", "TABLE"),
        ("See children.", "PARAGRAPH"),
    ]


def test_two_headings_may_follow_on_one_another() -> None:
    assert {kind for _, kind in kinds("Work with fathers", "Visits", "They are late.")[:2]} == {"HEADING"}


def test_a_heading_that_its_table_repeats_stands_once() -> None:
    assert len(kinds("Areas for improvement", "Areas for improvement", "See children.")) == 2
