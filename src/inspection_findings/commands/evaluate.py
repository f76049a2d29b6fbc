"""``findings evaluate``: figures of a model on labelled sentences."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspection_findings.commands.console import Messages, text_console
from inspection_findings.commands.extras import needs_extra
from inspection_findings.commands.output import Output, format_named
from inspection_findings.commands.samples import (
    DataOption,
    Sample,
    SentencesOption,
    SplitOption,
    choose_sample,
)
from inspection_findings.files import write_atomically
from inspection_findings.paths import DATASET

if TYPE_CHECKING:
    from inspection_findings.evaluation.predictions import Predictions
    from inspection_findings.reporting.measured import MeasuredModel


class EvaluationFormat(StrEnum):
    """How figures are written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class GroupBy(StrEnum):
    """What figures are given by, beside all sentences together."""

    FRAMEWORK = "framework"
    SECTION = "section"
    NONE = "none"


def evaluate(
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL", help="Model folder, models:/inspection-findings@champion, or the id of a run."
        ),
    ],
    split: SplitOption = None,
    sentences: SentencesOption = None,
    data: DataOption = DATASET,
    by: Annotated[
        list[GroupBy] | None,
        typer.Option(help="Figures of each framework or section too; none for neither.", show_default="both"),
    ] = None,
    format: Annotated[
        EvaluationFormat | None,
        typer.Option("--format", "-f", help="How to write the figures.", show_default="text"),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here; .json and .md set the format."),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Draw pictures of the figures into this folder, as SVG."),
    ] = None,
    track: Annotated[
        bool,
        typer.Option("--track/--no-track", help="Keep figures, predictions and pictures as an MLflow run."),
    ] = False,
) -> None:
    """Measure a model on labelled sentences: a split of the corpus, or a file.

    Sentences of a document are resampled together. In a file those that name no document are resampled with
    their passage, and without one alone.

    [bold]Try[/bold]

      findings evaluate models/trained
      findings evaluate models:/inspection-findings@champion --split test --by framework
      findings evaluate models/trained --sentences mine.jsonl --output figures.json

    [bold]Exit code[/bold]

      0  measured
      2  nothing was measured: a bad option, no such model, no data
    """
    with needs_extra("train"):
        import datasets  # noqa: F401 - first of what the functions below need

        from inspection_findings.evaluation.groups import Grouping, evaluate_groups, evaluate_predictions
        from inspection_findings.evaluation.predictions import predict
        from inspection_findings.model.scorer import load_model
        from inspection_findings.reporting.measured import MeasuredModel
        from inspection_findings.tracking.references import resolve

    chosen = format or format_named(output, EvaluationFormat) or EvaluationFormat.TEXT
    destination = Output(output, machine=chosen is not EvaluationFormat.TEXT)
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
    found = resolve(model)
    scorer = load_model(found.folder)
    sample = choose_sample(split, sentences, data)
    sample.warn_if_seen(scorer.metadata)
    predictions = predict(scorer, sample.examples, data_fingerprint=sample.data_fingerprint)
    wanted = set(by or (GroupBy.FRAMEWORK, GroupBy.SECTION))
    measured = MeasuredModel(
        model=model,
        version=scorer.metadata.version,
        run_id=found.run_id,
        data=sample.name,
        data_fingerprint=sample.data_fingerprint,
        fingerprint=predictions.fingerprint,
        evaluation=evaluate_predictions(predictions),
        groups={each: evaluate_groups(predictions, each) for each in Grouping if each.value in wanted},
    )
    pictures = _pictures(predictions) if track or plots is not None else {}
    if plots is not None:
        for name, svg in pictures.items():
            write_atomically(plots / name, svg)
    with destination:
        _write(destination, measured, chosen)
    if track:
        _track(measured, predictions, sample, pictures)


def _pictures(predictions: Predictions) -> dict[str, bytes]:
    from inspection_findings.reporting.plots import run_plots

    return run_plots(predictions)


def _write(destination: Output, measured: MeasuredModel, chosen: EvaluationFormat) -> None:
    from inspection_findings.reporting.measured import measured_markdown, print_measured

    match chosen:
        case EvaluationFormat.TEXT:
            print_measured(text_console(destination.stream), measured)
        case EvaluationFormat.JSON:
            destination.stream.write(_as_json(measured))
        case EvaluationFormat.MARKDOWN:
            destination.stream.write(measured_markdown(measured))


def _as_json(measured: MeasuredModel) -> str:
    from inspection_findings.reporting.measured import measured_record

    return json.dumps(measured_record(measured), ensure_ascii=False, indent=2) + "\n"


def _track(
    measured: MeasuredModel, predictions: Predictions, sample: Sample, pictures: dict[str, bytes]
) -> None:
    """Keep everything as a run of its own: the run that made the model stays as it ended."""
    from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
    from inspection_findings.reporting.measured import measured_markdown
    from inspection_findings.tracking import log_evaluation, log_figures, tracked_run
    from inspection_findings.tracking.artifacts import log_file
    from inspection_findings.tracking.location import shown_uri

    tags = {
        "kind": "evaluation",
        "data.fingerprint": measured.data_fingerprint or "none",
        "sentences.fingerprint": measured.fingerprint,
        "evaluated.run": measured.run_id or "none",
    }
    settings = {"model": measured.model, "version": measured.version, "data": sample.name}
    with tracked_run(f"evaluation of {measured.model}", settings, tags) as run_id:
        log_evaluation(measured.evaluation)
        log_figures(
            {
                f"{grouping}/{name}/{metric}": estimate.value
                for grouping, groups in measured.groups.items()
                for name, each in groups.items()
                for metric, estimate in each.estimates.items()
                if estimate.value == estimate.value
            }
        )
        log_file(RUN_PREDICTIONS, predictions.to_bytes())
        log_file("evaluation/evaluation.json", _as_json(measured).encode())
        log_file("evaluation/evaluation.md", measured_markdown(measured).encode())
        for name, svg in pictures.items():
            log_file(f"plots/{name}", svg)
    Messages().remark(f"run {run_id} in {shown_uri()}")
