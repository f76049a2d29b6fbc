"""``findings data check``: what is wrong with the labels, the source list and the documents at hand."""

from __future__ import annotations

import json
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import (
    ExitCode,
    Messages,
    UsageError,
    check_output,
    standard_output,
    text_console,
)
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.paths import DATA
from inspection_findings.reporting.wording import counted, plain

if TYPE_CHECKING:
    from inspection_findings.corpus.checks import Problem, Report

LISTED = 10
"""Warnings and notes of a check that are listed unless all are asked for."""

KEPT = ("raw", "labeled", "dataset", "overrides.jsonl", "README.md", "LABELLING.md")
"""What is in a data folder that is not to be written over."""


class ReportFormat(StrEnum):
    """How to print what was found."""

    TEXT = "text"
    JSON = "json"


def check(
    folder: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    specimens_only: Annotated[
        bool, typer.Option("--specimens-only", help="Do not read reports and articles though they are there.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write all pairs whose labels disagree to FILE as CSV."
        ),
    ] = None,
    layout: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to print.")] = ReportFormat.TEXT,
    show_all: Annotated[bool, typer.Option("--all", help="List every warning, not ten a check.")] = False,
    show_text: Annotated[bool, typer.Option("--show-text", help="Show the sentences themselves.")] = False,
    similarity: Annotated[
        float, typer.Option(min=0.5, max=1.0, help="Cosine from which two sentences are nearly the same.")
    ] = 0.9,
    jobs: JobsOption = ONE_A_CORE,
) -> None:
    """Check the labels, the source list and whatever documents are at hand.

    Finds malformed lines, sentences labelled twice, what stands in two splits, text that is none, and nearly
    identical sentences with different labels. Shows no sentence of a report unless asked to. Exits with 0
    when there is no error, with 1 when there is one.

    [bold]Try[/bold]

      findings data check
      findings data check --specimens-only --strict
      findings data check --output disagreements.csv --show-text
      findings data check --format json > problems.json
    """
    with needs_extra("train"):
        import sklearn  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.checks import Severity, check_corpus, write_contradictions

    if output is not None:
        # Before the long part.
        check_output(output)
        _check_no_part_of(folder, output)
    messages = Messages()
    with messages.steps() as step:
        report = check_corpus(
            folder, specimens_only=specimens_only, similarity=similarity, n_jobs=jobs, report=step
        )
    if output is not None:
        written = write_contradictions(output, report.pairs, show_text=show_text)
        messages.remark(f"{output}: {counted(written, 'pair')} whose labels disagree")
    if layout is ReportFormat.JSON:
        _print_json(report, show_text=show_text)
    else:
        _print_text(report, show_all=show_all, show_text=show_text)
    if report.count(Severity.ERROR) or (strict and report.count(Severity.WARNING)):
        raise typer.Exit(ExitCode.SOME_FAILED)


def _check_no_part_of(folder: Path, output: Path) -> None:
    place, whole = output.resolve(), folder.resolve()
    if place.is_relative_to(whole) and place.relative_to(whole).parts[0] in KEPT:
        raise UsageError(f"--output {output}: is part of the data, and would be lost")


def _print_json(report: Report, *, show_text: bool) -> None:
    tallies = [
        {"check": row.check, "errors": row.errors, "warnings": row.warnings, "notes": row.notes}
        for row in report.tallies
    ]
    problems = []
    for problem in report.problems:
        line: dict[str, object] = {
            "check": problem.check,
            "severity": problem.severity,
            "where": problem.where,
            "message": problem.message,
        }
        if show_text:
            line["texts"] = problem.texts
        problems.append(line)
    whole = {"checks": tallies, "left_out": report.left_out, "problems": problems}
    standard_output(machine=True).write(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


def _print_text(report: Report, *, show_all: bool, show_text: bool) -> None:
    from rich.table import Table

    from inspection_findings.corpus.checks import Severity

    table = Table("check", title=None)
    for column in ("errors", "warnings", "notes"):
        table.add_column(column, justify="right")
    for row in report.tallies:
        table.add_row(row.check, *(f"{n:,}" if n else "" for n in (row.errors, row.warnings, row.notes)))
    for left_out in report.left_out:
        table.add_row(left_out, "not made", "", "")
    standard_output(machine=False)
    text_console(sys.stdout).print(table)
    listed: Counter[tuple[str, str]] = Counter()
    for problem in report.problems:
        kind = (problem.check, problem.severity)
        listed[kind] += 1
        if show_all or problem.severity is Severity.ERROR or listed[kind] <= LISTED:
            _print_problem(problem, show_text=show_text)
    hidden = {kind: n - LISTED for kind, n in listed.items() if n > LISTED and kind[1] != Severity.ERROR}
    if hidden and not show_all:
        more = ", ".join(f"{n:,} of {check}" for (check, _), n in hidden.items())
        typer.echo(f"and more, see --all: {more}")
    counts = [counted(report.count(severity), severity) for severity in Severity]
    typer.echo(f"{', '.join(counts[:-1])} and {counts[-1]}")


def _print_problem(problem: Problem, *, show_text: bool) -> None:
    # Never folded: a problem is one line, so that it can be searched for and counted.
    typer.echo(plain(f"{problem.severity}: {problem.check}: {problem.where}: {problem.message}"))
    for text in problem.texts if show_text else ():
        typer.echo(f"    {plain(text)}")
