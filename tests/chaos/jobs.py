"""Commands that change something: the state before each, and what may be there after it was killed."""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from datafolder import DataFolder, copy_data
from inspection_findings.model.scorer import default_model_path

_DATA = Path(__file__).resolve().parents[2] / "data"
_FIELDS = 'features.fields=[{name="words",source="text",high=1}]'
_TINY = ("--set", "folds=2", "--set", _FIELDS, "--jobs", "1", "--quiet")
# Of which split an authority is: see test_splits.
_AUTHORITIES = ("barking and dagenham", "bedford", "luton")
_LETTERS = 20
_LETTER = """\
# Inspection of {} children's services

## What needs to improve

- The regularity of supervision.

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Partners share what they know without delay.
"""


@dataclass(frozen=True)
class Job:
    """A command that is killed.

    Attributes
    ----------
    prepare
        Makes the state before it in the current folder; gives words of commands that have to run for it.
    words
        The command.
    state
        Checks what is there, in the current folder, and gives a name of it; raises where it is not whole.
    share
        Of the kills, against the others': what takes long is killed less often.
    """

    prepare: Callable[[], Iterable[tuple[str, ...]]]
    words: tuple[str, ...]
    state: Callable[[], str]
    share: int


def _prepare_build() -> Iterable[tuple[str, ...]]:
    folder = _labelled(Path("data"))
    yield ("data", "build", "--jobs", "1")
    folder.label("more", "luton", "Visits are late.", "oversight:weakness")
    folder.write()


def _built() -> str:
    from inspection_findings.corpus.dataset import load_corpus

    return load_corpus(Path("data/dataset")).fingerprint


def _prepare_import() -> Iterable[tuple[str, ...]]:
    from inspection_findings.corpus.exchange.table import COLUMNS
    from inspection_findings.corpus.positions import Stream
    from inspection_findings.documents import read_document

    _labelled(Path("data"))
    rows = io.StringIO()
    writer = csv.DictWriter(rows, COLUMNS)
    writer.writeheader()
    for authority in _AUTHORITIES:
        name = authority.replace(" ", "-")
        stream = Stream.of(read_document(Path(f"data/raw/reports/{name}.txt")).text)
        text = "Visits are late."
        start = read_document(Path(f"data/raw/reports/{name}.txt")).text.index(text)
        position, length = stream.place(start, start + len(text))
        task = f"{name}@{position}+{length}:{stream.fingerprint(position, length)}"
        writer.writerow({"text": text, "labels": "oversight:weakness", "sample": "random", "task": task})
    Path("tasks.csv").write_text(rows.getvalue())
    return ()


def _labels() -> str:
    from inspection_findings.corpus.sources import read_sources

    kept = read_sources(Path("data"))
    return str(sorted(a.id for each in kept.annotations.values() for a in each))


def _prepare_classify() -> Iterable[tuple[str, ...]]:
    Path("letters").mkdir()
    for number in range(_LETTERS):
        Path(f"letters/{number:02}.md").write_text(_LETTER.format(f"Fernshire {number}"))
    Path("findings.jsonl").write_text("before\n")
    return ()


def _findings() -> str:
    data = Path("findings.jsonl").read_bytes()
    return hashlib.sha256(data).hexdigest()


def _prepare_train() -> Iterable[tuple[str, ...]]:
    copy_data(_DATA, Path("data"), specimens=45)
    yield ("data", "build", "--jobs", "1")
    yield ("train", "--output", "model", "--set", "second_pass.c=0.05", *_TINY)


def _trained() -> str:
    from inspection_findings.model.storage import read_model
    from inspection_findings.reporting.card import model_card
    from inspection_findings.tracking.completeness import missing_model
    from inspection_findings.tracking.registry import CHALLENGER, version_with_alias, versions
    from inspection_findings.tracking.store import open_store

    _, metadata = read_model(Path("model"))
    _sound_database()
    client = open_store()
    for version in versions():
        assert missing_model(client, version) == [], f"version {version.version} is not whole"
        assert client.get_run(version.run_id).info.status == "FINISHED"
    assert version_with_alias(CHALLENGER) is not None
    card = Path("model/README.md").read_text()
    # Replaced right after the model, each in one step: between the two it is that of the model before.
    late = card != model_card(metadata)
    assert not late or Path("model/.README.md.new").exists() or Path("model/.model.npz.new").exists()
    # What was trained, whenever that was.
    return str(metadata.config["second_pass"]["c"])


def _prepare_promote() -> Iterable[tuple[str, ...]]:
    from inspection_findings.tracking.registry import CHAMPION, set_alias
    from made_predictions import made_predictions
    from registered import made_version

    first = made_version(made_predictions(noise=0.4), model=default_model_path())
    made_version(made_predictions(noise=0.01), model=default_model_path())
    set_alias(CHAMPION, first.version)
    Path("rules.toml").write_text("min_gain = 0.05\nmax_ece = 1.0\nmin_sentences = 1\n")
    return ()


def _promoted() -> str:
    from inspection_findings.tracking.promotion import history
    from inspection_findings.tracking.registry import CHAMPION, version_with_alias

    _sound_database()
    history()
    champion = version_with_alias(CHAMPION)
    assert champion is not None
    return str(champion.version)


def _sound_database() -> None:
    with closing(sqlite3.connect("experiments/mlflow.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _labelled(path: Path) -> DataFolder:
    folder = DataFolder(path)
    for name in _AUTHORITIES:
        folder.document(name.replace(" ", "-"), name, "Plans are clear. Visits are late.")
        folder.label(name, name.replace(" ", "-"), "Plans are clear.", "assessment_planning:strength")
    folder.write()
    return folder


JOBS = {
    "classify": Job(
        _prepare_classify, ("classify", "letters", "--output", "findings.jsonl", "--jobs", "2"), _findings, 5
    ),
    "label import": Job(
        _prepare_import, ("label", "import", "tasks.csv", "--annotator", "Rowan", "--jobs", "1"), _labels, 5
    ),
    "data build": Job(_prepare_build, ("data", "build", "--jobs", "1"), _built, 5),
    "promote": Job(_prepare_promote, ("promote", "--rules", "rules.toml"), _promoted, 3),
    "train": Job(
        _prepare_train, ("train", "--output", "model", "--set", "second_pass.c=0.5", *_TINY), _trained, 2
    ),
}
