"""What a checkout holds of the corpus: source list, labels with their corrections, documents at hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from inspection_findings.corpus.annotations import Annotation, read_annotations
from inspection_findings.corpus.catalogue import CatalogueEntry, read_catalogue
from inspection_findings.corpus.fetching import State, inspect_document
from inspection_findings.corpus.overrides import apply_overrides, read_overrides
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.splits import Split, split_for
from inspection_findings.exceptions import CorpusError
from inspection_findings.paths import DATA

CATALOGUE_FILE = Path("raw", "sources.csv")
DOCUMENTS_FOLDER = Path("raw")
LABELS_FOLDER = Path("labeled")
OVERRIDES_FILE = Path("overrides.jsonl")
LABEL_FILES = {
    Source.REPORT: "reports.jsonl",
    Source.ARTICLE: "articles.jsonl",
    Source.SPECIMEN: "specimens.jsonl",
}


@dataclass(frozen=True)
class Sources:
    """The corpus as it is kept: labels by document, and which documents there are.

    Attributes
    ----------
    folder
        That holds ``raw`` and ``labeled``.
    catalogue
        The source list, by document.
    annotations
        Labels by document, corrections applied; in the order of the files.
    documents
        Of each annotation, by its id.
    """

    folder: Path
    catalogue: dict[str, CatalogueEntry]
    annotations: dict[str, list[Annotation]]
    documents: dict[str, str] = field(repr=False)

    def path(self, entry: CatalogueEntry) -> Path:
        """Where a document belongs."""
        return self.folder / DOCUMENTS_FOLDER / entry.file

    def state(self, entry: CatalogueEntry) -> State:
        """Whether a document is in its place: there, missing, changed, or failed where it is unreadable."""
        return inspect_document(entry, self.folder / DOCUMENTS_FOLDER).state

    def authority(self, annotation: Annotation) -> str | None:
        """The authority that a sentence belongs with.

        For a specimen that is the one whose report it retells, ``None`` where it retells none: it says the
        same in other words, and a model would else be tested on what it has read.
        """
        if self.catalogue[annotation.document].source is not Source.SPECIMEN:
            return self.catalogue[annotation.document].authority
        retold = self.documents.get(annotation.retells)
        return self.catalogue[retold].authority if retold else None

    def split(self, annotation: Annotation) -> Split:
        """The split that a sentence falls into."""
        return split_for(self.authority(annotation))


def read_sources(folder: Path = DATA, *, corrected: bool = True) -> Sources:
    """Read source list, labels and corrections.

    Parameters
    ----------
    folder
        That holds ``raw/sources.csv``, ``labeled/*.jsonl`` and, where there are any, ``overrides.jsonl``.
    corrected
        Whether to apply the corrections.

    Raises
    ------
    CorpusError
        If one is missing or malformed, an identifier occurs twice, or a label is of a document that is
        not in the source list or of another kind than its file.
    """
    catalogue = read_catalogue(folder / CATALOGUE_FILE)
    annotations: list[Annotation] = []
    for source, name in LABEL_FILES.items():
        path = folder / LABELS_FOLDER / name
        for annotation in read_annotations(path):
            entry = catalogue.get(annotation.document)
            if entry is None or entry.source is not source:
                raise CorpusError(
                    f"{path}: {annotation.id}: no {source} {annotation.document!r} in {CATALOGUE_FILE}"
                )
            annotations.append(annotation)
    documents: dict[str, str] = {}
    for annotation in annotations:
        if annotation.id in documents:
            raise CorpusError(f"two labelled sentences have the identifier {annotation.id!r}")
        documents[annotation.id] = annotation.document
    by_document: dict[str, list[Annotation]] = defaultdict(list)
    overrides = read_overrides(folder / OVERRIDES_FILE) if corrected else []
    for annotation in apply_overrides(annotations, overrides):
        by_document[annotation.document].append(annotation)
    return Sources(folder, catalogue, dict(by_document), documents)
