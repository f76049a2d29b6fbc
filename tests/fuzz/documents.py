"""Targets that read documents and sentences."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from functools import cache, partial

import rendering
from fuzz.target import Target, check_refusal
from inspection_findings.commands.lines import batches, read_lines
from inspection_findings.documents import Document, read_bytes
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import DocumentError

LIMITS = Limits(bytes=4_000_000, pages=50)
_PART = "word/document.xml"


def read_document(data: bytes, name: str) -> None:
    """Read a document, or see it refused."""
    try:
        document = read_bytes(data, name=name, limits=LIMITS)
    except DocumentError as error:
        check_refusal(error)
        assert "\n" not in str(error), "a refusal of several lines"
        return
    check_offsets(document)


def check_offsets(document: Document) -> None:
    """Sentences stand where they say, one after the other."""
    end = 0
    for sentence in document.sentences():
        assert sentence.start is not None and sentence.end is not None
        assert end <= sentence.start < sentence.end <= len(document.text), "sentences out of order"
        assert document.text[sentence.start : sentence.end] == sentence.text, "offsets of another text"
        end = sentence.end


@cache
def letter(suffix: str) -> bytes:
    """A specimen letter in one format, short: more inputs a second, and all that readers do is in it."""
    whole = rendering.NORTHMERE
    parts = tuple(replace(part, paras=part.paras[:2]) for part in whole.parts[:4])
    return rendering.RENDERERS[suffix](replace(whole, parts=parts))


def docx_of(part: bytes) -> bytes:
    """A DOCX whose text is the XML given, which a mutated archive hardly ever gets to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter("docx"))) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, part if name == _PART else whole.read(name))
    return out.getvalue()


def part_of_docx() -> bytes:
    """The XML of the letter's text."""
    with zipfile.ZipFile(io.BytesIO(letter("docx"))) as whole:
        return whole.read(_PART)


def read_sentences(data: bytes) -> None:
    """Read sentences as JSON Lines."""
    refused: list[Exception] = []
    for batch in batches(read_lines(data.split(b"\n"), on_error=refused.append), size=4):
        for line in batch:
            assert line.sentence.text.strip()
            again = json.loads(json.dumps([line.identifier, line.sentence.text]).encode())
            assert again == [line.identifier, line.sentence.text]
    for error in refused:
        check_refusal(error)


_LINES = (
    b'{"id": "a", "text": "Plans are vague.", "section": "summary", "bullet": true}\n'
    b'{"id": 2, "text": "Visits are late.", "passage": "p1", "position": 0}\n'
    b'{"id": 3, "text": "Nobody knows why.", "passage": "p1"}\n'
)


def _of(suffix: str) -> Target:
    return Target(partial(read_document, name=f"letter.{suffix}"), lambda: [letter(suffix)])


TARGETS = {
    "pdf": _of("pdf"),
    "docx": _of("docx"),
    "docx-part": Target(
        lambda data: read_document(docx_of(data), "letter.docx"),
        lambda: [part_of_docx()],
    ),
    "html": _of("html"),
    "markdown": _of("md"),
    "text": _of("txt"),
    "lines": Target(read_sentences, lambda: [_LINES]),
}
