"""``findings classify``: documents or sentences in, their findings out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.account import Account, FailuresOption
from inspection_findings.commands.archive.option import (
    AsTyped,
    PartitionByOption,
    PruneOption,
    names_archive,
)
from inspection_findings.commands.asked import Asked, FindingsFormat
from inspection_findings.commands.batch import classify_all
from inspection_findings.commands.console import Messages, UsageError
from inspection_findings.commands.distributed.crew import ClusterOption, WorkersOption, crew_of
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.fail_on import ANY, FailOnOption
from inspection_findings.commands.inputs import resolve
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
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
from inspection_findings.commands.output import BomOption, Output, format_named
from inspection_findings.commands.precision import Sureness, check_precision, promised
from inspection_findings.commands.sources.options import ManifestOption
from inspection_findings.labels import Domain, Polarity
from inspection_findings.reporting.selection import Selection
from inspection_findings.reporting.totals import domains_line, totals_line

_SHOWN = "What is shown"


def _check_probability(value: float) -> float:
    if not 0 <= value <= 1:
        raise UsageError(f"--min-confidence: {value:g} is not between 0 and 1")
    return value


def _check_precision(value: float | None) -> float | None:
    if value is not None:
        check_precision(value, f"{value:g}")
    return value


def classify(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Documents, folders, patterns or URLs of them, JSON Lines, or - for stdin.",
        ),
    ] = None,
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
            path_type=AsTyped,
            help="Write here; .xlsx (a workbook), .csv, .jsonl, .ndjson, folder/ (parquet) set the format.",
        ),
    ] = None,
    manifest: ManifestOption = None,
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
    jobs: JobsOption = ONE_A_CORE,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Keep what is done beside the output, and go on from there when the run was stopped.",
        ),
    ] = False,
    partition_by: PartitionByOption = None,
    prune: PruneOption = False,
    cluster: ClusterOption = None,
    workers: WorkersOption = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no summary; errors are still shown.")
    ] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
    fail_on: FailOnOption = ANY,
    failures: FailuresOption = None,
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

    A pattern ("reports/**/*.pdf") is one that the shell left as it is. A URL
    (s3://, file://, https://; az:// and gs:// too) is a document, a folder or
    a pattern. With --manifest, documents are those of a list: a path or URL a
    line, or .csv or .jsonl with "path" or "url" and, where they are to be
    checked, "sha256". Paths are relative to the list.

    With --model, a model of a training run or of the registry is fetched from
    where runs are kept (experiments/mlflow.db, or MLFLOW_TRACKING_URI) and kept
    in ~/.cache/inspection-findings (or FINDINGS_CACHE). A run, or a version on
    a server, is not asked for again, and is found without a connection; an
    alias is looked up each time.

    With --resume, for many documents into .jsonl or .csv, a run that was
    stopped goes on where it was when the same command is given again. What is
    done is in FILE.unfinished meanwhile, a line a document in FILE.progress;
    both go when FILE is there. Documents that have changed since, and those
    that could not be read, are read again.
    It may go on with other --jobs, or with --workers or --cluster.

    An archive is a folder of Parquet files that the same command keeps up to
    date, every night say. It classifies what is new or has changed (by size
    and time, then by SHA-256), and all anew where model or options are others.
    Readers open archive/current: it is the state before or after, never half
    of one. A run that is stopped goes on when it is given again. There is a
    row a finding, in folders by year of inspection.

    With --cluster, the workers of a Dask cluster read the documents where they
    lie, if all of them see the first document at the same place with the same
    contents; else its bytes are sent, and those of all others. The model is
    sent to each worker once. A cluster is trusted: see SECURITY.md.

    With --failures, a file says when the run is over what was asked and read
    and, of each document that failed, why: a code that stays, and whether
    trying again may help. "complete" is false in it until then.

    [bold]Try[/bold]

      findings classify letter.pdf
      findings classify letter.pdf --output letter.xlsx
      findings classify reports/ --output findings.csv --bom
      findings classify reports/ --output findings.jsonl --resume
      findings classify reports/ --output archive/ --format parquet
      findings classify reports/ -o archive/ --prune
      findings classify reports/ -o findings.jsonl --cluster tcp://host:8786
      findings classify reports/ -o a.csv --failures failures.json --fail-on 1%
      findings classify "reports/**/*.pdf" --output findings.csv
      findings classify s3://letters/reports/ --output findings.jsonl
      findings classify --manifest new.csv --output findings.jsonl
      findings classify letter.docx --domain workforce --polarity weakness
      findings classify letter.pdf --precision 0.9
      findings classify letter.pdf --explain --domain oversight
      findings classify letter.pdf --model models:/inspection-findings@champion
      curl -s https://example.org/letter.pdf | findings classify - --format jsonl
      findings classify sentences.jsonl | jq .findings

    [bold]Exit code[/bold]

      0  all was read, or no more failed than --fail-on lets pass
      1  some inputs failed, and what the others gave is written; or all
         did, some of which are there but could not be read
      2  nothing was done: a bad option, none of the inputs is there,
         an unreadable model, nowhere to write
    """
    from inspection_findings import load_model

    messages = Messages(quiet=quiet)
    # Before anything is read, as standard input can be read only once.
    named = format or (
        FindingsFormat.PARQUET if names_archive(output) else format_named(output, FindingsFormat)
    )
    limits = limits_of(timeout, max_pages, max_bytes)
    crew = crew_of(cluster, workers)
    account = Account("classify", failures, fail_on, messages, [output] if output else [])
    inputs = resolve(paths, messages, accept_lines=True, limits=limits, manifest=manifest)
    chosen = named or (FindingsFormat.JSONL if inputs.hold_lines else FindingsFormat.TABLE)
    asked = Asked(
        chosen,
        min_confidence,
        frozenset(domain or ()),
        polarity,
        precision,
        explain,
        only_findings=only_findings,
        show_all=show_all,
        bom=bom,
        lines=inputs.hold_lines,
    )
    asked.check(output)
    if crew is not None:
        crew.check(inputs, to_files=chosen is not FindingsFormat.TABLE)
    if to_archive := chosen is FindingsFormat.PARQUET:
        with needs_extra("parquet"):
            import pyarrow.parquet  # noqa: F401

        from inspection_findings.commands.archive.updating import check_archive, update_archive

        target = check_archive(asked, output, inputs)
    elif partition_by or prune:
        raise UsageError(f"--partition-by and --prune are for parquet; the format here is {chosen}")
    elif resume:
        # Imported here, as no other run pays for it.
        from inspection_findings.commands.resuming import check_resumable, classify_resumably

        target = check_resumable(asked, output, inputs)
    if not inputs.sources:
        raise typer.Exit(account.nothing(inputs))
    account.begin(inputs)
    destination = Output(None if to_archive else output, machine=chosen is not FindingsFormat.TABLE)
    if len(inputs.sources) == 1 and not (inputs.hold_lines or resume or crew or to_archive):
        # Beside the model, which takes about as long.
        inputs.sources[0].begin()
    folder = model_folder(model)
    scorer = load_model(folder)
    sure = Sureness() if precision is None else promised(scorer, precision, f"{precision:g}")
    if precision is not None and (domain or polarity):
        messages.remark("what --precision promises is for all findings together, not for part of them")
    selection = Selection(min_confidence, asked.domains, polarity, sure.selection.sure_from)
    if to_archive:
        summary = update_archive(
            inputs,
            scorer,
            selection,
            asked,
            target,
            messages,
            model=folder,
            jobs=jobs,
            crew=crew,
            partition_by=partition_by,
            prune=prune,
        )
    elif resume:
        summary = classify_resumably(
            inputs, scorer, selection, asked, target, messages, model=folder, jobs=jobs, crew=crew
        )
    else:
        if destination.target is not None:
            from inspection_findings.commands.unfinished import tell_of_unfinished

            tell_of_unfinished(destination.target, messages)
        summary = classify_all(
            inputs, scorer, selection, asked, destination, messages, jobs=jobs, crew=crew, quiet=quiet
        )
    if chosen is not FindingsFormat.TABLE and not summary.is_empty:
        messages.remark(totals_line(summary))
        if summary.total.shown:
            messages.remark(domains_line(summary))
    if ending := account.end(summary, (scorer.metadata.name, scorer.metadata.version)):
        raise typer.Exit(ending)
