from __future__ import annotations

import pytest

from inspection_findings.spreadsheets import defused, is_like_formula


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " =", "\ufeff+"]
)
def test_what_some_program_may_run_is_defused(start):
    assert is_like_formula(f"{start}1+1")
    assert defused(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "a=b", " padded ", "’–é", "− strength", "'=1", "1-1"])
def test_other_text_is_as_it_is(text):
    assert defused(text) == text
