"""The compact scorer: sentences in, calibrated scores and findings out, with numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inspection_findings.documents.types import Document, Sentence
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import LABELS, Finding, SectionCode
from inspection_findings.model.characters import CharScorer
from inspection_findings.model.context import passage_bounds, place_matrix, reads
from inspection_findings.model.lines import Lines, Vocabulary
from inspection_findings.model.neighbours import score_rounds
from inspection_findings.model.parameters import N_DOMAINS, N_OUTPUTS, ModelMetadata, ModelParameters
from inspection_findings.model.sparse import FieldScorer, WordScorer
from inspection_findings.model.storage import read_model
from inspection_findings.model.text import WordNgrams

if TYPE_CHECKING:
    from inspection_findings.model.explanation import Explanation

Floats = NDArray[np.float64]

_BATCH = 512
"""Sentences scored at once, give or take a passage: bounds the memory."""


@dataclass(frozen=True, slots=True)
class SentenceFindings:
    """What the model says of one sentence.

    Attributes
    ----------
    sentence
        The sentence as it was read.
    findings
        Those whose confidence reaches the label's threshold, most confident first.
    scores
        Calibrated probability of each of the 22 labels, in the order of ``LABELS``.
    explanations
        Why each finding was made, in their order; empty unless ``explain_findings`` was asked.
    """

    sentence: Sentence
    findings: tuple[Finding, ...]
    scores: tuple[float, ...]
    explanations: tuple[Explanation, ...] = ()


class Scorer:
    """A loaded model.

    Parameters
    ----------
    parameters
        Arrays and vocabularies.
    metadata
        What the model says of itself.

    Attributes
    ----------
    parameters, metadata
        As given.
    fields
        Scorers of the text fields.

    Examples
    --------
    >>> from inspection_findings import load_model
    >>> scorer = load_model()
    >>> [finding] = scorer.classify_sentences([Sentence("Caseloads are too high.")])[0].findings
    >>> str(finding.label)
    'workforce:weakness'
    """

    def __init__(self, parameters: ModelParameters, metadata: ModelMetadata) -> None:
        self.metadata = metadata
        self.parameters = parameters
        of_words = {f.name: isinstance(f.analyzer, WordNgrams) for f in parameters.fields}
        self._vocabulary = Vocabulary(f.terms for f in parameters.fields if of_words[f.name])
        self.fields: list[FieldScorer] = [
            (WordScorer if of_words[field.name] else CharScorer)(field, self._vocabulary)
            for field in parameters.fields
        ]

    def __reduce__(self) -> tuple[type[Scorer], tuple[ModelParameters, ModelMetadata]]:
        """Pickle what it was made of: what it has learnt of words since is learnt again."""
        return type(self), (self.parameters, self.metadata)

    @property
    def thresholds(self) -> Floats:
        """Probability from which each label is reported, shape (22,)."""
        return self.parameters.thresholds

    def thresholds_for(self, precision: float) -> Floats:
        """Probability from which the findings of all labels together reach a precision, shape (22,).

        The promise holds with 95% confidence, for text like the reports that the model was trained on.

        Parameters
        ----------
        precision
            Share of the findings that must be right, between 0 and 1.

        Raises
        ------
        ModelError
            If the model can promise less or, not having been tested for it, nothing.
        """
        if self.parameters.risk_control is None:
            raise ModelError(
                "the model promises no precision: train it again, on reports sampled at random "
                "of ten authorities or more"
            )
        return self.parameters.risk_control.thresholds_for(precision)

    def score(self, sentences: Sequence[Sentence | str | Mapping[str, Any]]) -> Floats:
        """Calibrated probability of every label.

        Parameters
        ----------
        sentences
            In reading order: neighbours with the same ``passage`` are each other's context. A plain
            string, like a sentence whose passage is ``None``, stands alone. A mapping has the keys of
            JSON Lines input: ``text`` and, where known, ``section``, ``bullet``, ``passage``.

        Returns
        -------
        ndarray of shape (len(sentences), 22), columns in the order of ``LABELS``

        Raises
        ------
        KeyError
            If a mapping has no ``text``.
        """
        whole = [item if isinstance(item, Sentence) else _sentence(item) for item in sentences]
        parts = [self._score_batch(whole[start:end]) for start, end in batches(whole)]
        return np.vstack(parts) if parts else np.zeros((0, len(LABELS)))

    def first_pass(
        self, sentences: Sequence[Sentence], from_text: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """Log-odds before neighbours are read.

        Parameters
        ----------
        sentences
            In reading order, passages whole.
        from_text
            What the text fields add, shape (n, 13), where that is known already.

        Returns
        -------
        domains : ndarray of shape (n, 11)
        polarities : ndarray of shape (n, 11, 2)
            Of each polarity, given the domain.
        places : ndarray of shape (n, len(PLACES))
            Section and flags, which are read again beside the neighbours.
        """
        parameters = self.parameters
        bounds = passage_bounds(sentences)
        places = place_matrix(sentences, bounds)
        logits = places @ parameters.place_coefficients + parameters.intercepts
        logits += self._from_text(sentences, bounds) if from_text is None else from_text
        domains = logits[:, :N_DOMAINS]
        return domains, logits[:, None, N_DOMAINS:] + parameters.polarity_offsets, places

    def _from_text(self, sentences: Sequence[Sentence], bounds: list[tuple[int, int]]) -> Floats:
        """What the text fields add to the first pass, shape (n, 13)."""
        lines = Lines((sentence.text for sentence in sentences), self._vocabulary)
        logits = np.zeros((len(sentences), N_OUTPUTS))
        for field in self.fields:
            first, last = reads(field.source, bounds, reach=self.parameters.reach)
            scores = field.score(lines, first, last)
            logits += np.repeat(scores, last - first, axis=0) if field.source == "passage" else scores
        return logits

    def _score_batch(self, sentences: Sequence[Sentence]) -> Floats:
        domains, polarities, places = self.first_pass(sentences)
        rounds = ((each.coefficients, each.intercepts) for each in self.parameters.rounds)
        bounds = passage_bounds(sentences)
        return score_rounds(domains, polarities, places, bounds, rounds, self.parameters.calibration)

    def classify_sentences(self, sentences: Sequence[Sentence]) -> list[SentenceFindings]:
        """Findings of sentences, one result a sentence, in order."""
        scores = self.score(sentences)
        findings: list[list[Finding]] = [[] for _ in sentences]
        # Those of each sentence, most confident first; labels that are equally so in their order.
        rows, labels = np.nonzero(scores >= self.thresholds)
        confidences = scores[rows, labels]
        for k in np.lexsort((-confidences, rows)).tolist():
            domain, polarity = LABELS[labels[k]]
            findings[rows[k]].append(Finding(domain, polarity, float(confidences[k])))
        return [
            SentenceFindings(sentence, tuple(found), tuple(each))
            for sentence, found, each in zip(sentences, findings, scores.tolist(), strict=True)
        ]

    def classify(self, document: Document) -> list[SentenceFindings]:
        """Findings of a document's sentences, in reading order."""
        return self.classify_sentences(list(document.sentences()))


def _sentence(item: str | Mapping[str, Any]) -> Sentence:
    if isinstance(item, str):
        return Sentence(item)
    section, passage = item.get("section"), item.get("passage")
    return Sentence(
        text=item["text"],
        section=SectionCode(section) if section in set(SectionCode) else None,
        bullet=bool(item.get("bullet")),
        passage=None if passage is None else str(passage),
    )


def batches(sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Ranges of whole passages that are scored at once."""
    start = 0
    for _, end in passage_bounds(sentences):
        if end - start >= _BATCH or end == len(sentences):
            yield start, end
            start = end


_PACKAGE = Path(__file__).resolve().parent.parent
_DEFAULT_MODELS = (_PACKAGE / "default_model", _PACKAGE.parent.parent / "models" / "default")


def default_model_path() -> Path:
    """Folder of the shipped model: inside an installed package, or at the top of a checkout."""
    return next((path for path in _DEFAULT_MODELS if path.is_dir()), _DEFAULT_MODELS[-1])


def load_model(path: str | Path | None = None) -> Scorer:
    """Load a model for scoring.

    Parameters
    ----------
    path
        Folder that training wrote; the shipped model when ``None``.

    Raises
    ------
    ModelError
        If there is no model or it does not fit this version.
    """
    parameters, metadata = read_model(default_model_path() if path is None else Path(path))
    return Scorer(parameters, metadata)
