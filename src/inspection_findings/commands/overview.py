"""``findings overview``: many reports in, one view over all of them out."""

from __future__ import annotations

import os
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from inspection_findings.commands.account import Account, FailuresOption
from inspection_findings.commands.browser import OpenOption, show
from inspection_findings.commands.console import Messages, UsageError, check_output
from inspection_findings.commands.distributed.crew import ClusterOption, WorkersOption, crew_of
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.fail_on import ANY, FailOnOption
from inspection_findings.commands.inputs import Inputs, resolve
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
from inspection_findings.commands.models import ModelOption
from inspection_findings.commands.output import format_named
from inspection_findings.commands.precision import PrecisionOption
from inspection_findings.commands.sources.options import ManifestOption
from inspection_findings.files import temporary_folder_beside, write_atomically
from inspection_findings.reporting.summary import Summary
from inspection_findings.reporting.totals import totals_line
from inspection_findings.reporting.writers import to_json

if TYPE_CHECKING:
    from inspection_findings.overview.database import Database


class OverviewFormat(StrEnum):
    """How an overview is written."""

    HTML = "html"
    XLSX = "xlsx"
    SQLITE = "sqlite"
    PARQUET = "parquet"


_USUAL_NAMES = {
    OverviewFormat.HTML: Path("overview.html"),
    OverviewFormat.XLSX: Path("overview.xlsx"),
    OverviewFormat.SQLITE: Path("findings.db"),
    OverviewFormat.PARQUET: Path("findings.parquet"),
}


class Target(NamedTuple):
    """A file to write."""

    path: Path
    format: OverviewFormat


def overview(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Reports, folders, patterns or URLs of them, or a database made here before.",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here; .html, .xlsx, .db, .sqlite and .parquet set the format. May be repeated.",
            show_default="overview.html",
        ),
    ] = None,
    format: Annotated[
        OverviewFormat | None,
        typer.Option("--format", "-f", help="What to write where the name of the file does not say."),
    ] = None,
    manifest: ManifestOption = None,
    model: ModelOption = None,
    precision: PrecisionOption = None,
    open_: OpenOption = False,
    jobs: JobsOption = ONE_A_CORE,
    update: Annotated[
        bool,
        typer.Option(
            "--update", help="Bring the database that --output names up to date: read what is new or changed."
        ),
    ] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="With --update, remove what is no longer among the reports given."),
    ] = False,
    cluster: ClusterOption = None,
    workers: WorkersOption = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no remarks; errors are still shown.")
    ] = False,
    timeout: TimeoutOption = SECONDS,
    max_pages: MaxPagesOption = PAGES,
    max_bytes: MaxBytesOption = BYTES,
    fail_on: FailOnOption = ANY,
    failures: FailuresOption = None,
) -> None:
    """Compare many inspection reports: strengths and weaknesses by authority and domain.

    The page (.html) is one file that opens in any browser and needs no
    network: a heat map of authorities and domains to sort and filter, the
    sentences behind every figure, trends over the years, and the authorities
    that are most alike. The workbook (.xlsx) has the same figures for Excel.

    The database (.db) keeps everything that was read and found. Make it once;
    pages and workbooks can be made from it without reading the reports again,
    reports can be added to it, and findings search and findings progress ask
    it. It is plain SQLite, with a file beside it that tells Datasette how to
    show it. Parquet is one flat table, for Power BI and other programs.

    A report that is there twice is taken once.

    With --failures, a file says when the run is over what was asked and read
    and, of each report that failed, why, in codes for programs.

    With --update, the database is brought up to date in one transaction: a
    report whose contents it has is not read again, a new one is added, and one
    that has changed takes the place of what it was. Whoever reads the database
    meanwhile sees it as before or as after. What is gone from the reports is
    kept, and removed with --prune. Where another model, precision or version of
    this program made the database, all is read anew into another one, which
    then takes its place.

    With --cluster or --workers, Dask workers read the reports, as they do for
    findings classify.

    [bold]Try[/bold]

      findings overview reports/ --open
      findings overview reports/ -o findings.db
      findings overview findings.db -o overview.html -o overview.xlsx
      findings overview findings.db new-letter.pdf -o findings.db
      findings overview reports/ -o findings.db -o overview.html
      findings overview s3://letters/reports/ -o findings.db
      findings overview --manifest reports.txt -o findings.db
      findings overview reports/ -o findings.db --update
      findings overview reports/ -o findings.db --update --prune

    [bold]Exit code[/bold]

      0  all was read, or no more failed than --fail-on lets pass
      1  some reports failed, and what the others gave is written; or all
         did, some of which are there but could not be read
      2  nothing was done: a bad option, none of the reports is there,
         an unreadable model or database, nowhere to write, or somebody
         else is bringing the database up to date
    """
    from inspection_findings.overview.database import Database, is_database

    messages = Messages(quiet=quiet)
    targets = _targets(output, format)
    page = _page_among(targets) if open_ else None
    databases = [Path(path) for path in paths or () if is_database(Path(path))]
    documents = [path for path in paths or () if Path(path) not in databases]
    if len(databases) > 1:
        raise UsageError("one database can be looked at in one run: give the reports themselves")
    reports = bool(documents or manifest or not paths)
    if not reports and (model or precision):
        raise UsageError("--model and --precision are for reading reports: a database has its findings")
    kept = next((each for each in targets if each.format is OverviewFormat.SQLITE), None)
    if update:
        _check_updatable(targets, databases)
    elif prune:
        raise UsageError("--prune is for --update")
    crew = crew_of(cluster, workers)
    limits = limits_of(timeout, max_pages, max_bytes)
    account = Account("overview", failures, fail_on, messages, [each.path for each in targets])
    inputs = Inputs()
    if reports:
        inputs = resolve(documents, messages, accept_lines=False, limits=limits, manifest=manifest)
    if reports and not inputs.sources:
        raise typer.Exit(account.nothing(inputs))
    _check_apart(targets, inputs)
    if crew is not None:
        crew.check(inputs, to_files=True)
    account.begin(inputs)
    if any(target.format is OverviewFormat.PARQUET for target in targets):
        with needs_extra("parquet"):
            import pyarrow.parquet  # noqa: F401
    with ExitStack() as stack:
        base = stack.enter_context(Database.open(databases[0])) if databases else None
        read = Summary()
        if inputs.sources or base is None:
            # Beside what is made of it, where the next run finds what a killed one leaves.
            place = (
                kept.path
                if kept
                else stack.enter_context(temporary_folder_beside(targets[0].path)) / "findings.db"
            )
            try:
                if update:
                    # Imported here, as no other run pays for it.
                    from inspection_findings.commands import updating

                    asked = updating.Asked(prune, model, precision, jobs, crew)
                    read = updating.update(inputs, place, messages, asked)
                else:
                    from inspection_findings.commands.gathering import gather

                    read = gather(
                        inputs.sources, place, messages,
                        base=base, model=model, precision=precision, jobs=jobs, crew=crew,
                    )  # fmt: skip
            except typer.Exit:
                raise typer.Exit(account.end(_all_failed(inputs))) from None
            read.failures += inputs.failures
            # What could not be read was named.
            if not (update and read.is_empty):
                messages.remark(totals_line(read))
            database = stack.enter_context(Database.open(place))
            if kept:
                targets.remove(kept)
                _tell_of_database(kept.path, database, messages)
        else:
            database = base
        for target in targets:
            _write(target, database, messages)
        about = database.about()
    if page is not None:
        show(page.path, messages)
    if ending := account.end(read, (about.get("model"), about.get("model_version"))):
        raise typer.Exit(ending)


def _all_failed(inputs: Inputs) -> Summary:
    """The counts of a run of which nothing is written."""
    return Summary(failures=len(inputs.sources) + inputs.failures)


def _targets(output: list[Path] | None, format: OverviewFormat | None) -> list[Target]:
    """The files to write, each in a folder that is there."""
    if format and output and len(output) > 1:
        raise UsageError("--format is for one file: let the names of several say what they are")
    targets = []
    for path in dict.fromkeys(output or [_USUAL_NAMES[format or OverviewFormat.HTML]]):
        check_output(path)
        named = format or format_named(path, OverviewFormat)
        if named is None:
            raise UsageError(
                f"--output {path}: end the name in .html, .xlsx, .db or .parquet, or give --format, "
                f"one of {', '.join(OverviewFormat)}"
            )
        targets.append(Target(path, named))
    return targets


def _check_updatable(targets: list[Target], databases: list[Path]) -> None:
    """See that there is one database to bring up to date, and reports to do it with."""
    if sum(target.format is OverviewFormat.SQLITE for target in targets) != 1:
        raise UsageError("--update is for a database: give --output one name in .db")
    if databases:
        raise UsageError(
            f"--update takes reports alone: {databases[0]} is a database, and goes after --output"
        )


def _page_among(targets: list[Target]) -> Target:
    """The page that --open asks for."""
    for target in targets:
        if target.format is OverviewFormat.HTML:
            return target
    raise UsageError("--open is for a page: give --output a name in .html")


def _check_apart(targets: list[Target], inputs: Inputs) -> None:
    """See that no report is written over."""
    reports = {os.path.realpath(place) for source in inputs.sources if (place := source.place)}
    for target in targets:
        if os.path.realpath(target.path) in reports:
            raise UsageError(f"--output {target.path}: is a report that is to be read")


def _write(target: Target, database: Database, messages: Messages) -> None:
    """Write one file from the database."""
    from inspection_findings.overview.database import Database

    match target.format:
        case OverviewFormat.HTML:
            from inspection_findings.overview.page import overview_page

            page = overview_page(database, target.path.parent)
            write_atomically(target.path, page.encode("utf-8"))
        case OverviewFormat.XLSX:
            from inspection_findings.overview.workbook import overview_workbook

            write_atomically(target.path, overview_workbook(database))
        case OverviewFormat.PARQUET:
            from inspection_findings.overview.parquet import write_parquet

            write_parquet(database, target.path)
        case OverviewFormat.SQLITE:
            with Database.create(target.path, like=database):
                pass
            _tell_of_database(target.path, database, messages)
            return
    messages.remark(f"wrote {target.path}")


def _tell_of_database(path: Path, database: Database, messages: Messages) -> None:
    """Write what Datasette is told of the database beside it, and say how to look at it there."""
    from inspection_findings.overview.datasette import DATASETTE_SETTINGS, datasette_metadata

    metadata = path.with_suffix(".metadata.json")
    text = to_json(datasette_metadata(path, database.about()), indented=True)
    write_atomically(metadata, f"{text}\n".encode())
    command = join(["datasette", str(path), "-m", str(metadata), *DATASETTE_SETTINGS, "--open"])
    messages.remark(f"wrote {path}; to look into it with Datasette: {command}")
