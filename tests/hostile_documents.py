"""Documents that were made to do harm, or came to it: each made by code, none larger than it must be."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import rendering

GOOD = "Caseloads are too high."
"""A sentence that stands in those that can be read all the same."""
LETTER = f"# What needs to improve\n\nThe quality of plans.\n\n{GOOD} Visits are often late.\n"
HIDDEN = "hidden-4711"
LINE = b"BT /F1 12 Tf 50 700 Td (Caseloads are too high.) Tj ET\n"
_PART = "word/document.xml"
_SENTENCE = rendering.NORTHMERE.sentences()[10].encode()
_END_OF_BODY = b"</w:body>"
_WORD = rendering.word(rendering.NORTHMERE)


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of the objects given, the first its catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + trailer


def pdf_pages(count: int, content: bytes) -> bytes:
    """A PDF of pages that share their content."""
    packed = zlib.compress(content)
    kids = b" ".join(b"%d 0 R" % (5 + page) for page in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
            *[page] * count,
        ]
    )


def docx_with(change: Callable[[bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """A DOCX whose text is changed, and which holds more files."""
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(_WORD))
    with whole, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, change(data) if name == _PART else data)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def docx_sentence(text: bytes, *, before: bytes = b"", extra: dict[str, bytes] | None = None) -> bytes:
    """A DOCX with one more sentence in its body, and a declaration before its text."""

    def change(data: bytes) -> bytes:
        if before:
            data = b'<?xml version="1.0"?>' + before + data.split(b"?>", 1)[1]
        return data.replace(_SENTENCE, text + b" " + _SENTENCE, 1)

    return docx_with(change, extra)


def entity_bomb() -> bytes:
    """A document type whose entity ``j`` would be ten thousand million letters."""
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + k, b"&%c;" % (97 + k) * 10) for k in range(9))
    return b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + entities + b"]>"


def external_entity(path: Path) -> bytes:
    """A DOCX that asks for the text of a file to stand in its own."""
    declaration = f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{path}">]>'
    return docx_sentence(f"{GOOD} Here is &e; of it.".encode(), before=declaration.encode())


def many_files(count: int) -> bytes:
    """An archive of many empty files beside what makes it a DOCX."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_PART, b"<a/>")
        for number in range(count):
            archive.writestr(f"f{number:>050}", b"")
    return out.getvalue()


def lying_docx() -> bytes:
    """A DOCX whose list says that its text is small, where it unpacks to a hundred times as much."""
    data = bytearray(docx_with(lambda text: text.replace(_END_OF_BODY, b" " * 3_000_000 + _END_OF_BODY)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo(_PART).file_size
    told = size.to_bytes(4, "little")
    return bytes(data.replace(told, (1000).to_bytes(4, "little")))


def page(body: str) -> bytes:
    """An HTML page."""
    return f"<!doctype html><html><head><title>t</title></head><body>{body}</body></html>".encode()


PLAIN = f"<p>{GOOD} " + "Visits to children are often late. " * 12 + "</p>"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "the file is empty"),
    "blank.txt": (lambda: b" \n\t ", "the file is empty"),
    "encrypted.pdf": (lambda: rendering.encrypted_pdf(rendering.NORTHMERE), "password"),
    "scanned.pdf": (rendering.image_only_pdf, "needs OCR"),
    "pages.pdf": (lambda: pdf_pages(2_001, LINE), "2,001 pages, more than 2,000: give --max-pages"),
    "claims.pdf": (
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[]>>"]),
        "(pages, more than 2,000|no text layer|damaged)",
    ),
    "own-parent.pdf": (
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]),
        "(no text layer|damaged)",
    ),
    "nested.pdf": (
        lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * 200_000 + b"]" * 200_000]),
        "(no text layer|damaged)",
    ),
    "page.pdf": (lambda: page(PLAIN), "named .pdf but holds an HTML page"),
    "letter.docx": (lambda: rendering.text(rendering.NORTHMERE), "does not hold a DOCX document"),
    "bomb.docx": (
        lambda: docx_with(lambda text: text.replace(_END_OF_BODY, b" " * 60_000_000 + _END_OF_BODY)),
        "unpacks to [0-9,]+ bytes, more than 50,000,000: give --max-bytes",
    ),
    "picture.docx": (
        lambda: docx_with(lambda text: text, {"word/media/image1.png": bytes(60_000_000)}),
        "unpacks to [0-9,]+ bytes, more than 50,000,000: give --max-bytes",
    ),
    "many.docx": (lambda: many_files(11_000), "lists more files than any document"),
    "lying.docx": (lying_docx, "a damaged or cut-off DOCX"),
    "entities.docx": (lambda: docx_sentence(b"&j;", before=entity_bomb()), "a damaged or cut-off DOCX"),
    "deep.docx": (
        lambda: docx_with(
            lambda text: text.replace(
                _END_OF_BODY,
                b"<w:tbl><w:tr><w:tc>" * 5_000 + b"</w:tc></w:tr></w:tbl>" * 5_000 + _END_OF_BODY,
            )
        ),
        "a damaged or cut-off DOCX",
    ),
    "workbook.docx": (
        lambda: many_files(0).replace(_PART.encode(), b"xl/workbook.xmlxx"),
        "a zip archive that is not a DOCX",
    ),
    "no-mark.txt": (lambda: LETTER.encode("utf-16-le"), "neither text nor a known document format"),
    "thirty-two.txt": (lambda: LETTER.encode("utf-32"), "neither text nor a known document format"),
    "noise.bin": (lambda: bytes(range(256)) * 40, "neither text nor a known document format"),
    "office.doc": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "save it as DOCX or PDF"),
    "tags.html": (lambda: page("<div>" * 100_000 + PLAIN), "without main content"),
    "menu.html": (lambda: page("<nav>Home</nav>"), "without main content"),
}
"""What must be refused, and what is said of it."""

READ: dict[str, Callable[[], bytes]] = {
    "really-a-pdf.txt": lambda: pdf_pages(1, LINE),
    "states.pdf": lambda: pdf_pages(1, b"q " * 300_000 + LINE),
    "traversal.docx": lambda: docx_sentence(
        GOOD.encode(), extra=dict.fromkeys(("../../../escaped.txt", "/escaped.txt", "..\\escaped.txt"), b"x")
    ),
    "script.html": lambda: page(
        f"<script>alert('{HIDDEN}')</script><iframe src=x>{HIDDEN}</iframe>"
        f"<style>p{{content:'{HIDDEN}'}}</style>{PLAIN}"
    ),
    "entities.html": lambda: (
        entity_bomb().replace(b"DOCTYPE a", b"DOCTYPE html") + page(PLAIN + "<p>&j;</p>")
    ),
    "utf-16-le.txt": lambda: b"\xff\xfe" + LETTER.encode("utf-16-le"),
    "utf-16-be.txt": lambda: b"\xfe\xff" + LETTER.encode("utf-16-be"),
    "mixed.txt": lambda: LETTER.encode() + "Café visits are late, naïve plans vague.".encode("latin-1"),
    "nul.txt": lambda: (LETTER * 5 + "Pl\0ans are vague.\n").encode(),
    "bidi.txt": lambda: (
        LETTER + "Visits are \u202egnol\u202c too late. C\u0430seloads are high.\n"
    ).encode(),
    "escapes.txt": lambda: (LETTER + "Plans are \x1b]0;owned\x07\x1b[2J vague and late.\n").encode(),
    "line\nbreak.txt": lambda: LETTER.encode(),
}
"""What is read all the same, and holds `GOOD`."""
