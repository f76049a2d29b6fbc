"""Write the sentences that the transformer reads: all labelled ones, and reports of training authorities.

    PYTHONPATH=experiments python -m minilm.export

Into ``data/.minilm``, which git ignores: it is real text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from joblib import Parallel, delayed

from held_out import real_corpus
from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.catalogue import CatalogueEntry
from inspection_findings.corpus.sources import Sources, read_sources
from inspection_findings.corpus.splits import Split, split_for
from inspection_findings.documents import read_document
from inspection_findings.documents.types import Sentence
from inspection_findings.exceptions import FindingsError
from inspection_findings.labels import LABEL_INDEX
from inspection_findings.paths import DATA
from minilm.exchange import FOLDER, LABELLED, UNLABELLED, Row, write_rows

REPORTS = "reports/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both files."""
    options = _parser().parse_args(arguments)
    corpus = real_corpus()
    if corpus is None:
        return 1
    labelled = labelled_rows(corpus)
    known = {(r.document, r.sentence.text) for records in corpus.splits.values() for r in records}
    unlabelled = report_rows(read_sources(DATA), known)
    write_rows(options.folder / LABELLED, labelled)
    write_rows(options.folder / UNLABELLED, unlabelled)
    print(f"{options.folder}: {len(labelled):,} labelled sentences, {len(unlabelled):,} of reports")
    return 0


def labelled_rows(corpus: Corpus) -> list[Row]:
    """All labelled sentences, in the order of the corpus."""
    return [
        _row(
            record.id, split, f"{record.document} {record.sentence.passage}", record.sentence,
            labels=tuple(LABEL_INDEX[label] for label in record.labels),
        )
        for split, records in corpus.splits.items()
        for record in records
    ]  # fmt: skip


def report_rows(sources: Sources, known: set[tuple[str, str]]) -> list[Row]:
    """All sentences of the reports of training authorities, those among them that are labelled marked."""
    entries = [
        entry
        for entry in sources.catalogue.values()
        if entry.file.startswith(REPORTS) and split_for(entry.authority) is Split.TRAIN
    ]
    read = Parallel(n_jobs=-1)(delayed(_sentences)(sources.path(entry), entry) for entry in entries)
    return [
        _row(
            f"{entry.document} {place}", Split.TRAIN, f"{entry.document} {sentence.passage}", sentence,
            known=(entry.document, sentence.text) in known,
        )
        for entry, sentences in zip(entries, read, strict=True)
        for place, sentence in enumerate(sentences)
    ]  # fmt: skip


def _sentences(path: Path, entry: CatalogueEntry) -> list[Sentence]:
    """Of a document; none where it is not at hand or cannot be read."""
    try:
        return list(read_document(path, name=entry.document).sentences())
    except (FindingsError, OSError):
        return []


def _row(
    name: str, split: Split, passage: str, sentence: Sentence,
    labels: tuple[int, ...] = (), known: bool = True,
) -> Row:  # fmt: skip
    section = sentence.section and str(sentence.section)
    return Row(name, str(split), passage, section, sentence.bullet, sentence.text, labels, known)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="minilm.export", description="Write the sentences that are embedded and fine-tuned on."
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="to write to")
    return parser


if __name__ == "__main__":
    sys.exit(main())
