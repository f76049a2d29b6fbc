"""A full disk, and one that may not be written to: one clear line, and everything as it was."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from datafolder import DataFolder
from inspection_findings.commands.app import app
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import load_corpus, save_corpus
from inspection_findings.corpus.exchange.table import COLUMNS
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.splits import Split
from inspection_findings.documents import read_document
from inspection_findings.tracking.registry import CHAMPION, set_alias, version_with_alias
from made_predictions import made_predictions
from registered import made_version, store_in

SIZE = "8m"
TINY = ("--set", "folds=2", "--set", 'features.fields=[{name="words",source="text",high=1}]', "--jobs", "1")
RULES = "min_gain = 0.05\nmax_ece = 1.0\nmin_sentences = 1\n"


class Disk:
    """A small disk of memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no room for anything."""
        with (self.folder / "filling").open("wb", buffering=0) as stream:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        stream.write(b"x" * size)
                except OSError as error:
                    assert error.errno == errno.ENOSPC

    def forbid(self) -> None:
        """Let nothing be written any more."""
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)

    def state(self) -> dict[str, bytes]:
        """Every file and what it holds, but for locks, which are empty."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.stat().st_size)
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None or os.geteuid() != 0:
        pytest.skip("a disk can be mounted by root on Linux alone")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(params=["full", "read-only"])
def spoil(request, disk):
    """Make the disk useless, and give its state before."""

    def spoilt():
        if request.param == "full":
            disk.fill()
        else:
            disk.forbid()
        return disk.state()

    return spoilt


def refused(disk, before, *words):
    """Run a command that cannot do its work, and give its line."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 2, done.output
    [line] = [line for line in done.stderr.splitlines() if "error" in line]
    assert line.startswith("findings: error: ")
    assert "Traceback" not in done.output
    assert disk.state() == before
    return line


@pytest.fixture
def labelled(disk):
    """A data folder on the disk."""
    folder = DataFolder(disk.folder / "data")
    for name in ("barking and dagenham", "bedford", "luton"):
        folder.document(name.replace(" ", "-"), name, "Plans are clear. Visits are late.")
        folder.label(name, name.replace(" ", "-"), "Plans are clear.", "assessment_planning:strength")
    folder.write()
    return folder


def test_classify(disk, spoil, tmp_path):
    (tmp_path / "letter.txt").write_text("Caseloads are too high. Plans are clear.")
    (disk.folder / "out.jsonl").write_text("before\n")
    before = spoil()
    line = refused(disk, before, "classify", tmp_path / "letter.txt", "--output", disk.folder / "out.jsonl")
    assert "out.jsonl" in line


def test_a_batch_that_found_no_room_goes_on_when_there_is_some(disk, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(40):
        (letters / f"{number:02}.txt").write_text("Caseloads are too high. Plans are clear.\n" * 3)
    disk.fill()
    # For some of them.
    os.truncate(disk.folder / "filling", (disk.folder / "filling").stat().st_size - (1 << 16))
    words = ("classify", letters, "--jobs", "1", "--output")
    stopped = CliRunner().invoke(app, [*map(str, words), str(disk.folder / "o.jsonl"), "--resume"])
    assert stopped.exit_code == 2
    assert "stopped: " in stopped.stderr
    assert f"findings: error: cannot write {disk.folder / 'o.jsonl'}: No space left" in stopped.stderr
    (disk.folder / "filling").unlink()
    again = CliRunner().invoke(app, [*map(str, words), str(disk.folder / "o.jsonl"), "--resume"])
    assert again.exit_code == 0
    assert "resumed: 0 of" not in again.stderr
    assert CliRunner().invoke(app, [*map(str, words), str(tmp_path / "o.jsonl")]).exit_code == 0
    assert (disk.folder / "o.jsonl").read_bytes() == (tmp_path / "o.jsonl").read_bytes()
    assert [path.name for path in disk.folder.iterdir()] == ["o.jsonl"]


def test_overview_update(disk, spoil, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "a.txt").write_text("Caseloads are too high. Plans are clear.")
    words = ("overview", letters, "--output", disk.folder / "findings.db", "--update")
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    (letters / "b.txt").write_text("Visits are late. Plans are clear.")
    before = spoil()
    assert "findings.db" in refused(disk, before, *words)


def test_an_update_that_finds_no_room_in_its_transaction_leaves_the_database_as_it_was(disk, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "a.txt").write_text("Caseloads are too high. Plans are clear.")
    words = ("overview", letters, "--output", disk.folder / "findings.db", "--update")
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    for number in range(40):
        text = "".join(f"Visit {number} of team {each} was late and not recorded. " for each in range(60))
        (letters / f"{number:02}.txt").write_text(text)
    copy = tmp_path / "findings.db"
    copy.write_bytes((disk.folder / "findings.db").read_bytes())
    elsewhere = [copy if word == disk.folder / "findings.db" else word for word in words]
    assert CliRunner().invoke(app, list(map(str, elsewhere))).exit_code == 0
    room = copy.stat().st_size - (disk.folder / "findings.db").stat().st_size
    disk.fill()
    # For what is read, and for part of what that comes to in the database.
    os.truncate(disk.folder / "filling", (disk.folder / "filling").stat().st_size - room)
    before = disk.state()
    line = refused(disk, before, *words)
    assert "findings.db: database or disk is full" in line
    (disk.folder / "filling").unlink()
    done = CliRunner().invoke(app, list(map(str, words)))
    assert "40 new, 0 changed, 0 gone, 1 unchanged" in done.stderr
    assert sorted(path.name for path in disk.folder.iterdir()) == ["findings.db", "findings.metadata.json"]


def test_an_archive(disk, spoil, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "0.txt").write_text("Caseloads are too high. Plans are clear.")
    words = ("classify", letters, "--output", f"{disk.folder / 'archive'}/")
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    (letters / "1.txt").write_text("Caseloads are too high. Plans are clear.")
    assert "archive: " in refused(disk, spoil(), *words)


def test_data_build(disk, spoil, labelled):
    words = ("data", "build", "--data", labelled.path, "--jobs", "1")
    assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    kept = load_corpus(labelled.path / "dataset")
    labelled.label("more", "luton", "Visits are late.", "oversight:weakness")
    labelled.write()
    refused(disk, spoil(), *words)
    assert load_corpus(labelled.path / "dataset") == kept


def test_label_import(disk, spoil, labelled, tmp_path):
    text = read_document(labelled.path / "raw" / "reports" / "luton.txt").text
    stream = Stream.of(text)
    position, length = stream.place(text.index("Visits"), len(text.rstrip()))
    with (tmp_path / "tasks.csv").open("w") as rows:
        writer = csv.DictWriter(rows, COLUMNS)
        writer.writeheader()
        task = f"luton@{position}+{length}:{stream.fingerprint(position, length)}"
        row = {"text": "Visits are late.", "labels": "oversight:weakness", "sample": "random", "task": task}
        writer.writerow(row)
    labels = labelled.path / "labeled" / "reports.jsonl"
    words = ("label", "import", tmp_path / "tasks.csv", "--annotator", "Rowan", "--data", labelled.path)
    before = spoil()
    kept = labels.read_bytes()
    refused(disk, before, *words, "--jobs", "1")
    assert labels.read_bytes() == kept


def test_train(disk, spoil, specimens, training_records, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'runs.db'}")
    save_corpus(
        make_corpus([
            *training_records[:1200],
            *specimens.splits[Split.VALIDATION][:60],
            *specimens.splits[Split.TEST][:9],
        ]),
        tmp_path / "dataset",
    )  # fmt: skip
    (disk.folder / "model").mkdir()
    (disk.folder / "model" / "model.json").write_text("before")
    before = spoil()
    words = ("train", "--data", "dataset", "--output", disk.folder / "model", "--no-cache", *TINY)
    assert "disk/model" in refused(disk, before, *words)


def test_promote(disk, tmp_path):
    # Full alone: the database is open here, and such a disk cannot be made read-only.
    with store_in(disk.folder):
        first = made_version(made_predictions(noise=0.4))
        made_version(made_predictions(noise=0.01))
        set_alias(CHAMPION, first.version)
        (tmp_path / "rules.toml").write_text(RULES)
        disk.fill()
        refused(disk, disk.state(), "promote", "--rules", tmp_path / "rules.toml")
        assert version_with_alias(CHAMPION).version == first.version
