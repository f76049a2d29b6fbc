"""Findings as they are written out. Field names are documented here and nowhere else.

A field means the same wherever it stands; each record below has those that apply to it. JSON Lines hold
one object a sentence, with its findings inside; CSV holds one row a finding, with its sentence repeated.

Of a document alone:

``document``
    The path as it was given or found, ``<stdin>`` for standard input.
``authority``, ``published``
    What the document states of itself: the council's name, the date of publication (ISO 8601).
``page``
    Page number from 1; null where the format has no pages.
``start``, ``end``
    Half-open character range of the sentence in the document's text.

Of a line of JSON Lines input alone:

``id``
    The line's own identifier, as it came in. In JSON Lines the line's other fields are not repeated.

Of a sentence:

``section``
    Code of the section, null where there is none.
``passage``, ``position``
    The paragraph or bullet point that the sentence belongs to, and its place there, from 0.
``bullet``
    Whether that passage is a bullet point.
``text``
    The sentence as it was read.
``findings``
    Those that are shown, most confident first; JSON Lines only.
``scores``
    Calibrated probabilities, 0 to 1, of all 22 labels, whatever is shown; JSON Lines only.

Of a finding:

``domain``, ``polarity``
    What it is about, and whether it is a strength or a weakness.
``area``
    The judgement area that it counts towards: its section's, else its domain's default.
``confidence``
    Calibrated probability, 0 to 1.
``unsure``
    Whether it falls short of the precision that ``--precision`` asked for; only written with that option.
``because``
    Why it was made; only written with ``--explain``. In JSON Lines its reasons, the weightiest first, then
    the rest and the baseline; in CSV the weightiest in words.

Of a reason:

``origin``
    ``words`` of the sentence; its ``section``; that it is a ``bullet`` point; its ``position`` where it does
    not open its passage; the text ``before`` and ``after`` it in its passage, and the whole ``passage``
    around it; what its other ``labels`` make likely; the ``rest``, which is not listed; the ``baseline``,
    from which an empty sentence would start.
``words``
    Words as the sentence has them; null unless they are the origin.
``span``
    Half-open character range of these words in the sentence's ``text``; null where there are none.
``contribution``
    What it adds to the log-odds of the finding. Those of a finding add up to
    ``log(confidence / (1 - confidence))``.

What is not known is null in JSON and empty in CSV, which writes ``bullet`` as ``true`` or ``false`` too.

A workbook shows the fields that people read, under their names but for ``text`` (Sentence), ``polarity``
(Strength or weakness) and ``because`` (Why), and codes by the names they have on pages. Truth is yes or no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import NotRequired, TypedDict, TypeVar

import numpy as np

from inspection_findings.documents.types import Document
from inspection_findings.labels import LABELS, Area, Domain, Finding, Polarity, SectionCode, area_of
from inspection_findings.model.explanation import Explanation
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.reasons import ReasonRecord, because, reason_records

DECIMALS = 6

OF_OPTIONS = frozenset({"unsure", "because"})
"""Fields that are only written where an option asks for them."""
_LABEL_NAMES = tuple(str(label) for label in LABELS)


class LineFindingRecord(TypedDict):
    """One finding inside the record of a line of JSON Lines input."""

    domain: Domain
    polarity: Polarity
    confidence: float
    unsure: NotRequired[bool]
    because: NotRequired[tuple[ReasonRecord, ...]]


class FindingRecord(TypedDict):
    """One finding inside the record of a document's sentence."""

    domain: Domain
    polarity: Polarity
    area: Area
    confidence: float
    unsure: NotRequired[bool]
    because: NotRequired[tuple[ReasonRecord, ...]]


class SentenceRecord(TypedDict):
    """One sentence of a document: an object of the JSON Lines output."""

    document: str
    authority: str | None
    published: dt.date | None
    page: int | None
    start: int | None
    end: int | None
    section: SectionCode | None
    passage: str | None
    position: int
    bullet: bool
    text: str
    findings: list[FindingRecord]
    scores: dict[str, float]


class LineRecord(TypedDict):
    """One line of JSON Lines input: an object of the JSON Lines output."""

    id: str | int
    findings: list[LineFindingRecord]
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of a document: a row of the CSV output."""

    document: str
    authority: str | None
    published: dt.date | None
    page: int | None
    start: int | None
    end: int | None
    section: SectionCode | None
    area: Area
    passage: str | None
    position: int
    bullet: bool
    domain: Domain
    polarity: Polarity
    confidence: float
    unsure: bool | None
    text: str
    because: str | None


@dataclass(frozen=True, slots=True)
class LineFindingRow:
    """One finding of a JSON Lines input: a row of the CSV output."""

    id: str | int
    section: SectionCode | None
    area: Area
    passage: str | None
    domain: Domain
    polarity: Polarity
    confidence: float
    unsure: bool | None
    text: str
    because: str | None


Record = TypeVar("Record", FindingRecord, LineFindingRecord)


def options_asked_for(precision: float | None, explained: bool) -> frozenset[str]:
    """Which of `OF_OPTIONS` are written where a precision and reasons were asked for, or were not."""
    asked = {"unsure": precision is not None, "because": explained}
    return frozenset(name for name, wanted in asked.items() if wanted)


def column_names(row_type: type, options: Collection[str] = OF_OPTIONS) -> list[str]:
    """Field names of a row type, in the order in which they are written.

    Parameters
    ----------
    row_type
        A record of this module or of `inspection_findings.reporting.document_records`.
    options
        Which of `OF_OPTIONS` were asked for.
    """
    names = [field.name for field in fields(row_type)]
    return [name for name in names if name not in OF_OPTIONS or name in options]


def rounded(results: Sequence[SentenceFindings]) -> list[list[float]]:
    """Scores of some sentences as they are written: what ``round`` gives, of all at once.

    Raises
    ------
    ValueError
        If one is not a number, which JSON could not say.
    """
    scores = np.array([result.scores for result in results], dtype=np.float64).reshape(-1, len(LABELS))
    if not np.isfinite(scores).all():
        raise ValueError("a score is not a number")
    scaled = scores * 10**DECIMALS
    whole = np.rint(scaled)
    near = whole / 10**DECIMALS
    # In the middle between two numbers the product is not exact enough to tell which is nearer.
    for row, column in np.argwhere(np.abs(scaled - whole) > 0.5 - 1e-6).tolist():
        near[row, column] = round(float(scores[row, column]), DECIMALS)
    values: list[list[float]] = near.tolist()
    return values


def sentence_record(
    document: Document, result: SentenceFindings, scores: Sequence[float] | None = None
) -> SentenceRecord:
    """The record of one sentence of a document; its scores as given by `rounded`, where they are at hand."""
    sentence, metadata = result.sentence, document.metadata
    return {
        "document": document.name,
        "authority": metadata.authority,
        "published": metadata.published,
        "page": sentence.page,
        "start": sentence.start,
        "end": sentence.end,
        "section": sentence.section,
        "passage": sentence.passage,
        "position": sentence.position,
        "bullet": sentence.bullet,
        "text": sentence.text,
        "findings": [
            _with_options(
                FindingRecord(
                    domain=finding.domain,
                    polarity=finding.polarity,
                    area=area_of(finding.domain, sentence.section),
                    confidence=_rounded(finding.confidence),
                ),
                finding,
                explanation,
            )
            for finding, explanation in _explained(result)
        ],
        "scores": _named(rounded([result])[0] if scores is None else scores),
    }


def line_record(
    identifier: str | int, result: SentenceFindings, scores: Sequence[float] | None = None
) -> LineRecord:
    """The record of one line of JSON Lines input; scores as for `sentence_record`."""
    return {
        "id": identifier,
        "findings": [
            _with_options(
                LineFindingRecord(
                    domain=finding.domain,
                    polarity=finding.polarity,
                    confidence=_rounded(finding.confidence),
                ),
                finding,
                explanation,
            )
            for finding, explanation in _explained(result)
        ],
        "scores": _named(rounded([result])[0] if scores is None else scores),
    }


def _with_options(record: Record, finding: Finding, explanation: Explanation | None) -> Record:
    """Add what only options ask for."""
    if finding.unsure is not None:
        record["unsure"] = finding.unsure
    if explanation is not None:
        record["because"] = reason_records(explanation)
    return record


def finding_rows(document: Document, result: SentenceFindings) -> Iterator[FindingRow]:
    """One row for each finding of a sentence of a document."""
    sentence = result.sentence
    for finding, explanation in _explained(result):
        yield FindingRow(
            document=document.name,
            authority=document.metadata.authority,
            published=document.metadata.published,
            page=sentence.page,
            start=sentence.start,
            end=sentence.end,
            section=sentence.section,
            area=area_of(finding.domain, sentence.section),
            passage=sentence.passage,
            position=sentence.position,
            bullet=sentence.bullet,
            domain=finding.domain,
            polarity=finding.polarity,
            confidence=_rounded(finding.confidence),
            unsure=finding.unsure,
            text=sentence.text,
            because=None if explanation is None else because(explanation),
        )


def line_finding_rows(identifier: str | int, result: SentenceFindings) -> Iterator[LineFindingRow]:
    """One row for each finding of a line of JSON Lines input."""
    sentence = result.sentence
    for finding, explanation in _explained(result):
        yield LineFindingRow(
            id=identifier,
            section=sentence.section,
            area=area_of(finding.domain, sentence.section),
            passage=sentence.passage,
            domain=finding.domain,
            polarity=finding.polarity,
            confidence=_rounded(finding.confidence),
            unsure=finding.unsure,
            text=sentence.text,
            because=None if explanation is None else because(explanation),
        )


def _explained(result: SentenceFindings) -> Iterable[tuple[Finding, Explanation | None]]:
    """Findings, each with its explanation where there is one."""
    return zip_longest(result.findings, result.explanations)


def _rounded(probability: float) -> float:
    return round(float(probability), DECIMALS)


def _named(scores: Sequence[float]) -> dict[str, float]:
    return dict(zip(_LABEL_NAMES, scores, strict=True))
