"""``findings label import``: take annotators' labels into the corpus."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.commands.label.corrections import import_corrections
from inspection_findings.commands.label.targets import check_target
from inspection_findings.commands.output import Output
from inspection_findings.exceptions import FindingsError
from inspection_findings.files import exclusive
from inspection_findings.paths import DATA
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.corpus.exchange.answers import Answers
    from inspection_findings.corpus.merging import Merge


class AnswerFormat(StrEnum):
    """How labels come back."""

    LABEL_STUDIO = "label-studio"
    CSV = "csv"
    CORRECTIONS = "corrections"


def import_labels(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What came back, or - for stdin.")],
    annotator: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who labelled, where the file does not say."),
    ] = None,
    format: Annotated[
        AnswerFormat | None,
        typer.Option("--format", "-f", help="Format of the file.", show_default="told by content"),
    ] = None,
    conflicts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write conflicts here as CSV, each side a row."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check and count, and leave the labels as they are.")
    ] = False,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    jobs: JobsOption = ONE_A_CORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors and conflicts only.")] = False,
) -> None:
    """Take what people labelled into the corpus: Label Studio's JSON or JSON-MIN, CSV, or corrections.

    In CSV the column "labels" holds labels apart by semicolons or spaces, or
    "none" where a sentence has no finding. A row left empty was passed over, like
    a task that was skipped in Label Studio.

    Nothing that is labelled is overwritten. A sentence that has other labels
    already, or on which annotators disagree, is a conflict: it is shown, and
    left as it is. Labels are written apart from text; annotators' names, or
    their e-mail addresses as in Label Studio's JSON, are written with them.

    Corrections are the file corrections.db that `findings serve` keeps. A sentence
    is taken in once something was said of each of its findings, for training
    only. Where it has other labels that are trained on, and the reader changed
    what the model said, they are corrected in overrides.jsonl. Letters that are
    not in the source list have to be added first (findings data add). The file
    remembers what was taken in.

    [bold]Try[/bold]

      findings label import project-1.json --annotator "J. Rowan"
      findings label import tasks.csv --annotator "J. Rowan" --dry-run
      findings label import project-1.json --conflicts ~/conflicts.csv
      findings label import corrections.db --annotator "J. Rowan"

    [bold]Exit code[/bold]

      0  all labels are in
      1  there are conflicts, or corrections of letters that are not listed or not
         at hand; all other labels are in
      2  nothing was done: a bad option, or something in the file is wrong
    """
    with needs_extra("train"):
        import joblib  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.corrections import holds_corrections
        from inspection_findings.corpus.exchange.formats import ExchangeFormat, read_answers
        from inspection_findings.corpus.merging import conflict_table, merge_answers, save_merge
        from inspection_findings.corpus.sources import read_sources

    name = " ".join((annotator or "").split()) or None
    if annotator is not None and name is None:
        raise UsageError("--annotator: the name is empty")
    check_target("--conflicts", conflicts, inputs=[file], data=data)
    messages = Messages(quiet=quiet)
    if format is AnswerFormat.CORRECTIONS or (
        format is None and str(file) != "-" and holds_corrections(file)
    ):
        every = import_corrections(
            file, messages, annotator=name, conflicts=conflicts, dry_run=dry_run, data=data, jobs=jobs
        )
        raise typer.Exit(0 if every else ExitCode.SOME_FAILED)
    answers = read_answers(
        _content(file), annotator=name, form=ExchangeFormat(format) if format is not None else None
    )
    # From reading the labels to writing them: what another import adds in between would be lost.
    with nullcontext() if dry_run else exclusive(data):
        kept = read_sources(data)
        merge = merge_answers(kept, answers.given, today=dt.date.today().isoformat(), n_jobs=jobs)
        problems = [*answers.problems, *merge.problems]
        if problems:
            for problem in problems:
                messages.failure(str(file), problem)
            raise FindingsError(f"nothing was imported: {counted(len(problems), 'problem')} in {file}")
        # Before anything is saved, so that a report that cannot be written loses nothing.
        if conflicts is not None and merge.conflicts:
            with Output(conflicts, machine=True) as report:
                report.stream.write(conflict_table(merge.conflicts))
        if not dry_run:
            save_merge(kept, merge)
    _say_what_came(answers, merge, messages, dry_run=dry_run)
    if merge.conflicts:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _content(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()


def _say_what_came(answers: Answers, merge: Merge, messages: Messages, *, dry_run: bool) -> None:
    for answer in answers.given:
        if answer.note:
            messages.remark(f"note on {answer.place.id} by {answer.annotator}: {answer.note}")
    for conflict in merge.conflicts:
        messages.failure(conflict.place.id, "conflict: " + " | ".join(map(str, conflict.sides)))
    messages.remark(
        f"{counted(len(merge.added), 'sentence')} {'would be added' if dry_run else 'added'}, "
        f"{merge.agreed:,} already there, {len(merge.conflicts):,} in conflict, {answers.skipped:,} skipped"
    )
