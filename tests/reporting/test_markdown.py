from inspection_findings.reporting.markdown import cell, table


def test_nothing_in_a_cell_is_read_as_markup():
    assert cell("a|b_c\n<d>\x1b") == r"a\|b\_c \<d\>" + "\N{REPLACEMENT CHARACTER}"


def test_a_table_has_its_first_column_to_the_left():
    assert table(("a", "b"), [("x", "1")]) == "| a | b |\n| --- | ---: |\n| x | 1 |"
