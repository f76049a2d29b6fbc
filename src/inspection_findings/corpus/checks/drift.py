"""Whether labels are as frequent in validation and test as in training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inspection_findings.corpus.checks.problems import Check, Problem, Severity
from inspection_findings.corpus.records import Sample, Source
from inspection_findings.corpus.sources import Sources
from inspection_findings.corpus.splits import Split, split_of
from inspection_findings.labels import LABEL_INDEX, LABELS

PERMUTATIONS = 9_999
LEVEL = 0.05
LEAST_AUTHORITIES = 5
"""On either side: of fewer there are hardly any ways to deal them out."""

Counts = NDArray[np.float64]


def drift(kept: Sources, *, seed: int = 0) -> Iterator[Problem]:
    """Compare each label's share in validation and in test with that in train.

    Among the sentences that figures are reported on: real ones, sampled at random. A label whose share
    differs by more than chance is a warning; a note says what the greatest difference is.
    `permutation_p_values` is the test, made for validation and for test separately.

    Parameters
    ----------
    kept
        Labels and source list; no text is needed.
    seed
        Of the permutations.
    """
    counts = _counts_by_authority(kept)
    rows = {
        split: np.array([row for name, row in counts.items() if split_of(name) is split]) for split in Split
    }
    train = rows[Split.TRAIN]
    for split in (Split.VALIDATION, Split.TEST):
        held_out = rows[split]
        if min(len(train), len(held_out)) < LEAST_AUTHORITIES:
            continue
        p_values = permutation_p_values(train, held_out, seed=seed)
        usual, here = _shares(train.sum(axis=0)), _shares(held_out.sum(axis=0))
        for k in np.flatnonzero(p_values < LEVEL):
            yield Problem(
                Check.DRIFT,
                Severity.WARNING,
                str(LABELS[k]),
                f"{here[k]:.2%} of sentences in {split}, {usual[k]:.2%} in train (p = {p_values[k]:.4f})",
            )
        least = int(np.argmin(p_values))
        yield Problem(
            Check.DRIFT,
            Severity.NOTE,
            split.value,
            f"of {len(LABELS)} labels the least like train is {LABELS[least]}: {here[least]:.2%} of "
            f"{held_out[:, -1].sum():,.0f} sentences against {usual[least]:.2%} (p = {p_values[least]:.4f} "
            f"by {PERMUTATIONS:,} permutations of authorities, adjusted for all labels)",
        )


def permutation_p_values(train: Counts, held_out: Counts, *, seed: int = 0) -> NDArray[np.float64]:
    """Adjusted p-values that a label's share is the same on both sides, by permuting authorities.

    Sentences of one authority are alike, so whole authorities are dealt out anew, as many to each side as
    there were: a permutation test with clusters as its units (Ernst 2004, Permutation methods: a basis
    for exact inference). The statistic is the difference of the shares in units of its standard deviation
    over the permutations; the greatest over all labels in each permutation gives p-values adjusted for
    there being many labels (single-step maxT, Westfall and Young 1993, Resampling-based multiple
    testing). The data as they are count as one permutation, so that no p-value is zero (Phipson and Smyth
    2010, Permutation p-values should never be zero).

    Parameters
    ----------
    train, held_out
        One row an authority: sentences with each label, and in the last column all its sentences; shapes
        ``(a, l + 1)`` and ``(b, l + 1)``.
    seed
        Of the permutations.

    Returns
    -------
    ndarray
        Of shape ``(l,)``.
    """
    counts = np.concatenate([train, held_out])
    total = counts.sum(axis=0)
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(len(counts)), (PERMUTATIONS, 1)), axis=1)
    dealt = np.vstack([np.arange(len(counts)), order]) >= len(train)
    there = dealt.astype(float) @ counts
    differences = np.abs(_shares(there) - _shares(total - there))
    spread = np.sqrt(np.mean(differences**2, axis=0))
    statistics = np.divide(differences, spread, out=np.zeros_like(differences), where=spread > 0)
    # A tolerance, for the same sums in another order differ in their last digits.
    reached = statistics.max(axis=1)[:, None] >= statistics[0] - 1e-9
    return np.asarray(reached.mean(axis=0))


def _shares(counts: Counts) -> Counts:
    return np.asarray(counts[..., :-1] / np.maximum(counts[..., -1:], 1))


def _counts_by_authority(kept: Sources) -> dict[str, Counts]:
    counts: dict[str, Counts] = defaultdict(lambda: np.zeros(len(LABELS) + 1))
    for document, labelled in kept.annotations.items():
        entry = kept.catalogue[document]
        if entry.source is Source.SPECIMEN:
            continue
        for annotation in labelled:
            if annotation.sample is Sample.RANDOM:
                row = counts[entry.authority]
                row[-1] += 1
                for label in annotation.label_set:
                    row[LABEL_INDEX[label]] += 1
    return counts
