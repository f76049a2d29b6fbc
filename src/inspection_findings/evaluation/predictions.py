"""What a model said of labelled sentences: enough to measure it and compare it with others, and no text."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from inspection_findings.corpus.records import truth_matrix
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.evaluation.metrics import Binary, Floats, Scored
from inspection_findings.exceptions import PredictionsError
from inspection_findings.labels import LABELS, Label, SectionCode
from inspection_findings.model.arrays import pack_arrays

FORMAT_VERSION = 1
PREDICTIONS_FILE = "predictions.npz"
"""What the file is called, beside a model as among the artifacts of a run."""
RUN_PREDICTIONS = f"evaluation/{PREDICTIONS_FILE}"
"""Its place among those."""

_ARRAYS = ("truth", "probabilities", "thresholds")
_TEXTS = ("ids", "documents", "frameworks", "sections")
# What reading a file raises that is not what `Predictions.to_bytes` wrote.
_DAMAGE = (KeyError, TypeError, AttributeError, OSError, ValueError, EOFError, zipfile.BadZipFile)
_SHA256 = re.compile("[0-9a-f]{64}")


class Example(Protocol):
    """A labelled sentence, wherever it comes from; `LabelledSentence` is one."""

    @property
    def id(self) -> str:
        """Unique among those that are scored together."""

    @property
    def document(self) -> str:
        """What the sentence is resampled with."""

    @property
    def framework(self) -> Framework | None:
        """``None`` where it is not known."""

    @property
    def sentence(self) -> Sentence:
        """Text and context."""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The truth."""


class ScoresSentences(Protocol):
    """What predictions are made with; `Scorer` is one."""

    @property
    def thresholds(self) -> Floats:
        """Probability from which each label is reported, shape (22,)."""

    def score(self, sentences: Sequence[Sentence], /) -> Floats:
        """Probability of every label, shape (n, 22)."""


@dataclass(frozen=True)
class Predictions:
    """What a model says of n sentences, beside the truth.

    Attributes
    ----------
    ids
        Of the sentences, each once.
    documents
        Document of each sentence: the unit of resampling.
    frameworks, sections
        Of each sentence, ``None`` where not known.
    truth
        0/1, shape (n, 22).
    probabilities
        Calibrated scores, shape (n, 22).
    thresholds
        Probability from which each label is reported, shape (22,).
    data_fingerprint
        Of the data that the sentences were taken from; empty where they are of no corpus.
    fingerprint
        SHA-256 of the sentences, their context and labels: the same for all models that were scored on the
        same sentences, and for no others.

    Raises
    ------
    PredictionsError
        If lengths, shapes or values do not fit together.
    """

    ids: tuple[str, ...]
    documents: tuple[str, ...]
    frameworks: tuple[str | None, ...]
    sections: tuple[str | None, ...]
    truth: Binary
    probabilities: Floats
    thresholds: Floats
    data_fingerprint: str
    fingerprint: str

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise PredictionsError(f"predictions that do not fit together: {problem}: score the model again")

    @property
    def scored(self) -> Scored:
        """Truth, scores and what is reported."""
        return Scored(self.truth, self.probabilities, (self.probabilities >= self.thresholds).astype(np.int8))

    def take(self, rows: NDArray[np.intp]) -> Predictions:
        """Return the given sentences, with a fingerprint of their own."""
        texts: dict[str, Any] = {name: tuple(getattr(self, name)[row] for row in rows) for name in _TEXTS}
        chosen = json.dumps([self.fingerprint, rows.tolist()]).encode()
        return replace(
            self,
            **texts,
            truth=self.truth[rows],
            probabilities=self.probabilities[rows],
            fingerprint=hashlib.sha256(chosen).hexdigest(),
        )

    def to_bytes(self) -> bytes:
        """Write everything as an npz whose bytes depend on the predictions alone."""
        about = {
            "format": FORMAT_VERSION,
            "labels": [str(label) for label in LABELS],
            "data_fingerprint": self.data_fingerprint,
            "fingerprint": self.fingerprint,
            **{name: getattr(self, name) for name in _TEXTS},
        }
        text = json.dumps(about).encode()
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        return pack_arrays({"about": np.frombuffer(text, dtype=np.uint8), **arrays})

    @classmethod
    def from_bytes(cls, data: bytes) -> Predictions:
        """Read what `to_bytes` wrote.

        Raises
        ------
        PredictionsError
            If it is damaged, of another format or of other labels.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as archive:
                about = json.loads(archive["about"].tobytes())
                arrays = {name: archive[name] for name in _ARRAYS}
            if about["format"] != FORMAT_VERSION or about["labels"] != [str(label) for label in LABELS]:
                raise PredictionsError("predictions of another version: score the model again")
            texts: dict[str, Any] = {name: tuple(about[name]) for name in _TEXTS}
            fingerprints = {name: about[name] for name in ("data_fingerprint", "fingerprint")}
            return cls(**texts, **arrays, **fingerprints)
        except PredictionsError:
            raise
        except _DAMAGE as error:
            raise PredictionsError(f"damaged predictions ({error}): score the model again") from error


def predict(
    scorer: ScoresSentences, examples: Sequence[Example], *, data_fingerprint: str = ""
) -> Predictions:
    """Score labelled sentences.

    Parameters
    ----------
    scorer
        The model.
    examples
        Labelled sentences, those of a passage next to each other.
    data_fingerprint
        Of the corpus that they were taken from.

    Raises
    ------
    PredictionsError
        If there is no sentence, or two have the same identifier.
    """
    return Predictions(
        ids=tuple(example.id for example in examples),
        documents=tuple(example.document for example in examples),
        frameworks=tuple(example.framework and example.framework.value for example in examples),
        sections=tuple(example.sentence.section and example.sentence.section.value for example in examples),
        truth=truth_matrix(examples),
        probabilities=np.asarray(scorer.score([e.sentence for e in examples]), dtype=np.float64),
        thresholds=np.asarray(scorer.thresholds, dtype=np.float64),
        data_fingerprint=data_fingerprint,
        fingerprint=fingerprint_of(examples),
    )


def fingerprint_of(examples: Sequence[Example]) -> str:
    """SHA-256 over sentences in order: identifier, document, hash of text and context, labels."""
    digest = hashlib.sha256()
    for example in examples:
        s = example.sentence
        shown = json.dumps([s.text, s.section, s.bullet, s.passage]).encode()
        labels = sorted(map(str, example.labels))
        row = [example.id, example.document, hashlib.sha256(shown).hexdigest(), labels]
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def _problem(predictions: Predictions) -> str | None:
    """What is wrong, ``None`` where nothing is."""
    texts: dict[str, tuple[Any, ...]] = {name: getattr(predictions, name) for name in _TEXTS}
    n = len(predictions.ids)
    if not n:
        return "no sentences"
    if any(len(values) != n for values in texts.values()):
        return "as many documents, frameworks and sections are needed as sentences"
    if not all(isinstance(value, str) for name in ("ids", "documents") for value in texts[name]):
        return "identifiers that are no text"
    if len(set(predictions.ids)) < n:
        return "two sentences with the same identifier"
    if not _known(predictions.frameworks, set(Framework)):
        return "a framework that is not known"
    if not _known(predictions.sections, set(SectionCode)):
        return "a section that is not known"
    fingerprints: list[Any] = [predictions.fingerprint, predictions.data_fingerprint]
    if not all(isinstance(value, str) for value in fingerprints) or not _SHA256.fullmatch(fingerprints[0]):
        return "a fingerprint that is none"
    return _array_problem(predictions, n)


def _known(values: tuple[str | None, ...], vocabulary: set[Any]) -> bool:
    return all(value is None or value in vocabulary for value in values)


def _array_problem(predictions: Predictions, n: int) -> str | None:
    shapes: dict[str, tuple[NDArray[Any], tuple[int, ...], type]] = {
        "truth": (predictions.truth, (n, len(LABELS)), np.int8),
        "probabilities": (predictions.probabilities, (n, len(LABELS)), np.float64),
        "thresholds": (predictions.thresholds, (len(LABELS),), np.float64),
    }
    for name, (array, shape, kind) in shapes.items():
        if array.shape != shape or array.dtype != kind:
            return f"{name} of shape {array.shape} and type {array.dtype}"
    if not np.isin(predictions.truth, (0, 1)).all():
        return "a truth other than 0 or 1"
    if not ((predictions.probabilities >= 0) & (predictions.probabilities <= 1)).all():
        return "a probability that is none"
    if not np.isfinite(predictions.thresholds).all():
        return "a threshold that is not finite"
    return None
