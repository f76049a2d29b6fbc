"""How cost grows: an exponent fitted to measured points, and what follows for sizes beyond them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PowerLaw:
    """``fixed + scale * size ** exponent``.

    Attributes
    ----------
    fixed
        What is spent whatever the size: it was measured, not fitted.
    low, high
        95% interval of the exponent from the scatter of the points; infinite with fewer than three.
    """

    fixed: float
    scale: float
    exponent: float
    low: float
    high: float

    def at(self, size: float) -> float:
        """What a size costs."""
        return float(self.fixed + self.scale * size**self.exponent)


def fit_power(sizes: Sequence[float], costs: Sequence[float], *, fixed: float = 0.0) -> PowerLaw | None:
    """Fit a power law by least squares over logarithms.

    Parameters
    ----------
    sizes, costs
        Measured points.
    fixed
        What a size of nothing costs. Points that cost no more say nothing of growth and are left out.

    Returns
    -------
    PowerLaw or None
        ``None`` with fewer than two sizes.
    """
    points = [(size, cost - fixed) for size, cost in zip(sizes, costs, strict=True) if cost > fixed]
    x, y = (np.log([point[k] for point in points]) for k in (0, 1))
    if len(set(x.tolist())) < 2:
        return None
    centred = x - x.mean()
    exponent = float(centred @ y / (centred @ centred))
    intercept = float(y.mean() - exponent * x.mean())
    margin = math.inf
    if len(points) > 2:
        from scipy.special import stdtrit

        rest = y - intercept - exponent * x
        error = math.sqrt(float(rest @ rest) / (len(points) - 2) / float(centred @ centred))
        margin = float(stdtrit(len(points) - 2, 0.975)) * error
    return PowerLaw(fixed, math.exp(intercept), exponent, exponent - margin, exponent + margin)
