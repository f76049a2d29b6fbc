"""The same letter in every format gives the same sentences."""

from __future__ import annotations

import ctypes
import datetime as dt

import pypdfium2
import pytest

import rendering
from inspection_findings.documents import Document, Format, Framework, Grade, read_bytes
from inspection_findings.documents.readers import pdf
from inspection_findings.documents.readers.pdf import page_texts
from inspection_findings.labels import Area, SectionCode

LETTER = rendering.NORTHMERE
FORMATS = {
    "pdf": Format.PDF,
    "docx": Format.DOCX,
    "html": Format.HTML,
    "md": Format.MARKDOWN,
    "txt": Format.TEXT,
}


@pytest.fixture(scope="module", params=sorted(FORMATS))
def document(request: pytest.FixtureRequest) -> Document:
    return read_bytes(rendering.RENDERERS[request.param](LETTER), name=f"letter.{request.param}")


def test_every_sentence_is_found_and_nothing_else(document: Document) -> None:
    assert [s.text for s in document.sentences()] == LETTER.sentences()


def test_format_is_told_by_content(document: Document) -> None:
    suffix = document.name.rpartition(".")[2]
    assert document.format is FORMATS[suffix]
    assert read_bytes(rendering.RENDERERS[suffix](LETTER), name="letter").format in {
        document.format,
        Format.TEXT,
    }


def test_sections_passages_and_bullets(document: Document) -> None:
    assert [s.code for s in document.sections] == [
        SectionCode.SUMMARY,
        SectionCode.WHAT_NEEDS_TO_IMPROVE,
        SectionCode.HELP_AND_PROTECTION,
        SectionCode.CHILDREN_IN_CARE,
        SectionCode.CARE_LEAVERS,
        SectionCode.LEADERS,
    ]
    assert [s.heading for s in document.sections] == [part.heading for part in LETTER.parts]
    assert [len(s.passages) for s in document.sections] == [len(part.paras) for part in LETTER.parts]
    paras = [para for part in LETTER.parts for para in part.paras]
    assert [(p.bullet, p.number) for p in document.passages()] == [(p.bullet, p.number) for p in paras]


def test_sentences_stand_where_they_say(document: Document) -> None:
    end = 0
    for sentence in document.sentences():
        assert document.text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end


def test_passage_keys_are_unique_and_positions_count_from_zero(document: Document) -> None:
    keys = [p.key for p in document.passages()]
    assert len(set(keys)) == len(keys)
    for passage in document.passages():
        assert [s.position for s in passage.sentences] == list(range(len(passage.sentences)))
        assert {s.passage for s in passage.sentences} == {passage.key}


def test_grades(document: Document) -> None:
    assert document.grades == {
        Area.OVERALL: Grade.GOOD,
        Area.LEADERS: Grade.GOOD,
        Area.HELP_AND_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
        Area.CHILDREN_IN_CARE: Grade.GOOD,
        Area.CARE_LEAVERS: Grade.OUTSTANDING,
    }


def test_metadata(document: Document) -> None:
    found = document.metadata
    assert found.title == LETTER.title
    assert found.authority == "Northmere"
    assert found.framework is Framework.ILACS
    assert (found.inspection_start, found.inspection_end) == (dt.date(2024, 1, 29), dt.date(2024, 2, 9))
    assert found.published is None
    assert found.lead_inspector == "Hester Quillfeather"


class TestPdf:
    """The rendering really has in it what the reader must cope with, and pages are counted."""

    @pytest.fixture(scope="class")
    def pages(self) -> list[str]:
        return page_texts(rendering.pdf(LETTER))

    def test_the_pages_hold_what_must_be_mended(self, pages: list[str]) -> None:
        assert len(pages) == 3
        assert all(LETTER.running[0] in page for page in pages[1:])
        assert "\ufffe" in "".join(pages)
        assert rendering.BULLET in pages[0]
        assert "thorough.1" in pages[1]
        assert LETTER.footnote in pages[1]

    @pytest.mark.parametrize("units", [2, 1_000, 100_000])
    def test_text_is_the_librarys_whether_or_not_a_page_fits(
        self, units: int, pages: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "_Room", ctypes.c_ushort * units)
        data = rendering.pdf(LETTER)
        with pypdfium2.PdfDocument(data) as document:
            assert page_texts(data) == pages == [page.get_textpage().get_text_range() for page in document]

    def test_pages_of_sentences(self) -> None:
        document = read_bytes(rendering.pdf(LETTER), name="letter.pdf")
        assert document.pages == 3
        pages = [s.page for s in document.sentences()]
        assert pages == sorted(pages)
        assert set(pages) == {1, 2}

    def test_a_sentence_that_turns_the_page_counts_to_the_page_where_it_starts(
        self, pages: list[str]
    ) -> None:
        document = read_bytes(rendering.pdf(LETTER), name="letter.pdf")
        turning = [s for s in document.sentences() if s.page == 1][-1]
        first_word, last_word = turning.text.split()[0], turning.text.split()[-1]
        assert first_word in pages[0]
        assert last_word not in pages[0].splitlines()[-2]
        assert last_word in pages[1]
