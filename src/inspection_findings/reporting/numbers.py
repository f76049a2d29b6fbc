"""Figures as people read them."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
NO_NUMBER = "\N{EN DASH}"


def metric_name(name: str) -> str:
    """A metric as words: ``pair_micro_f1`` becomes ``pair micro f1``."""
    return name.replace("_", " ")


def figure(value: float) -> str:
    """Three decimals, or a dash where there is no figure."""
    return f"{value:.3f}" if math.isfinite(value) else NO_NUMBER


def span(low: float, high: float) -> str:
    """An interval of figures."""
    return f"{figure(low)} to {figure(high)}" if math.isfinite(low) else NO_NUMBER


def signed(value: float) -> str:
    """Three decimals with a sign: ``+0.012``, ``−0.004``, and ``0.000`` without."""
    if not math.isfinite(value):
        return NO_NUMBER
    text = f"{abs(value):.3f}"
    sign = "" if float(text) == 0 else "+" if value > 0 else MINUS
    return sign + text


def signed_span(low: float, high: float) -> str:
    """An interval of changes."""
    return f"{signed(low)} to {signed(high)}" if math.isfinite(low) else NO_NUMBER


def probability(p_value: float) -> str:
    """A p-value to three decimals, ``< 0.001`` below that."""
    if not math.isfinite(p_value):
        return NO_NUMBER
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"


def p_equals(p_value: float) -> str:
    """A p-value as in a sentence: ``p = 0.012``, ``p < 0.001``."""
    text = probability(p_value)
    return f"p {text}" if text.startswith("<") else f"p = {text}"
