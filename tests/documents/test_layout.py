"""Lines of PDF pages as PDFium gives them, each layout that real reports have."""

from __future__ import annotations

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.layout import lay_out

FILL = (
    "Workers in this invented borough know their children well and see them as often as\n"
    "they should, and managers in every one of the teams check that this is the case.\n"
)
"""Two full lines, so that a page has a width."""


def texts(extract: Extract, kind: Kind | None = None) -> list[str]:
    return [block.text for block in extract.body if kind is None or block.kind is kind]


def only(extract: Extract, start: str) -> Block:
    (block,) = [block for block in extract.body if block.text.startswith(start)]
    return block


def test_running_headers_footers_and_page_numbers_go() -> None:
    findings = [
        "Plans are clear.",
        "Visits are late.",
        "Homes are safe.",
        "Schools are told.",
        "Police attend.",
    ]
    pages = [
        f"Letter to Northmere Council\n{n}\n{n}. {each}\nDraft {n}"
        for n, each in enumerate(findings, start=1)
    ]
    pages[0] = pages[0].partition("\n")[2]
    assert texts(lay_out(pages)) == findings


def test_a_title_that_later_pages_repeat_stays_on_the_first() -> None:
    pages = [f"Letter to Northmere Council\n1. Plans are clear.\n{n}" for n in range(1, 4)]
    assert texts(lay_out(pages)).count("Letter to Northmere Council") == 1


def test_a_heading_that_wraps_is_one_heading() -> None:
    page = (
        f"1. {FILL}The experiences and progress of children who need help and \nprotection: good \n"
        "2. Help comes early."
    )
    assert texts(lay_out([page]), Kind.HEADING) == [
        "The experiences and progress of children who need help and protection: good"
    ]


def test_a_heading_with_its_grade_on_the_next_line() -> None:
    page = (
        f"{FILL}Leadership, management and governance\nRequires improvement\nto be good\nLeaders act at once."
    )
    extract = lay_out([page])
    assert texts(extract, Kind.HEADING) == [
        "Leadership, management and governance Requires improvement to be good"
    ]
    assert texts(extract)[-1] == "Leaders act at once."


def test_an_unknown_heading_after_a_full_line_is_not_glued_to_it() -> None:
    page = f"{FILL}Work with fathers\nFathers are met on their own. {FILL}"
    assert texts(lay_out([page]), Kind.HEADING) == ["Work with fathers"]


def test_numbers_are_taken_off_whether_or_not_a_space_follows() -> None:
    extract = lay_out(["1. Plans are clear.\n2.Visits are regular.\n3. In 2019\n4 reviews were late."])
    assert [(b.number, b.text) for b in extract.body] == [
        ("1", "Plans are clear."),
        ("2", "Visits are regular."),
        ("3", "In 2019 4 reviews were late."),
    ]


def test_a_number_out_of_turn_is_text() -> None:
    extract = lay_out(
        [
            f"1. {FILL}Staff from each of the teams that inspectors met on site were asked to read"
            f" para\n47. They had done so."
        ]
    )
    assert len(extract.body) == 1


def test_bullets_in_private_use_glyphs_and_symbols() -> None:
    for glyph in ("\uf0b7", "\uf06e", "\uf0a7", "\uf02d", "◼", "•", "▪", "\x83"):
        extract = lay_out([f"What needs to improve\n{glyph} The pace of \nchange.\n{glyph} Supervision.\n"])
        assert texts(extract, Kind.BULLET) == ["The pace of change.", "Supervision."], glyph


def test_a_dash_in_running_text_is_no_bullet() -> None:
    extract = lay_out(
        [
            f"{FILL}One girl said that she felt heard by her worker and by the reviewing officer\n– an"
            f" important step for her."
        ]
    )
    assert texts(extract, Kind.BULLET) == []
    assert texts(extract)[0].endswith("officer – an important step for her.")


def test_a_word_broken_over_lines_is_joined_as_the_document_writes_it() -> None:
    extract = lay_out(
        [
            "1. Decision-making is sound and information is shared.\n"
            "2. Good decision\ufffemaking rests on infor-\nmation, and deci\x02sions rest on both pre-"
            " \nand post-birth"
            " work.\n3. Decisions last."
        ]
    )
    assert texts(extract)[1] == (
        "Good decision-making rests on information, and decisions rest on both pre- and post-birth work."
    )


def test_a_sentence_goes_on_over_the_page() -> None:
    extract = lay_out(["1. Plans are made early and they\n", "2\nare kept to. Then they end.\n"])
    assert texts(extract) == ["Plans are made early and they are kept to. Then they end."]
    ((offset, page),) = extract.body[0].turns
    assert page == 2
    assert extract.body[0].text[offset:].startswith("are kept to.")


def test_footnotes_and_their_marks_go() -> None:
    extract = lay_out(
        [
            "1. The board1 meets often.\n2. It has a plan for each\n2 child in the borough.\n"
            "1 A body that oversees the work of partners.\n2 Anyone under 18.\n"
        ]
    )
    assert texts(extract) == ["The board meets often.", "It has a plan for each child in the borough."]


def test_a_footnote_whose_number_stands_on_a_line_of_its_own() -> None:
    page = "1. The board1 meets often.\n2. It has a plan.\n \n1\nA body that oversees partners.\n7"
    assert texts(lay_out([page])) == ["The board meets often.", "It has a plan."]


def test_contents_pages_go() -> None:
    contents = "Contents\nExecutive summary 2\nRecommendations 4\nThe local authority 7\nLeaders 9\n"
    assert texts(lay_out(["Northmere\n", contents, f"1. {FILL}"])) == ["Northmere", " ".join(FILL.split())]


def test_sign_off_is_cut_and_kept_apart() -> None:
    extract = lay_out(["1. Plans are clear.\nYours sincerely\nHester Quillfeather\nHis Majesty’s Inspector"])
    assert texts(extract) == ["Plans are clear."]
    assert extract.back[0] == "Yours sincerely"


def test_a_letter_begins_after_its_subject() -> None:
    page = (
        "8 March 2024\nAda Fenwick, Director of Children’s Services, Northmere Council\nDear local"
        " partnership\n"
        "Joint targeted area inspection of the multi-agency response to abuse and \nneglect in Northmere\n"
        "This letter sums up what we found.\n"
    )
    extract = lay_out([page])
    assert extract.front[-1] == "neglect in Northmere"
    assert texts(extract) == ["This letter sums up what we found."]


def test_a_paragraph_ends_where_the_next_word_would_have_fitted() -> None:
    extract = lay_out([f"{FILL}It works.\n{FILL}"])
    assert len(extract.body) == 2
    assert extract.body[0].text.endswith("It works.")


def test_a_name_that_ends_an_unfinished_bullet_is_no_heading() -> None:
    page = f"{FILL}Key strengths\n• Help has come to most families in\nNorthmere\n• Visits are regular.\n"
    assert texts(lay_out([page]), Kind.BULLET) == [
        "Help has come to most families in Northmere",
        "Visits are regular.",
    ]


def test_a_case_study_may_have_a_full_stop() -> None:
    page = f"{FILL}Case study: areas for improvement.\nA boy was not heard. {FILL}"
    assert texts(lay_out([page]), Kind.HEADING) == ["Case study: areas for improvement."]


def test_bodies_named_in_a_table_are_kept_apart_from_what_they_must_do() -> None:
    page = (
        f"{FILL}Areas for priority action\nResponsible body Areas for priority action\n"
        "Northmere Council and NHS\nQuayside Integrated Care\nBoard\n"
        "Leaders across the partnership should act to shorten\nthe wait for a first visit.\n"
        "Northmere Council and NHS\nQuayside Integrated Care\nBoard\n"
        "Leaders across the partnership should write plans that\nsay who does what.\n"
    )
    extract = lay_out([page])
    assert texts(extract, Kind.PARAGRAPH)[1:] == [
        "Leaders across the partnership should act to shorten the wait for a first visit.",
        "Leaders across the partnership should write plans that say who does what.",
    ]
    assert texts(extract, Kind.HEADING) == ["Areas for priority action"]


def test_a_grade_of_the_old_scale_belongs_to_its_heading() -> None:
    page = f"{FILL}Leadership and management\nGrade 3 (Adequate)\n1. Leaders act at once.\n"
    assert texts(lay_out([page]), Kind.HEADING) == ["Leadership and management Grade 3 (Adequate)"]


def test_a_line_of_nothing_but_a_stray_character_is_passed_over() -> None:
    assert texts(lay_out(["Plans are clear and\n\u200b\nthey are kept to."])) == [
        "Plans are clear and they are kept to."
    ]
