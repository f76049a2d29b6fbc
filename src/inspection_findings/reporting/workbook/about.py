"""The sheet that says what made the findings, how they are read, and what they are not for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from importlib.metadata import version

from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.reporting.wording import counted
from inspection_findings.reporting.workbook.cells import Cell
from inspection_findings.reporting.workbook.sheets import Sheet

_WIDTHS = (24, 100)
_READING = (
    (
        "A row of Findings",
        "One thing that one sentence says: a domain of practice, and whether it is a strength or a weakness. "
        "A sentence can say several.",
    ),
    (
        "Confidence",
        "How likely it is that a finding is right. Of the findings that say 80%, about 8 in 10 are, in "
        "reports like those the model has learnt from.",
    ),
    (
        "Area",
        "The area that inspectors judge and the finding counts towards: that of its section, else the usual "
        "one of its domain.",
    ),
)
_OF_DOCUMENTS = (
    ("Page", "Page of the file, counted from its first. Empty where the file has no pages."),
    ("Grades", "As the reports print them. The model is never told them."),
)
_WHY = (
    "Why",
    "What moved the finding: words, the section, sentences nearby. The numbers say how much each adds; "
    "+0.7 doubles the odds.",
)
_MISUSE = (
    "Do not rank or grade councils or services by them. They count sentences, and say nothing of how much "
    "each weighs.",
    "Do not decide anything about a child, a family or a member of staff by them.",
    "Do not quote a finding as the inspectorate’s. Quote the sentence, with its page.",
    "Do not take them for the report. Some of what it says is missed, and some is mistaken.",
)


def write_about(
    sheet: Sheet,
    model: ModelMetadata,
    *,
    precision: float | None,
    made: dt.datetime,
    lines: bool,
    options: Collection[str],
) -> None:
    """Fill the sheet.

    Parameters
    ----------
    sheet
        To fill.
    model
        That made the findings.
    precision
        What was asked for; ``None`` if nothing was.
    made
        When the workbook was made.
    lines, options
        As for the columns of findings.
    """
    sheet.title("About these findings")
    sheet.heading("How to read them")
    promised = [] if precision is None else [("Unsure", _promise(precision))]
    explained = [_WHY] if "because" in options else []
    sheet.facts([*_READING, *promised, *explained, *([] if lines else _OF_DOCUMENTS)], widths=_WIDTHS)
    sheet.heading("What not to use them for")
    for each in _MISUSE:
        sheet.line(each)
    sheet.heading("What made them")
    sheet.facts(_origin(model, made), widths=_WIDTHS)


def _promise(precision: float) -> str:
    return (
        f"At least {100 * precision:g}% of all findings that are not marked unsure are right, with 95% "
        "confidence, in reports like those the model has learnt from, all domains together. Those that are "
        "unsure are counted apart."
    )


def _origin(model: ModelMetadata, made: dt.datetime) -> Iterator[tuple[str, Cell]]:
    yield "Program", f"inspection-findings {version('inspection-findings')}"
    yield "Model", f"{model.name} {model.version}, trained {model.created}"
    yield "Made", made.date()
    yield "How good it is", _measured(model)
    yield "Where", "On the computer of whoever ran it, which the reports did not leave."


def _measured(model: ModelMetadata) -> str | None:
    """How often the model is right, as far as it says so."""
    metrics = model.metrics
    if not {"reliability", "per_label", "documents"} <= metrics.keys():
        return None
    truths = sum(label["support"] for label in metrics["per_label"])
    found = sum(label["recall"] * label["support"] for label in metrics["per_label"])
    if not truths:
        return None
    right = metrics["reliability"]["right"]
    return (
        f"On {counted(metrics['documents'], 'document')} that it had not seen, {right:.0%} of what it found "
        f"was right, and it found {found / truths:.0%} of what was there."
    )
