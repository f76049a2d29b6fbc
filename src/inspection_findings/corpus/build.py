"""From labels and documents to one split and fingerprinted corpus, with what was found of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from inspection_findings.corpus.alignment import Aligned, Alignment, align
from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.fetching import State
from inspection_findings.corpus.reading import ListedReading, read_each
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.sources import Sources, read_sources
from inspection_findings.corpus.splits import Split, split_for
from inspection_findings.exceptions import CorpusError
from inspection_findings.paths import DATA


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
        return any(r.source is not Source.SPECIMEN for records in self.splits.values() for r in records)

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
            raise CorpusError(
                f"no sentence of the {split} split can be measured on: try `findings data fetch`"
            )
        return records


@dataclass(frozen=True)
class Coverage:
    """How much of what was labelled was found again in one kind of document.

    Attributes
    ----------
    listed
        Documents with labels.
    there
        Of these, read.
    absent
        Not at hand.
    refused
        At hand but not to be used, each with the reason.
    sentences
        Labelled sentences of the documents that are there.
    moved
        Found at another position than when they were labelled.
    missing
        Not found.
    """

    source: Source
    listed: int
    there: int
    absent: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    sentences: int
    moved: int
    missing: tuple[Annotation, ...]

    @property
    def share(self) -> float:
        """Share of the labelled sentences that were found; 1.0 where there are none."""
        return 1 - len(self.missing) / self.sentences if self.sentences else 1.0


@dataclass(frozen=True)
class Build:
    """A corpus, and what was found of each source."""

    corpus: Corpus
    coverage: tuple[Coverage, ...]


def build_corpus(
    folder: Path = DATA,
    *,
    sources: Iterable[Source] = tuple(Source),
    n_jobs: int | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Build:
    """Find every label in its document, as far as documents are at hand, and split by authority.

    Parameters
    ----------
    folder
        That holds the documents (``raw``) and the labels (``labeled``).
    sources
        The kinds of documents to take in.
    n_jobs
        Processes that read documents side by side, as in joblib.
    report
        Is told what is being done.

    Raises
    ------
    CorpusError
        If the source list or labels are malformed, or nothing at all is at hand.
    """
    kept = read_sources(folder)
    wanted = [entry for name in kept.annotations if (entry := kept.catalogue[name]).source in set(sources)]
    report(f"reading {sum(kept.path(entry).is_file() for entry in wanted):,} documents")
    readings = list(read_each(kept, wanted, align, n_jobs=n_jobs))
    records = [
        _record(aligned, reading.entry, kept)
        for reading in readings
        if reading.result
        for aligned in reading.result.found
    ]
    if not records:
        raise CorpusError(f"{folder}: none of the labelled documents is at hand")
    coverage = tuple(_coverage(source, readings) for source in Source if source in set(sources))
    return Build(make_corpus(records), coverage)


def make_corpus(records: Iterable[LabelledSentence]) -> Corpus:
    """Split labelled sentences by authority and fingerprint them.

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
        splits[split_for(record.authority)].append(record)
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


def _record(aligned: Aligned, entry: CatalogueEntry, kept: Sources) -> LabelledSentence:
    annotation = aligned.annotation
    return LabelledSentence(
        id=annotation.id,
        source=entry.source,
        document=entry.document,
        authority=kept.authority(annotation),
        framework=entry.framework,
        sample=annotation.sample,
        sentence=aligned.sentence,
        labels=annotation.label_set,
    )


def _coverage(source: Source, readings: list[ListedReading[Alignment]]) -> Coverage:
    own = [reading for reading in readings if reading.entry.source is source]
    read = [reading.result for reading in own if reading.result]
    lost = [reading for reading in own if not reading.result]
    return Coverage(
        source=source,
        listed=len(own),
        there=len(read),
        absent=tuple(r.entry.document for r in lost if r.state is State.MISSING),
        refused=tuple((r.entry.document, r.problem) for r in lost if r.state is not State.MISSING),
        sentences=sum(len(a.found) + len(a.missing) for a in read),
        moved=sum(aligned.moved for a in read for aligned in a.found),
        missing=tuple(annotation for a in read for annotation in a.missing),
    )
