"""Can the confidence be relied on? What calibrators would change, and where it is too sure.

Writes ``calibration.md`` and ``calibration.svg`` beside this file. Run by ``make calibration``; needs the
reports.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from held_out import Floats, Predictions, predict, real_corpus
from inspection_findings.corpus.records import LabelledSentence, Source, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework
from inspection_findings.evaluation.calibration import brier_score, calibration_error, log_loss
from inspection_findings.evaluation.calibrators import CALIBRATORS, Calibrator
from inspection_findings.evaluation.metrics import Binary, Scored, evaluate, pair_micro_f1, reported
from inspection_findings.evaluation.reliability import reliability
from inspection_findings.evaluation.scoring import scored_at
from inspection_findings.files import write_atomically
from inspection_findings.labels import LABELS, Polarity
from inspection_findings.model.config import TrainingConfig
from inspection_findings.model.thresholds import choose_thresholds
from inspection_findings.reporting.plots.style import picture

HERE = Path(__file__).parent
FOLDS = 10
TARGET = 0.03
# Differences of confidence and share right beyond so many standard errors are pointed out.
PLAIN = 3.0
HEAD = """| | error | difference | all cells | Brier | log loss | pair F1 |
|---|---|---|---|---|---|---|"""


@dataclass(frozen=True)
class Part:
    """Some sentences with what was predicted for them."""

    name: str
    scored: Scored
    records: list[LabelledSentence]

    def where(self, test: Callable[[LabelledSentence], bool]) -> Scored:
        """The sentences that pass a test."""
        return self.scored.take(np.flatnonzero([test(record) for record in self.records]))


@dataclass(frozen=True)
class Compared:
    """What a calibrator gives.

    Attributes
    ----------
    nested
        For training authorities, calibrated on other ones.
    held_out
        For validation authorities, calibrated on all training authorities.
    """

    name: str
    nested: Scored
    held_out: Scored


def main() -> int:
    """Compare calibrators, look where the model as it is errs, and write the page and its plot."""
    corpus = real_corpus()
    if corpus is None:
        return 1
    train, validation = corpus.splits[Split.TRAIN], corpus.splits[Split.VALIDATION]
    print(f"fitting on {len(train):,} sentences, or reading what was kept of it", flush=True)
    predictions = predict(train, validation)
    rows = []
    for name in CALIBRATORS:
        rows.append(compare(name, predictions, train, validation))
        print(f"{name}: {error(rows[-1].nested):.3f}, {error(rows[-1].held_out):.3f}", flush=True)
    parts = [
        Part("out of fold", scored_at(predictions.out_of_fold, predictions.thresholds, train), train),
        Part("validation", scored_at(predictions.scores, predictions.thresholds, validation), validation),
    ]
    plot(parts, HERE / "calibration.svg")
    text = page(rows, parts)
    write_atomically(HERE / "calibration.md", text.encode())
    print(text)
    return 0


def representative(records: Sequence[LabelledSentence]) -> NDArray[np.intp]:
    """Rows that figures are reported on."""
    return np.flatnonzero([record.representative for record in records])


def compare(
    name: str,
    predictions: Predictions,
    train: Sequence[LabelledSentence],
    validation: Sequence[LabelledSentence],
) -> Compared:
    """Measure a calibrator on training authorities that it did not see, and on validation authorities."""
    calibrator, chosen = CALIBRATORS[name], representative(train)
    probabilities = predictions.out_of_fold[chosen]
    truth = truth_matrix([train[row] for row in chosen])
    groups = [train[row].group for row in chosen]
    calibrated, predicted = np.zeros_like(probabilities), np.zeros_like(truth)
    for known, new in GroupKFold(FOLDS).split(probabilities, groups=groups):
        calibrated[new], predicted[new] = apply(
            calibrator, probabilities[known], truth[known], probabilities[new]
        )
    others = representative(validation)
    held_out = apply(calibrator, probabilities, truth, predictions.scores[others])
    return Compared(
        name,
        Scored(truth, calibrated, predicted),
        Scored(truth_matrix([validation[row] for row in others]), *held_out),
    )


def apply(calibrator: Calibrator, known: Floats, truth: Binary, new: Floats) -> tuple[Floats, Binary]:
    """Calibrated probabilities and what is reported, with the thresholds that go with the calibrator."""
    both = calibrator(known, truth, np.concatenate([known, new]))
    shrinkage = TrainingConfig().thresholds.shrinkage
    thresholds = choose_thresholds(truth, both[: len(known)], shrinkage=shrinkage)
    calibrated = both[len(known) :]
    return calibrated, (calibrated >= thresholds).astype(np.int8)


def figures(scored: Scored) -> str:
    """Cells of the table of calibrators."""
    cells, outcomes = scored.probabilities.ravel(), scored.truth.ravel()
    return (
        f"{error(scored):.3f} | {reliability(scored).excess:+.3f} | "
        f"{calibration_error(cells, outcomes):.4f} | {brier_score(cells, outcomes):.5f} | "
        f"{log_loss(cells, outcomes):.4f} | {pair_micro_f1(scored):.3f}"
    )


def error(scored: Scored) -> float:
    """Calibration error of the reported findings."""
    return calibration_error(*reported(scored))


def of(register: Framework) -> Callable[[LabelledSentence], bool]:
    """Whether a sentence counts and is of a register."""
    return lambda record: record.representative and record.framework is register


def places(part: Part) -> Iterator[tuple[str, Scored]]:
    """Parts of a part, by name."""
    counted = part.where(lambda record: record.representative)
    yield "all", counted
    for register in Framework:
        yield (
            f"register {register}",
            part.where(of(register)),
        )
    for polarity in Polarity:
        columns = np.array([label.polarity is polarity for label in LABELS])
        yield f"polarity {polarity}", dataclasses.replace(counted, predicted=counted.predicted * columns)
    yield (
        "with a known section",
        part.where(lambda record: record.representative and record.sentence.section is not None),
    )
    yield (
        "without",
        part.where(lambda record: record.representative and record.sentence.section is None),
    )
    yield (
        "real, chosen for labelling",
        part.where(lambda record: record.source is not Source.SPECIMEN and not record.representative),
    )
    yield (
        "specimens that retell",
        part.where(lambda record: record.source is Source.SPECIMEN and record.authority is not None),
    )
    yield (
        "specimens of their own",
        part.where(lambda record: record.source is Source.SPECIMEN and record.authority is None),
    )
    yield "everything", part.scored


def row(name: str, scored: Scored) -> str:
    """Row of the table of places."""
    found = reliability(scored)
    mark = " **plain**" if abs(found.excess) > PLAIN * noise(scored) else ""
    return (
        f"| {name} | {found.findings:,} | {found.confidence:.3f} | {found.right:.3f} | "
        f"{found.excess:+.3f} ± {noise(scored):.3f}{mark} | {error(scored):.3f} | "
        f"{found.chance.value:.3f} (to {found.chance.high:.3f}) |"
    )


def noise(scored: Scored) -> float:
    """Standard error of the share that is right if every confidence is honest."""
    confidence, _ = reported(scored)
    return float(np.sqrt((confidence * (1 - confidence)).sum()) / len(confidence))


def page(rows: Sequence[Compared], parts: Sequence[Part]) -> str:
    """The page, as Markdown."""
    held_out = parts[1]
    counted = held_out.where(lambda record: record.representative)
    now, found = error(counted), reliability(counted)
    documents = [record.document for record in held_out.records if record.representative]
    interval = evaluate(counted, documents).estimates["expected_calibration_error"]
    best = min(rows, key=lambda each: error(each.nested))
    compared = "\n\n".join(
        f"**{title}**\n\n{HEAD}\n"
        + "\n".join(f"| {each.name} | {figures(getattr(each, which))} |" for each in rows)
        for title, which in (("Out of fold", "nested"), ("Validation", "held_out"))
    )
    tables = "\n\n".join(
        f"### {part.name.capitalize()}\n\n"
        "| | findings | mean confidence | right | difference | error | by chance |\n"
        "|---|---|---|---|---|---|---|\n"
        + "\n".join(row(name, found) for name, found in places(part) if found.predicted.any())
        for part in parts
    )
    return f"""# Can the confidence be relied on?

The expected calibration error of the reported findings is to be at most {TARGET} on authorities that the
model has not seen. On the validation authorities it is {now:.3f} (95% interval by document {interval.low:.3f}
to {interval.high:.3f}): {"within" if now <= TARGET else "above"} the target. Perfect calibration would show
{found.chance.value:.3f} on as many findings by chance alone, and no more than {found.chance.high:.3f} in
97.5% of draws, so this is {"no more" if now <= found.chance.high else "more"} than chance gives. The error
has no sign, so chance only adds to it; nothing is taken off for that, here or in the card. On the whole the
model is too {"sure" if found.excess > 0 else "cautious"}: mean confidence {found.confidence:.3f}, right
{found.right:.3f}. `make calibration` makes this page.

![Share of findings that is right against confidence, out of fold and on validation](calibration.svg)

The grey bars say where 95% of points would fall if every confidence were honest; the larger a point, the
more findings.

## What a calibrator would change
The model ends with one beta curve for all labels, fitted on the out-of-fold scores of real training
sentences that were sampled at random: that is *none*, out of fold flattered by its three numbers. The others
are laid on top of it, learnt from the same sentences. *Out of fold*: {FOLDS} folds over the training
authorities, a calibrator and its thresholds learnt on all parts but one and measured on that one.
*Validation*: learnt on all training authorities. *Error* is that of the reported findings, *difference*
their mean confidence less the share that is right, *all cells* the error over all sentences and labels.

{compared}

Least error out of fold: *{best.name}*, {error(best.nested):.3f} against {error(rows[0].nested):.3f} as it
is; on validation {error(best.held_out):.3f} against {error(rows[0].held_out):.3f}. Validation had no part in
the choice.

## Where the model as it is errs
*Difference* is given with its standard error by chance; it is *plain* where it is more than {PLAIN:.0f} of
them. *By chance* is the error that perfect calibration would show on as many findings, and its 97.5% bound.
The second pass is fitted on *everything* in the first table, specimens among it. What holds on average over
that mixture need not hold for real sentences alone, nor for each register: one that is seldom labelled leans
on what holds for the others, and where it is harder to read, its confidence comes out too high.

{tables}
"""


def plot(parts: Sequence[Part], path: Path) -> None:
    """Draw a reliability diagram for each part."""
    with picture(path, 1, len(parts), figsize=(8.4, 4.2), sharey=True) as panels:
        for axes, part in zip(panels, parts, strict=True):
            found = reliability(part.where(lambda record: record.representative))
            axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
            for each in found.bins:
                axes.vlines(
                    each.confidence, each.confidence - 1.96 * each.noise, each.confidence + 1.96 * each.noise,
                    color="#bbbbbb", linewidth=6,
                )  # fmt: skip
            sizes = [20 + 180 * each.count / found.findings for each in found.bins]
            x, y = [each.confidence for each in found.bins], [each.right for each in found.bins]
            axes.scatter(x, y, s=sizes, color="#1f5fa8", zorder=3)
            axes.set_title(f"{part.name}: {found.findings:,} findings", fontsize=10)
            axes.set_xlabel("confidence")
            axes.set_xlim(0.2, 1.0)
            axes.set_ylim(0.2, 1.0)
        panels[0].set_ylabel("share that is right")


if __name__ == "__main__":
    sys.exit(main())
