"""Which fields of the records a workbook shows, under which headings; records document what they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from inspection_findings.labels import Area
from inspection_findings.reporting.document_records import GradeRow
from inspection_findings.reporting.records import FindingRow, LineFindingRow, column_names
from inspection_findings.reporting.wording import title
from inspection_findings.reporting.workbook.cells import Cell
from inspection_findings.reporting.workbook.looks import Kind, Look
from inspection_findings.reporting.workbook.sheets import Column

Columns = Mapping[str, Column]
"""Columns by the field that each shows, from left to right."""

_DOCUMENT = Column("Document", 28)
_AUTHORITY = Column("Authority", 18)
_PUBLISHED = Column("Published", 13)

_OF_FINDINGS: Columns = {
    "id": Column("Id", 16),
    "authority": _AUTHORITY,
    "published": _PUBLISHED,
    "page": Column("Page", 8, Kind.NUMBER),
    "section": Column("Section", 19),
    "text": Column("Sentence", 66),
    "polarity": Column("Strength or weakness", 13, look=Look.POLARITY),
    "domain": Column("Domain", 20),
    "area": Column("Area", 20),
    "confidence": Column("Confidence", 13, Kind.PROBABILITY, Look.CONFIDENCE),
    "unsure": Column("Unsure", 10, look=Look.FLAG),
    "because": Column("Why", 48),
    "document": _DOCUMENT,
}

OF_GRADES: Columns = {
    "authority": _AUTHORITY,
    "framework": Column("Framework", 13),
    "inspection_start": Column("Inspection start", 13),
    "inspection_end": Column("Inspection end", 13),
    "published": _PUBLISHED,
    **{area.value: Column(title(area), 15, look=Look.GRADE) for area in Area},
    "lead_inspector": Column("Lead inspector", 18),
    "title": Column("Title", 36),
    "document": _DOCUMENT,
}


def of_findings(*, lines: bool, options: Collection[str]) -> Columns:
    """Columns of findings.

    Parameters
    ----------
    lines
        Whether they are those of JSON Lines input rather than of documents.
    options
        Which fields of options were asked for.
    """
    known = column_names(LineFindingRow if lines else FindingRow, options)
    return {name: column for name, column in _OF_FINDINGS.items() if name in known}


def cells_of(row: FindingRow | LineFindingRow | GradeRow, columns: Columns) -> Iterator[Cell]:
    """A record as the cells of these columns."""
    return (getattr(row, name) for name in columns)
