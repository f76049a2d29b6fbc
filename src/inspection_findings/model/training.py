"""From labelled sentences to a fitted classifier and a compact model."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from inspection_findings.corpus.records import LabelledSentence, Source, truth_matrix
from inspection_findings.corpus.splits import hash_place
from inspection_findings.documents.types import Sentence
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS
from inspection_findings.model.classifier import FindingsClassifier
from inspection_findings.model.compact import compact_parameters
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import sentence_table
from inspection_findings.model.memory import array_memory
from inspection_findings.model.parameters import ModelMetadata
from inspection_findings.model.scorer import Scorer
from inspection_findings.model.storage import FORMAT_VERSION

MODEL_NAME = "inspection-findings"


def fit_classifier(
    records: Sequence[LabelledSentence],
    config: TrainingConfig,
    *,
    n_jobs: int | None = None,
    memory: Path | None = None,
) -> FindingsClassifier:
    """Fit the classifier on labelled sentences.

    Parameters
    ----------
    records
        Sentences of a passage next to each other.
    config
        Features, regularisation, folds and threshold rule.
    n_jobs
        Processes that fit folds side by side.
    memory
        Folder in which the first pass is kept for later runs with the same data and settings; none by
        default.

    Raises
    ------
    CorpusError
        If there is too little data: fewer groups than folds, a label without examples, or a field
        without a single term.
    """
    truth = truth_matrix(records)
    groups = [record.group for record in records]
    if len(set(groups)) < config.folds:
        raise CorpusError(f"{len(set(groups))} authorities are too few for {config.folds} folds")
    rare = [
        str(label) for label, count in zip(LABELS, truth.sum(axis=0), strict=True) if count < config.folds
    ]
    if rare:
        raise CorpusError(f"too few labelled sentences (fewer than {config.folds}) of {', '.join(rare)}")
    real = np.array([record.source is not Source.SPECIMEN for record in records])
    weight = np.where(real | ~real.any(), 1.0, config.specimen_weight)
    representative = np.array([record.representative for record in records])
    table = sentence_table(_shown(records, config), reach=config.features.reach)
    try:
        return FindingsClassifier(config, n_jobs=n_jobs).fit(
            table,
            truth,
            groups=groups,
            sample_weight=weight,
            representative=representative if representative.any() else None,
            memory=array_memory(memory),
        )
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise CorpusError(f"this configuration cannot be trained on these data: {reason}") from error


def _shown(records: Sequence[LabelledSentence], config: TrainingConfig) -> list[Sentence]:
    """Sentences as they are shown in training: some passages without their section, always the same ones."""
    share = config.features.section_dropout
    return [
        replace(r.sentence, section=None)
        if share and hash_place(f"{config.seed} {r.sentence.passage}") < share
        else r.sentence
        for r in records
    ]


def compact_model(
    classifier: FindingsClassifier, *, data: dict[str, Any], metrics: dict[str, Any], revision: str = ""
) -> Scorer:
    """Make the scorer of a fitted classifier.

    Parameters
    ----------
    classifier
        Fitted.
    data
        Fingerprint and sizes of what it was trained on; ``fingerprint`` becomes part of the version,
        as does the format of models: two that read text differently are two.
    metrics
        Figures of the same configuration on authorities that were left out.
    revision
        Commit of the code; empty where it is not known.
    """
    config = classifier.config or TrainingConfig()
    metadata = ModelMetadata(
        name=MODEL_NAME,
        version=f"{version('inspection-findings')}+{data['fingerprint'][:8]}.{FORMAT_VERSION}",
        created=dt.datetime.now(dt.UTC).date().isoformat(),
        data=data,
        metrics=metrics,
        config=config.model_dump(mode="json"),
        versions={
            "python": platform.python_version(),
            **{name: version(name) for name in ("inspection-findings", "numpy", "scikit-learn")},
        },
        revision=revision,
    )
    return Scorer(compact_parameters(classifier), metadata)
