"""A document as it was read, as an outline for a person."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from inspection_findings.documents.types import Document, DocumentSection
from inspection_findings.reporting.tables import grades_line, metadata_table
from inspection_findings.reporting.wording import counted, plain, words


def print_outline(console: Console, document: Document) -> None:
    """Print the metadata, the grades, and each section with its sentences and their pages."""
    console.print(Text(plain(document.name), style="bold"))
    console.print(metadata_table(document.metadata))
    if document.grades:
        console.print(Text("Grades: " + grades_line(document.grades)))
    sentences = sum(1 for _ in document.sentences())
    pages = "" if document.pages is None else f", {counted(document.pages, 'page')}"
    console.print(Text(f"{document.format.value}{pages}, {counted(sentences, 'sentence')}"))
    console.print()
    for section in document.sections:
        _print_section(console, section)


def _print_section(console: Console, section: DocumentSection) -> None:
    sentences = sum(len(passage.sentences) for passage in section.passages)
    heading = Text(plain(section.heading or "(no heading)"), style="bold underline")
    about = counted(len(section.passages), "passage") + ", " + counted(sentences, "sentence")
    code = f"{words(section.code)}: " if section.code else ""
    console.print(Text.assemble(heading, (f"  [{code}{about}]", "dim")))
    table = Table(box=None, show_header=False, pad_edge=False)
    has_pages = any(sentence.page is not None for each in section.passages for sentence in each.sentences)
    if has_pages:
        table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    after_bullet = True
    for passage in section.passages:
        if not (passage.bullet and after_bullet) and table.row_count:
            table.add_row()
        after_bullet = passage.bullet
        for place, sentence in enumerate(passage.sentences):
            mark = ("*" if passage.bullet else passage.number or "") if place == 0 else ""
            page = [] if not has_pages else ["" if sentence.page is None else f"p.{sentence.page}"]
            table.add_row(*page, Text(plain(mark)), Text(plain(sentence.text)))
    console.print(table, "")
