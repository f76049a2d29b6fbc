"""PDF by PDFium: page text only, no geometry, so that reading costs little more than extraction."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw

from inspection_findings.documents.blocks import Extract
from inspection_findings.documents.layout import lay_out
from inspection_findings.exceptions import DamagedDocumentError, EncryptedDocumentError, NoTextError

_DAMAGED = "a damaged or cut-off PDF: download it again"


def read(data: bytes) -> Extract:
    """Blocks of a PDF.

    Raises
    ------
    EncryptedDocumentError
        If it opens only with a password.
    NoTextError
        If its pages are images.
    DamagedDocumentError
        If PDFium cannot parse it.
    """
    pages = page_texts(data)
    if not any(character.isalpha() for page in pages for character in page):
        raise NoTextError("no text layer: needs OCR")
    return lay_out(pages)


def page_texts(data: bytes) -> list[str]:
    """Text of each page."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise EncryptedDocumentError("encrypted PDF: save a copy without the password") from None
        raise DamagedDocumentError(_DAMAGED) from None
    try:
        return [_page_text(pdf, index) for index in range(len(pdf))]
    except pypdfium2.PdfiumError:
        raise DamagedDocumentError(_DAMAGED) from None
    finally:
        pdf.close()


def _page_text(pdf: pypdfium2.PdfDocument, index: int) -> str:
    page = pdf[index]
    try:
        textpage = page.get_textpage()
        try:
            return str(textpage.get_text_range())
        finally:
            textpage.close()
    finally:
        page.close()
