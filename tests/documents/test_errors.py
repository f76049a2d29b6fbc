"""Bad input: one line that says what is wrong and what to do, never somebody else's traceback."""

from __future__ import annotations

import io
import zipfile

import pytest

import rendering
from inspection_findings.documents import read_bytes
from inspection_findings.exceptions import (
    DamagedDocumentError,
    DocumentError,
    EncryptedDocumentError,
    NoTextError,
    UnknownFormatError,
)

DOCX = rendering.word(rendering.NORTHMERE)


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def archive_of_a_pdf() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 x")
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
        (archive_of_a_pdf(), "a.zip", UnknownFormatError, "a zip archive that is not a DOCX"),
        (workbook(), "a.xlsx", UnknownFormatError, "Excel"),
        (bytes(range(256)) * 20, "a.bin", UnknownFormatError, "PDF, DOCX, HTML, Markdown and plain text"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.doc", UnknownFormatError, "save it as DOCX or PDF"),
        (rb"{\rtf1\ansi Plans are clear.}", "a.rtf", UnknownFormatError, "RTF.*save it as DOCX or PDF"),
        (b"\n{\\rtf1 Plans are clear.}", "a.doc", UnknownFormatError, "save it as DOCX or PDF"),
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
