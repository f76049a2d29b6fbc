"""``findings classify``: documents or sentences in, their findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console

from inspection_findings.commands.classification import Classification, Part, Work
from inspection_findings.commands.console import ExitCode, Messages, UsageError, check_jobs, text_console
from inspection_findings.commands.inputs import Inputs, Source, read_ahead, resolve
from inspection_findings.commands.limits import (
    BYTES,
    PAGES,
    SECONDS,
    MaxBytesOption,
    MaxPagesOption,
    TimeoutOption,
    limits_of,
)
from inspection_findings.commands.models import ModelOption, model_folder
from inspection_findings.commands.output import Output, format_named
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import Domain, Polarity
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.tables import TableWriter, domains_line, print_summary, totals_line
from inspection_findings.reporting.writers import CsvWriter, FindingsWriter, JsonLinesWriter, write_utf8

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer


class FindingsFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def _check_probability(value: float) -> float:
    if not 0 <= value <= 1:
        raise UsageError(f"--min-confidence: {value:g} is not between 0 and 1")
    return value


def _check_precision(value: float | None) -> float | None:
    if value is not None and not 0 < value < 1:
        hint = f"; give {value / 100:g} for {value:g}%" if 1 < value < 100 else ""
        raise UsageError(f"--precision: {value:g} is not between 0 and 1{hint}")
    return value


def classify(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Documents, folders of them, JSON Lines, or - for stdin."),
    ],
    format: Annotated[
        FindingsFormat | None,
        typer.Option(
            "--format", "-f", help="How to write findings.", show_default="table; jsonl for JSON Lines"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here; .jsonl, .ndjson and .csv set the format."
        ),
    ] = None,
    model: ModelOption = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            metavar="0..1", callback=_check_probability, help="Show findings at least this certain."
        ),
    ] = 0.0,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="0..1",
            callback=_check_precision,
            help="Promise that at least this share of the findings is right; mark the others unsure.",
        ),
    ] = None,
    domain: Annotated[
        list[Domain] | None,
        typer.Option(
            "--domain",
            "-d",
            metavar="DOMAIN",
            help=f"Show findings of this domain only; may be repeated. One of: {', '.join(Domain)}.",
        ),
    ] = None,
    polarity: Annotated[
        Polarity | None, typer.Option("--polarity", "-p", help="Show strengths or weaknesses only.")
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", "-e", help="Say of each finding which words, heading and neighbours moved it."
        ),
    ] = False,
    only_findings: Annotated[
        bool, typer.Option("--only-findings", help="Leave sentences without a finding out of jsonl.")
    ] = False,
    show_all: Annotated[
        bool, typer.Option("--all", help="Show sentences without a finding in the table too.")
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", callback=check_jobs, help="Processes for many documents; -1 for one a core."
        ),
    ] = -1,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no summary; errors are still shown.")
    ] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
) -> None:
    """Find strengths and weaknesses, sentence by sentence, in inspection reports.

    Documents may be PDF, DOCX, HTML, Markdown or plain text.
    JSON Lines (.jsonl, .ndjson, or anything that begins with a JSON object)
    has one sentence a line: "id", "text" and, where known, "section",
    "bullet", "passage", "position". Consecutive lines of one passage are read
    as each other's context.

    With --precision 0.9, at least 90% of all findings that are not marked
    unsure are right, with 95% confidence, in reports like those that the
    model was trained on. The promise is for all domains together.

    With --explain, each finding has its weightiest reasons and what they add
    to its log-odds (+0.7 doubles the odds): in the table and in CSV in words,
    in jsonl as "because", with the position of the words in the sentence.

    With --model, a model of a training run or of the registry is fetched from
    where runs are kept (experiments/mlflow.db, or MLFLOW_TRACKING_URI) and kept
    in ~/.cache/inspection-findings (or FINDINGS_CACHE). A run, or a version on
    a server, is not asked for again, and is found without a connection; an
    alias is looked up each time.

    [bold]Try[/bold]

      findings classify letter.pdf
      findings classify reports/ --output findings.csv
      findings classify letter.docx --domain workforce --polarity weakness
      findings classify letter.pdf --precision 0.9
      findings classify letter.pdf --explain --domain oversight
      findings classify letter.pdf --model models:/inspection-findings@champion
      curl -s https://example.org/letter.pdf | findings classify - --format jsonl
      findings classify sentences.jsonl | jq .findings

    [bold]Exit code[/bold]

      0  all was read
      1  some inputs failed, and what the others gave is written; or all
         did, some of which are there but could not be read
      2  nothing was done: a bad option, none of the inputs is there,
         an unreadable model, nowhere to write
    """
    from inspection_findings import load_model

    messages = Messages(quiet=quiet)
    # Before anything is read, as standard input can be read only once.
    named = format or format_named(output, FindingsFormat)
    limits = limits_of(timeout, max_pages, max_bytes)
    inputs = resolve(paths, messages, accept_lines=True, limits=limits)
    chosen = named or (FindingsFormat.JSONL if inputs.hold_lines else FindingsFormat.TABLE)
    _check_options(chosen, show_all=show_all, only_findings=only_findings)
    if not inputs.sources:
        raise typer.Exit(inputs.ending)
    destination = Output(output, machine=chosen is not FindingsFormat.TABLE)
    sources = inputs.sources
    if len(sources) == 1 and not inputs.hold_lines:
        # Beside the model, which takes about as long.
        sources[0].begin()
    scorer = load_model(model_folder(model))
    sure_from = None if precision is None else _thresholds(scorer, precision)
    if sure_from and (domain or polarity):
        messages.remark("what --precision promises is for all findings together, not for part of them")
    with destination:
        stream = destination.stream
        console = text_console(stream)
        writer = _writer(
            chosen, console, inputs, show_all, only_findings, _fields_asked_for(precision, explain)
        )
        selection = Selection(min_confidence, frozenset(domain or ()), polarity, sure_from)
        run = Classification(scorer, selection, writer(stream), messages, explain)
        run.summary.failures = inputs.failures
        run.summary.precision = precision
        progress = len(inputs.sources) > 1 and not console.is_terminal
        # A table is drawn by the process that knows the terminal.
        together = None
        if not (chosen is FindingsFormat.TABLE or inputs.hold_lines or len(inputs.sources) == 1):
            stream.flush()
            together = _in_processes(Work(scorer, selection, writer, explain), inputs.sources, jobs)
        if together is None:
            for source in messages.track(read_ahead(sources), total=len(sources), visible=progress):
                if source.holds_lines:
                    run.run_lines(source)
                else:
                    run.run_document(source)
        else:
            for part in messages.track(together, total=len(sources), visible=progress):
                write_utf8(stream, part.data)
                run.take(part)
        if run.summary.is_empty:
            destination.discard()
        elif chosen is FindingsFormat.TABLE and not quiet:
            print_summary(console, run.summary)
    if chosen is not FindingsFormat.TABLE and not run.summary.is_empty:
        messages.remark(totals_line(run.summary))
        if run.summary.total.shown:
            messages.remark(domains_line(run.summary))
    if run.summary.failures:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _in_processes(work: Work, sources: list[Source], jobs: int) -> Iterator[Part] | None:
    """Results of documents that several processes classify; ``None`` where one does as well."""
    # Imported here, as a single document pays for nothing of it.
    from inspection_findings.commands.parallel import processes, work_on

    several = processes(jobs, sources)
    return work_on(work, sources, several) if several > 1 else None


def _check_options(chosen: FindingsFormat, *, show_all: bool, only_findings: bool) -> None:
    if show_all and chosen is not FindingsFormat.TABLE:
        raise UsageError(f"--all is for the table; the format here is {chosen}")
    if only_findings and chosen is not FindingsFormat.JSONL:
        raise UsageError(f"--only-findings is for jsonl; the format here is {chosen}")


def _thresholds(scorer: Scorer, precision: float) -> tuple[float, ...]:
    try:
        return tuple(scorer.thresholds_for(precision).tolist())
    except ModelError as error:
        raise UsageError(f"--precision {precision:g}: {error}") from error


def _fields_asked_for(precision: float | None, explain: bool) -> frozenset[str]:
    asked = {"unsure": precision is not None, "because": explain}
    return frozenset(name for name, wanted in asked.items() if wanted)


def _writer(
    chosen: FindingsFormat,
    console: Console,
    inputs: Inputs,
    show_all: bool,
    only_findings: bool,
    options: frozenset[str],
) -> Callable[[TextIO], FindingsWriter]:
    match chosen:
        case FindingsFormat.TABLE:
            return lambda _: TableWriter(console, show_all=show_all)
        case FindingsFormat.JSONL:
            return partial(JsonLinesWriter, only_findings=only_findings)
        case FindingsFormat.CSV:
            return partial(CsvWriter, lines=inputs.hold_lines, options=options)
