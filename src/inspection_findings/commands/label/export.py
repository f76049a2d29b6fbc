"""``findings label export``: choose sentences to label and write them for annotators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import ExitCode, Messages, UsageError
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.inputs import resolve
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.commands.label.targets import check_target
from inspection_findings.commands.models import ModelOption, model_folder
from inspection_findings.commands.output import Output
from inspection_findings.exceptions import FindingsError
from inspection_findings.paths import DATA
from inspection_findings.reporting.wording import counted

if TYPE_CHECKING:
    from inspection_findings.corpus.catalogue import CatalogueEntry
    from inspection_findings.corpus.exchange.tasks import Task
    from inspection_findings.corpus.sources import Sources
    from inspection_findings.model.scorer import Scorer, SentenceFindings

_SUFFIXES = {".csv": "csv", ".json": "label-studio"}


class TaskFormat(StrEnum):
    """How tasks are written."""

    LABEL_STUDIO = "label-studio"
    CSV = "csv"


def export(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="Listed documents or folders of them, known by the stems of their names.",
            show_default="those without labels",
        ),
    ] = None,
    uncertain: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Choose N sentences that the model is unsure of."),
    ] = None,
    random: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Choose N sentences at random instead.")
    ] = None,
    whole_passages: Annotated[
        bool,
        typer.Option(
            "--whole-passages",
            help="Give the others of the passages too; with --random, choose passages, N sentences in all.",
        ),
    ] = False,
    labelled_too: Annotated[
        bool,
        typer.Option("--include-labelled-documents", help="Also what has no labels yet in labelled ones."),
    ] = False,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest/--no-suggest",
            help="Show annotators what the model finds. Quicker, but they then tend to agree with it.",
        ),
    ] = False,
    format: Annotated[
        TaskFormat | None,
        typer.Option("--format", "-f", help="How to write tasks.", show_default="label-studio; csv for .csv"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; .json and .csv set the format."),
    ] = None,
    model: ModelOption = None,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="Folder of documents (raw) and labels (labeled).")
    ] = DATA,
    seed: Annotated[int, typer.Option(min=0, help="Of the random choice.")] = 0,
    jobs: JobsOption = ONE_A_CORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only.")] = False,
) -> None:
    """Choose sentences to label and write them as tasks, each in its passage.

    --uncertain takes the sentences with a label nearest its threshold (least
    confidence; Lewis and Gale 1994) and of ten times as many as wanted chooses
    some that differ in their words: the seeding of k-means++ over TF-IDF,
    weighted by uncertainty (after BADGE, Ash et al. 2020). Their sample is
    "active": for training only.

    --random is representative: stratified over frameworks and sections in
    proportion to their sizes. Its sample is "random": figures may be reported
    on it, if the model was not trained on it.

    In training a sentence is read with the labelled ones of its passage:
    --whole-passages lets it be read as it will be in a new report.

    The tasks hold text of the reports, which belongs to others: they are for the
    annotators' own use. Keep them outside the repository. What labels mean is
    said in data/LABELLING.md.

    [bold]Try[/bold]

      findings label export --uncertain 200 --output ~/tasks.json
      findings label export --random 300 --whole-passages --output ~/tasks.csv
      findings label export letters/ --uncertain 50 --suggest --format csv

    [bold]Exit code[/bold]

      0  all was read
      1  some documents failed, and tasks of the others are written
      2  nothing was done: a bad option, no document, no sentence without labels
    """
    with needs_extra("train"):
        import sklearn  # noqa: F401 - first of what the functions below need

        from inspection_findings import load_model
        from inspection_findings.corpus.exchange.formats import ExchangeFormat, write_tasks
        from inspection_findings.corpus.records import Sample
        from inspection_findings.corpus.sources import read_sources

    if (uncertain is None) == (random is None):
        raise UsageError("choose --uncertain N or --random N")
    form = ExchangeFormat(format or (output and _SUFFIXES.get(output.suffix.lower())) or "label-studio")
    # Listed documents elsewhere than in the corpus; those of a folder are looked for in it.
    check_target("--output", output, inputs=_files(paths or []), data=data)
    messages = Messages(quiet=quiet)
    kept = read_sources(data)
    entries, failures = _documents(kept, paths, messages, labelled_too=labelled_too)
    scorer = load_model(model_folder(model)) if suggest or uncertain is not None else None
    destination = Output(output, machine=True)
    tasks, results, unread = _open_sentences(kept, entries, scorer, jobs, messages)
    if not tasks:
        raise FindingsError("no sentence without labels in the documents at hand: see `findings data add`")
    chosen = _choose(tasks, results, scorer, uncertain, random, seed, whole_passages=whole_passages)
    sample = Sample.RANDOM if uncertain is None else Sample.ACTIVE
    given = [
        replace(tasks[i], sample=sample, suggestions=results[i].findings if suggest else None) for i in chosen
    ]
    version = scorer.metadata.version if scorer is not None and suggest else ""
    with destination:
        destination.stream.write(write_tasks(given, form, model_version=version))
    documents = len({task.place.document for task in given})
    messages.remark(
        f"{counted(len(given), 'sentence')} of {counted(documents, 'document')}, "
        f"out of {len(tasks):,} without labels"
    )
    if failures or unread:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _files(paths: list[Path]) -> Iterator[Path]:
    from inspection_findings.documents import find_documents

    for path in paths:
        yield from find_documents([path]) if path.is_dir() else [path]


def _documents(
    kept: Sources, paths: list[Path] | None, messages: Messages, *, labelled_too: bool
) -> tuple[list[CatalogueEntry], int]:
    """The documents to choose from, and how many paths led to none."""
    if paths:
        return _named(kept, paths, messages)
    wanted = [e for e in kept.catalogue.values() if labelled_too or e.document not in kept.annotations]
    states = {entry.document: kept.state(entry) for entry in wanted}
    absent = sum(state == "missing" for state in states.values())
    if absent:
        messages.remark(f"{counted(absent, 'document')} not at hand: see `findings data fetch`")
    return [entry for entry in wanted if states[entry.document] != "missing"], 0


def _named(kept: Sources, paths: list[Path], messages: Messages) -> tuple[list[CatalogueEntry], int]:
    from inspection_findings.files import digest_of

    inputs = resolve(paths, messages, accept_lines=False)
    failures, entries = inputs.failures, []
    for source in inputs.sources:
        entry = kept.catalogue.get(source.path.stem) if source.path else None
        if source.path is None or entry is None:
            problem = "not in the source list: see `findings data add`"
        elif digest_of(source.path) != entry.sha256:
            problem = f"not the file that the source list has as {entry.document}"
        else:
            entries.append(entry)
            continue
        messages.failure(source.name, problem)
        failures += 1
    return entries, failures


def _open_sentences(
    kept: Sources, entries: list[CatalogueEntry], scorer: Scorer | None, jobs: int, messages: Messages
) -> tuple[list[Task], list[SentenceFindings], int]:
    """Sentences without labels, what the model says of each, and how many documents failed."""
    from inspection_findings.corpus.exchange.reading import read_listed
    from inspection_findings.corpus.exchange.tasks import open_tasks, tasks_of

    tasks: list[Task] = []
    results: list[SentenceFindings] = []
    failures = 0
    readings = read_listed(kept, entries, n_jobs=jobs)
    for reading in messages.track(readings, total=len(entries), visible=len(entries) > 1):
        if reading.document is None:
            messages.failure(reading.entry.document, reading.problem)
            failures += 1
            continue
        every = tasks_of(reading.document, reading.entry)
        annotations = kept.annotations.get(reading.entry.document, [])
        kept_tasks = open_tasks(reading.document, every, annotations)
        tasks += kept_tasks
        if scorer is not None:
            # The whole document is scored, since labelled sentences are context too.
            said = dict(zip((task.place for task in every), scorer.classify(reading.document), strict=True))
            results += [said[task.place] for task in kept_tasks]
    return tasks, results, failures


def _choose(
    tasks: list[Task],
    results: list[SentenceFindings],
    scorer: Scorer | None,
    uncertain: int | None,
    random: int | None,
    seed: int,
    *,
    whole_passages: bool,
) -> list[int]:
    import numpy as np

    from inspection_findings.evaluation.sampling import (
        choose_representative,
        choose_uncertain,
        least_confidence,
        with_passages,
    )

    if scorer is None or uncertain is None:
        return choose_representative(tasks, random or 0, seed=seed, by_passage=whole_passages)
    scores = np.array([result.scores for result in results])
    unsure = least_confidence(scores, scorer.thresholds)
    chosen = choose_uncertain([task.text for task in tasks], unsure, uncertain, seed=seed)
    return with_passages(tasks, chosen) if whole_passages else chosen
