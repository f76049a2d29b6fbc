"""Bringing the sources into one split and fingerprinted dataset."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.corpus.sources import (
    LABELLED_FILE,
    read_labelled,
    read_specimens,
    retold_passage,
)
from inspection_findings.corpus.splits import Split, split_of
from inspection_findings.exceptions import CorpusError
from inspection_findings.paths import CORPUS, SPECIMENS


@dataclass(frozen=True)
class Corpus:
    """Labelled sentences by split.

    Attributes
    ----------
    splits
        Sentences of a passage stand together, in order.
    fingerprint
        SHA-256 of everything that went in, splits included.
    """

    splits: dict[Split, list[LabelledSentence]]
    fingerprint: str

    @property
    def has_real_text(self) -> bool:
        """Whether any sentence of a report or an article is in it."""
        return any(record.document for records in self.splits.values() for record in records)

    def evaluation(self, split: Split) -> list[LabelledSentence]:
        """Sentences of a split that figures are reported on.

        Real sentences sampled at random; in a corpus of specimens alone, its specimens.

        Raises
        ------
        CorpusError
            If there are none.
        """
        records = self.splits[split]
        if self.has_real_text:
            records = [r for r in records if r.representative]
        if not records:
            raise CorpusError(f"no sentence of the {split} split can be measured on: add authorities")
        return records


def build_corpus(specimens: Path = SPECIMENS, folder: Path | None = CORPUS) -> Corpus:
    """Read the sources and split them by authority.

    Parameters
    ----------
    specimens
        The labelled specimens.
    folder
        Folder with labelled text of reports and articles; where it holds none, specimens do alone.

    Raises
    ------
    CorpusError
        If a source is malformed or an identifier occurs twice.
    """
    real = read_labelled(folder) if folder is not None and (folder / LABELLED_FILE).is_file() else []
    told_of = {r.sentence.passage: r.authority for r in real}
    # A specimen follows the authority whose passage it retells: else a model would be tested on
    # findings that it has read in other words.
    retold = [
        dataclasses.replace(r, authority=told_of.get(retold_passage(r))) for r in read_specimens(specimens)
    ]
    return make_corpus([*real, *retold])


def make_corpus(records: Iterable[LabelledSentence]) -> Corpus:
    """Split labelled sentences by group and fingerprint them.

    Raises
    ------
    CorpusError
        If an identifier occurs twice.
    """
    splits: dict[Split, list[LabelledSentence]] = {split: [] for split in Split}
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise CorpusError(f"two labelled sentences have the identifier {record.id!r}")
        seen.add(record.id)
        splits[split_of(record.group)].append(record)
    return Corpus(splits, fingerprint(splits))


def fingerprint(splits: dict[Split, list[LabelledSentence]]) -> str:
    """SHA-256 over the sentences, their context and labels, in order, split by split."""
    digest = hashlib.sha256()
    for split in Split:
        for r in splits[split]:
            s = r.sentence
            row = [split, r.id, r.authority, r.sample, s.text, s.section, s.bullet, s.passage, s.position]
            digest.update(json.dumps([*row, *map(str, r.labels)], ensure_ascii=False).encode())
            digest.update(b"\n")
    return digest.hexdigest()
