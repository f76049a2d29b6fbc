"""Corrections that readers made in the local app, taken into the corpus."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from inspection_findings.commands.console import Messages
from inspection_findings.commands.output import Output
from inspection_findings.files import exclusive
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.corpus.corrections.taking import Taking


def import_corrections(
    file: Path,
    messages: Messages,
    *,
    annotator: str | None,
    conflicts: Path | None,
    dry_run: bool,
    data: Path,
    jobs: int,
) -> bool:
    """Take corrections into the corpus, and mark them in their file; the options are those of the command.

    Returns
    -------
    bool
        Whether all of them are in now.

    Raises
    ------
    CorpusError
        If the file is not one of corrections, or nothing says who corrected.
    """
    from inspection_findings.corpus.corrections import CorrectionStore, judgements_of
    from inspection_findings.corpus.corrections.taking import save_taking, take_corrections
    from inspection_findings.corpus.merging import conflict_table
    from inspection_findings.corpus.sources import read_sources

    store = CorrectionStore(file)
    # From reading the labels to writing them: what another import adds in between would be lost.
    with nullcontext() if dry_run else exclusive(data):
        kept = read_sources(data)
        judgements = judgements_of(store.read())
        taking = take_corrections(kept, judgements, annotator=annotator, today=dt.date.today(), n_jobs=jobs)
        if conflicts is not None and taking.merge.conflicts:
            with Output(conflicts, machine=True) as report:
                report.stream.write(conflict_table(taking.merge.conflicts))
        if not dry_run:
            save_taking(kept, taking)
            # Last: stopped before this, they still wait, and are found to be there already.
            store.mark(taking.outcomes)
    _say_what_came(taking, messages, dry_run=dry_run)
    return not (taking.merge.conflicts or taking.merge.failures or taking.unlisted)


def _say_what_came(taking: Taking, messages: Messages, *, dry_run: bool) -> None:
    for document, number in taking.unlisted.items():
        messages.failure(
            document,
            f"not in the source list, {counted(number, 'sentence')} left: add the file with "
            "`findings data add`, then import again",
        )
    for problem in taking.merge.problems:
        messages.failure("left", problem)
    for conflict in taking.merge.conflicts:
        messages.failure(conflict.place.id, "conflict: " + " | ".join(map(str, conflict.sides)))
    messages.remark(
        f"{counted(len(taking.merge.added), 'sentence')} {'would be added' if dry_run else 'added'}, "
        f"{len(taking.overrides):,} corrected, {taking.merge.agreed:,} already there, "
        f"{len(taking.merge.conflicts):,} in conflict, {taking.half:,} judged in part and left"
    )
