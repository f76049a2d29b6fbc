"""What more labels would buy: F1 on validation authorities against the number of labelled sentences.

Writes ``learning_curve.md`` and ``learning_curve.svg`` beside this file. Run by ``make learning-curve``;
needs the reports.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from held_out import Floats, predict, real_corpus
from inspection_findings.corpus.build import Corpus
from inspection_findings.corpus.records import LabelledSentence, Source, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.evaluation.metrics import Estimate
from inspection_findings.files import write_atomically
from inspection_findings.reporting.plots.style import picture

HERE = Path(__file__).parent
SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
ORDERS = 2
MORE = 1000
RESAMPLES = 500
REAL, BOTH = "real sentences", "real sentences and specimens"


@dataclass(frozen=True)
class Point:
    """One model of the curve.

    Attributes
    ----------
    order
        Which random order of authorities it belongs to; ``None`` where it was trained on all of them.
    authorities, sentences
        That it was trained on.
    hits, given
        Of each validation document: true labels among those given, and true labels plus those given. F1 of
        any set of documents follows from them.
    """

    series: str
    order: int | None
    authorities: int
    sentences: int
    hits: NDArray[np.int64]
    given: NDArray[np.int64]

    def f1(self, documents: NDArray[np.intp]) -> float:
        """Pair micro-F1 over some documents."""
        return float(2 * self.hits[documents].sum() / max(self.given[documents].sum(), 1))


@dataclass(frozen=True)
class Law:
    """Error as a power of size: ``1 - F1 = floor + scale * size ** -rate`` with size in thousands."""

    floor: float
    scale: float
    rate: float

    def f1(self, sentences: float | Floats) -> Floats:
        """F1 that the law expects."""
        return np.asarray(1 - self.floor - self.scale * (np.asarray(sentences) / 1000) ** -self.rate)


def main() -> int:
    """Train and measure every point, fit the laws, and write the page and its plot."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    points = []
    for series, order, records in training_sets(corpus):
        point = measure(series, order, records, corpus)
        points.append(point)
        f1 = point.f1(np.arange(len(point.hits)))
        size = f"{point.authorities} authorities, {point.sentences:,} sentences"
        print(f"{series}: {size}: {f1:.3f}", flush=True)
    outlooks = {
        series: outlook([point for point in points if point.series == series]) for series in (REAL, BOTH)
    }
    plot(points, outlooks, HERE / "learning_curve.svg")
    text = page(points, outlooks)
    write_atomically(HERE / "learning_curve.md", text.encode())
    print(text)
    return 0


def training_sets(corpus: Corpus) -> list[tuple[str, int | None, list[LabelledSentence]]]:
    """Training parts of the curve, the smallest first; all authorities once, in whatever order they came."""
    train = corpus.splits[Split.TRAIN]
    real = [record for record in train if record.source is not Source.SPECIMEN]
    sets = []
    for share in SHARES:
        for order in range(ORDERS) if share < 1 else [None]:
            chosen = some_groups(train, share, order)
            sets.append((REAL, order, [record for record in real if record.group in chosen]))
            sets.append((BOTH, order, [record for record in train if record.group in chosen]))
    return sets


def some_groups(records: Sequence[LabelledSentence], share: float, order: int | None) -> set[str]:
    """The first authorities in a random order, and as large a share of the specimens that retell none."""
    authorities = sorted({record.group for record in records if record.authority})
    others = sorted({record.group for record in records if not record.authority})
    chosen: set[str] = set()
    for names in (authorities, others):
        random.Random(order).shuffle(names)  # noqa: S311 - no secret
        chosen.update(names[: round(share * len(names))])
    return chosen


def measure(series: str, order: int | None, records: list[LabelledSentence], corpus: Corpus) -> Point:
    """Train the default configuration on a part and count what it gets right of each document."""
    validation = corpus.splits[Split.VALIDATION]
    predictions = predict(records, validation)
    truth = truth_matrix(validation)
    predicted = (predictions.scores >= predictions.thresholds).astype(np.int8)
    counted = np.array([record.representative for record in validation])
    _, of_row = np.unique([r.document for r in validation if r.representative], return_inverse=True)
    return Point(
        series=series,
        order=order,
        authorities=len({record.authority for record in records if record.authority}),
        sentences=len(records),
        hits=np.bincount(of_row, (truth & predicted)[counted].sum(axis=1)).astype(np.int64),
        given=np.bincount(of_row, (truth + predicted)[counted].sum(axis=1)).astype(np.int64),
    )


def fit_law(sentences: Floats, f1: Floats) -> Law:
    """The power law with a floor that fits best, by least squares (Hestness et al. 2017)."""
    from scipy.optimize import curve_fit

    def expected(size: Floats, floor: float, scale: float, rate: float) -> Floats:
        return Law(floor, scale, rate).f1(size)

    bounds = ([0.0, 0.0, 0.05], [0.5, 1.0, 2.0])
    found, _ = curve_fit(expected, sentences, f1, p0=(0.1, 0.3, 0.5), bounds=bounds, maxfev=20000)
    return Law(*map(float, found))


@dataclass(frozen=True)
class Outlook:
    """What a series says of more labels.

    Attributes
    ----------
    law
        Fitted to all documents.
    sentences
        Of the largest model.
    gain
        F1 that ``MORE`` sentences beyond the largest model would add.
    ceiling
        F1 that no number of sentences would pass.
    """

    law: Law
    sentences: int
    gain: Estimate
    ceiling: Estimate


def outlook(points: Sequence[Point]) -> Outlook:
    """Fit the law of a series; intervals from resampling validation documents and orders of authorities."""
    sizes = np.array([point.sentences for point in points], dtype=np.float64)
    orders = sorted({point.order for point in points if point.order is not None})
    every = np.arange(len(points[0].hits))
    last = int(sizes.max())

    def gain(law: Law) -> float:
        return float(law.f1(last + MORE) - law.f1(last))

    generator = np.random.default_rng(0)
    gains, ceilings = [], []
    for _ in range(RESAMPLES):
        documents = generator.choice(every, len(every))
        drawn = generator.choice(orders, len(orders))
        rows = [row for order in (*drawn, None) for row, point in enumerate(points) if point.order == order]
        f1 = np.array([points[row].f1(documents) for row in rows])
        law = fit_law(sizes[rows], f1)
        gains.append(gain(law))
        ceilings.append(1 - law.floor)
    law = fit_law(sizes, np.array([point.f1(every) for point in points]))
    return Outlook(
        law, last, Estimate(gain(law), *percentiles(gains)), Estimate(1 - law.floor, *percentiles(ceilings))
    )


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """Ends of the 95% interval."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def page(points: Sequence[Point], outlooks: dict[str, Outlook]) -> str:
    """The page, as Markdown."""
    every = np.arange(len(points[0].hits))
    rows = []
    for series in outlooks:
        for authorities in sorted({point.authorities for point in points}):
            own = [p for p in points if (p.series, p.authorities) == (series, authorities)]
            f1 = [point.f1(every) for point in own]
            spread = f"{min(f1):.3f} to {max(f1):.3f}" if len(own) > 1 else ""
            sentences = round(float(np.mean([point.sentences for point in own])))
            rows.append(f"| {series} | {authorities} | {sentences:,} | {np.mean(f1):.3f} | {spread} |")
    table = "\n".join(rows)
    laws = "\n".join(
        f"| {series} | 1 − F1 = {o.law.floor:.3f} + {o.law.scale:.3f} · (n/1000)^−{o.law.rate:.2f} | "
        f"{o.sentences:,} | {o.gain.value:+.4f} ({o.gain.low:+.4f} to {o.gain.high:+.4f}) | "
        f"{o.ceiling.value:.3f} ({o.ceiling.low:.3f} to {o.ceiling.high:.3f}) |"
        for series, o in outlooks.items()
    )
    return f"""# What more labels would buy

The default configuration trained on more and more authorities, added in random order ({ORDERS} orders), and
measured on the real sentences of the validation authorities ({len(every)} documents). With an authority come
its labelled sentences and, in the second series, the specimens that retell them and as large a share of the
specimens of their own. `make learning-curve` makes this page.

![Pair micro-F1 against the number of labelled sentences](learning_curve.svg)

| trained on | authorities | sentences | pair micro-F1 | over the orders |
|---|---|---|---|---|
{table}

## The law
A power law with a floor, fitted to all points of a series by least squares. The gain is what {MORE:,} more
sentences of the same kinds would add to the largest model; the ceiling is one less the floor. 95% intervals
are from resampling the validation documents and the orders together, {RESAMPLES} times. The floor is the
less certain the further it lies from the points: read the ceiling as a bound, not as a promise.

| trained on | law | n | gain of the next {MORE:,} | ceiling |
|---|---|---|---|---|
{laws}
"""


def plot(points: Sequence[Point], outlooks: dict[str, Outlook], path: Path) -> None:
    """Draw the points of each series, and its law a little beyond them."""
    every = np.arange(len(points[0].hits))
    with picture(path) as axes:
        for (series, seen), colour in zip(outlooks.items(), ("#444444", "#1f5fa8"), strict=True):
            own = [point for point in points if point.series == series]
            sizes = np.array([point.sentences for point in own])
            axes.scatter(sizes, [point.f1(every) for point in own], s=18, color=colour, label=series)
            line = np.geomspace(sizes.min(), sizes.max() * 1.5, 100)
            axes.plot(line, seen.law.f1(line), color=colour, linewidth=1)
        axes.set_xscale("log")
        axes.set_xlabel("labelled sentences")
        axes.set_ylabel("pair micro-F1, real validation authorities")
        axes.legend(loc="lower right", frameon=False)


if __name__ == "__main__":
    sys.exit(main())
