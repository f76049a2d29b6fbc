"""PDF by PDFium: page text only, no geometry, so that reading costs little more than extraction."""

from __future__ import annotations

import codecs
import ctypes

import pypdfium2
import pypdfium2.raw

from inspection_findings.documents.blocks import Extract
from inspection_findings.documents.layout import lay_out
from inspection_findings.documents.limits import USUAL, Limits
from inspection_findings.exceptions import (
    DamagedDocumentError,
    EncryptedDocumentError,
    NoTextError,
    TooLargeError,
)

# Room for the text of one page, in UTF-16 units; longer pages are rare.
_Room = ctypes.c_ushort * 16_384
_DAMAGED = "a damaged or cut-off PDF: download it again"


def read(data: bytes, limits: Limits = USUAL) -> Extract:
    """Blocks of a PDF.

    Raises
    ------
    TooLargeError
        If it has more pages than is allowed.
    EncryptedDocumentError
        If it opens only with a password.
    NoTextError
        If its pages are images.
    DamagedDocumentError
        If PDFium cannot parse it.
    """
    pages = page_texts(data, limits)
    if not any(character.isalpha() for page in pages for character in page):
        raise NoTextError("no text layer: needs OCR")
    return lay_out(pages)


def page_texts(data: bytes, limits: Limits = USUAL) -> list[str]:
    """Text of each page."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise EncryptedDocumentError("encrypted PDF: save a copy without the password") from None
        raise DamagedDocumentError(_DAMAGED) from None
    try:
        if len(pdf) > limits.pages:
            raise TooLargeError(
                f"{len(pdf):,} pages, more than {limits.pages:,}: give --max-pages to read it all the same"
            )
        room = _Room()
        return [_page_text(pdf, index, room) for index in range(len(pdf))]
    except pypdfium2.PdfiumError:
        raise DamagedDocumentError(_DAMAGED) from None
    finally:
        pdf.close()


def _page_text(pdf: pypdfium2.PdfDocument, index: int, room: ctypes.Array[ctypes.c_ushort]) -> str:
    """What `pypdfium2.PdfTextPage.get_text_range` returns.

    The library makes objects of its own for every page, and an array of a type of its own: types are dear.
    Pages that do not fit, or whose first or last character PDFium leaves out, are left to it.
    """
    api = pypdfium2.raw
    page = api.FPDF_LoadPage(pdf, index)
    if not page:
        raise pypdfium2.PdfiumError(f"page {index + 1} cannot be loaded")
    try:
        text = api.FPDFText_LoadPage(page)
        if not text:
            raise pypdfium2.PdfiumError(f"page {index + 1} has no text that can be loaded")
        try:
            count = api.FPDFText_CountChars(text)
            if (
                0 < count < len(room)
                and api.FPDFText_GetTextIndexFromCharIndex(text, 0) >= 0
                and api.FPDFText_GetTextIndexFromCharIndex(text, count - 1) >= 0
            ):
                # The last unit that is written is a NUL.
                written = api.FPDFText_GetText(text, 0, count, room)
                return codecs.decode(memoryview(room)[: written - 1], "utf-16-le", errors="ignore")
        finally:
            api.FPDFText_ClosePage(text)
    finally:
        api.FPDF_ClosePage(page)
    return _text_by_library(pdf, index)


def _text_by_library(pdf: pypdfium2.PdfDocument, index: int) -> str:
    page = pdf[index]
    try:
        textpage = page.get_textpage()
        try:
            return str(textpage.get_text_range())
        finally:
            textpage.close()
    finally:
        page.close()
