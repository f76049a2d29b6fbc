"""``findings train``: train, evaluate, track, save and register a model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from inspection_findings.commands.console import Messages, text_console
from inspection_findings.commands.distributed.crew import ClusterOption, WorkersOption, crew_of
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.jobs import ONE_A_CORE, JobsOption
from inspection_findings.paths import DATASET, MEMORY, MODEL


def train(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="TOML file; the built-in defaults without one.")
    ] = None,
    override: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Change one value, e.g. first_pass.domain_c=8."),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            help=f"Dataset folder that `findings data build` wrote. Default: {DATASET}, built if absent.",
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the model.")] = MODEL,
    all_data: Annotated[
        bool,
        typer.Option("--all-data", help="After evaluating, train once more on all splits and save that."),
    ] = False,
    jobs: JobsOption = ONE_A_CORE,
    cluster: ClusterOption = None,
    workers: WorkersOption = None,
    cache: Annotated[
        bool,
        typer.Option(
            help=f"Keep the first pass in {MEMORY}: what changes only later steps need not fit it again."
        ),
    ] = True,
    curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Train on an eighth, a quarter and half of the authorities too, and draw it.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the figures.")] = False,
) -> None:
    """Train a model on the labelled corpus and report figures on authorities left out.

    The run goes to MLflow: sqlite:///experiments/mlflow.db, or MLFLOW_TRACKING_URI.
    When it has ended well, its model becomes the newest version in the registry,
    with the alias "challenger": use it with
    findings classify --model models:/inspection-findings@challenger.

    [bold]Try[/bold]

      findings train
      findings train --config experiments/default.toml --set second_pass.c=0.1
      findings train --all-data --output models/mine
      findings train --cluster tcp://host:8786

    [bold]Exit code[/bold]

      0  trained, and the model is written
      2  nothing was written: a bad option or configuration, no data
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.commands.distributed.fitting import fitting_by
        from inspection_findings.corpus.build import build_corpus
        from inspection_findings.corpus.dataset import load_corpus, save_corpus
        from inspection_findings.model.config import read_config
        from inspection_findings.reporting.figures import print_evaluation
        from inspection_findings.runs import run_training
        from inspection_findings.tracking.location import shown_uri

    messages = Messages(quiet=quiet)
    crew = crew_of(cluster, workers)
    settings = read_config(config, override)
    if data is None and not DATASET.exists():
        save_corpus(build_corpus(n_jobs=jobs).corpus, DATASET)
    corpus = load_corpus(data or DATASET)
    with fitting_by(crew), messages.steps() as report:
        run = run_training(
            corpus,
            settings,
            output,
            all_data=all_data,
            n_jobs=jobs,
            memory=MEMORY if cache else None,
            curve=curve,
            report=report,
        )
    print_evaluation(text_console(sys.stdout), run.evaluation, title="Validation split")
    typer.echo(f"model {output}  version {run.scorer.metadata.version}")
    if run.version is not None:
        messages.remark(f"registered as {run.version.address}, the challenger")
    messages.remark(f"run {run.run_id} in {shown_uri()}; {run.seconds:.0f} s")
