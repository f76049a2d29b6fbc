"""``findings data fetch``: bring the documents of the source list to where they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError
from inspection_findings.commands.data.progress import FetchProgress
from inspection_findings.commands.extras import needs_extra
from inspection_findings.paths import CORPUS, DATA
from inspection_findings.reporting.wording import counted, plain

if TYPE_CHECKING:
    from inspection_findings.corpus.catalogue import CatalogueEntry
    from inspection_findings.corpus.downloads import DownloadSettings
    from inspection_findings.corpus.fetching import Outcome

MOST_JOBS = 8
LONGEST_TIMEOUT = 600.0
LONGEST_DELAY = 60.0
TIMEOUTS_PER_DOCUMENT = 10
LISTED = 10
"""Problems that ``--check`` lists unless all are asked for."""


class Only(StrEnum):
    """Which documents to fetch."""

    REPORTS = "reports"
    ARTICLES = "articles"


def _check_jobs(jobs: int) -> int:
    if not 1 <= jobs <= MOST_JOBS:
        raise UsageError(f"--jobs {jobs}: 1 to {MOST_JOBS} downloads at a time")
    return jobs


def _check_delay(delay: float) -> float:
    if not 0 <= delay <= LONGEST_DELAY:
        raise UsageError(f"--delay {delay:g}: 0 to {LONGEST_DELAY:g} seconds")
    return delay


def _check_timeout(timeout: float) -> float:
    if not 0 < timeout <= LONGEST_TIMEOUT:
        raise UsageError(f"--timeout {timeout:g}: more than 0 and at most {LONGEST_TIMEOUT:g} seconds")
    return timeout


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with which documents."""

    entries: dict[str, CatalogueEntry]
    documents: Path
    source: Path | None
    settings: DownloadSettings | None
    pretend: bool


def fetch(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="DIR", help=f"Copy from this folder. Default: {CORPUS} where it exists."
        ),
    ] = None,
    download: Annotated[
        bool | None,
        typer.Option(
            "--download/--no-download",
            help="Download what is then still missing. Default: yes, unless --from is given.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[Only | None, typer.Option(help="Reports alone, or articles alone.")] = None,
    document: Annotated[
        list[str] | None, typer.Option("--document", metavar="ID", help="This document alone; repeatable.")
    ] = None,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", callback=_check_jobs, help=f"Downloads at a time, 1 to {MOST_JOBS}."),
    ] = 4,
    delay: Annotated[
        float, typer.Option(callback=_check_delay, help="Seconds between two requests to one host.")
    ] = 0.5,
    timeout: Annotated[
        float,
        typer.Option(
            callback=_check_timeout,
            help=f"Seconds to wait for the next bytes; a whole document may take {TIMEOUTS_PER_DOCUMENT} "
            "times as long.",
        ),
    ] = 30.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be fetched.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only verify what is there, specimens too; fetch nothing.")
    ] = False,
    show_all: Annotated[bool, typer.Option("--all", help="With --check: list every problem.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no remarks; errors are still shown.")
    ] = False,
) -> None:
    """Copy or download the reports and articles that the data folder's raw/sources.csv lists.

    A document is kept only if its SHA-256 is that of the list. One that is
    there and right is left alone. Run again, an interrupted download goes
    on where it stopped.

    [bold]Try[/bold]

      findings data fetch
      findings data fetch --from ../reports --dry-run
      findings data fetch --only reports --jobs 2 --delay 2
      findings data fetch --check

    [bold]Exit code[/bold]

      0  all is there, apart from what has no address to download it from
      1  some documents could not be had or are wrong; the others are there
      2  nothing was done: a bad option, or no list of sources
    """
    with needs_extra("train"):
        from inspection_findings.corpus.downloads import DownloadSettings
        from inspection_findings.corpus.sources import CATALOGUE_FILE, DOCUMENTS_FOLDER

    if check and (source is not None or download is not None or dry_run):
        raise UsageError("--check fetches nothing: not with --from, --download or --dry-run")
    if show_all and not check:
        raise UsageError("--all: only with --check, which lists the first problems alone")
    if source is not None and not source.is_dir():
        raise UsageError(f"--from {source}: no such folder")
    downloads = not check and (source is None if download is None else download)
    folder = source or (CORPUS if CORPUS.is_dir() and not check else None)
    if folder is None and not downloads and not check:
        raise UsageError(f"--no-download: no {CORPUS} to copy from; name a folder with --from")
    entries = _select(data / CATALOGUE_FILE, only, document or [], specimens=check)
    settings = DownloadSettings(
        jobs=jobs, delay=delay, timeout=timeout, time_limit=TIMEOUTS_PER_DOCUMENT * timeout
    )
    plan = _Plan(entries, data / DOCUMENTS_FOLDER, folder, settings if downloads else None, pretend=dry_run)
    messages = Messages(quiet=quiet)
    try:
        sizes = {name: entry.bytes for name, entry in entries.items()}
        with FetchProgress(sizes, visible=not quiet) as progress:
            outcomes = _carry_out(plan, progress.update)
    except KeyboardInterrupt:
        messages.remark("stopped: what has come is kept, and the next run goes on from there")
        raise
    if dry_run:
        _print_plan(plan, outcomes)
    # What was named, or looked for in a folder alone, was expected to be had.
    optional = set() if document or not (downloads or check) else _without_address(entries)
    most = LISTED if check and not show_all else len(outcomes)
    complete = _print_problems(entries, outcomes, optional, messages, most)
    typer.echo(_summary(outcomes, pretend=dry_run, check=check))
    if not complete:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _select(
    path: Path, only: Only | None, documents: list[str], *, specimens: bool
) -> dict[str, CatalogueEntry]:
    """Read of the source list what was asked for."""
    from inspection_findings.corpus.catalogue import read_catalogue
    from inspection_findings.corpus.records import Source

    catalogue = read_catalogue(path)
    for name in documents:
        if name not in catalogue:
            raise UsageError(f"--document {name}: not in {path}")
        if catalogue[name].source is Source.SPECIMEN and not specimens:
            raise UsageError(f"--document {name}: part of the repository, and not fetched")
    sources = {
        None: {Source.REPORT, Source.ARTICLE, *([Source.SPECIMEN] if specimens else [])},
        Only.REPORTS: {Source.REPORT},
        Only.ARTICLES: {Source.ARTICLE},
    }[only]
    chosen = {
        name: entry
        for name, entry in catalogue.items()
        if entry.source in sources and (not documents or name in documents)
    }
    if not chosen:
        raise UsageError(f"no such documents in {path}")
    return chosen


def _without_address(entries: Mapping[str, CatalogueEntry]) -> set[str]:
    from inspection_findings.corpus.records import Source

    return {e.document for e in entries.values() if not e.address and e.source is not Source.SPECIMEN}


def _carry_out(plan: _Plan, report: Callable[[str, int], None]) -> dict[str, Outcome]:
    """Copy, then download what is still missing; outcomes in the order of the source list."""
    from inspection_findings.corpus.downloads import download_documents
    from inspection_findings.corpus.fetching import Outcome, State, copy_documents, inspect_document

    outcomes: dict[str, Outcome] = {}
    found: Iterable[Outcome]
    if plan.source is None:
        found = (inspect_document(entry, plan.documents) for entry in plan.entries.values())
    else:
        found = copy_documents(plan.entries.values(), plan.source, plan.documents, pretend=plan.pretend)
    for outcome in found:
        outcomes[outcome.document] = outcome
        if outcome.at_hand:
            report(outcome.document, plan.entries[outcome.document].bytes)
    if plan.settings is None:
        return outcomes
    wanted = [plan.entries[name] for name, outcome in outcomes.items() if not outcome.at_hand]
    loaded: Iterable[Outcome]
    if plan.pretend:
        loaded = (Outcome(entry.document, State.DOWNLOADED) for entry in wanted if entry.address)
    else:
        loaded = download_documents(wanted, plan.documents, plan.settings, report)
    for outcome in loaded:
        outcomes[outcome.document] = _after(outcomes[outcome.document], outcome)
    return outcomes


def _after(copied: Outcome, downloaded: Outcome) -> Outcome:
    """How it ended, and beside it what was wrong with the copy."""
    from inspection_findings.corpus.fetching import State

    if copied.state is State.MISSING or copied.message in downloaded.message:
        return downloaded
    return replace(downloaded, message="; ".join(filter(None, (copied.message, downloaded.message))))


def _print_plan(plan: _Plan, outcomes: Mapping[str, Outcome]) -> None:
    from inspection_findings.corpus.fetching import State

    for name, outcome in outcomes.items():
        entry = plan.entries[name]
        if outcome.state is State.COPIED:
            typer.echo(plain(f"copy      {entry.file}"))
        elif outcome.state is State.DOWNLOADED:
            typer.echo(plain(f"download  {entry.file}  {entry.address}"))


def _print_problems(
    entries: Mapping[str, CatalogueEntry],
    outcomes: Mapping[str, Outcome],
    optional: set[str],
    messages: Messages,
    most: int,
) -> bool:
    """Say what is missing, wrong or was replaced; give whether all that has to be there is."""
    from inspection_findings.corpus.fetching import State

    wrong: list[Outcome] = []
    publishers: Counter[str] = Counter()
    for name, outcome in outcomes.items():
        if outcome.at_hand:
            if outcome.message:
                messages.warning(f"{name}: {outcome.message}")
        elif outcome.state is State.MISSING and name in optional:
            publishers[entries[name].publication or "not recorded"] += 1
        else:
            wrong.append(outcome)
    if len(wrong) > most:
        # A clean clone lacks hundreds: what is there and wrong is not to be lost among them.
        wrong.sort(key=lambda outcome: outcome.state is State.MISSING)
    for outcome in wrong[:most]:
        messages.failure(outcome.document, outcome.message)
    if len(wrong) > most:
        messages.remark(f"and {len(wrong) - most:,} more, see --all")
    if publishers:
        named = ", ".join(f"{publisher} ({number})" for publisher, number in publishers.most_common())
        total = counted(publishers.total(), "missing document")
        messages.remark(f"no address for {total}; published by: {named}")
    return not wrong


def _summary(outcomes: Mapping[str, Outcome], *, pretend: bool, check: bool) -> str:
    from inspection_findings.corpus.fetching import State

    states = Counter(outcome.state for outcome in outcomes.values())
    copied, downloaded = ("to copy", "to download") if pretend else ("copied", "downloaded")
    parts = [f"{states[State.THERE]:,} there"]
    if not check:
        parts += [f"{states[State.COPIED]:,} {copied}", f"{states[State.DOWNLOADED]:,} {downloaded}"]
    if states[State.CHANGED]:
        parts.append(f"{states[State.CHANGED]:,} changed")
    parts.append(f"{states[State.MISSING] + states[State.FAILED]:,} missing")
    return f"{counted(len(outcomes), 'document')}: {', '.join(parts)}"
