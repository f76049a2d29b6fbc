"""Reports read and classified into a database, each once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer

from inspection_findings.commands.classification import Work
from inspection_findings.commands.console import ExitCode, Messages
from inspection_findings.commands.distributed.crew import Crew
from inspection_findings.commands.inputs import Source
from inspection_findings.commands.models import model_folder
from inspection_findings.commands.parts import parts_of
from inspection_findings.commands.precision import NONE, sureness
from inspection_findings.commands.sinks import KeptText
from inspection_findings.overview.database import Database
from inspection_findings.overview.rows import ReportRows, RowsWriter
from inspection_findings.reporting.summary import Summary


def gather(
    sources: Sequence[Source],
    place: Path,
    messages: Messages,
    *,
    base: Database | None = None,
    model: str | None = None,
    precision: str | None = None,
    jobs: int = -1,
    crew: Crew | None = None,
) -> Summary:
    """Read reports into a new database.

    A report that cannot be read is reported and counted. One whose contents are there already is left out,
    which is said.

    Parameters
    ----------
    sources
        The reports.
    place
        Where the database is to stand; it appears whole or not at all.
    messages
        Takes what goes wrong.
    base
        A database whose reports the new one has too.
    model, precision
        As the options take them. What is not asked for is as the base has it.
    jobs
        Processes; -1 for one a core.
    crew
        Workers, if any.

    Returns
    -------
    Summary
        Of what was added.

    Raises
    ------
    typer.Exit
        If all failed and there is no base: nothing is written then.
    OverviewError
        If another model or precision made the base, or it has other contents under a report's name.
    """
    from inspection_findings import load_model

    scorer = load_model(model_folder(model))
    if base is not None and precision is None:
        precision = base.about().get("precision") or NONE
    sure = sureness(scorer, precision)
    work = Work(scorer, sure.selection, partial(KeptText, RowsWriter))
    summary = Summary(precision=sure.precision)
    with Database.create(place, like=base) as database:
        database.made_with(scorer.metadata, sure.precision)
        parts = parts_of(work, sources, jobs=jobs, crew=crew, say=messages.remark)
        pairs = zip(sources, parts, strict=True)
        for source, part in messages.track(pairs, total=len(sources), visible=len(sources) > 1):
            messages.say(part.messages, part.failures)
            if part.kept:
                digest = source.sha256()
                same = database.holds(digest)
                if same is not None:
                    messages.remark(f"{source.name}: the same as {same}, taken once")
                    continue
                database.insert(ReportRows.from_json(part.kept), digest)
            summary.merge(part.summary)
        if base is None and summary.is_empty:
            raise typer.Exit(ExitCode.SOME_FAILED)
    return summary
