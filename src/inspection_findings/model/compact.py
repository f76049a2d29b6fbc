"""A fitted scikit-learn classifier as the compact model's parameters."""

from __future__ import annotations

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model.classifier import FindingsClassifier
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.factorised import FactorisedClassifier
from inspection_findings.model.parameters import ModelParameters, StackingRound, TextField
from inspection_findings.model.terms import Terms


def compact_parameters(classifier: FindingsClassifier) -> ModelParameters:
    """Take a fitted classifier apart into the arrays that the scorer needs.

    The scorer's probabilities equal the classifier's up to the rounding of double precision, because
    the classifier's own sparse weights are already rounded to the single precision they are stored in.
    """
    config = classifier.config or TrainingConfig()
    extractor = classifier.first_pass_.named_steps["features"]
    first: FactorisedClassifier = classifier.first_pass_.named_steps["classifier"]
    fields: list[TextField] = []
    start = 0
    for entry in config.features.fields:
        vectorizer: TfidfVectorizer = extractor.named_transformers_[entry.name]
        terms = vectorizer.get_feature_names_out()
        end = start + len(terms)
        fields.append(
            TextField(
                name=entry.name,
                source=entry.source,
                weight=entry.weight,
                analyzer=entry.build_analyzer(),
                terms=Terms.of(terms),
                idf=np.asarray(vectorizer.idf_, dtype=np.float64),
                coefficients=first.coef_[:, start:end].T.astype(np.float32),
            )
        )
        start = end
    parameters = ModelParameters(
        fields=tuple(fields),
        reach=config.features.reach,
        place_coefficients=first.coef_[:, start:].T * config.features.place_weight,
        intercepts=first.intercept_,
        polarity_offsets=first.polarity_offsets_,
        rounds=tuple(StackingRound(each.coef_, each.intercept_) for each in classifier.rounds_),
        calibration=classifier.calibration_,
        thresholds=classifier.thresholds_,
        risk_control=classifier.risk_control_,
    )
    parameters.validate()
    return parameters
