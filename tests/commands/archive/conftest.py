from __future__ import annotations

from pathlib import Path

import pytest

from made_archives import letter_of, rows_of_lines


@pytest.fixture
def letters(tmp_path):
    """Six letters of three years, one of no year, and one that cannot be read."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for number, year in enumerate((2022, 2022, 2023, 2023, 2024, None)):
        (folder / f"{number}.md").write_text(letter_of(f"Council {number}", year))
    (folder / "bad.md").write_bytes(b"")
    return folder


@pytest.fixture
def plain(run):
    """What JSON Lines have of documents."""
    return lambda *words: rows_of_lines(run("classify", *words, "--format", "jsonl").stdout)


@pytest.fixture
def read(scorer, monkeypatch):
    """Names of the documents that the model is given."""
    names = []
    real = scorer.classify

    def classify(document):
        names.append(Path(document.name).name)
        return real(document)

    monkeypatch.setattr(scorer, "classify", classify)
    return names
