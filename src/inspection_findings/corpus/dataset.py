"""The corpus as a Hugging Face ``DatasetDict`` on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspection_findings.corpus.build import Corpus, fingerprint
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.exceptions import CorpusError
from inspection_findings.files import exclusive
from inspection_findings.labels import Label, SectionCode
from inspection_findings.paths import DATASET

if TYPE_CHECKING:
    from datasets import DatasetDict

# Set before `datasets` is imported, which reads it: nobody is told of its use.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

FINGERPRINT_FILE = "fingerprint.txt"

_NUMBER_COLUMNS = ("position", "page", "start", "end")
_TEXT_COLUMNS = ("id", "source", "document", "authority", "framework", "sample", "text", "section", "passage")


def to_dataset_dict(corpus: Corpus) -> DatasetDict:
    """Lay the corpus out as one dataset a split, one row a sentence."""
    from datasets import Dataset, DatasetDict, Features, List, Value

    features = Features(
        {
            **{name: Value("string") for name in _TEXT_COLUMNS},
            "bullet": Value("bool"),
            **{name: Value("int32") for name in _NUMBER_COLUMNS},
            "labels": List(Value("string")),
        }
    )
    return DatasetDict(
        {
            split.value: Dataset.from_list([_row(r) for r in records], features=features)
            for split, records in corpus.splits.items()
        }
    )


def _row(record: LabelledSentence) -> dict[str, Any]:
    sentence = record.sentence
    return {
        "id": record.id,
        "source": record.source,
        "document": record.document,
        "authority": record.authority,
        "framework": record.framework,
        "sample": record.sample,
        "text": sentence.text,
        "section": sentence.section,
        "passage": sentence.passage,
        "bullet": sentence.bullet,
        **{name: getattr(sentence, name) for name in _NUMBER_COLUMNS},
        "labels": [str(label) for label in record.labels],
    }


def save_corpus(corpus: Corpus, folder: Path = DATASET) -> None:
    """Write the corpus to a folder: wherever that is stopped, `load_corpus` gives the one before or this one.

    Raises
    ------
    CorpusError
        If a split is empty, or something else than a dataset stands at ``folder``.
    BusyError
        If another process writes a dataset there.
    OSError
        If the folder cannot be written.
    """
    from datasets import disable_progress_bars

    # Writing takes a moment; bars a split only break up what the command prints.
    disable_progress_bars()
    for split, records in corpus.splits.items():
        if not records:
            raise CorpusError(f"no sentence falls into the {split} split: fetch or add documents")
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    with exclusive(folder.parent, name=_lock_name(folder)):
        _settle(folder)
        try:
            to_dataset_dict(corpus).save_to_disk(fresh)
            (fresh / FINGERPRINT_FILE).write_text(corpus.fingerprint + "\n")
            for file in fresh.rglob("*"):
                _flush(file)
            if folder.exists():
                # A folder cannot be replaced in one step: between the two, the old one is read where it is.
                folder.replace(old)
            fresh.replace(folder)
        finally:
            _settle(folder)


def _lock_name(folder: Path) -> str:
    return f".{folder.name}.lock"


def _beside(folder: Path, state: str) -> Path:
    return folder.with_name(f".{folder.name}.{state}")


def _settle(folder: Path) -> None:
    """Bring what was stopped half-way to an end: the dataset in its place, and nothing beside it."""
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    if old.exists() and not folder.exists():
        old.replace(folder)
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)


def _flush(file: Path) -> None:
    """See that a file is on the disk before anything is replaced by it."""
    if file.is_file():
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())


def check_replaceable(folder: Path) -> None:
    """See that nothing else than a dataset would be replaced.

    Raises
    ------
    CorpusError
        If something else stands at ``folder``.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / FINGERPRINT_FILE).is_file()):
        raise CorpusError(f"{folder}: there is something else than a dataset there: name another folder")


def load_corpus(folder: Path = DATASET) -> Corpus:
    """Read a corpus that `save_corpus` wrote.

    Raises
    ------
    CorpusError
        If there is none, or its content is not what its fingerprint says.
    BusyError
        If another process goes on writing a dataset there.
    """
    lock = _lock_name(folder)
    # Not while it is being replaced; whoever may only read there has to take it as it comes.
    waits = os.access(folder.parent / lock, os.W_OK)
    with exclusive(folder.parent, name=lock) if waits else nullcontext():
        # Whoever was replacing it may have been stopped in between.
        old = _beside(folder, "old")
        return _loaded(folder, old if old.is_dir() and not folder.exists() else folder)


def _loaded(folder: Path, place: Path) -> Corpus:
    """Read a corpus from a place, and call it by its folder."""
    from datasets import DatasetDict, load_from_disk

    if not (place / FINGERPRINT_FILE).is_file():
        raise CorpusError(f"{folder}: no dataset there: run `findings data build` first")
    try:
        loaded = load_from_disk(place)
    except (OSError, ValueError) as error:
        raise CorpusError(f"{folder}: damaged: run `findings data build` again") from error
    if not isinstance(loaded, DatasetDict) or set(loaded) != set(Split):
        raise CorpusError(f"{folder}: not split into {', '.join(Split)}: run `findings data build` again")
    try:
        splits = {split: [_record(row) for row in loaded[split.value]] for split in Split}
    except (KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"{folder}: unreadable row ({error}): run `findings data build` again") from error
    corpus = Corpus(splits, fingerprint(splits))
    if corpus.fingerprint != (place / FINGERPRINT_FILE).read_text().strip():
        raise CorpusError(f"{folder}: changed since it was built: run `findings data build` again")
    return corpus


def _record(row: Mapping[str, Any]) -> LabelledSentence:
    section = row["section"]
    return LabelledSentence(
        id=row["id"],
        source=Source(row["source"]),
        document=row["document"],
        authority=row["authority"],
        framework=Framework(row["framework"]),
        sample=Sample(row["sample"]),
        sentence=Sentence(
            text=row["text"],
            section=None if section is None else SectionCode(section),
            bullet=row["bullet"],
            passage=row["passage"],
            **{name: row[name] for name in _NUMBER_COLUMNS},
        ),
        labels=tuple(Label.parse(label) for label in row["labels"]),
    )


@dataclass(frozen=True)
class CountRow:
    """How much of a source is in a split.

    Attributes
    ----------
    counts
        Authorities, passages, sentences, labels.
    """

    split: str
    source: str
    counts: tuple[int, int, int, int]


def count_rows(corpus: Corpus) -> list[CountRow]:
    """Count authorities, passages, sentences and labels by split and source."""
    rows = []
    for split, records in corpus.splits.items():
        for source in Source:
            part = [r for r in records if r.source is source]
            counts = (
                len({r.authority for r in part if r.authority}),
                len({r.sentence.passage for r in part}),
                len(part),
                sum(len(r.labels) for r in part),
            )
            if part:
                rows.append(CountRow(split.value, source.value, counts))
    return rows
