"""``findings data suspects``: labels that are likely to be wrong."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import Messages, UsageError, check_output, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.files import write_atomically
from inspection_findings.paths import DATASET
from inspection_findings.spreadsheets import defused

if TYPE_CHECKING:
    from inspection_findings.evaluation.suspects import Suspect

COLUMNS = ("rank", "id", "document", "section", "quality", "labels", "doubts", "text")


def suspects(
    dataset: Annotated[
        Path,
        typer.Option("--dataset", metavar="DIR", help="Dataset folder that `findings data build` wrote."),
    ] = DATASET,
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="TOML file; the built-in defaults without one.")
    ] = None,
    top: Annotated[int, typer.Option("--top", "-n", min=1, help="How many to give.")] = 100,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="Only report, article or specimen; may be given several times."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="CSV file with all of them, for review.")
    ] = None,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="With the sentences. Keep such a file out of the repository.")
    ] = False,
    jobs: JobsOption = ONE_A_CORE,
) -> None:
    """Rank the training labels that are most likely wrong.

    By confident learning, with probabilities from models that did not see the sentence's authority. A minus
    stands before a label that was given and is doubted, a plus before one that was not given and is expected.
    They are suspects, not errors: read each in its passage against data/LABELLING.md, and
    write what is really wrong, with the reason, into data/overrides.jsonl.

    [bold]Try[/bold]

      findings data suspects
      findings data suspects --top 200 --source report --show-text --output ../suspects.csv
    """
    with needs_extra("train"):
        import cleanlab  # noqa: F401 - first of what the functions below need

        from inspection_findings.corpus.dataset import load_corpus
        from inspection_findings.corpus.records import Source
        from inspection_findings.corpus.splits import Split
        from inspection_findings.evaluation.suspects import find_suspects
        from inspection_findings.model.config import read_config
        from inspection_findings.model.training import fit_classifier

    unknown = set(source or ()) - set(Source)
    if unknown:
        raise UsageError(f"--source {unknown.pop()}: expected one of {', '.join(Source)}")
    if output is not None:
        check_output(output)
    settings = read_config(config)
    records = load_corpus(dataset).splits[Split.TRAIN]
    with Messages().steps() as report:
        report(f"training {settings.folds} folds of {len(records):,} sentences")
        probabilities = fit_classifier(records, settings, n_jobs=jobs).out_of_fold_
        report("looking for labels that disagree")
        found = find_suspects(records, probabilities)
    wanted = [s for s in found if not source or s.record.source in source]
    if output is not None:
        write_atomically(output, _table(wanted[:top], text=show_text).encode("utf-8-sig"))
        typer.echo(f"{output}  {min(top, len(wanted)):,} suspects")
    else:
        _print(wanted[:top], text=show_text)
    Messages().remark(f"{len(wanted):,} of {len(records):,} sentences are suspect")


def _row(rank: int, suspect: Suspect) -> tuple[str, ...]:
    record = suspect.record
    return (
        str(rank),
        record.id,
        record.document,
        record.sentence.section or "",
        f"{suspect.quality:.3f}",
        " ".join(map(str, record.labels)),
        " ".join(map(str, suspect.doubts)),
        record.sentence.text,
    )


def _table(found: list[Suspect], *, text: bool) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    kept = slice(None) if text else slice(COLUMNS.index("text"))
    writer.writerow(COLUMNS[kept])
    for rank, suspect in enumerate(found, start=1):
        writer.writerow([defused(cell) for cell in _row(rank, suspect)[kept]])
    return stream.getvalue()


def _print(found: list[Suspect], *, text: bool) -> None:
    from rich.table import Table

    table = Table("rank", "id", "document", "quality", "labels", "doubts", title=None)
    for rank, suspect in enumerate(found, start=1):
        number, name, document, _, quality, labels, doubts, sentence = _row(rank, suspect)
        table.add_row(number, name, document, quality, labels, doubts)
        if text:
            table.add_row("", "", "", "", sentence, "")
    text_console(sys.stdout).print(table)
