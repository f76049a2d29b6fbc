"""Whether the promise of ``--precision`` is kept, and what it costs in recall.

Writes ``promise.md`` and ``promise.svg`` beside this file. Run by ``make promise``; needs the reports.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, norm

from held_out import predict, real_corpus
from inspection_findings.corpus.records import LabelledSentence, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.files import write_atomically
from inspection_findings.labels import LABELS
from inspection_findings.model.learn_then_test import (
    Bound,
    control_precision,
    count_by_group,
    precision_bound,
)
from inspection_findings.model.risk_control import CONFIDENCE, RiskControl
from inspection_findings.reporting.plots.style import picture

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

HERE = Path(__file__).parent
WANTED = (0.8, 0.85, 0.9, 0.95)
CURVE = np.round(np.arange(0.75, 0.971, 0.01), 2)
SAMPLES = 2000
BY_LABEL = 0.9
SEED = 0


@dataclass(frozen=True)
class Scored:
    """Representative sentences scored by a model that had not seen their authority.

    Attributes
    ----------
    truth, probabilities
        Shape (n, 22).
    group
        Number of each sentence's authority, from 0, shape (n,).
    thresholds
        Probability from which each label is reported, shape (22,).
    """

    truth: NDArray[np.int8]
    probabilities: Floats
    group: Rows
    thresholds: Floats

    @property
    def groups(self) -> int:
        """How many authorities."""
        return int(self.group.max()) + 1

    def calibrate(self, rows: Rows, group: Rows, bound: Bound) -> RiskControl:
        """What would be promised with these sentences alone, of these authorities."""
        control = control_precision(
            self.truth[rows], self.probabilities[rows], group, self.thresholds, bound=bound
        )
        if control is None:
            raise ValueError("too few authorities to promise anything")
        return control

    def reached(
        self, control: RiskControl, wanted: Sequence[float] | Floats, rows: Rows | None = None
    ) -> Floats:
        """Precision and recall on these sentences at each wanted precision.

        Returns
        -------
        ndarray of shape (len(wanted), 2), not a number where so much cannot be promised
        """
        chosen = slice(None) if rows is None else rows
        truth = self.truth[chosen]
        hits, shown = count_by_group(
            control.thresholds, truth, self.probabilities[chosen], np.zeros(len(truth), dtype=np.intp)
        )
        members = (control.precisions[:, None] >= np.asarray(wanted)).sum(axis=0) - 1
        figures = np.column_stack([hits / np.maximum(shown, 1), hits / truth.sum()])[members]
        return np.where(members[:, None] >= 0, figures, np.nan)

    def usual_recall(self) -> float:
        """Recall of what is shown without ``--precision``."""
        return float(self.truth[self.probabilities >= self.thresholds].sum() / self.truth.sum())


def scored(records: Sequence[LabelledSentence], probabilities: Floats, thresholds: Floats) -> Scored:
    """Keep the representative sentences."""
    chosen = np.array([record.representative for record in records])
    kept = [record for record in records if record.representative]
    _, group = np.unique([record.group for record in kept], return_inverse=True)
    return Scored(truth_matrix(kept), probabilities[chosen], group, thresholds)


def main() -> int:
    """Fit once, calibrate on thousands of samples of authorities, and write the page."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    train, validation = corpus.splits[Split.TRAIN], corpus.splits[Split.VALIDATION]
    print(f"fitting on {len(train):,} sentences (minutes; kept for the next time)", flush=True)
    predictions = predict(train, validation)
    seen = scored(train, predictions.out_of_fold, predictions.thresholds)
    fresh = scored(validation, predictions.scores, predictions.thresholds)
    text = report(seen, fresh)
    write_atomically(HERE / "promise.md", text.encode())
    print(text)
    return 0


def report(seen: Scored, fresh: Scored) -> str:
    """Simulate, draw the plot, and give the page."""
    curve = resampled(seen, precision_bound)
    plot(curve, seen, fresh, HERE / "promise.svg")
    wanted = np.searchsorted(CURVE, WANTED)
    naive = resampled(seen, independent_bound)
    return page(seen, fresh, kept=curve[:, wanted], naive=naive[:, wanted], halves=halved(seen))


def independent_bound(hits: Floats, shown: Floats) -> Floats:
    """Clopper and Pearson's bound, as if sentences of one authority were no more alike than others."""
    right, total = hits.sum(axis=-1), shown.sum(axis=-1)
    return np.where(right > 0, beta.ppf(1 - CONFIDENCE, right, total - right + 1), 0.0)


def resampled(seen: Scored, bound: Bound) -> Floats:
    """Calibrate on as many authorities drawn with replacement, and measure on all sentences at hand.

    All sentences are then the population that the sample was drawn from, so its precision is known exactly,
    and a promise is broken or kept without the noise of a finite test part.

    Returns
    -------
    ndarray of shape (SAMPLES, len(CURVE), 2): precision and recall
    """
    random = np.random.default_rng(SEED)
    rows = [np.flatnonzero(seen.group == number) for number in range(seen.groups)]

    def once() -> Floats:
        drawn = [rows[number] for number in random.integers(0, seen.groups, seen.groups)]
        group = np.repeat(np.arange(len(drawn)), [len(each) for each in drawn])
        return seen.reached(seen.calibrate(np.concatenate(drawn), group, bound), CURVE)

    return np.stack(list(repeated(once, f"authorities drawn anew, {bound.__name__.replace('_', ' ')}")))


def halved(seen: Scored) -> Floats:
    """Calibrate on one half of the authorities, and measure on the other.

    Returns
    -------
    ndarray of shape (SAMPLES, len(WANTED), 2): precision and recall
    """
    random = np.random.default_rng(SEED)

    def once() -> Floats:
        half = np.isin(seen.group, random.permutation(seen.groups)[: seen.groups // 2])
        rows = np.flatnonzero(half)
        control = seen.calibrate(rows, seen.group[rows], precision_bound)
        return seen.reached(control, WANTED, np.flatnonzero(~half))

    return np.stack(list(repeated(once, "halves of the authorities")))


def repeated(once: Callable[[], Floats], name: str) -> Iterator[Floats]:
    """Give the result as often as there are samples, and say now and then how far it is."""
    for number in range(SAMPLES):
        if number % 500 == 0:
            print(f"{name}: {number:,} of {SAMPLES:,}", flush=True)
        yield once()


def broken(figures: Floats, wanted: float, number: int) -> float:
    """Share of samples whose precision is below what was promised; what is refused breaks no promise."""
    return float(np.mean(figures[:, number, 0] < wanted))


def page(seen: Scored, fresh: Scored, *, kept: Floats, naive: Floats, halves: Floats) -> str:
    """The page, as Markdown."""
    control = seen.calibrate(np.arange(len(seen.group)), seen.group, precision_bound)
    by_authority = "\n".join(
        f"| {wanted} | {broken(kept, wanted, i):.1%} | {broken(naive, wanted, i):.1%} | "
        f"{np.nanmean(kept[:, i, 0]):.3f} | {np.nanmean(kept[:, i, 1]):.2f} |"
        for i, wanted in enumerate(WANTED)
    )
    by_half = "\n".join(
        f"| {wanted} | {broken(halves, wanted, i):.1%} | {np.nanmean(halves[:, i, 0]):.3f} | "
        f"{np.nanmean(halves[:, i, 1]):.2f} |"
        for i, wanted in enumerate(WANTED)
    )
    return f"""# A promised precision

`findings classify --precision 0.9` shows as sure only what reaches thresholds at which, with {CONFIDENCE:.0%}
confidence, at least 90% of all that is sure is right; the rest is shown as unsure. Is that so, and what
does it cost? `make promise` makes this page.

The thresholds come from predictions for {seen.groups} authorities by models that had not seen them:
{len(seen.group):,} sentences sampled at random. The method is *learn then test*, with authorities and not
sentences as what is independent; `model/learn_then_test.py` tells it. At most
{control.precisions[0]:.3f} can be promised.

![Precision reached against precision promised, and the recall kept](promise.svg)

## Is the promise kept?
**Authorities drawn anew.** {SAMPLES:,} times, {seen.groups} authorities are drawn with replacement, the
thresholds set on them alone, and the precision measured on all {seen.groups}. These are the population that
the samples come from, so that precision is known exactly. A promise kept with {CONFIDENCE:.0%} confidence is
broken by at most {1 - CONFIDENCE:.0%} of the samples; that there are {SAMPLES:,} leaves
{100 * chance(1 - CONFIDENCE):.1f} points to chance. Beside it a bound that takes sentences for independent,
as is usual. Recall is of all (domain, polarity) pairs; without `--precision` it is
{seen.usual_recall():.2f}.

| promised | broken | broken, sentences as independent | precision reached, mean | recall, mean |
|---|---|---|---|---|
{by_authority}

**Halves.** {SAMPLES:,} times, the thresholds are set on one half of the authorities and the precision is
measured on the other. What is measured now varies as much as the calibration does: a promise kept to the
letter is missed in {expected_in_halves():.1%} of such splits, and not in {1 - CONFIDENCE:.0%}.

| promised | measured below it | precision measured, mean | recall, mean |
|---|---|---|---|
{by_half}

**Authorities left out.** The whole model, on the {fresh.groups} validation authorities
({len(fresh.group):,} sentences), which neither the model nor the thresholds have seen. It is one sample: the
intervals are of 90%, by authority, and a promise kept to the letter leaves the upper end below it one time
in 20. Without `--precision` recall is {fresh.usual_recall():.2f}.

| promised | sure | unsure | precision of the sure | 90% interval | recall |
|---|---|---|---|---|---|
{validation_rows(control, fresh)}

## By label
The promise is for all labels together. Thresholds are such that each label's sure findings are as confident
on average, so that none should be far behind; but for one label alone nothing is promised. At
`--precision {BY_LABEL}`:

| label | threshold | sure, training, out of fold | right | sure, validation | right |
|---|---|---|---|---|---|
{label_rows(control, seen, fresh)}
"""


def chance(share: float) -> float:
    """How far a share of the samples may be off, 19 times in 20."""
    return float(norm.ppf(0.975) * np.sqrt(share * (1 - share) / SAMPLES))


def expected_in_halves() -> float:
    """Share of splits that fall short where calibration and test part vary alike, the bound being exact."""
    return float(norm.cdf(norm.ppf(1 - CONFIDENCE) / np.sqrt(2)))


def validation_rows(control: RiskControl, fresh: Scored) -> str:
    """Rows of the table of authorities left out."""
    rows = []
    for wanted in WANTED:
        thresholds = control.thresholds_for(wanted)
        above = fresh.probabilities >= thresholds
        usual = fresh.probabilities >= fresh.thresholds
        hits, shown = count_by_group(thresholds[None], fresh.truth, fresh.probabilities, fresh.group)
        low, high = resampled_interval(hits[0], shown[0])
        right = hits.sum()
        rows.append(
            f"| {wanted} | {above.sum():,} | {(usual & ~above).sum():,} | {right / above.sum():.3f} | "
            f"{low:.3f} to {high:.3f} | {right / fresh.truth.sum():.2f} |"
        )
    return "\n".join(rows)


def resampled_interval(hits: Floats, shown: Floats) -> tuple[float, float]:
    """Percentile bootstrap of a precision over authorities, 90%."""
    drawn = np.random.default_rng(SEED).integers(0, len(hits), (SAMPLES, len(hits)))
    low, high = np.quantile(hits[drawn].sum(axis=1) / shown[drawn].sum(axis=1), (0.05, 0.95))
    return float(low), float(high)


def label_rows(control: RiskControl, seen: Scored, fresh: Scored) -> str:
    """Rows of the table by label."""
    thresholds = control.thresholds_for(BY_LABEL)
    rows = []
    for k, label in enumerate(LABELS):
        cells = [f"| {label} | {thresholds[k]:.2f} |"]
        for part in (seen, fresh):
            above = part.probabilities[:, k] >= thresholds[k]
            right = f"{part.truth[above, k].mean():.0%}" if above.any() else ""
            cells.append(f" {above.sum():,} | {right} |")
        rows.append("".join(cells))
    return "\n".join(rows)


def plot(curve: Floats, seen: Scored, fresh: Scored, path: Path) -> None:
    """Draw what was promised against what was reached, and the recall that is left."""
    control = seen.calibrate(np.arange(len(seen.group)), seen.group, precision_bound)
    left_out = fresh.reached(control, WANTED)
    # Where most samples refuse, the others are no picture of them all.
    usual = np.isnan(curve[:, :, 0]).mean(axis=0) < 0.5
    promised, curve = CURVE[usual], curve[:, usual]
    low, middle, high = np.nanquantile(curve[:, :, 0], (0.05, 0.5, 0.95), axis=0)
    with picture(path, 1, 2, figsize=(9, 3.8)) as (reached, recall):
        reached.fill_between(
            promised, low, high, color="#1f5fa8", alpha=0.2, linewidth=0, label="9 samples in 10"
        )
        reached.plot(promised, middle, color="#1f5fa8", label="middle sample")
        reached.plot(promised, promised, color="#777777", linestyle="--", linewidth=0.9, label="as promised")
        reached.plot(WANTED, left_out[:, 0], "D", color="#b3541e", label="validation authorities")
        reached.set_ylabel("precision reached")
        reached.legend(frameon=False, loc="upper left")
        recall.plot(
            promised, np.nanmean(curve[:, :, 1], axis=0), color="#1f5fa8", label="mean of the samples"
        )
        recall.plot(WANTED, left_out[:, 1], "D", color="#b3541e", label="validation authorities")
        recall.axhline(
            seen.usual_recall(), color="#777777", linestyle="--", linewidth=0.9, label="nothing promised"
        )
        recall.set_ylim(0, 1)
        recall.set_ylabel("recall kept")
        recall.legend(frameon=False, loc="lower left")
        for axes in (reached, recall):
            axes.set_xlabel("precision promised")


if __name__ == "__main__":
    sys.exit(main())
