"""Two commands that write to one place at the same time: one waits for the other, or is told who is there."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import threading
import time

import pytest

from datafolder import DataFolder
from inspection_findings.app.correcting import Corrections, Verb
from inspection_findings.app.store import Store
from inspection_findings.corpus.annotations import read_annotations
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.corrections import Outcome
from inspection_findings.corpus.dataset import load_corpus, save_corpus
from inspection_findings.corpus.exchange.table import COLUMNS
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.splits import Split
from inspection_findings.documents import read_bytes, read_document
from inspection_findings.evaluation.promotion import PromotionRules
from inspection_findings.files import BusyError, exclusive
from inspection_findings.labels import Label
from inspection_findings.model.config import FeaturesConfig, FieldConfig, TrainingConfig
from inspection_findings.model.storage import read_model
from inspection_findings.reporting.card import model_card
from inspection_findings.tracking.registry import CHALLENGER, CHAMPION, set_alias, version_with_alias
from made_letters import CueModel
from made_predictions import made_predictions
from registered import made_version, store_in
from registry_jobs import promote_when_told, start, train

NAMES = ("barking and dagenham", "bedford", "luton")
TINY = TrainingConfig(
    name="tiny",
    folds=2,
    features=FeaturesConfig(fields=(FieldConfig(name="words", source="text", high=1),)),
)


@pytest.fixture
def folder(tmp_path):
    """A report in each split, each with one of two sentences labelled."""
    folder = DataFolder(tmp_path / "data")
    for name in NAMES:
        folder.document(name.replace(" ", "-"), name, "Plans are clear. Visits are late.")
        folder.label(name, name.replace(" ", "-"), "Plans are clear.", "assessment_planning:strength")
    folder.write()
    return folder


def begun(folder, *words):
    command = [sys.executable, "-m", "inspection_findings", *map(str, words)]
    return subprocess.Popen(
        command, cwd=folder.path.parent, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def tasks(folder, name):
    """A table in which the other sentence of a report is labelled."""
    text = read_document(folder.path / "raw" / "reports" / f"{name}.txt").text
    stream = Stream.of(text)
    position, length = stream.place(text.index("Visits"), len(text.rstrip()))
    rows = io.StringIO()
    writer = csv.DictWriter(rows, COLUMNS)
    writer.writeheader()
    task = f"{name}@{position}+{length}:{stream.fingerprint(position, length)}"
    writer.writerow(
        {"text": "Visits are late.", "labels": "oversight:weakness", "sample": "random", "task": task}
    )
    place = folder.path.parent / f"{name}.csv"
    place.write_text(rows.getvalue())
    return place


def test_of_two_imports_at_once_both_are_in(folder):
    given = [tasks(folder, name) for name in ("bedford", "luton")]
    running = [
        begun(folder, "label", "import", place, "--annotator", "Rowan", "--jobs", "1") for place in given
    ]
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    rows = read_annotations(folder.path / "labeled" / "reports.jsonl")
    assert sorted(row.document for row in rows) == [
        "barking-and-dagenham",
        "bedford",
        "bedford",
        "luton",
        "luton",
    ]


def test_what_is_corrected_in_the_app_while_corrections_are_imported_is_not_lost(folder, tmp_path):
    text = "\n\n".join(f"Visits are late in ward {number}." for number in range(200))
    entry = folder.document("barking-wards", "barking and dagenham", text)
    folder.write()
    app = Store(tmp_path / "app", CueModel())
    key, _ = app.add(read_bytes(text.encode(), name="wards.txt"), text.encode())
    letter = Corrections(app, key)
    left = [spot.number for spot in letter.spots]
    importing = ("label", "import", app.corrections.path, "--annotator", "Rowan", "--jobs", "1")

    def correct() -> None:
        letter.say(left.pop(), Verb.MISSING, Label.parse("oversight:weakness"))

    correct()
    running = begun(folder, *importing)
    while running.poll() is None:
        if left:
            correct()
        time.sleep(0.01)
    assert running.returncode == 0, running.communicate()
    last = begun(folder, *importing)
    assert last.wait() == 0, last.communicate()
    rows = [
        row
        for row in read_annotations(folder.path / "labeled" / "reports.jsonl")
        if row.document == entry.document
    ]
    assert len(rows) == len({row.position for row in rows}) == 200 - len(left) > 1
    assert {row.labels for row in rows} == {("oversight:weakness",)}
    assert {each.outcome for each in app.corrections.read()} == {Outcome.TAKEN}


def test_of_two_builds_at_once_the_dataset_is_one_of_them(folder):
    running = [begun(folder, "data", "build", "--jobs", "1") for _ in range(2)]
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    assert len(load_corpus(folder.path / "dataset").splits[Split.TRAIN]) == 1
    assert not list(folder.path.glob(".dataset.*[!k]"))


def test_reading_a_dataset_waits_while_it_is_replaced(specimens, tmp_path, monkeypatch):
    first, second = (
        make_corpus([r for records in specimens.splits.values() for r in records[:number]])
        for number in (30, 40)
    )
    save_corpus(first, tmp_path / "d")
    loaded = []
    reader = threading.Thread(target=lambda: loaded.append(load_corpus(tmp_path / "d")))
    with exclusive(tmp_path, name=".d.lock"):
        reader.start()
        reader.join(0.3)
        assert reader.is_alive()
        assert loaded == []
    reader.join()
    save_corpus(second, tmp_path / "d")
    assert loaded == [first]


def test_who_waits_too_long_is_told_for_whom(folder):
    code = "import sys; from pathlib import Path; from inspection_findings.files import exclusive\n"
    code += "with exclusive(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {other.pid}, since "), exclusive(folder.path, wait=0):
            pass
        other.stdin.close()


def test_of_two_trainings_into_one_folder_what_is_there_is_of_one_of_them(
    specimens, training_records, tmp_path, monkeypatch
):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.chdir(tmp_path)
    corpus = make_corpus([*training_records[:1200], *specimens.splits[Split.VALIDATION][:60]])
    other = TINY.model_copy(update={"name": "other"})
    jobs = [start(train, corpus, config, tmp_path / "model", False) for config in (TINY, other)]
    for _, connection in jobs:
        assert connection.recv() == "ready"
    for _, connection in jobs:
        connection.send("go")
    runs = [connection.recv()[0] for _, connection in jobs]
    for process, _ in jobs:
        process.join()
    _, metadata = read_model(tmp_path / "model")
    assert (tmp_path / "model" / "README.md").read_text() == model_card(metadata)
    assert not list((tmp_path / "model").glob(".*.new"))
    # Each run keeps its own, whoever was last in the folder.
    kept = [next((tmp_path / "experiments" / "artifacts").rglob(f"{run}/artifacts/compact")) for run in runs]
    assert [read_model(place)[1].config["name"] for place in kept] == ["tiny", "other"]


def test_a_model_is_promoted_while_another_is_trained_and_both_are_there(
    specimens, training_records, tmp_path
):
    corpus = make_corpus([*training_records[:1200], *specimens.splits[Split.VALIDATION][:60]])
    rules = PromotionRules(min_gain=0.05, max_ece=1.0, min_sentences=1)
    with store_in(tmp_path):
        champion, better = (made_version(made_predictions(noise=noise)) for noise in (0.4, 0.01))
        set_alias(CHAMPION, champion.version)
        jobs = [
            start(train, corpus, TINY, tmp_path / "model", False),
            start(promote_when_told, str(better.version), rules),
        ]
        for _, connection in jobs:
            assert connection.recv() == "ready"
        for _, connection in jobs:
            connection.send(True)
        (_, trained), promoted = (connection.recv() for _, connection in jobs)
        jobs[1][1].send(False)
        for process, _ in jobs:
            process.join()
        assert promoted == "promoted"
        assert version_with_alias(CHAMPION).version == better.version
        assert version_with_alias(CHALLENGER).version == trained
    _, metadata = read_model(tmp_path / "model")
    assert (tmp_path / "model" / "README.md").read_text() == model_card(metadata)
