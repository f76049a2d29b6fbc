"""Letters to be dropped: specimens as PDF and as DOCX, short and long, and copies that differ in bytes."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import docx

import rendering
from inspection_findings.documents import Document, read_bytes

SPECIMENS = Path(__file__).resolve().parents[2] / "data" / "raw" / "specimens"
_TIMES = (1, 3, 9)
"""How often a letter's text is in it: up to three hundred sentences, which few reports have."""


def write_letters(folder: Path, *, number: int = 24, seed: int = 0) -> None:
    """Write so many specimens in each format, and a few longer letters, into a folder."""
    chosen = random.Random(seed).sample(sorted(SPECIMENS.glob("*.pdf")), number)  # noqa: S311 - no secret
    for path in chosen:
        data = path.read_bytes()
        (folder / path.name).write_bytes(data)
        document = read_bytes(data, name=path.name)
        (folder / path.with_suffix(".docx").name).write_bytes(_word(document))
    for times in _TIMES:
        long = replace(rendering.NORTHMERE, parts=rendering.NORTHMERE.parts * times)
        (folder / f"long-{times}.pdf").write_bytes(rendering.pdf(long))
        (folder / f"long-{times}.docx").write_bytes(rendering.word(long))


def copy_of(data: bytes, mark: str) -> bytes:
    """The same letter as a file of its own: the app knows one that it has by its bytes."""
    if data.startswith(b"%PDF"):
        return data + f"\n% {mark}\n".encode()
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = mark.encode()
    return out.getvalue()


def _word(document: Document) -> bytes:
    made = docx.Document()
    for section in document.sections:
        if section.heading:
            made.add_heading(section.heading, level=1)
        for passage in section.passages:
            made.add_paragraph(" ".join(sentence.text for sentence in passage.sentences))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
