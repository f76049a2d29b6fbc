"""Add a row that was made elsewhere: measure its predictions with the study's own code, and redo the page.

    PYTHONPATH=experiments python -m study.outside minilm-lr --group embeddings \
        --title "MiniLM embeddings and logistic regression" --validation predictions.npz

A file of predictions is an npz with ``ids`` (of the corpus's sentences, shape (n,)), ``probabilities`` and
``predicted`` (shape (n, 22), labels in the order of ``LABELS``). ``--folds`` takes predictions of sentences
of the training split, from models that did not see their authority, ``--validation`` those of the validation
split. There may be sentences among them that figures are not reported on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from inspection_findings.evaluation.scoring import units
from inspection_findings.exceptions import FindingsError
from inspection_findings.paths import DATASET, EXPERIMENTS
from study.__main__ import CACHE, HERE
from study.config import read_study
from study.data import VALIDATION, StudyData, load_data
from study.execution import FOLDS, compare_all, held_rows, predictions_file
from study.page import write_page
from study.results import Held, Measured, Result, load_held, measure, read_results


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure predictions, write the result beside the study's own, and write the page."""
    options = _parser().parse_args(arguments)
    try:
        study = read_study(HERE / "study.toml")
        if options.name in {row.name for row in study.rows}:
            raise ValueError(f"{options.name!r} is a row of study.toml: choose another name")
        if options.group not in {group.name for group in study.groups}:
            raise ValueError(f"no group {options.group!r} in study.toml: add it there")
        data = load_data(options.data)
        result = Result(
            options.name, options.group, options.title, data.fingerprint,
            nonzero=options.weights, seconds=options.seconds,
            folds=_measured(data, FOLDS, options.folds, options),
            validation=_measured(data, VALIDATION, options.validation, options),
        )  # fmt: skip
        result.save(options.output / "results")
        compare_all(study, data, options.output, options.cache)
        write_page(study, read_results(options.output / "results"), options.output)
    except (FindingsError, OSError, ValueError, KeyError) as error:
        print(f"study: {error}", file=sys.stderr)
        return 1
    measured = result.validation or result.folds
    print(f"{result.name}: {measured.estimates['pair_micro_f1'] if measured else 'not measured'}")
    return 0


def _measured(data: StudyData, which: str, path: Path | None, options: argparse.Namespace) -> Measured | None:
    if path is None:
        return None
    rows = held_rows(data, which)
    records = data.take(rows)
    held: Held = load_held(path, [r.id for r in records], units(records), data.truth[rows])
    held.save(predictions_file(options.cache, options.name, which))
    return measure(held)[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="study.outside", description="Add a row that was made elsewhere.")
    parser.add_argument("name", help="of the row, and of its file in results")
    parser.add_argument("--group", required=True, help="a group of study.toml")
    parser.add_argument("--title", required=True, help="what the row is, in a few words")
    parser.add_argument("--folds", type=Path, metavar="NPZ", help="out-of-fold predictions")
    parser.add_argument("--validation", type=Path, metavar="NPZ", help="predictions of the validation split")
    parser.add_argument("--weights", type=float, help="weights of the model that are not zero")
    parser.add_argument("--seconds", type=float, help="processor time of one training")
    parser.add_argument("--data", type=Path, default=DATASET, metavar="DIR", help="built corpus")
    parser.add_argument(
        "--output", type=Path, default=EXPERIMENTS, metavar="DIR", help="for page and results"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, metavar="DIR", help="for predictions")
    return parser


if __name__ == "__main__":
    sys.exit(main())
