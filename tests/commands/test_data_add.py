"""``findings data add``: a user's own documents into the corpus."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from inspection_findings.corpus.catalogue import read_catalogue, write_catalogue
from inspection_findings.files import exclusive

LETTER = """\
# Inspection of {} local authority children's services

Published: 14 May 2024

## What needs to improve

- The regularity of supervision.
"""


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    (folder / "raw").mkdir(parents=True)
    write_catalogue(folder / "raw" / "sources.csv", [])
    return folder


@pytest.fixture
def add(run, data):
    return lambda *arguments, **options: run("data", "add", *arguments, "--data", data, **options)


def listed(data):
    return read_catalogue(data / "raw" / "sources.csv")


def letter(folder, name="Fernshire", file=None):
    path = folder / (file or f"{name}.md")
    path.write_text(LETTER.format(name), encoding="utf-8")
    return path


def test_letters_are_added_by_what_they_say(add, data, tmp_path):
    result = add(letter(tmp_path), letter(tmp_path, "Calder"))
    assert result.exit_code == 0, result.output
    assert listed(data).keys() == {"fernshire-ilacs-2024-05-14", "calder-ilacs-2024-05-14"}
    assert "Fernshire.md: added as fernshire-ilacs-2024-05-14; split: test\n" in result.stderr


def test_two_at_once_lose_nothing(data, tmp_path):
    command = [sys.executable, "-m", "inspection_findings", "data", "add", "--data", str(data)]
    with exclusive(data):
        running = [
            subprocess.Popen([*command, str(letter(tmp_path, name))], stderr=subprocess.PIPE, text=True)
            for name in ("Fernshire", "Calder")
        ]
        for process in running:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(2.5)
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert listed(data).keys() == {"fernshire-ilacs-2024-05-14", "calder-ilacs-2024-05-14"}


def test_what_is_there_is_said_and_not_doubled(add, data, tmp_path):
    path = letter(tmp_path)
    add(path)
    result = add(path)
    assert result.exit_code == 0
    assert "there already as fernshire-ilacs-2024-05-14" in result.stderr
    [entry] = listed(data).values()
    (data / "raw" / entry.file).unlink()
    assert "copied to its place" in add(path).stderr
    assert len(listed(data)) == 1


def test_options_that_a_listed_document_does_not_take_are_named(add, data, tmp_path):
    path = letter(tmp_path)
    add(path, "--publication", "The Post")
    same = ("--authority", "Fernshire Council", "--published", "2024-05-14", "--publication", "The Post")
    assert "ignored" not in add(path, *same).stderr
    before = (data / "raw" / "sources.csv").read_bytes()
    result = add(
        path, "--authority", "Calder", "--framework", "sif", "--published", "2024-05-15",
        "--address", "https://example.org/x", "--publication", "The Echo", "--quiet",
    )  # fmt: skip
    assert result.exit_code == 0
    [line] = result.stderr.splitlines()
    options = "--authority, --framework, --published, --address, --publication"
    assert line.endswith(f"Fernshire.md: listed otherwise already: {options} ignored")
    assert "--specimen ignored" in add(path, "--specimen").stderr
    assert (data / "raw" / "sources.csv").read_bytes() == before


def test_options_go_before_the_text(add, data, tmp_path):
    result = add(
        letter(tmp_path), "--authority", "Ashby", "--framework", "news", "--published", "2024-06-01",
        "--address", "https://example.org/x", "--publication", "The Post",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    [entry] = listed(data).values()
    assert entry.file.startswith("articles/ashby-news-2024-06-01.")
    assert (entry.published, entry.address) == (dt.date(2024, 6, 1), "https://example.org/x")
    assert entry.publication == "The Post"


def test_a_new_authority_beside_a_listed_one_is_pointed_out(add, data, tmp_path):
    add(letter(tmp_path), "--authority", "Newcastle upon Tyne")
    result = add(letter(tmp_path, "Newcastle"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "'newcastle upon tyne': give --authority" in result.stderr
    result = add(letter(tmp_path, "Newcastle"), "--authority", "Newcastle", "--quiet")
    assert result.exit_code == 0
    assert "'newcastle' is a new authority, apart from 'newcastle upon tyne'\n" in result.stderr


def test_specimens_are_kept_with_the_others(add, data, tmp_path):
    result = add(letter(tmp_path), "--specimen")
    assert result.exit_code == 0, result.output
    assert "split: train" in result.stderr
    [entry] = listed(data).values()
    assert (entry.source, entry.publication) == ("specimen", "written for this project")
    assert (data / "raw" / "specimens" / "fernshire-ilacs-2024-05-14.md").is_file()


def test_one_that_is_refused_leaves_the_others(add, data, tmp_path):
    (tmp_path / "note.txt").write_text("Plans are vague.", encoding="utf-8")
    result = add(tmp_path / "note.txt", letter(tmp_path), tmp_path / "no.pdf")
    assert result.exit_code == 1
    assert "give --authority and --framework and --published" in result.stderr
    assert "no such file" in result.stderr
    assert len(listed(data)) == 1


def test_standard_input_and_folders(add, data, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    letter(folder, "Calder")
    result = add("-", folder, stdin=LETTER.format("Fernshire"))
    assert result.exit_code == 0, result.output
    assert len(listed(data)) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["no.pdf"],
        ["a.md", "--published", "May"],
        ["a.md", "--published", "2999-01-01"],
        ["a.md", "b.md", "--address", "https://x.org"],
        ["a.md", "--specimen", "--address", "https://x.org"],
    ],
)
def test_usage(add, data, tmp_path, arguments):
    letter(tmp_path, "Fernshire", "a.md")
    letter(tmp_path, "Calder", "b.md")
    result = add(*arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert listed(data) == {}


def test_an_address_that_is_none_is_refused(add, data, tmp_path):
    result = add(letter(tmp_path), "--address", "example.org")
    assert result.exit_code == 1
    assert "address" in result.stderr
    assert listed(data) == {}
