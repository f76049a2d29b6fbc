"""Bytes in, a `Document` out."""

from inspection_findings.documents.reading import (
    bytes_of,
    documents_among,
    find_documents,
    passed_over,
    prepare,
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
    "bytes_of",
    "documents_among",
    "find_documents",
    "passed_over",
    "prepare",
    "read_bytes",
    "read_document",
]
