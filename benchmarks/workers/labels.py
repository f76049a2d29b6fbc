"""Fit and apply a logistic regression a label to the first sentences of a file, for the first labels alone.

python labels.py SENTENCES.jsonl 1000 4

The product has as many labels as the field has; what another one would cost is what another fit costs.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from benchmarks.sentences import read_records
from inspection_findings.corpus.records import truth_matrix
from inspection_findings.model.config import FeaturesConfig
from inspection_findings.model.features import build_features, sentence_table


def main(path: str, count: str, labels: str) -> None:
    """Print the processor seconds of the fits and of their predictions; features are made before."""
    records = read_records(Path(path), int(count))
    config = FeaturesConfig()
    table = sentence_table([record.sentence for record in records], reach=config.reach)
    features = build_features(config).fit_transform(table)
    seconds = scoring = 0.0
    if int(labels):
        # The solver of the product's first pass.
        solver = LogisticRegression(C=4.0, solver="liblinear", dual=True, tol=0.01, max_iter=500)
        model = OneVsRestClassifier(solver)
        started = time.process_time()
        model.fit(features, truth_matrix(records)[:, : int(labels)])
        fitted = time.process_time()
        weights = np.vstack([each.coef_ for each in model.estimators_])
        started_scoring = time.process_time()
        features @ weights.T
        seconds, scoring = fitted - started, time.process_time() - started_scoring
    print(json.dumps({"seconds": seconds, "scoring": scoring}))


if __name__ == "__main__":
    main(*sys.argv[1:])
