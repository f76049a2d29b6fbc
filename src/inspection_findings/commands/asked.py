"""What the options of ``findings classify`` ask of its results, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from inspection_findings.commands.console import UsageError
from inspection_findings.commands.output import check_bom, to_terminal
from inspection_findings.labels import Domain, Polarity
from inspection_findings.reporting.records import options_asked_for
from inspection_findings.reporting.writers import CsvWriter, FindingsWriter, JsonLinesWriter


class FindingsFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Asked:
    """What is to be shown, and how.

    Attributes
    ----------
    format
        How findings are written.
    min_confidence, domains, polarity
        Which of them; as for `Selection`.
    precision
        What is to be promised; ``None`` for nothing.
    explain
        Say of each finding why it was made.
    only_findings, show_all
        Whether sentences without a finding are left out of JSON Lines, and are in the table.
    bom
        Begin CSV with a byte order mark.
    lines
        Whether JSON Lines are read, and not documents.
    """

    format: FindingsFormat
    min_confidence: float = 0.0
    domains: frozenset[Domain] = frozenset()
    polarity: Polarity | None = None
    precision: float | None = None
    explain: bool = False
    only_findings: bool = False
    show_all: bool = False
    bom: bool = False
    lines: bool = False

    def check(self, output: Path | None) -> None:
        """See that options fit the format.

        Raises
        ------
        UsageError
            If one is for another format, or a workbook would go to a terminal.
        """
        if self.show_all and self.format is not FindingsFormat.TABLE:
            raise UsageError(f"--all is for the table; the format here is {self.format}")
        if self.only_findings and self.format is not FindingsFormat.JSONL:
            raise UsageError(f"--only-findings is for jsonl; the format here is {self.format}")
        check_bom(self.bom, self.format)
        if self.format is FindingsFormat.XLSX and to_terminal(output):
            raise UsageError("a workbook cannot be shown on a terminal: name a file, --output findings.xlsx")

    @property
    def columns(self) -> frozenset[str]:
        """Fields of options that are written."""
        return options_asked_for(self.precision, self.explain)

    def text_writer(self) -> Callable[[TextIO], FindingsWriter]:
        """What makes a writer of lines of text on a stream, for the formats that are such."""
        if self.format is FindingsFormat.CSV:
            return partial(CsvWriter, lines=self.lines, options=self.columns, mark=self.bom)
        return partial(JsonLinesWriter, only_findings=self.only_findings)

    def as_options(self) -> dict[str, Any]:
        """What shapes lines of text, as JSON takes it, by the names of the options."""
        return {
            "--format": self.format.value,
            "--min-confidence": self.min_confidence,
            "--domain": sorted(domain.value for domain in self.domains),
            "--polarity": self.polarity and self.polarity.value,
            "--precision": self.precision,
            "--explain": self.explain,
            "--only-findings": self.only_findings,
            "--bom": self.bom,
        }
