"""Files and folders in, documents out."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import rendering
from inspection_findings.documents import find_documents, passed_over, read_bytes, read_document
from inspection_findings.documents.types import Grade
from inspection_findings.labels import Area


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


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_documents_without_a_known_suffix(tmp_path: Path) -> None:
    word = rendering.word(rendering.NORTHMERE)
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 x")
    write(
        tmp_path,
        {
            "download": b"\n%PDF-1.7 x",
            "sub/letter.2": word,
            "cut": word[: len(word) // 2],
            "late": b" " * 1024 + b"%PDF-1.7 x",
            "sub/notes.csv": b"a,b",
            "empty": b"",
            "letter.txt": b"x",
        },
    )
    (tmp_path / "astray").symlink_to(tmp_path / "nowhere")
    assert list(find_documents([tmp_path])) == [
        tmp_path / name for name in ("download", "letter.txt", "sub/letter.2")
    ]
    assert passed_over(tmp_path) == [
        tmp_path / name for name in ("astray", "cut", "empty", "late", "letters.zip", "sub/notes.csv")
    ]


def test_hidden_files_and_locks_are_left_out_unless_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        dict.fromkeys((".x", "._letter.pdf", "~$letter.docx", ".sub/letter.pdf", "letter.pdf"), b"%PDF-1.7"),
    )
    assert list(find_documents([tmp_path])) == [tmp_path / "letter.pdf"]
    assert passed_over(tmp_path) == []
    assert list(find_documents([tmp_path / ".x", tmp_path / ".sub"])) == [
        tmp_path / ".x",
        tmp_path / ".sub/letter.pdf",
    ]


def test_a_file_that_may_not_be_opened_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    write(tmp_path, {"download": b"%PDF-1.7 x"})
    monkeypatch.setattr(Path, "open", refuse)
    assert list(find_documents([tmp_path])) == []
    assert passed_over(tmp_path) == [tmp_path / "download"]


def test_a_document_is_called_by_its_path_unless_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(rendering.text(rendering.NORTHMERE))
    assert read_document(path).name == str(path)
    assert read_document(path, name="letter").name == "letter"


def test_earlier_judgements_fill_no_gap_among_the_grades() -> None:
    text = "\n\n".join(
        [
            "Inspection of Northmere local authority children’s services",
            "The experiences and progress of children in care: good",
            "Workers see children often.",
            "Previous Ofsted inspections",
            "The judgements at the last inspection were:",
            "Overall effectiveness: inadequate",
            "Leadership, management and governance: inadequate",
            "Local leadership",
            "The director came in May.",
        ]
    )
    document = read_bytes(text.encode(), name="letter.txt")
    assert document.grades == {Area.CHILDREN_IN_CARE: Grade.GOOD}
    assert all("inadequate" not in sentence.text for sentence in document.sentences())
    assert [section.heading for section in document.sections][1:] == [
        "The experiences and progress of children in care: good",
        "Previous Ofsted inspections",
        "Local leadership",
    ]


def test_text_between_front_and_back_is_all_there() -> None:
    document = read_bytes(rendering.markdown(rendering.NORTHMERE), name="letter.md")
    assert rendering.NORTHMERE.title in document.text
    assert all(sentence in document.text for sentence in rendering.NORTHMERE.sentences())


def test_only_the_readers_of_what_is_there_are_imported():
    script = (
        "import sys; from pathlib import Path; from inspection_findings.documents import prepare; "
        "prepare([Path('a.PDF'), Path('b.txt'), Path('c')]); "
        "print(*('pypdfium2' in sys.modules, 'docx' in sys.modules, 'trafilatura' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]


def test_a_file_that_is_longer_than_it_says_is_read_to_its_end(tmp_path: Path) -> None:
    # What is still written, and files without a size of their own, as those in /proc.
    place = tmp_path / "letter.txt"
    place.write_text("Plans are clear. " * 4000)
    whole = read_document(place)
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with subprocess.Popen(["cp", str(place), str(pipe)]):
        assert read_document(pipe, name=whole.name) == whole
