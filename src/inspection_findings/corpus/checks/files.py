"""Whether the files of labels are well-formed and agree with each other: every bad line, not the first."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.catalogue import COLUMNS, CatalogueEntry
from inspection_findings.corpus.checks.problems import Check, Problem, Severity
from inspection_findings.corpus.overrides import Override, apply_overrides
from inspection_findings.corpus.records import Source
from inspection_findings.corpus.rows import M, first_problem, parse_rows
from inspection_findings.corpus.sources import (
    CATALOGUE_FILE,
    LABEL_FILES,
    LABELS_FOLDER,
    OVERRIDES_FILE,
    Sources,
)


@dataclass(frozen=True)
class Files:
    """What is sound in the files of labels, and what is not.

    Attributes
    ----------
    sources
        Made of the rows that are sound, so that further checks need not wait for the others.
    problems
        Of the rest.
    """

    sources: Sources
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether `read_sources` would take them."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True)
class _Row:
    where: str
    source: Source
    annotation: Annotation


def read_files(folder: Path) -> Files:
    """Read source list, labels and corrections row by row, and keep the rows that are sound.

    Parameters
    ----------
    folder
        That holds ``raw/sources.csv``, ``labeled/*.jsonl`` and, where there are any, ``overrides.jsonl``.
    """
    reader = _Reader()
    catalogue, known = reader.catalogue(folder / CATALOGUE_FILE)
    before = len(reader.problems)
    rows = [
        _Row(where, source, annotation)
        for source, name in LABEL_FILES.items()
        for where, annotation in reader.json_lines(folder / LABELS_FOLDER / name, Annotation)
    ]
    # What a malformed line is called is not known: it may be what others refer to.
    reader.every_id_known = len(reader.problems) == before
    rows = reader.unique(rows)
    # With no list at all, every single row would be of an unknown document.
    rows = reader.listed(rows, catalogue, known) if known is not None else []
    annotations = [row.annotation for row in rows]
    corrections = folder / OVERRIDES_FILE
    if corrections.exists():
        annotations = reader.corrected(annotations, corrections)
    by_document: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        by_document[annotation.document].append(annotation)
    documents = {annotation.id: annotation.document for annotation in annotations}
    return Files(Sources(folder, catalogue, dict(by_document), documents), tuple(reader.problems))


class _Reader:
    """Reads files and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.kinds: dict[str, Source] = {}
        self.every_id_known = True

    def error(self, check: Check, where: str, message: str) -> None:
        self.problems.append(Problem(check, Severity.ERROR, where, message))

    def catalogue(self, path: Path) -> tuple[dict[str, CatalogueEntry], set[str] | None]:
        """Give the sound entries and the names of all, which are ``None`` if the list is unreadable."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                table = csv.DictReader(stream)
                numbered = [(f"{path}:{table.line_num}", row) for row in table]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self.error(Check.SCHEMA, str(path), f"cannot be read as the list of documents: {error}")
            return {}, None
        if tuple(table.fieldnames or ()) != COLUMNS:
            self.error(Check.SCHEMA, f"{path}:1", f"the first line must be {','.join(COLUMNS)}")
            return {}, None
        entries: dict[str, CatalogueEntry] = {}
        files: set[str] = set()
        for where, row in numbered:
            try:
                entry = CatalogueEntry.model_validate(row)
            except ValidationError as error:
                self.error(Check.SCHEMA, where, first_problem(error))
                continue
            if entry.document in entries:
                self.error(Check.IDENTIFIERS, where, f"document {entry.document} is listed twice")
            elif entry.file in files:
                self.error(Check.IDENTIFIERS, where, f"file {entry.file} is listed twice")
            else:
                entries[entry.document] = entry
            files.add(entry.file)
        # A document whose own row is bad is not reported a second time for each of its sentences.
        return entries, {row["document"] for _, row in numbered}

    def json_lines(self, path: Path, model: type[M]) -> Iterator[tuple[str, M]]:
        """Give the sound rows, each with its file and line."""
        try:
            for number, row in parse_rows(path, model):
                where = f"{path}:{number}"
                if isinstance(row, ValidationError):
                    self.error(Check.SCHEMA, where, first_problem(row))
                else:
                    yield where, row
        except (OSError, UnicodeDecodeError) as error:
            self.error(Check.SCHEMA, str(path), f"cannot be read: {error}")

    def unique(self, rows: list[_Row]) -> list[_Row]:
        """Leave out rows whose identifier an earlier one has."""
        first: dict[str, _Row] = {}
        for row in rows:
            name = row.annotation.id
            if name in first:
                self.error(Check.IDENTIFIERS, row.where, f"{name} stands already at {first[name].where}")
            else:
                first[name] = row
        self.kinds = {name: row.source for name, row in first.items()}
        return list(first.values())

    def listed(self, rows: list[_Row], catalogue: dict[str, CatalogueEntry], known: set[str]) -> list[_Row]:
        """Leave out rows of documents that are not listed, or of another kind; look at what is retold."""
        sound = []
        strangers: Counter[tuple[str, Source]] = Counter()
        for row in rows:
            self._look_at_retelling(row)
            entry = catalogue.get(row.annotation.document)
            if entry is not None and entry.source is row.source:
                sound.append(row)
            elif entry is not None or row.annotation.document not in known:
                strangers[row.annotation.document, row.source] += 1
        for (document, source), count in strangers.items():
            entry = catalogue.get(document)
            what = f"is listed as {entry.source}" if entry else "is not in the source list"
            self.error(
                Check.REFERENCES, document, f"{what}; {LABEL_FILES[source]} labels {count:,} of its sentences"
            )
        return sound

    def _look_at_retelling(self, row: _Row) -> None:
        retold = row.annotation.retells
        if not retold:
            return
        if row.source is not Source.SPECIMEN:
            self.error(Check.REFERENCES, row.where, f"retells {retold}, which only a specimen can do")
        elif self._is_unknown(retold):
            self.error(Check.REFERENCES, row.where, f"retells {retold}, which does not exist")
        elif self.kinds.get(retold) is Source.SPECIMEN:
            self.error(Check.REFERENCES, row.where, f"retells {retold}, which is itself a specimen")

    def _is_unknown(self, name: str) -> bool:
        return self.every_id_known and name not in self.kinds

    def corrected(self, annotations: list[Annotation], path: Path) -> list[Annotation]:
        """Apply the corrections that are sound."""
        labels = {annotation.id: annotation.labels for annotation in annotations}
        sound: dict[str, Override] = {}
        for where, override in self.json_lines(path, Override):
            name = override.id
            if name in sound:
                self.error(Check.IDENTIFIERS, where, f"{name} is corrected twice")
            elif self._is_unknown(name):
                self.error(Check.REFERENCES, where, f"corrects {name}, which does not exist")
            elif name not in labels:
                continue
            elif set(override.was) != set(labels[name]):
                self.error(Check.REFERENCES, where, f"labels of {name} are no longer those corrected")
            elif len(set(override.labels)) < len(override.labels):
                self.error(Check.SCHEMA, where, "labels: a label is given twice")
            else:
                sound[name] = override
        return apply_overrides(annotations, sound.values())
