"""A comparison in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspection_findings.reporting.numbers import figure, metric_name, p_equals, signed, signed_span, span

if TYPE_CHECKING:
    from inspection_findings.evaluation.comparison import Difference
    from inspection_findings.reporting.comparison.report import Compared


def verdict(compared: Compared) -> str:
    """Say in words which model is better, by how much and how surely.

    For example ``B is better by 0.012 (0.004 to 0.020) in pair micro f1, p = 0.003``.
    """
    letter, found = compared.contender.letter, compared.comparison.headline
    metric, p_value = metric_name(found.name), p_equals(compared.p_value)
    match compared.outcome.value:
        case "better":
            return f"{letter} is better by {_size(found)} in {metric}, {p_value}"
        case "worse":
            return f"{letter} is worse by {_size(found)} in {metric}, {p_value}"
        case "same":
            return f"{letter} cannot be told apart from A: both have the same {metric} in every document"
        case _:
            change = f"{signed(found.change)} ({signed_span(found.low, found.high)})"
            return f"{letter} cannot be told apart from A: {metric} changes by {change}, {p_value}"


def _size(found: Difference) -> str:
    ends = sorted((abs(found.low), abs(found.high)))
    return f"{figure(abs(found.change))} ({span(*ends)})"
