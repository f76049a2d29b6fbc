from __future__ import annotations

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inspection_findings.overview.search.query import Query


@pytest.fixture(scope="module")
def index():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5 (text, tokenize='porter unicode61')")
    connection.execute("INSERT INTO f VALUES ('Supervision lacks reflection.'), ('Life-story work is late.')")
    return connection


def found(index, text):
    query = Query.parse(text)
    if not query:
        return []
    return [
        row for (row,) in index.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank", (query.match(),))
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("supervision", [1]),
        ("REFLECTIVE supervisors", [1]),
        ("late work supervision", [2, 1]),
        ('"life story"', [2]),
        ("“life-story” supervision", [2]),
        ('"story life"', []),
        ('"lacks reflection', [1]),
        ("is the of", [2]),
        ("is lacking", [1]),
        ("AND", []),
        ("text:supervision", [1]),
        ("NEAR(supervision reflection)", [1]),
    ],
)
def test_what_is_typed_finds(index, text, rows):
    assert found(index, text) == rows


@given(st.text())
@example('"')
@example('"" OR *')
@example("a* AND (b NOT ^c) {d} + -e : f'")
@example("\x00\ud800")
@example("ﬁ ² Ⅷ 你好 é́")
def test_nothing_that_is_typed_is_an_error(text):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5 (text, tokenize='porter unicode61')")
    found(connection, text)


def test_words_that_every_sentence_has_are_left_out_unless_there_are_no_others():
    assert Query.parse("the supervision of the workers").words == ("supervision", "workers")
    assert Query.parse("the of the").words == ("the", "of")
    assert not Query.parse("… ! *")
