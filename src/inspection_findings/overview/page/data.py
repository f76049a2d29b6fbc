"""What the overview's page carries for its script: an index of all reports, and their findings compressed.

The index is small and read at once. The sentences are most of the page's size and are looked at a report at a
time: those of each report are JSON of their own, deflated, as base64.
"""

from __future__ import annotations

import base64
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePath
from typing import NamedTuple, TypedDict
from urllib.parse import quote

import orjson

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import LABEL_INDEX, Area, Domain, Label, Polarity
from inspection_findings.overview.database import Database, StoredReport
from inspection_findings.overview.figures import FEW, ReportFigures
from inspection_findings.reporting.wording import certainty, framework_name, percent, title

FINDINGS_ADDED = 10
"""Findings of the average mix that are added to each share before authorities are compared: a share of few
findings says little, and is drawn to the mean by that."""

_PDF = "pdf"


class ReportEntry(TypedDict):
    """One report in the index. What is not known is null."""

    id: int
    authority: str
    region: str | None
    framework: str | None
    date: str | None
    year: int | None
    grades: dict[str, str]
    document: str
    link: str | None
    pages: bool
    counts: list[int]


class Index(TypedDict):
    """What the script knows of all reports.

    Names are by their codes. ``counts`` of a report are strengths, weaknesses, and the same unsure, of each
    domain in turn. ``certainty`` is a confidence in words, by whole percentages; ``few`` and
    ``added`` are `FEW` and `FINDINGS_ADDED`.
    """

    domains: dict[str, str]
    areas: dict[str, str]
    frameworks: dict[str, str]
    grades: dict[str, str]
    certainty: list[str]
    few: int
    added: int
    reports: list[ReportEntry]


class Block(NamedTuple):
    """The sentences of one report that have findings, compressed."""

    report_id: int
    content: str


Link = Callable[[StoredReport], str | None]
"""The way to a report; ``None`` where there is none."""


def links_from(folder: Path) -> Link:
    """Links from a folder to the files of reports, where they are there."""
    return lambda report: _link(report.document, folder)


def index_of(figures: Sequence[ReportFigures], link: Link) -> Index:
    """Make the index.

    Parameters
    ----------
    figures
        All reports.
    link
        The way to each.
    """
    return {
        "domains": {str(domain): title(domain) for domain in Domain},
        "areas": {str(area): title(area) for area in Area},
        "frameworks": {str(framework): framework_name(framework) for framework in Framework},
        "grades": {str(grade): title(grade) for grade in Grade},
        "certainty": [certainty(percentage / 100) for percentage in range(101)],
        "few": FEW,
        "added": FINDINGS_ADDED,
        "reports": [_entry(each, link) for each in figures],
    }


def blocks(database: Database) -> Iterator[Block]:
    """Yield the compressed sentences of each report.

    Each is JSON: ``headings``, and ``sentences`` with page, place of the heading, text and then label and
    confidence of each finding. A label is its place among all 22; a confidence is a whole percentage,
    negative where the finding is unsure.
    """
    rows = database.connection.execute(
        "SELECT sentence.report_id, sentence.id, sentence.page, sentence.heading, sentence.text, "
        "finding.domain, finding.polarity, finding.confidence, finding.unsure "
        "FROM sentence JOIN finding ON finding.sentence_id = sentence.id "
        "ORDER BY sentence.report_id, sentence.number, finding.confidence DESC"
    )
    for report_id, of_report in groupby(rows, key=lambda row: row["report_id"]):
        headings: dict[str | None, int] = {}
        sentences = []
        for _, of_sentence in groupby(of_report, key=lambda row: row["id"]):
            found = list(of_sentence)
            heading = headings.setdefault(found[0]["heading"], len(headings))
            sentence = [found[0]["page"], heading, found[0]["text"]]
            for row in found:
                label = Label(Domain(row["domain"]), Polarity(row["polarity"]))
                sentence += [LABEL_INDEX[label], _percentage(row["confidence"], row["unsure"])]
            sentences.append(sentence)
        yield Block(report_id, _compressed({"headings": list(headings), "sentences": sentences}))


def _entry(figures: ReportFigures, link: Link) -> ReportEntry:
    report = figures.report
    tallies = figures.domains.values()
    return {
        "id": report.id,
        "authority": figures.authority,
        "region": report.region,
        "framework": report.framework,
        "date": report.date,
        "year": report.year,
        "grades": report.grades,
        "document": PurePath(report.document).name,
        "link": link(report),
        "pages": report.format == _PDF,
        "counts": [
            number
            for each in tallies
            for number in (each.strengths, each.weaknesses, each.unsure_strengths, each.unsure_weaknesses)
        ],
    }


def _link(document: str, folder: Path) -> str | None:
    """The way from the page to a report, where that is a file that is there."""
    path = Path(document)
    if not path.is_file():
        return None
    try:
        way = os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:
        # On another drive.
        return path.resolve().as_uri()
    # In front, so that no name is taken for an address.
    return "./" + quote(way.replace(os.sep, "/"))


def _percentage(confidence: float, unsure: int | None) -> int:
    whole = int(percent(confidence).rstrip("%"))
    return -whole if unsure else whole


def _compressed(content: object) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(orjson.dumps(content)) + packer.flush()).decode()
