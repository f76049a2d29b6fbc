"""Documents again from the JSON that they were written as, without their files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from inspection_findings.documents.types import (
    Document,
    DocumentSection,
    Format,
    Framework,
    Grade,
    Metadata,
    Passage,
    Sentence,
)
from inspection_findings.exceptions import DamagedDocumentError
from inspection_findings.labels import Area, SectionCode


def revived(data: bytes | str) -> Document:
    """The document that `reporting.document_records.document_record` was made of.

    Parameters
    ----------
    data
        The record as JSON.

    Raises
    ------
    DamagedDocumentError
        If it is no such record.
    """
    try:
        return _document(json.loads(data))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise DamagedDocumentError("not a document as it was written out: read its file again") from error


def _document(record: Mapping[str, Any]) -> Document:
    return Document(
        name=str(record["document"]),
        format=Format(record["format"]),
        text=str(record["text"]),
        sections=tuple(_section(each) for each in record["sections"]),
        metadata=_metadata(record["metadata"]),
        grades={Area(area): Grade(grade) for area, grade in record["grades"].items()},
        pages=record["pages"],
    )


def _metadata(record: Mapping[str, Any]) -> Metadata:
    days = {
        name: dt.date.fromisoformat(record[name]) if record[name] else None
        for name in ("inspection_start", "inspection_end", "published")
    }
    return Metadata(
        title=record["title"],
        authority=record["authority"],
        framework=Framework(record["framework"]) if record["framework"] else None,
        lead_inspector=record["lead_inspector"],
        **days,
    )


def _section(record: Mapping[str, Any]) -> DocumentSection:
    code = SectionCode(record["section"]) if record["section"] else None
    return DocumentSection(
        heading=record["heading"],
        code=code,
        passages=tuple(_passage(each, code) for each in record["passages"]),
    )


def _passage(record: Mapping[str, Any], code: SectionCode | None) -> Passage:
    key, bullet = str(record["passage"]), bool(record["bullet"])
    sentences = tuple(
        Sentence(
            text=str(each["text"]),
            section=code,
            bullet=bullet,
            passage=key,
            position=int(each["position"]),
            page=each["page"],
            start=each["start"],
            end=each["end"],
        )
        for each in record["sentences"]
    )
    return Passage(key, sentences, bullet, record["number"])
