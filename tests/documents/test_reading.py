"""Files and folders in, documents out."""

from __future__ import annotations

from pathlib import Path

import pytest

import rendering
from inspection_findings.documents import find_documents, read_bytes, read_document


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


def test_a_document_is_called_by_its_path_unless_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(rendering.text(rendering.NORTHMERE))
    assert read_document(path).name == str(path)
    assert read_document(path, name="letter").name == "letter"


def test_text_between_front_and_back_is_all_there() -> None:
    document = read_bytes(rendering.markdown(rendering.NORTHMERE), name="letter.md")
    assert rendering.NORTHMERE.title in document.text
    assert all(sentence in document.text for sentence in rendering.NORTHMERE.sentences())
