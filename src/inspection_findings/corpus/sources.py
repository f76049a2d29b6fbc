"""Reading the labelled sentences: specimens that are shipped, reports and articles where they are at hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Label, SectionCode

LABELLED_FILE = "labeled.jsonl"
MANIFEST_FILE = "manifest.csv"
_SPECIMEN_PREFIX = "spec-"
_ARTICLE_MARK = "-news"


def read_specimens(path: Path) -> list[LabelledSentence]:
    """Read labelled specimens from JSON Lines.

    Raises
    ------
    CorpusError
        If the file is missing or a line is malformed; the message gives its number.
    """
    return [_record(values, Source.SPECIMEN, None, None, where) for values, where in _lines(path)]


def read_labelled(folder: Path) -> list[LabelledSentence]:
    """Read the labelled sentences of reports and articles from a corpus folder.

    Parameters
    ----------
    folder
        Holds ``labeled.jsonl`` (the sentences) and ``manifest.csv`` (the authority of each report).

    Raises
    ------
    CorpusError
        If a file is missing or a line is malformed.
    """
    try:
        with (folder / MANIFEST_FILE).open(encoding="utf-8", newline="") as stream:
            authorities = {row["doc_id"]: row["authority"] for row in csv.DictReader(stream)}
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise CorpusError(f"{folder / MANIFEST_FILE}: cannot be read as the list of reports") from error
    records = []
    for values, where in _lines(folder / LABELLED_FILE):
        document = str(values.get("document"))
        if document in authorities:
            records.append(_record(values, Source.REPORT, document, authorities[document], where))
        elif _ARTICLE_MARK in document:
            authority = document.split(_ARTICLE_MARK)[0].replace("-", " ")
            records.append(_record(values, Source.ARTICLE, document, authority, where))
        else:
            raise CorpusError(f"{where}: document {document!r} is not in {MANIFEST_FILE}")
    return records


def retold_passage(specimen: LabelledSentence) -> str | None:
    """Key of the real passage whose findings a specimen retells."""
    passage = specimen.sentence.passage or ""
    return passage.removeprefix(_SPECIMEN_PREFIX) if passage.startswith(_SPECIMEN_PREFIX) else None


def _lines(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: cannot be read as labelled sentences") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            values = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{where}: not valid JSON") from error
        if not isinstance(values, dict):
            raise CorpusError(f"{where}: expected an object")
        yield values, where


def _record(
    values: dict[str, Any], source: Source, document: str | None, authority: str | None, where: str
) -> LabelledSentence:
    try:
        section = values["section"]
        for name in ("id", "text", "passage"):
            if not isinstance(values[name], str):
                raise CorpusError(f"{where}: {name!r} must be a string")
        sentence = Sentence(
            text=values["text"],
            section=None if section is None else SectionCode(section),
            bullet=bool(values["bullet"]),
            passage=values["passage"],
            position=int(values["position"]),
        )
        return LabelledSentence(
            id=values["id"],
            source=source,
            document=document,
            authority=authority,
            framework=Framework(values["framework"]),
            sample=Sample(values["sample"]),
            sentence=sentence,
            labels=tuple(Label.parse(label) for label in values["labels"]),
        )
    except CorpusError:
        raise
    except KeyError as error:
        raise CorpusError(f"{where}: no {error.args[0]!r}") from error
    except (TypeError, ValueError) as error:
        raise CorpusError(f"{where}: {error}") from error
