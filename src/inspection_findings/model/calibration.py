"""Beta calibration: the last step of scoring, one curve for all labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNCALIBRATED: Floats = np.array([1.0, 1.0, 0.0])
"""Parameters that leave every probability as it is."""


def calibrate(logits: Floats, parameters: Floats) -> Floats:
    """Bend log-odds so that their probabilities mean what they say.

    ``a * log(p) - b * log(1 - p) + c``: beta calibration (Kull, Silva Filho and Flach, "Beta calibration",
    AISTATS 2017). Unlike a sigmoid it can correct high and low probabilities by different amounts. It
    rises with its argument, so no two scores change places.

    Parameters
    ----------
    logits
        Log-odds of any shape.
    parameters
        ``(a, b, c)``, a and b not negative.

    Returns
    -------
    ndarray
        Calibrated log-odds of the same shape.
    """
    a, b, c = parameters
    return b * np.logaddexp(0.0, logits) - a * np.logaddexp(0.0, -logits) + c
