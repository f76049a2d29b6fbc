from __future__ import annotations

import pytest

from inspection_findings.documents.boilerplate import (
    front_ends_at,
    is_contact_line,
    is_front_field,
    is_page_furniture,
    sign_off_at,
)

TEXT = ["Leaders know what works.", "Plans are clear."]


@pytest.mark.parametrize(
    "front",
    [
        ["Inspection of Northmere children’s services", "Judgement Grade", "Overall effectiveness Good"],
        ["Judgement Grade", "Overall effectiveness Requires improvement", "to be good"],
        ["8 March 2024", "Dear partners"],
        ["Dear partners", "Joint targeted area inspection of the response to", "neglect in Northmere"],
        ["Inspection dates: 3 to 7 June 2024", "Lead inspector: Hester Quillfeather"],
        [],
    ],
)
def test_front_matter(front: list[str]) -> None:
    text = ["This letter sums up what we found.", *TEXT] if "Dear partners" in front else TEXT
    assert front_ends_at([*front, *text]) == len(front)


@pytest.mark.parametrize(
    "heading",
    [
        "Executive summary",
        "Section 1: The local authority",
        "Section 1: the local authority - summary of findings",
    ],
)
def test_front_matter_ends_at_the_first_heading(heading: str) -> None:
    front = ["Inspection dates: 3 to 7 June 2014", "The overall judgement is", "good"]
    assert front_ends_at([*front, heading, *TEXT]) == len(front)


@pytest.mark.parametrize(
    "line",
    [
        "Yours sincerely",
        "Any complaints about the inspection should be sent to us.",
        "© Crown copyright 2024",
        "Comments are closed.",
        "More from Northmere Weekly",
        "Northmere Weekly digital membership",
    ],
)
def test_sign_off(line: str) -> None:
    assert sign_off_at([*TEXT, line, "Something else."]) == 2


def test_what_reads_as_a_sign_off_early_in_a_long_document_is_text() -> None:
    lines = [*TEXT * 60, "Interested in our work?", *TEXT * 60]
    assert sign_off_at(lines) == len(lines)


def test_single_lines() -> None:
    assert is_contact_line("www.northmere.example") and not is_contact_line("See www.northmere.example first")
    assert is_front_field("Inspection dates: 3 to 7 June") and not is_front_field(
        "Inspection dates were kept"
    )
    assert is_page_furniture("Photo: A. Fenwick") and is_page_furniture("Read more about visits")
    assert not is_page_furniture("Credit is due to foster carers.")
