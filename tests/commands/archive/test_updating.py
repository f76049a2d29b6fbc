"""`findings classify -o archive/`: made, brought up to date, stopped, refused."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyarrow import dataset

from inspection_findings.commands.archive import generation, updating
from inspection_findings.commands.archive.manifest import generation_named, generation_number
from inspection_findings.commands.inputs import Source
from inspection_findings.files import exclusive
from made_archives import letter_of, rows_of_archive, rows_of_lines

ARCHIVE = Path("archive")


def parts(archive=ARCHIVE):
    """Part files of the current generation, with the files that they are on the disk."""
    current = archive / "current"
    return {str(path.relative_to(current)): path.stat().st_ino for path in sorted(current.rglob("*.parquet"))}


def left(archive=ARCHIVE):
    """What is in the folder but the generation that should be, and the one before it."""
    current = (archive / "current").readlink().name
    before = generation_named(generation_number(current) - 1)
    usual = {".lock", "archive.json", "current", current, before}
    return {path.name for path in archive.iterdir()} - usual


def documents(archive=ARCHIVE):
    lines = (archive / "current" / "_documents.jsonl").read_text().splitlines()
    return {Path(each["name"]).name: each for each in map(json.loads, lines)}


@pytest.mark.parametrize("words", [("-o", "archive/"), ("-o", "archive", "--format", "parquet")])
def test_an_archive_has_what_json_lines_have_in_folders_by_year(run, letters, plain, words):
    done = run("classify", letters, *words)
    assert done.exit_code == 1
    assert "7 new, 0 changed, 0 gone, 0 unchanged" in done.stderr
    assert rows_of_archive(ARCHIVE) == plain(letters)
    years = {path.partition("/")[0] for path in parts()}
    assert years == {"year=2022", "year=2023", "year=2024", "year=__HIVE_DEFAULT_PARTITION__"}
    found = dataset.dataset(ARCHIVE / "current", partitioning="hive").to_table().to_pylist()
    assert {(Path(row["document"]).name, row["year"]) for row in found} == {
        *(("0.md", 2022), ("1.md", 2022), ("2.md", 2023), ("3.md", 2023), ("4.md", 2024), ("5.md", None))
    }
    said = documents()
    assert {row["sha256"] for row in found} == {each["sha256"] for each in said.values()} - {
        said["bad.md"]["sha256"]
    }
    assert said["bad.md"]["outcome"] == "failed" and "bad.md" in said["bad.md"]["failed"][0]
    assert left() == set()


def test_a_suffix_asks_for_an_archive_too(run, letters, plain):
    run("classify", letters, "-o", "findings.parquet")
    assert rows_of_archive(Path("findings.parquet")) == plain(letters)


@pytest.mark.parametrize("by", ["authority", "none"])
def test_folders_are_by_what_is_asked_for_and_stay_so(run, letters, plain, by):
    run("classify", letters, "-o", "archive/", "--partition-by", by)
    folders = {str(Path(path).parent) for path in parts()}
    assert folders == {"."} if by == "none" else "authority=Council%200" in folders
    (letters / "6.md").write_text(letter_of("St Helens / North: 50%"))
    done = run("classify", letters, "-o", "archive")
    assert "1 new" in done.stderr and "anew" not in done.stderr
    assert rows_of_archive(ARCHIVE) == plain(letters)
    found = dataset.dataset(ARCHIVE / "current", partitioning="hive").to_table().to_pylist()
    assert "St Helens / North: 50%" in {row["authority"] for row in found}


def test_only_what_is_new_or_changed_is_read_and_written(run, letters, plain, read):
    run("classify", letters, "-o", "archive/")
    before = parts()
    read.clear()
    (letters / "4.md").write_text(letter_of("Council 4", 2024, "spring"))
    (letters / "7.md").write_text(letter_of("Council 7", 2025))
    done = run("classify", letters, "-o", "archive")
    assert "1 new, 1 changed, 1 tried again, 0 gone, 5 unchanged" in done.stderr
    assert sorted(read) == ["4.md", "7.md"]
    assert rows_of_archive(ARCHIVE) == plain(letters)
    stayed = {path: file for path, file in parts().items() if before.get(path) == file}
    assert len(stayed) == 3 and not any("2024" in path for path in stayed)
    assert left() == set()


def test_nothing_new_leaves_everything_as_it_is(run, letters, read):
    (letters / "bad.md").unlink()
    run("classify", letters, "-o", "archive/")
    read.clear()
    before = {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*") if path.name != ".lock"}
    done = run("classify", letters, "-o", "archive")
    [line] = done.stderr.splitlines()
    assert line.startswith("findings: 0 new, 0 changed, 0 gone, 6 unchanged: ") and "stays as it is" in line
    assert done.exit_code == 0 and read == []
    assert {path: path.stat().st_mtime_ns for path in ARCHIVE.rglob("*") if path.name != ".lock"} == before


def test_a_file_that_was_only_touched_is_hashed_once_and_not_read(run, letters, read, monkeypatch):
    (letters / "bad.md").unlink()
    run("classify", letters, "-o", "archive/")
    read.clear()
    hashed = []
    real = Source.sha256
    monkeypatch.setattr(Source, "sha256", lambda self: hashed.append(Path(self.name).name) or real(self))
    os.utime(letters / "0.md", (1, 1))
    for _ in range(2):
        assert "6 unchanged" in run("classify", letters, "-o", "archive").stderr
    assert hashed == ["0.md"] and read == []
    assert (ARCHIVE / "current").readlink().name == "generation-000001"


def test_what_is_gone_is_kept_until_it_is_pruned(run, letters, plain):
    run("classify", letters, "-o", "archive/")
    whole = rows_of_archive(ARCHIVE)
    (letters / "0.md").unlink()
    done = run("classify", letters, "-o", "archive")
    assert "1 gone and kept (--prune leaves them out)" in done.stderr
    assert rows_of_archive(ARCHIVE) == whole
    done = run("classify", letters, "missing", "-o", "archive", "--prune")
    assert "nothing is pruned" in done.stderr and rows_of_archive(ARCHIVE) == whole
    assert "1 gone, " in run("classify", letters, "-o", "archive", "--prune").stderr
    assert rows_of_archive(ARCHIVE) == plain(letters) != whole
    assert len(list(ARCHIVE.glob("generation-*"))) == 1


def test_who_reads_what_was_current_can_read_it_to_the_end(run, letters):
    run("classify", letters, "-o", "archive/")
    whole = rows_of_archive(ARCHIVE)
    reading = dataset.dataset((ARCHIVE / "current").resolve(), partitioning="hive")
    (letters / "0.md").write_text(letter_of("Council 0", 2022, "summer"))
    run("classify", letters, "-o", "archive/")
    assert reading.to_table().num_rows == len(whole) > 0
    assert rows_of_archive(ARCHIVE) != whole
    assert "6 unchanged" in run("classify", letters, "-o", "archive/").stderr
    assert [path.name for path in ARCHIVE.glob("generation-*")] == ["generation-000002"]


def test_another_model_or_other_options_classify_all_anew(run, letters, plain, read, tmp_path):
    run("classify", letters, "-o", "archive/")
    model = tmp_path / "model"
    model.mkdir()
    (model / "model.json").write_text("another")
    for words, said in [
        (("--model", model), "made with another model: "),
        (("--model", model, "--min-confidence", "0.7"), "made with --min-confidence 0.0 (now 0.7): "),
    ]:
        read.clear()
        done = run("classify", letters, "-o", "archive", *words)
        assert said in done.stderr and "all is classified anew" in done.stderr
        assert len(read) == 6
        assert rows_of_archive(ARCHIVE) == plain(letters, *words[2:])
        assert left() == set()
    before = rows_of_archive(ARCHIVE)
    (letters / "0.md").unlink()
    done = run("classify", letters, "-o", "archive")
    assert done.exit_code == 2 and "0.md) cannot be classified anew" in done.stderr
    assert rows_of_archive(ARCHIVE) == before


def unless_named(name, real):
    def method(self):
        if Path(self.name).name == name:
            raise PermissionError
        return real(self)

    return method


def test_what_cannot_be_read_now_keeps_its_findings_and_what_is_damaged_loses_them(
    run, letters, plain, monkeypatch
):
    run("classify", letters, "-o", "archive/")
    before = rows_of_archive(ARCHIVE)
    kept = (letters / "0.md").read_bytes()
    with monkeypatch.context() as patch:
        for method in ("stamp", "sha256", "read"):
            patch.setattr(Source, method, unless_named("0.md", getattr(Source, method)))
        done = run("classify", letters, "-o", "archive")
    assert done.exit_code == 1 and "0.md: no permission to read it" in done.stderr
    assert rows_of_archive(ARCHIVE) == before
    (letters / "0.md").write_bytes(b"")
    assert run("classify", letters, "-o", "archive").exit_code == 1
    assert rows_of_archive(ARCHIVE) == plain(letters) != before
    (letters / "0.md").write_bytes(kept)
    assert "2 tried again" in run("classify", letters, "-o", "archive").stderr
    assert rows_of_archive(ARCHIVE) == before


def test_many_small_part_files_are_put_together(run, letters, plain, monkeypatch):
    monkeypatch.setattr(generation, "MOST_SMALL", 3)
    most = 0
    for number in range(8):
        (letters / f"new-{number}.md").write_text(letter_of("Council new", 2022, str(number)))
        run("classify", letters, "-o", "archive/")
        most = max(most, sum("2022" in path for path in parts()))
    assert most == 3
    assert rows_of_archive(ARCHIVE) == plain(letters)


def test_several_processes_write_the_same(run, letters, plain):
    for number in range(20):
        (letters / f"more-{number}.md").write_text(letter_of(f"More {number}", 2020))
    run("classify", letters, "-o", "archive/", "--jobs", "2")
    assert rows_of_archive(ARCHIVE) == plain(letters)


def test_two_runs_at_once(run, letters, monkeypatch):
    run("classify", letters, "-o", "archive/")
    monkeypatch.setattr(updating, "_LONGEST_WAIT", 0.1)
    with exclusive(ARCHIVE):
        done = run("classify", letters, "-o", "archive")
    assert done.exit_code == 2 and "is writing here: try again" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "full/"), "is no archive of findings, and not empty: name another folder"),
        (("-o", "none/archive/"), "does not exist"),
        (("-o", "file", "--format", "parquet"), "an archive is a folder, and this is a file"),
        (("--format", "parquet"), "give --output archive/"),
        (("-o", "archive/", "--explain"), "--explain is for the table, jsonl and csv"),
        (("-o", "archive/", "--only-findings"), "--only-findings is for jsonl"),
        (("-o", "f.jsonl", "--prune"), "--partition-by and --prune are for parquet"),
        (("-o", "damaged/"), "is damaged, or of no archive"),
        (("-o", "later/"), "was made by another version of this program"),
    ],
)
def test_what_cannot_be_is_refused_with_one_line(run, letters, words, said):
    for name in ("full", "damaged", "later"):
        Path(name).mkdir()
    Path("full/notes.txt").write_text("mine")
    Path("file").write_text("mine")
    Path("damaged/archive.json").write_text("{")
    Path("later/archive.json").write_text('{"kind": "archive of findings", "version": 2}')
    done = run("classify", letters, *words)
    assert done.exit_code == 2
    assert [line for line in done.stderr.splitlines() if said in line]
    assert not Path("archive").exists()
    assert Path("full/notes.txt").read_text() == "mine"


def test_without_pyarrow_one_line_says_what_to_install(run, letters, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    done = run("classify", letters, "-o", "archive/")
    assert done.exit_code == 2 and "pip install 'inspection-findings[parquet]'" in done.stderr


def test_a_part_file_that_is_damaged_is_named(run, letters):
    run("classify", letters, "-o", "archive/")
    [place] = (ARCHIVE / "current").glob("year=2022/*")
    place.write_bytes(b"PAR1")
    (letters / "0.md").write_text(letter_of("Council 0", 2022, "spring"))
    done = run("classify", letters, "-o", "archive")
    assert done.exit_code == 2
    assert f"{place.name}: is damaged: make another archive" in done.stderr


def test_where_there_are_no_links_the_manifest_names_the_generation(run, letters, plain, monkeypatch):
    def symlink(*words, **named):
        raise OSError

    monkeypatch.setattr(os, "symlink", symlink)
    for since in ("spring", "summer"):
        (letters / "0.md").write_text(letter_of("Council 0", 2022, since))
        run("classify", letters, "-o", "archive/")
        *_, generation = sorted(ARCHIVE.glob("generation-*"))
        assert json.loads((ARCHIVE / "archive.json").read_text())["generation"] == generation.name
        found = dataset.dataset(generation, partitioning="hive").to_table().to_pylist()
        assert len(found) == len(plain(letters))
    assert generation.name == "generation-000002"


class Killed(BaseException):
    """The moment at which a run ends."""


def ended_after(moments, monkeypatch):
    """Let a run end before it has put so many things in their places, or on the disk."""
    seen = [0]

    def ends(real):
        def step(*words, **named):
            seen[0] += 1
            if seen[0] > moments:
                raise Killed
            return real(*words, **named)

        return step

    for name in ("fsync", "replace", "rename", "link", "symlink", "unlink"):
        monkeypatch.setattr(os, name, ends(getattr(os, name)))


_ROWS = {}
STEP = st.tuples(
    st.dictionaries(st.integers(0, 3), st.sampled_from(["gone", "bad", "spring", "summer"]), max_size=3),
    st.sampled_from(["0", "0", "0.7"]),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 40)),
)


# Without looking for the shortest, which takes minutes.
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(STEP, min_size=1, max_size=5))
def test_whatever_comes_between_the_archive_is_as_a_simple_one(run, tmp_path, monkeypatch, steps):
    shutil.rmtree(tmp_path / "case", ignore_errors=True)
    (tmp_path / "case" / "letters").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "case")
    letters = Path("letters")
    (letters / "always.md").write_text(letter_of())
    # Rows by document, and what they were made with.
    simple, made_with = {}, None
    for changes, confidence, prune, kill in steps:
        for number, what in changes.items():
            place = letters / f"{number}.md"
            place.unlink(missing_ok=True)
            if what != "gone":
                place.write_text(
                    "" if what == "bad" else letter_of(f"Council {number}", 2020 + number % 2, what)
                )
        words = ("classify", letters, "-o", "archive/", "--min-confidence", confidence, *["--prune"] * prune)
        gone = {name for name in simple if not Path(name).exists()}
        before = sorted(row for rows in simple.values() for row in rows)
        refused = made_with not in (None, confidence) and gone and not prune
        if not refused:
            kept = {} if made_with != confidence or prune else {name: simple[name] for name in gone}
            simple = {**kept, **now(run, letters, confidence)}
            made_with = confidence
        after = sorted(row for rows in simple.values() for row in rows)
        if kill is not None:
            with monkeypatch.context() as patch:
                ended_after(kill, patch)
                with contextlib.suppress(Killed):
                    run(*words)
            if os.path.lexists("archive/current"):
                assert rows_of_archive(ARCHIVE) in (before, after)
        done = run(*words)
        assert done.exit_code == 2 if refused else done.exit_code in (0, 1), done.output
        assert rows_of_archive(ARCHIVE) == after
        assert left() == set()


def now(run, letters, confidence):
    """Rows by document, as JSON Lines have them."""
    found = {}
    for path in letters.iterdir():
        key = str(path), path.read_text(), confidence
        if key not in _ROWS:
            done = run("classify", path, "--format", "jsonl", "--min-confidence", confidence)
            _ROWS[key] = None if done.exit_code else rows_of_lines(done.stdout)
        if (rows := _ROWS[key]) is not None:
            found[str(path)] = rows
    return found


@pytest.fixture
def stopped(run, letters, monkeypatch):
    """A run that was stopped when three letters were done."""
    real = updating.Unfinished.add
    added = []

    def add(self, name, *rest):
        if len(added) == 3:
            raise KeyboardInterrupt
        added.append(name)
        return real(self, name, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(updating.Unfinished, "add", add)
        return run("classify", letters, "-o", "archive/")


def test_a_run_that_was_stopped_is_begun_anew_where_something_else_is_asked(
    run, letters, plain, stopped, read
):
    read.clear()
    done = run("classify", letters, "-o", "archive/", "--min-confidence", "0.7")
    assert "a run that was stopped was asked for something else: begun anew" in done.stderr
    assert len(read) == 6 and left() == set()
    assert rows_of_archive(ARCHIVE) == plain(letters, "--min-confidence", "0.7")


def test_a_run_that_was_stopped_goes_on_and_reads_nothing_twice(run, letters, plain, stopped, read):
    assert stopped.exit_code == 130
    assert "stopped: 3 of 7 documents" in stopped.stderr
    assert not (ARCHIVE / "current").exists()
    read.clear()
    # Changed since.
    (letters / "0.md").write_text(letter_of("Council 0", 2022, "spring"))
    done = run("classify", letters, "-o", "archive")
    assert "resumed: 2 of 7 documents were done" in done.stderr
    assert sorted(read) == ["0.md", "3.md", "4.md", "5.md"]
    assert rows_of_archive(ARCHIVE) == plain(letters)
    assert left() == set()
