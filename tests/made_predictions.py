"""Predictions made up for tests: sentences of a few documents, and models right more or less often."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np

from inspection_findings.evaluation.predictions import Predictions

DATA = "d" * 64


def made_predictions(n=240, documents=24, *, noise=0.3, seed=0, name="sentences"):
    """Predictions whose scores stray from the truth; the same ``n``, ``documents`` and ``name`` give the same
    sentences.

    Parameters
    ----------
    n, documents
        Sentences, and the documents that they are shared out to.
    noise
        Standard deviation of the scores around 0.2 and 0.8.
    seed
        Of the noise.
    name
        Of the sentences.
    """
    truth = (np.random.default_rng(7).uniform(size=(n, 22)) < 0.08).astype(np.int8)
    scores = 0.2 + 0.6 * truth + np.random.default_rng(seed).normal(0, noise, truth.shape)
    return Predictions(
        ids=tuple(f"s{i}" for i in range(n)),
        documents=tuple(f"doc{i * documents // n}" for i in range(n)),
        frameworks=tuple(("ilacs", "send", None)[i % 3] for i in range(n)),
        sections=tuple(("leaders", None)[i % 2] for i in range(n)),
        truth=truth,
        probabilities=np.clip(scores, 0, 1),
        thresholds=np.full(22, 0.5),
        data_fingerprint=DATA,
        fingerprint=hashlib.sha256(f"{name} {n} {documents}".encode()).hexdigest(),
    )


def as_good_as(predictions, **changes):
    """The same predictions with some fields replaced."""
    return dataclasses.replace(predictions, **changes)
