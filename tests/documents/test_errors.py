"""Bad input: one line that says what is wrong and what to do, never somebody else's traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import rendering
from inspection_findings.documents import find_documents, read_bytes, read_document
from inspection_findings.exceptions import (
    DamagedDocumentError,
    DocumentError,
    EncryptedDocumentError,
    NoTextError,
    UnknownFormatError,
)

PDF = rendering.pdf(rendering.NORTHMERE)
DOCX = rendering.word(rendering.NORTHMERE)


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def hollow_docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b"", "a.pdf", NoTextError, "the file is empty"),
        (b" \n ", "a.txt", NoTextError, "the file is empty"),
        (
            b"<!DOCTYPE html>\n<html><body>Not found</body></html>",
            "a.pdf",
            DamagedDocumentError,
            "an error page",
        ),
        (b"<html><body>Not found</body></html>", "a.docx", DamagedDocumentError, "holds an HTML page"),
        (b"Not found", "a.pdf", DamagedDocumentError, "does not hold a PDF"),
        (rendering.encrypted_pdf(rendering.NORTHMERE), "a.pdf", EncryptedDocumentError, "password"),
        (rendering.image_only_pdf(), "a.pdf", NoTextError, "no text layer: needs OCR"),
        (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", DamagedDocumentError, "damaged"),
        (DOCX[: len(DOCX) // 2], "a.docx", DamagedDocumentError, "damaged"),
        (hollow_docx(), "a.docx", DamagedDocumentError, "damaged"),
        (workbook(), "a.xlsx", UnknownFormatError, "Excel"),
        (bytes(range(256)) * 20, "a.bin", UnknownFormatError, "PDF, DOCX, HTML, Markdown and plain text"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.doc", UnknownFormatError, "save it as DOCX or PDF"),
        (
            b"<!DOCTYPE html><html><body><nav>Home</nav></body></html>",
            "a.html",
            NoTextError,
            "without main content",
        ),
    ],
)
def test_bad_bytes(data: bytes, name: str, error: type[DocumentError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read_bytes(data, name=name)
    assert "\n" not in str(caught.value)
    assert name not in str(caught.value)


@pytest.mark.parametrize("data", [PDF, DOCX], ids=["pdf", "docx"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_cut_off_files_are_read_or_refused(data: bytes, share: float) -> None:
    try:
        document = read_bytes(data[: int(len(data) * share)], name="cut")
    except DocumentError:
        return
    assert any(document.sentences())


@pytest.mark.parametrize("place", range(200, 4000, 400))
def test_spoilt_files_are_read_or_refused(place: int) -> None:
    for data in (PDF, DOCX):
        spoilt = data[:place] + bytes(reversed(data[place : place + 300])) + data[place + 300 :]
        try:
            read_bytes(spoilt, name="spoilt")
        except DocumentError as error:
            assert str(error)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "none.pdf")
    with pytest.raises(IsADirectoryError):
        read_document(tmp_path)


def test_find_documents(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.txt", "notes.csv", "sub/c.docx", "sub/deep/d.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    named = tmp_path / "notes.csv"
    found = list(find_documents([tmp_path, named]))
    assert found == [
        *sorted([tmp_path / n for n in ("a.txt", "b.PDF", "sub/c.docx", "sub/deep/d.md")]),
        named,
    ]
