"""``findings compare``: which of several models is better, by how much, and how surely."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import UsageError, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.output import Output, format_named
from inspection_findings.commands.samples import DataOption, SentencesOption, SplitOption
from inspection_findings.files import write_atomically
from inspection_findings.paths import DATASET

if TYPE_CHECKING:
    from inspection_findings.reporting.comparison import Report

MOST_MODELS = 26
"""A letter each."""


class ComparisonFormat(StrEnum):
    """How a comparison is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def compare(
    models: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C…]",
            help="Model folders, models:/inspection-findings@champion, or ids of runs. A is what the others "
            "are measured by.",
            show_default=False,
        ),
    ],
    split: SplitOption = None,
    sentences: SentencesOption = None,
    data: DataOption = DATASET,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Score all models now, whatever predictions were stored.")
    ] = False,
    format: Annotated[
        ComparisonFormat | None,
        typer.Option("--format", "-f", help="How to write the comparison.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here; .json, .md and .html set the format."
        ),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw the changes with their intervals, as SVG.")
    ] = None,
    changed: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the sentences with other findings, and both answers, as JSON Lines."
        ),
    ] = None,
) -> None:
    """Compare models on the same sentences, paired: each with the first.

    Predictions that were stored in training are used where there are any; models that have none are scored on
    the validation split now. With --split or --sentences, models are scored on those unless it was them that
    the stored predictions are of. Predictions of different sentences are not compared. docs/comparing.md says
    how to read the figures.

    [bold]Try[/bold]

      findings compare models/default models/trained
      findings compare models:/inspection-findings@champion models:/inspection-findings@challenger
      findings compare models/a models/b --split test --output comparison.html --changed changed.jsonl

    [bold]Exit code[/bold]

      0  compared, whichever model is better
      2  nothing was compared: a bad option, no such model, other sentences
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.commands.contenders import compare_models
        from inspection_findings.reporting.comparison import changed_lines
        from inspection_findings.reporting.plots.changes import change_plot

    if not 2 <= len(models) <= MOST_MODELS:
        raise UsageError(f"{len(models)} models: 2 to {MOST_MODELS} can be compared")
    chosen = format or format_named(output, ComparisonFormat) or ComparisonFormat.TEXT
    destination = Output(output, machine=chosen is not ComparisonFormat.TEXT)
    if plot is not None and plot.suffix.lower() != ".svg":
        raise UsageError(f"--plot {plot}: is drawn as SVG: end the name in .svg")
    lines = Output(changed, machine=True) if changed is not None else None
    report = compare_models(models, split=split, sentences=sentences, data=data, rescore=rescore)
    if plot is not None:
        write_atomically(plot, change_plot(report))
    if lines is not None:
        with lines:
            lines.stream.writelines(f"{line}\n" for line in changed_lines(report))
    with destination:
        _write(destination, report, chosen)


def _write(destination: Output, report: Report, chosen: ComparisonFormat) -> None:
    from inspection_findings.reporting.comparison import (
        comparison_markdown,
        comparison_page,
        comparison_record,
        print_comparison,
    )

    match chosen:
        case ComparisonFormat.TEXT:
            print_comparison(text_console(destination.stream), report)
        case ComparisonFormat.JSON:
            record = comparison_record(report)
            destination.stream.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
        case ComparisonFormat.MARKDOWN:
            destination.stream.write(comparison_markdown(report))
        case ComparisonFormat.HTML:
            destination.stream.write(comparison_page(report))
