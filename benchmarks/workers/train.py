"""Train on the first sentences of a file.

python train.py SENTENCES.jsonl 1000 --folds 5 --min-df 2 --score 1000
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.sentences import read_records
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.training import compact_model, fit_classifier


def main() -> None:
    """Print the processor seconds of training and of scoring with the model, and its terms."""
    options = _parser().parse_args()
    config = with_least_documents(TrainingConfig(folds=options.folds), options.min_df)
    records = read_records(options.path, options.count)
    found: dict[str, float] = {"seconds": 0.0}
    if records:
        started = time.process_time()
        classifier = fit_classifier(records, config, n_jobs=1)
        found["seconds"] = time.process_time() - started
        found["terms"] = classifier.first_pass_.named_steps["classifier"].n_features_in_
        if options.score:
            scorer = compact_model(classifier, data={"fingerprint": "0" * 64}, metrics={})
            sentences = [record.sentence for record in records[: options.score]]
            started = time.process_time()
            scorer.score(sentences)
            found["scoring"] = time.process_time() - started
    print(json.dumps(found))


def with_least_documents(config: TrainingConfig, least: int | None) -> TrainingConfig:
    """The configuration with terms of at least so many sentences in every field."""
    if least is None:
        return config
    fields = tuple(field.model_copy(update={"min_df": least}) for field in config.features.fields)
    return config.model_copy(update={"features": config.features.model_copy(update={"fields": fields})})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="train.py", description="Train on sentences of a file.")
    parser.add_argument("path", type=Path)
    parser.add_argument("count", type=int, help="sentences to take")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--min-df", type=int, help="sentences that a term must be in")
    parser.add_argument("--score", type=int, default=0, help="sentences to score afterwards")
    return parser


if __name__ == "__main__":
    main()
