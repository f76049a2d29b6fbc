"""What a registered model says of labelled sentences: kept in its run, or scored now."""

from __future__ import annotations

from collections.abc import Callable

from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.predictions import RUN_PREDICTIONS, Predictions, predict
from inspection_findings.exceptions import TrackingError
from inspection_findings.model.scorer import load_model
from inspection_findings.tracking.artifacts import fetch_file
from inspection_findings.tracking.references import resolve
from inspection_findings.tracking.registry import ModelVersion

Measure = Callable[[ModelVersion], Predictions]


class NotMeasuredError(TrackingError):
    """There are no figures of a version to decide on."""


def kept_predictions(version: ModelVersion) -> Predictions:
    """What the version's model said of the validation split when it was trained.

    Raises
    ------
    NotMeasuredError
        If its run does not hold that.
    TrackingError
        If the store cannot be reached.
    PredictionsError
        If it is damaged.
    """
    try:
        data = fetch_file(version.run_id, RUN_PREDICTIONS)
    except TrackingError as error:
        raise NotMeasuredError(
            f"version {version.version} has no predictions in its run: score it now with --rescore"
        ) from error
    return Predictions.from_bytes(data)


def rescored(corpus: Corpus, split: Split) -> Measure:
    """Score versions now, on the sentences that figures of a split are reported on.

    Parameters
    ----------
    corpus
        Labelled sentences by split.
    split
        To score.

    Returns
    -------
    Measure
        Gives the predictions of a version; raises NotMeasuredError for a model that was trained on the split.
    """
    records = corpus.evaluation(split)

    def measure(version: ModelVersion) -> Predictions:
        scorer = load_model(resolve(version.address).folder)
        if split in scorer.metadata.data.get("splits", []):
            raise NotMeasuredError(
                f"version {version.version} was trained on the {split} split: figures on it decide nothing"
            )
        return predict(scorer, records, data_fingerprint=corpus.fingerprint)

    return measure
