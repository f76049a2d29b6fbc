"""Targets that take in what annotators and readers give back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from fuzz.target import Target, check_refusal, memory_folder, written
from inspection_findings.corpus.corrections import Correction, CorrectionStore, holds_corrections
from inspection_findings.corpus.exchange.formats import ExchangeFormat, read_answers, write_tasks
from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.exchange.tasks import Task
from inspection_findings.corpus.positions import fingerprint_of, stream_text
from inspection_findings.documents.types import Framework
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS

TEXT = "Plans are vague & long."
TASK = Task(
    place=Place("fernshire-ilacs-2024-03-04", 40, 17, fingerprint_of(stream_text(TEXT))),
    text=TEXT,
    before="Visits are regular.",
    after="",
    passage="fernshire-ilacs-2024-03-04@23",
    section=None,
    heading="Children in care",
    bullet=False,
    page=3,
    authority="fernshire",
    framework=Framework.ILACS,
)
CORRECTION = Correction(
    sha256="a" * 64,
    document="letter.pdf",
    position=10,
    length=5,
    fingerprint="0" * 16,
    findings=(LABELS[0],),
    label=LABELS[0],
    corrected=LABELS[1],
    person="Rowan",
    decided="2024-06-03T09:00:00+00:00",
    model="m1",
)


def take(form: ExchangeFormat) -> Callable[[bytes], None]:
    """A function that reads labels in a format."""

    def run(data: bytes) -> None:
        try:
            answers = read_answers(data, annotator="A. Reader", form=form)
        except CorpusError as error:
            check_refusal(error)
            return
        assert all(problem.strip() for problem in answers.problems)
        assert all(set(answer.labels) <= set(LABELS) for answer in answers.given)

    return run


def take_corrections(data: bytes) -> None:
    """Read a database of corrections."""
    with written(data, "corrections.db") as path:
        if not holds_corrections(path):
            return
        store = CorrectionStore(path)
        try:
            assert all(isinstance(each, Correction) for each in store.read())
            assert isinstance(store.person, str)
        except CorpusError as error:
            check_refusal(error)


def _exports() -> list[bytes]:
    [task] = json.loads(write_tasks([TASK], ExchangeFormat.LABEL_STUDIO))
    chosen = {"from_name": "labels", "type": "choices", "value": {"choices": ["voice:weakness"]}}
    note = {"from_name": "note", "type": "textarea", "value": {"text": ["a note"]}}
    annotation = {
        "id": 1,
        "completed_by": {"id": 2, "email": "a@b.example"},
        "result": [chosen, note],
        "was_cancelled": False,
        "updated_at": "2024-06-04T10:01:02.000001Z",
    }
    minimal = {
        **task["data"],
        "labels": "none",
        "note": "",
        "annotator": 1,
        "annotation_id": 2,
        "updated_at": "2024-06-04T10:01:02Z",
    }
    return [
        json.dumps([{"id": 11, "annotations": [annotation], **task}]).encode(),
        json.dumps([minimal]).encode(),
    ]


def _tables() -> list[bytes]:
    table = write_tasks([TASK], ExchangeFormat.CSV).replace(",,,", ",voice:weakness,a note,")
    return [table.encode(), ("sep=;\n" + table.replace(",", ";")).encode("utf-16")]


def _database() -> list[bytes]:
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        store = CorrectionStore.create(Path(folder) / "corrections.db")
        store.add(CORRECTION)
        store.person = "Rowan"
        return [store.path.read_bytes()]


TARGETS = {
    "label-studio": Target(take(ExchangeFormat.LABEL_STUDIO), _exports),
    "label-table": Target(take(ExchangeFormat.CSV), _tables),
    "corrections": Target(take_corrections, _database),
}
