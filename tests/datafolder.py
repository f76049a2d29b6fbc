"""Small folders of documents and labels for tests."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspection_findings.corpus.annotations import Annotation, read_annotations, write_annotations
from inspection_findings.corpus.catalogue import CatalogueEntry, read_catalogue, write_catalogue
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import LABEL_FILES
from inspection_findings.documents import read_document

_FOLDERS = {Source.REPORT: "reports", Source.ARTICLE: "articles", Source.SPECIMEN: "specimens"}


def copy_data(data: Path, folder: Path, *, specimens: int) -> None:
    """Copy source list and labels, and some of the specimens with theirs, spread over all kinds."""
    (folder / "labeled").mkdir(parents=True)
    (folder / "raw" / "specimens").mkdir(parents=True)
    catalogue = read_catalogue(data / "raw" / "sources.csv")
    write_catalogue(folder / "raw" / "sources.csv", catalogue.values())
    for source in (Source.REPORT, Source.ARTICLE):
        shutil.copy(data / "labeled" / LABEL_FILES[source], folder / "labeled")
    annotations = read_annotations(data / "labeled" / LABEL_FILES[Source.SPECIMEN])
    names = list(dict.fromkeys(annotation.document for annotation in annotations))
    kept = set(names[:: len(names) // specimens][:specimens])
    for name in kept:
        shutil.copy(data / "raw" / catalogue[name].file, folder / "raw" / catalogue[name].file)
    write_annotations(
        folder / "labeled" / LABEL_FILES[Source.SPECIMEN], [a for a in annotations if a.document in kept]
    )


@dataclass
class DataFolder:
    """A folder of documents and labels that a test fills."""

    path: Path
    entries: list[CatalogueEntry] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)

    def document(
        self,
        name: str,
        authority: str,
        text: str,
        *,
        source: Source = Source.REPORT,
        framework: str = "ilacs",
    ) -> CatalogueEntry:
        """Add a document, in plain text."""
        file = self.path / "raw" / _FOLDERS[source] / f"{name}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        data = file.read_bytes()
        entry = CatalogueEntry(
            document=name, source=source, authority=authority, framework=framework,
            sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), file=f"{_FOLDERS[source]}/{name}.txt",
        )  # fmt: skip
        self.entries.append(entry)
        return entry

    def label(self, id_: str, document: str, sentence: str, *labels: str, **more: Any) -> Annotation:
        """Label a sentence of a document that was added."""
        entry = next(entry for entry in self.entries if entry.document == document)
        read = read_document(self.path / "raw" / entry.file)
        stream = Stream.of(read.text)
        start = read.text.index(sentence)
        position, length = stream.place(start, start + len(sentence))
        annotation = Annotation(
            id=id_, document=document, position=position, length=length,
            fingerprint=stream.fingerprint(position, length), labels=labels,
            annotator="a test", **{"passage": f"{id_} passage", **more},
        )  # fmt: skip
        self.annotations.append(annotation)
        return annotation

    def write(self) -> Path:
        """Write source list and labels, and give the folder."""
        (self.path / "labeled").mkdir(parents=True, exist_ok=True)
        (self.path / "raw").mkdir(exist_ok=True)
        write_catalogue(self.path / "raw" / "sources.csv", self.entries)
        kinds = {entry.document: entry.source for entry in self.entries}
        for source, name in LABEL_FILES.items():
            own = [a for a in self.annotations if kinds[a.document] is source]
            write_annotations(self.path / "labeled" / name, own)
        return self.path
