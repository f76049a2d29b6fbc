"""The tables of a comparison, as text: the same in every format."""

from __future__ import annotations

from inspection_findings.evaluation.metrics import LOWER_IS_BETTER
from inspection_findings.reporting.comparison.report import Compared, Contender, Report
from inspection_findings.reporting.numbers import (
    figure,
    metric_name,
    p_equals,
    probability,
    signed,
    signed_span,
)
from inspection_findings.reporting.wording import counted


def metric_head(compared: Compared) -> tuple[str, ...]:
    """Columns of `metric_rows`."""
    return "figure", "A", compared.contender.letter, "change", "95% interval", "p"


def metric_rows(compared: Compared) -> list[tuple[str, ...]]:
    """A row a metric."""
    return [
        (
            metric_name(name) + (" (lower is better)" if name in LOWER_IS_BETTER else ""),
            figure(each.a),
            figure(each.b),
            signed(each.change),
            signed_span(each.low, each.high),
            probability(each.p_value),
        )
        for name, each in compared.comparison.metrics.items()
    ]


def label_head(compared: Compared) -> tuple[str, ...]:
    """Columns of `label_rows`."""
    return (
        "F1 of label",
        "sentences",
        "A",
        compared.contender.letter,
        "change",
        "95% interval",
        "p (adjusted)",
    )


def label_rows(compared: Compared) -> list[tuple[str, ...]]:
    """A row a label, those that gained most first."""
    return [
        (
            each.label,
            f"{each.support:,}",
            figure(each.f1_a),
            figure(each.f1_b),
            signed(each.change),
            signed_span(each.low, each.high),
            probability(each.adjusted_p_value),
        )
        for each in compared.by_change
    ]


def cells_line(compared: Compared) -> str:
    """McNemar's test and the changed sentences in words."""
    letter, found = compared.contender.letter, compared.comparison.mcnemar
    return (
        f"{counted(len(compared.comparison.changed), 'sentence')} with other findings. Of all decisions on a "
        f"label of a sentence {letter} alone gets {found.only_b:,} right and A alone {found.only_a:,} "
        f"(McNemar, {p_equals(found.p_value)}, as if sentences of a document were independent)."
    )


def contender_line(contender: Contender) -> str:
    """A model with its letter, and when its predictions were made."""
    run = f", run {contender.run_id}" if contender.run_id and contender.run_id not in contender.name else ""
    when = "predictions stored in training" if contender.stored else "scored now"
    return f"{contender.letter}: {contender.name}{run} ({when})"


def data_line(report: Report) -> str:
    """What was compared on, and how."""
    first = report.first
    data = f" of data {report.data_fingerprint[:8]}" if report.data_fingerprint else ""
    return (
        f"{report.data}{data}: {first.sentences:,} sentences of {first.documents:,} documents "
        f"(fingerprint {first.fingerprint[:8]})"
    )


def method_line(report: Report) -> str:
    """What intervals and p-values are."""
    first = report.first
    models = len(report.compared)
    several = f" That of the verdicts is adjusted for {models} models." if models > 1 else ""
    return (
        f"Intervals: paired bootstrap by document, {first.resamples:,} resamples. p: paired permutation test "
        f"by document, {first.permutations:,} swaps; that of labels is adjusted for their number "
        f"(Holm).{several}"
    )
