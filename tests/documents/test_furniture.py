from __future__ import annotations

from inspection_findings.documents.furniture import strip_furniture, take_footnotes


def test_lines_that_recur_at_the_edges_go_whatever_their_numbers() -> None:
    pages = [[f"Letter to Northmere, part {n}", f"Finding {'abc'[n]}.", f"page {n} of 3"] for n in range(3)]
    assert strip_furniture(pages) == [
        ["Letter to Northmere, part 0", "Finding a."],
        ["Finding b."],
        ["Finding c."],
    ]


def test_lines_that_recur_inside_a_page_stay() -> None:
    inner = ["Summary", "Alpha.", "Beta.", "Gamma.", "Summary of visits", "Delta.", "Epsilon.", "Zeta."]
    pages = [[*(f"{n} {line}" for line in "xyz"), *inner, *(f"{line} {n}" for line in "uvw")] for n in "ab"]
    assert all(line in page for page in strip_furniture(pages) for line in inner)


def test_a_page_number_below_or_above_a_footer_line_goes() -> None:
    assert strip_furniture([["One is here.", "Two is there", "1", "of all."]])[0] == [
        "One is here.",
        "Two is there",
        "of all.",
    ]


def test_a_footnote_number_with_space_before_it_is_no_page_number() -> None:
    page = ["The board1 meets.", "It has a plan.", "", "1", "A body that oversees partners."]
    assert strip_furniture([page]) == [page]
    assert take_footnotes(page, 0) == (["The board meets.", "It has a plan.", ""], 1)


def test_lists_of_contents_go_and_tables_of_numbers_stay() -> None:
    contents = ["Contents", "Summary 2", "Recommendations 4", "Leaders 9"]
    table = ["Visits by quarter", "Spring 12", "Summer 14", "Autumn 9", "These are rising.", "They help."]
    assert strip_furniture([contents, table]) == [[], table]


def test_footnotes_count_on_from_page_to_page() -> None:
    page = ["It has a plan for each child.4", "4 Anyone under 18."]
    assert take_footnotes(page, 3) == (["It has a plan for each child."], 4)
    assert take_footnotes(["Visits rose to", "14 Children said so."], 3) == (
        ["Visits rose to", "14 Children said so."],
        3,
    )
