"""The page of the study, from the result files alone: those of its rows and those from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from inspection_findings.files import write_atomically
from study.config import Study
from study.plot import draw
from study.results import DIFFERENCE_RESAMPLES, RESAMPLES, Measured, Result

PAGE = "study.md"
PLOT = "study.svg"

_METRICS = (
    "pair_micro_f1",
    "pair_macro_f1",
    "domain_micro_f1",
    "polarity_accuracy",
    "expected_calibration_error",
)
_HEAD = "| row | pair micro-F1 | macro-F1 | domain F1 | polarity | ECE |"


def write_page(study: Study, results: Mapping[str, Result], output: Path) -> None:
    """Write ``study.md`` and ``study.svg`` to a folder."""
    ordered = in_order(study, results)
    draw(study, ordered, output / PLOT)
    write_atomically(output / PAGE, page(study, ordered).encode())


def in_order(study: Study, results: Mapping[str, Result]) -> list[Result]:
    """Results in the order of the study, then those from elsewhere by name."""
    place = {row.name: i for i, row in enumerate(study.rows)}
    return sorted(results.values(), key=lambda result: (place.get(result.name, len(place)), result.name))


def page(study: Study, results: Sequence[Result]) -> str:
    """The page, as Markdown."""
    by_name = {result.name: result for result in results}
    out_of_fold = [result for result in results if result.folds]
    parts = [introduction(study, out_of_fold)]
    for group in study.groups:
        own = [result for result in results if result.group == group.name]
        if own:
            parts.append(
                "\n\n".join([f"## {group.title}\n{group.says.strip()}", *group_table(study, own, by_name)])
            )
    validated = [result for result in results if result.validation]
    if validated:
        parts.append(validation(study, validated))
    if missing := [row.name for row in study.rows if row.name not in by_name]:
        parts.append(f"## Not run yet\n{', '.join(missing)}: `make experiments` runs them.")
    return "\n\n".join(parts) + "\n"


def introduction(study: Study, results: Sequence[Result]) -> str:
    """What was measured, and how."""
    measured = next((result.folds for result in results if result.folds), None)
    size = (
        f"{measured.sentences:,} sentences of {measured.documents} documents" if measured else "no sentence"
    )
    folds = len(measured.by_fold) if measured else 0
    minutes = sum(result.seconds or 0 for result in results) * max(folds, 1) / 60
    return f"""# What each part of the model is worth

One configuration a row, all measured alike. `make experiments` runs the rows of
[study/study.toml](study/study.toml) and makes this page; each row's figures are in [results](results) and in
MLflow, in the experiment *study*.

![Pair micro-F1 of every row with its 95% interval](study.svg)

## How it was measured
- **Outer folds.** The authorities of the training split are dealt into {folds} folds. Each row is trained
  without one and measured on that one's real sentences, sampled at random: {size}
  in all. A specimen that retells a sentence of an authority stays out with it.
- **Inner folds.** Thresholds, calibration and the search see the training part alone, by out-of-fold
  predictions over its authorities: two folds for rows of one pass, three for stacked rows (the product
  takes five).
- **Figures** are of all held-out sentences together; 95% intervals are a bootstrap by document
  ({RESAMPLES} resamples, {DIFFERENCE_RESAMPLES:,} for differences). The difference is in pair micro-F1, from
  *{study.incumbent}*, by a paired bootstrap. p is McNemar's over (sentence, label) decisions; these are
  not independent, so read it beside the interval. No correction is made for the number of rows.
- **Columns.** Macro-F1: mean F1 of the 22 labels. Domain F1: micro-averaged, polarity aside. Polarity:
  accuracy where the domain is found. ECE: calibration error of what is reported. Weights: those that
  are not zero. Seconds: processor time of one training, inner folds included; on every
  fold the rows out of fold would take {minutes:,.0f} minutes, those that share a fit counted alone.
- **Settings** are fixed by hand and alike wherever a row does not say otherwise; only *searched* chooses its
  own. The L1 row stops early (tolerance 0.05) and the elastic net is fitted by gradient descent, with an L1
  share of 0.15: exact solvers take too long here."""


def group_table(study: Study, own: Sequence[Result], by_name: Mapping[str, Result]) -> list[str]:
    """Table of a group's rows, below the incumbent's; none where no row was measured out of fold."""
    rows = [result for result in own if result.folds]
    incumbent = by_name.get(study.incumbent)
    if incumbent is not None and rows and incumbent not in rows:
        rows.insert(0, incumbent)
    return [folds_table(rows)] if rows else []


def folds_table(results: Iterable[Result]) -> str:
    """Out-of-fold figures."""
    lines = [f"{_HEAD} weights | seconds | difference | p |", "|---|---|---|---|---|---|---|---|---|---|"]
    lines += [
        f"| {result.title} (*{result.name}*) | {figures(result.folds)} | {number(result.nonzero)} | "
        f"{number(result.seconds)} | {comparison(result.folds)} |"
        for result in results
        if result.folds
    ]
    return "\n".join(lines)


def validation(study: Study, results: Sequence[Result]) -> str:
    """Figures on the validation split."""
    sentences = next(r.validation.sentences for r in results if r.validation)
    lines = [f"{_HEAD} difference | p |", "|---|---|---|---|---|---|---|---|"]
    lines += [
        f"| {result.title} (*{result.name}*) | {figures(measured)} | {comparison(measured)} |"
        for result in results
        if (measured := result.validation)
    ]
    table = "\n".join(lines)
    return f"""## On the validation split
The same configurations trained on the whole training split, measured once on {sentences:,} real sentences of
validation authorities; nothing was chosen on them. Differences are from *{study.validation_incumbent}*.

{table}"""


def figures(measured: Measured) -> str:
    """Cells of the metrics: the first with its interval."""
    cells = []
    for name in _METRICS:
        value, low, high = measured.estimates[name]
        interval = f" ({low:.3f} to {high:.3f})" if name == _METRICS[0] else ""
        cells.append("–" if value != value else f"{value:.3f}{interval}")
    return " | ".join(cells)


def number(value: float | None) -> str:
    """A count or seconds, short."""
    if value is None:
        return "–"
    return f"{value:,.0f}"


def comparison(measured: Measured) -> str:
    """Cells of difference and p."""
    if measured.against is None:
        return "– | –"
    value, low, high = measured.against.difference
    p = measured.against.p
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f}) | {'<0.001' if p < 0.001 else f'{p:.3f}'}"
