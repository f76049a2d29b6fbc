"""``findings classify``: documents or sentences in, their findings out."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.classification import Classification, Work
from inspection_findings.commands.console import ExitCode, Messages, UsageError, check_jobs, text_console
from inspection_findings.commands.inputs import Inputs, read_ahead, resolve
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
from inspection_findings.commands.output import BomOption, Output, check_bom, format_named, to_terminal
from inspection_findings.commands.sinks import Sink, TableSink, TextSink, WorkbookSink
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import Domain, Polarity
from inspection_findings.reporting.records import options_asked_for
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.totals import domains_line, totals_line
from inspection_findings.reporting.writers import CsvWriter, JsonLinesWriter

if TYPE_CHECKING:
    from inspection_findings.model.scorer import Scorer


_SHOWN = "What is shown"


class FindingsFormat(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


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
            "--output",
            "-o",
            metavar="FILE",
            help="Write here; .xlsx (a workbook), .csv, .jsonl and .ndjson set the format.",
        ),
    ] = None,
    model: ModelOption = None,
    min_confidence: Annotated[
        float,
        typer.Option(
            metavar="0..1",
            callback=_check_probability,
            rich_help_panel=_SHOWN,
            help="Show findings at least this certain.",
        ),
    ] = 0.0,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="0..1",
            callback=_check_precision,
            rich_help_panel=_SHOWN,
            help="Promise that at least this share of the findings is right; mark the others unsure.",
        ),
    ] = None,
    domain: Annotated[
        list[Domain] | None,
        typer.Option(
            "--domain",
            "-d",
            metavar="DOMAIN",
            rich_help_panel=_SHOWN,
            help=f"Show findings of this domain only; may be repeated. One of: {', '.join(Domain)}.",
        ),
    ] = None,
    polarity: Annotated[
        Polarity | None,
        typer.Option("--polarity", "-p", rich_help_panel=_SHOWN, help="Show strengths or weaknesses only."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            "-e",
            rich_help_panel=_SHOWN,
            help="Say of each finding which words, heading and neighbours moved it.",
        ),
    ] = False,
    only_findings: Annotated[
        bool,
        typer.Option(
            "--only-findings", rich_help_panel=_SHOWN, help="Leave sentences without a finding out of jsonl."
        ),
    ] = False,
    show_all: Annotated[
        bool,
        typer.Option(
            "--all", rich_help_panel=_SHOWN, help="Show sentences without a finding in the table too."
        ),
    ] = False,
    bom: BomOption = False,
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
      findings classify letter.pdf --output letter.xlsx
      findings classify reports/ --output findings.csv --bom
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
    _check_options(chosen, output, show_all=show_all, only_findings=only_findings, bom=bom)
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
        console = text_console(destination.stream)
        options = options_asked_for(precision, explain)
        sink: Sink
        match chosen:
            case FindingsFormat.TABLE:
                sink = TableSink(console, show_all=show_all, quiet=quiet)
            case FindingsFormat.JSONL:
                sink = TextSink(destination.stream, partial(JsonLinesWriter, only_findings=only_findings))
            case FindingsFormat.CSV:
                writer = partial(CsvWriter, lines=inputs.hold_lines, options=options, mark=bom)
                sink = TextSink(destination.stream, writer)
            case FindingsFormat.XLSX:
                sink = WorkbookSink(
                    destination,
                    scorer.metadata,
                    precision=precision,
                    lines=inputs.hold_lines,
                    options=options,
                )
        selection = Selection(min_confidence, frozenset(domain or ()), polarity, sure_from)
        run = Classification(scorer, selection, sink.writer, messages, explain)
        run.summary.failures = inputs.failures
        run.summary.precision = precision
        _classify_all(run, sink, inputs, jobs, visible=len(sources) > 1 and not console.is_terminal)
        if run.summary.is_empty:
            destination.discard()
        else:
            sink.close(run.summary)
    if chosen is not FindingsFormat.TABLE and not run.summary.is_empty:
        messages.remark(totals_line(run.summary))
        if run.summary.total.shown:
            messages.remark(domains_line(run.summary))
    if run.summary.failures:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _classify_all(run: Classification, sink: Sink, inputs: Inputs, jobs: int, *, visible: bool) -> None:
    """Classify the sources, in several processes where that is worth it and can be done."""
    sources, track = inputs.sources, partial(run.messages.track, total=len(inputs.sources), visible=visible)
    if not (isinstance(sink, TableSink) or inputs.hold_lines or len(sources) == 1):
        # Imported here, as a single document pays for nothing of it.
        from inspection_findings.commands.parallel import processes, work_on

        several = processes(jobs, sources)
        if several > 1:
            work = Work(run.scorer, run.selection, sink.keeper, run.explain)
            for part in track(work_on(work, sources, several)):
                if part.kept is not None:
                    sink.put(part.kept)
                run.take(part)
            return
    for source in track(read_ahead(sources)):
        if source.holds_lines:
            run.run_lines(source)
        else:
            run.run_document(source)


def _check_options(
    chosen: FindingsFormat, output: Path | None, *, show_all: bool, only_findings: bool, bom: bool
) -> None:
    if show_all and chosen is not FindingsFormat.TABLE:
        raise UsageError(f"--all is for the table; the format here is {chosen}")
    if only_findings and chosen is not FindingsFormat.JSONL:
        raise UsageError(f"--only-findings is for jsonl; the format here is {chosen}")
    check_bom(bom, chosen)
    if chosen is FindingsFormat.XLSX and to_terminal(output):
        raise UsageError("a workbook cannot be shown on a terminal: name a file, --output findings.xlsx")


def _thresholds(scorer: Scorer, precision: float) -> tuple[float, ...]:
    try:
        return tuple(scorer.thresholds_for(precision).tolist())
    except ModelError as error:
        raise UsageError(f"--precision {precision:g}: {error}") from error
