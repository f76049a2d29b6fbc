"""A training run from data to registered model: fit, evaluate, track, save, register."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.records import LabelledSentence, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.learning import parts
from inspection_findings.evaluation.metrics import Evaluation, Scored, evaluate
from inspection_findings.evaluation.predictions import PREDICTIONS_FILE, RUN_PREDICTIONS, predict
from inspection_findings.evaluation.registers import register_scores
from inspection_findings.evaluation.reliability import reliability
from inspection_findings.evaluation.scoring import evaluate_scorer, scored_at, units
from inspection_findings.exceptions import CorpusError
from inspection_findings.model.classifier import FindingsClassifier
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model, fit_classifier
from inspection_findings.reporting.card import ALL_REGISTERS, DIAGRAM_FILE, model_card, model_diagram
from inspection_findings.reporting.plots import CurvePoint, learning_curve, run_plots
from inspection_findings.tracking import git_revision, log_evaluation, log_model, tracked_run
from inspection_findings.tracking.artifacts import log_file
from inspection_findings.tracking.registry import ModelVersion, NoRegistryError, register

CARD_FILE = "README.md"
_EXAMPLE_ROWS = 5
# Intervals of registers are read by eye: fewer resamples do, and there are many of them.
_RESAMPLES = 300


@dataclass(frozen=True)
class TrainingRun:
    """What a run yielded.

    Attributes
    ----------
    scorer
        The model that was saved.
    evaluation
        Figures on the validation split, of a model that saw the training split alone.
    run_id
        In the tracking store.
    version
        In its registry of models; ``None`` where it has none.
    seconds
        From data to saved model.
    """

    scorer: Scorer
    evaluation: Evaluation
    run_id: str
    version: ModelVersion | None
    seconds: float


def run_training(
    corpus: Corpus,
    config: TrainingConfig,
    output: Path,
    *,
    all_data: bool = False,
    n_jobs: int | None = None,
    memory: Path | None = None,
    curve: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> TrainingRun:
    """Train on the training split, evaluate on the validation split, track, save and register.

    Parameters
    ----------
    corpus
        Labelled sentences by split.
    config
        What to train.
    output
        Folder for the model.
    all_data
        After the evaluation train the same configuration once more, on all splits, and save that.
    n_jobs
        Processes that fit side by side.
    memory
        Folder in which costly steps are kept for later runs; none by default.
    curve
        Whether to train on parts of the training split too, and to draw the learning curve.
    report
        Is told what is being done.

    Raises
    ------
    CorpusError
        If there is too little data.
    TrackingError
        If the tracking store cannot be reached, or refuses to register the model.
    OSError
        If the model cannot be saved.
    """
    started = time.monotonic()
    # Before the long part, so that a place that cannot be written to is known at once.
    output.mkdir(parents=True, exist_ok=True)
    held_out = corpus.evaluation(Split.VALIDATION)
    tags = {"data.fingerprint": corpus.fingerprint, "data.real_text": str(corpus.has_real_text).lower()}
    sizes = {f"data.{split}": len(records) for split, records in corpus.splits.items()}
    with tracked_run(config.name, {**config.model_dump(mode="json"), **sizes}, tags) as run_id:
        train = corpus.splits[Split.TRAIN]
        report(f"training on {len(train):,} sentences of the training split")
        classifier = fit_classifier(train, config, n_jobs=n_jobs, memory=memory)
        scorer = compact_model(classifier, data=_data(corpus, [Split.TRAIN]), metrics={})
        report(f"evaluating on {len(held_out):,} sentences of the validation split")
        predictions = predict(scorer, held_out, data_fingerprint=corpus.fingerprint)
        scored, kept = predictions.scored, predictions.to_bytes()
        evaluation = evaluate(scored, units(held_out))
        metrics = _metrics(evaluation, scored, held_out, _out_of_fold(corpus, classifier))
        # With these the model can be compared with another at any time, and by whoever has no documents.
        metrics["predictions_sha256"] = hashlib.sha256(kept).hexdigest()
        log_evaluation(evaluation)
        log_file(RUN_PREDICTIONS, kept)
        for name, picture in run_plots(predictions).items():
            log_file(f"plots/{name}", picture)
        if curve:
            points = _curve(train, held_out, config, n_jobs, report)
            points.append(_point(len(train), evaluation))
            log_file("plots/learning_curve.svg", learning_curve(points))
        used = train
        if all_data:
            used = [record for split in Split for record in corpus.splits[split]]
            report(f"training on all {len(used):,} sentences")
            classifier = fit_classifier(used, config, n_jobs=n_jobs, memory=memory)
        data = _data(corpus, list(Split) if all_data else [Split.TRAIN])
        scorer = compact_model(classifier, data=data, metrics=metrics, revision=git_revision())
        report(f"saving the model to {output}")
        beside = {
            PREDICTIONS_FILE: kept,
            DIAGRAM_FILE: model_diagram(scorer.metadata).encode(),
            CARD_FILE: model_card(scorer.metadata).encode(),
        }
        save_model(output, scorer.parameters, scorer.metadata, beside=beside)
        example = sentence_table([r.sentence for r in used[:_EXAMPLE_ROWS]], reach=config.features.reach)
        # Not from the output, where another run may have put its own by now.
        with tempfile.TemporaryDirectory() as folder:
            save_model(Path(folder), scorer.parameters, scorer.metadata, beside=beside)
            log_model(classifier, example, Path(folder))
    # After the run, so that every version is of one that has ended well and has all that belongs to it.
    version = _registered(run_id, report)
    return TrainingRun(scorer, evaluation, run_id, version, time.monotonic() - started)


def _curve(
    train: list[LabelledSentence],
    held_out: list[LabelledSentence],
    config: TrainingConfig,
    n_jobs: int | None,
    report: Callable[[str], None],
) -> list[CurvePoint]:
    """Points of models that were trained on parts of the training split; what is too small is left out."""
    points = []
    for part in parts(train):
        report(f"training on {len(part):,} sentences, for the learning curve")
        try:
            classifier = fit_classifier(part, config, n_jobs=n_jobs)
        except CorpusError as error:
            report(f"left out of the learning curve: {error}")
            continue
        scorer = compact_model(classifier, data={"fingerprint": ""}, metrics={})
        points.append(_point(len(part), evaluate_scorer(scorer, held_out, resamples=_RESAMPLES)))
    return points


def _point(sentences: int, evaluation: Evaluation) -> CurvePoint:
    found = evaluation.estimates["pair_micro_f1"]
    return CurvePoint("validation split", sentences, found.value, found.low, found.high)


def _registered(run_id: str, report: Callable[[str], None]) -> ModelVersion | None:
    try:
        return register(run_id)
    except NoRegistryError as error:
        report(str(error))
        return None


def _data(corpus: Corpus, splits: list[Split]) -> dict[str, Any]:
    records = [record for split in splits for record in corpus.splits[split]]
    real = [record for record in records if record.source is not Source.SPECIMEN]
    return {
        "fingerprint": corpus.fingerprint,
        "splits": [split.value for split in splits],
        "sentences": len(records),
        "labels": sum(len(record.labels) for record in records),
        "documents": len({record.document for record in real}),
        "authorities": len({record.authority for record in real}),
        "sources": {source.value: sum(r.source is source for r in records) for source in Source},
    }


def _out_of_fold(corpus: Corpus, classifier: FindingsClassifier) -> tuple[Scored, list[LabelledSentence]]:
    """Training sentences that figures are reported on, as folds saw them that left their authority out."""
    train = corpus.splits[Split.TRAIN]
    # Specimens alone have no representative sentence, and then all of them count.
    rows = [row for row, record in enumerate(train) if record.representative] or list(range(len(train)))
    records = [train[row] for row in rows]
    return scored_at(classifier.out_of_fold_[rows], classifier.thresholds_, records), records


def _metrics(
    evaluation: Evaluation,
    scored: Scored,
    held_out: list[LabelledSentence],
    out_of_fold: tuple[Scored, list[LabelledSentence]],
) -> dict[str, Any]:
    measured = {"validation": (scored, held_out), "out of fold": out_of_fold}
    return {
        "split": Split.VALIDATION.value,
        "authorities": len({record.authority for record in held_out if record.authority}),
        **dataclasses.asdict(evaluation),
        "per_label": [dataclasses.asdict(score) for score in evaluation.per_label],
        "reliability": _listed(dataclasses.asdict(reliability(scored))),
        "registers": [
            _register(name, register, each)
            for name, (part, records) in measured.items()
            for register, each in [
                (ALL_REGISTERS, evaluate(part, units(records), resamples=_RESAMPLES)),
                *register_scores(part, records, resamples=_RESAMPLES).items(),
            ]
        ],
    }


def _register(measured: str, register: str, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "measured": measured,
        "register": str(register),
        "sentences": evaluation.sentences,
        "documents": evaluation.documents,
        "estimates": {name: dataclasses.asdict(each) for name, each in evaluation.estimates.items()},
    }


def _listed(values: dict[str, Any]) -> dict[str, Any]:
    """Tuples as lists, which is how JSON gives them back."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
