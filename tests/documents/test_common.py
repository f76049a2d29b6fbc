"""What the readers of formats without pages share."""

from __future__ import annotations

from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.readers.common import cut, fold


def body(*blocks: Block) -> list[tuple[str, str]]:
    extract: Extract = cut(list(blocks))
    return [(block.text, block.kind.name) for block in extract.body]


def para(text: str) -> Block:
    return Block(Kind.PARAGRAPH, text)


def test_front_body_and_back() -> None:
    extract = cut(
        [para("Inspection dates: 3 to 7 June 2024"), para("Plans are clear."), para("Yours sincerely")]
    )
    assert (extract.front, extract.back) == (["Inspection dates: 3 to 7 June 2024"], ["Yours sincerely"])
    assert [block.text for block in extract.body] == ["Plans are clear."]


def test_furniture_of_a_news_page_goes() -> None:
    found = body(
        para("Inspectors came back to Northmere."),
        Block(Kind.HEADING, "Photo: Ada Fenwick"),
        para("They found more to do."),
        para("Comments are closed."),
        para("Get our weekly e-mail."),
    )
    assert [text for text, _ in found] == ["Inspectors came back to Northmere.", "They found more to do."]


def test_a_caption_that_is_there_twice_is_read_once() -> None:
    assert len(body(para("The hub opened in May."), para("The hub opened in May."))) == 1


def test_a_date_is_no_heading() -> None:
    assert body(Block(Kind.HEADING, "Friday, March 8, 2024"), para("Inspectors came.")) == [
        ("Friday, March 8, 2024", "TABLE"),
        ("Inspectors came.", "PARAGRAPH"),
    ]


def test_fold() -> None:
    assert fold(" a\xad b\u200b\n c ") == "a b c"
