"""Bytes in, a `Document` out."""

from inspection_findings.documents.reading import (
    find_documents,
    passed_over,
    read_bytes,
    read_document,
)
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

__all__ = [
    "Document",
    "DocumentSection",
    "Format",
    "Framework",
    "Grade",
    "Metadata",
    "Passage",
    "Sentence",
    "find_documents",
    "passed_over",
    "read_bytes",
    "read_document",
]
