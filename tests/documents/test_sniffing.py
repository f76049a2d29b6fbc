"""Formats are told by content; what cannot be read is refused in `test_errors`."""

from __future__ import annotations

import pytest

from inspection_findings.documents.sniffing import decode, sniff
from inspection_findings.documents.types import Format
from inspection_findings.exceptions import UnknownFormatError


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7 x", "letter.txt", Format.PDF),
        (b"\n\n%PDF-1.7 x", "letter", Format.PDF),
        (b"<!-- a --><html><body>x", "letter.txt", Format.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><p>x", "letter", Format.HTML),
        (b"<h1>Plans</h1><p>are clear", "letter", Format.HTML),
        (b"# Plans\n\n- clear", "letter.txt", Format.MARKDOWN),
        (b"Plans are clear.", "letter.md", Format.MARKDOWN),
        (b"# of plans is rising", "letter", Format.TEXT),
        (b"Plans < visits", "letter.html", Format.TEXT),
    ],
)
def test_formats(data: bytes, name: str, kind: Format) -> None:
    assert sniff(data, name) is kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode("The council’s plans".encode(encoding)) == "The council’s plans"


def test_binary_is_no_text() -> None:
    with pytest.raises(UnknownFormatError):
        decode(bytes(range(32)) * 40)
