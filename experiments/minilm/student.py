"""Teach a linear first pass with what the fine-tuned MiniLM says of sentences that nobody labelled.

    PYTHONPATH=experiments python -m minilm.student

The first pass is the product's but for the weights of features, which are made for labels of 0 and 1.
The teacher is the mean of MiniLM's log-odds and those of a first pass that was fitted on labelled sentences
alone; it reads all sentences of training authorities' reports that are not labelled. The student is the same
first pass, fitted on labelled sentences and, with half their weight, on those. Takes about ten minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from held_out import Floats
from inspection_findings.corpus.splits import hash_place
from inspection_findings.documents.types import Sentence
from inspection_findings.labels import SectionCode
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.features import build_features, sentence_table
from inspection_findings.model.neighbours import logit, sigmoid
from minilm.exchange import (
    FINE_TUNED_UNLABELLED,
    FOLDER,
    LABELLED,
    STUDENT,
    TRAIN,
    UNLABELLED,
    VALIDATION,
    Row,
    by_id,
    digest,
    is_current,
    load_arrays,
    read_rows,
    save_arrays,
    truth,
)
from minilm.linear import fit_soft

SOFT_WEIGHT = 0.5
TOLERANCE = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the first pass with and without soft labels, and score the validation split."""
    options = _parser().parse_args(arguments)
    folder: Path = options.folder
    try:
        source = made_of(folder)
        if not options.again and is_current(folder / STUDENT, source):
            print(f"{folder / STUDENT}: made of the same sentences; --again makes it anew", file=sys.stderr)
            return 0
        taught = load_arrays(folder / FINE_TUNED_UNLABELLED, digest(folder / LABELLED, folder / UNLABELLED))
        labelled, unlabelled = read_rows(folder / LABELLED), read_rows(folder / UNLABELLED)
    except OSError as error:
        print(f"{error}", file=sys.stderr)
        return 1
    train = [row for row in labelled if row.split == TRAIN]
    held = [row for row in labelled if row.split == VALIDATION]
    chosen = np.flatnonzero([not row.known for row in unlabelled])
    if options.sentences:
        chosen = np.sort(np.random.default_rng(0).permutation(chosen)[: options.sentences])
        source = f"{source}, {options.sentences} sentences"
    started = time.process_time()
    without, student = teach(
        train, held, unlabelled, by_id(taught, "logits", [row.id for row in unlabelled]), chosen
    )
    save_arrays(
        folder / STUDENT, source, ids=np.array([row.id for row in held]), without=without, student=student,
        sentences=len(chosen), seconds=time.process_time() - started,
    )  # fmt: skip
    return 0


def made_of(folder: Path) -> str:
    """Digest of the sentences and of the features' settings."""
    settings = TrainingConfig().features.model_dump_json()
    sentences = digest(folder / LABELLED, folder / UNLABELLED)
    return hashlib.sha256(f"{sentences} {settings}".encode()).hexdigest()[:32]


def teach(
    train: Sequence[Row], held: Sequence[Row], unlabelled: Sequence[Row], teacher: Floats,
    chosen: NDArray[np.intp],
) -> tuple[Floats, Floats]:  # fmt: skip
    """Probabilities of held-out sentences by the first pass without and with soft labels.

    Parameters
    ----------
    train, held
        Labelled sentences.
    unlabelled
        Whole reports, for the context of those that are chosen.
    teacher
        Log-odds of ``unlabelled`` by the fine-tuned model, shape (m, 22).
    chosen
        Rows of ``unlabelled`` to learn from.
    """
    config = TrainingConfig()
    reach = config.features.reach
    features = build_features(config.features)
    known = features.fit_transform(sentence_table(shown(train), reach=reach)).tocsr()
    test = features.transform(sentence_table([_sentence(row) for row in held], reach=reach)).tocsr()
    new = features.transform(sentence_table(shown(unlabelled), reach=reach).iloc[chosen]).tocsr()

    def classifier() -> LogisticRegression:
        return LogisticRegression(
            C=config.first_pass.domain_c, solver="liblinear", dual=True, tol=TOLERANCE, max_iter=500,
            random_state=config.seed,
        )  # fmt: skip

    labels, ones = truth(train).astype(np.float64), np.ones(len(train))
    without = fit_soft(known, labels, ones, classifier)
    soft = sigmoid((teacher[chosen] + logit(without.probabilities(new))) / 2)
    student = fit_soft(
        sparse.vstack([known, new]).tocsr(), np.vstack([labels, soft]),
        np.concatenate([ones, np.full(len(chosen), SOFT_WEIGHT)]), classifier,
    )  # fmt: skip
    return without.probabilities(test), student.probabilities(test)


def shown(rows: Sequence[Row]) -> list[Sentence]:
    """Sentences as the product is shown them in training: some passages without their section."""
    share = TrainingConfig().features.section_dropout
    return [_sentence(row, show_section=hash_place(row.passage) >= share) for row in rows]


def _sentence(row: Row, *, show_section: bool = True) -> Sentence:
    section = SectionCode(row.section) if row.section and show_section else None
    return Sentence(row.text, section=section, bullet=row.bullet, passage=row.passage)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="minilm.student", description="Learn from the fine-tuned MiniLM.")
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="of what is read and made")
    parser.add_argument(
        "--sentences", type=int, default=0, metavar="N", help="so many at random; all by default"
    )
    parser.add_argument("--again", action="store_true", help="also where there is a result already")
    return parser


if __name__ == "__main__":
    sys.exit(main())
