from __future__ import annotations

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.structure import build
from inspection_findings.documents.types import DocumentSection, Framework
from inspection_findings.labels import SectionCode


def heading(text: str) -> Block:
    return Block(Kind.HEADING, text)


def para(text: str, number: str | None = None) -> Block:
    return Block(Kind.PARAGRAPH, text, number)


def bullet(text: str) -> Block:
    return Block(Kind.BULLET, text)


def sections(
    *blocks: Block, front: tuple[str, ...] = (), framework: Framework | None = None
) -> list[DocumentSection]:
    return list(build(Extract(list(front), list(blocks)), framework)[1])


def codes(found: list[DocumentSection]) -> list[tuple[str | None, SectionCode | None, int]]:
    return [(s.heading, s.code, len(s.passages)) for s in found]


def test_an_unknown_heading_keeps_the_code_of_the_section_it_stands_in() -> None:
    found = sections(
        heading("Areas for improvement"), heading("Work with fathers"), bullet("They are not met.")
    )
    assert codes(found)[-1] == ("Work with fathers", SectionCode.WHAT_NEEDS_TO_IMPROVE, 1)


def test_a_summary_inside_a_judged_area_belongs_to_the_area() -> None:
    found = sections(
        heading("Executive summary"),
        para("All is well."),
        heading("Leadership, management and governance Good"),
        heading("Summary"),
        para("Leaders act."),
        heading("Inspection findings"),
        para("They act at once.", "4"),
    )
    assert [s.code for s in found if s.passages] == [
        SectionCode.SUMMARY,
        SectionCode.LEADERS,
        SectionCode.LEADERS,
    ]


def test_a_box_ends_at_the_next_bullet_or_number() -> None:
    found = sections(
        heading("Key strengths"),
        bullet("Workers listen."),
        heading("Case study: highly effective practice"),
        para("A boy was heard."),
        para("He is safe."),
        bullet("Managers listen too."),
    )
    assert codes(found) == [
        ("Key strengths", SectionCode.STRENGTHS, 1),
        ("Case study: highly effective practice", SectionCode.PRACTICE_STUDY, 2),
        (None, SectionCode.STRENGTHS, 1),
    ]


def test_boilerplate_holds_no_sentences_and_its_subheadings_no_sections() -> None:
    text, found = build(
        Extract(
            [],
            [
                heading("Information about this inspection"),
                para("Inspectors looked at the work of the council."),
                heading("The team from elsewhere"),
                para("There were four of them."),
                heading("Recommendations"),
                para("See children sooner.", "1"),
            ],
        ),
        None,
    )
    assert codes(list(found)) == [("Recommendations", SectionCode.WHAT_NEEDS_TO_IMPROVE, 1)]
    assert "There were four of them." in text


def test_table_rows_are_text_and_no_sentences() -> None:
    text, found = build(
        Extract([], [Block(Kind.TABLE, "Overall effectiveness Good"), para("It works.")]), None
    )
    assert text == "Overall effectiveness Good\nIt works."
    assert [p.sentences[0].text for s in found for p in s.passages] == ["It works."]


def test_earlier_judgements_are_text_and_no_sentences() -> None:
    text, found = build(
        Extract(
            [],
            [
                heading("Previous Ofsted inspections"),
                para("The judgements in May 2015 were:"),
                bullet("children who need help and protection: Inadequate"),
                para("Care leavers – good."),
                bullet("Visits followed."),
            ],
        ),
        None,
    )
    assert "protection: Inadequate\nCare leavers – good.\n" in text
    assert [s.text for section in found for p in section.passages for s in p.sentences] == [
        "The judgements in May 2015 were:",
        "Visits followed.",
    ]


def test_the_opening_of_an_ilacs_report_is_its_summary() -> None:
    opening = para("The council does well.")
    assert sections(opening, front=("Northmere",), framework=Framework.ILACS)[0].code is SectionCode.SUMMARY
    assert sections(opening, front=("Northmere",), framework=Framework.JTAI)[0].code is None


def test_pages_of_sentences_follow_the_turns_of_their_block() -> None:
    block = Block(Kind.PARAGRAPH, "One is here. Two is there. Three too.", page=4, turns=[(17, 5)])
    (section,) = sections(block)
    assert [s.page for s in section.passages[0].sentences] == [4, 4, 5]


def test_the_name_of_a_body_does_not_end_boilerplate() -> None:
    found = sections(
        heading("What the inspection judgements mean"),
        heading("The local authority"),
        para("One that is good does all of this well."),
        heading("The LSCB"),
        para("One that is good looks into all of that."),
        heading("Recommendations"),
        para("See children sooner.", "1"),
    )
    assert codes(found) == [("Recommendations", SectionCode.WHAT_NEEDS_TO_IMPROVE, 1)]


def test_the_name_of_a_body_elsewhere_clears_the_code() -> None:
    found = sections(
        heading("Executive summary"), para("All is well."), heading("The LSCB"), para("It meets.")
    )
    assert [s.code for s in found] == [SectionCode.SUMMARY, None]
