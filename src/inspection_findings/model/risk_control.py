"""Thresholds that promise a precision: what a model keeps of learn-then-test, and how it is read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspection_findings.exceptions import ModelError

CONFIDENCE = 0.95
"""How sure a promise is: the share of calibration samples with which it is kept."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RiskControl:
    """The precision that each member of a family of thresholds was tested to reach.

    The promise is for all labels together: of the findings that reach their label's threshold, at least
    that share is right, in text like that of the calibration, with 95% confidence. How the family is made
    and tested is in `inspection_findings.model.learn_then_test`.

    Attributes
    ----------
    precisions
        Shape (m,), falling: what each member promises.
    thresholds
        Shape (m, 22): the member's probability for each label, never below the one from which the label is
        reported.
    """

    precisions: Floats
    thresholds: Floats

    def validate(self, n_labels: int) -> None:
        """Check shapes, and that every number is a probability and the promises fall.

        Raises
        ------
        ModelError
            Naming the array that is wrong.
        """
        shapes = {"precisions": (len(self.precisions),), "thresholds": (len(self.precisions), n_labels)}
        for name, shape in shapes.items():
            array: Floats = getattr(self, name)
            if array.shape != shape or not array.size:
                raise ModelError(f"model array risk_control.{name} has shape {array.shape}, expected {shape}")
            if not ((array >= 0) & (array <= 1)).all():
                raise ModelError(f"model array risk_control.{name} holds a value that is not between 0 and 1")
        if (np.diff(self.precisions) >= 0).any():
            raise ModelError("model array risk_control.precisions does not fall")

    def thresholds_for(self, precision: float) -> Floats:
        """Thresholds of the member that shows most among those that promise a precision.

        Parameters
        ----------
        precision
            Share of the findings above the thresholds that must be right, between 0 and 1.

        Returns
        -------
        ndarray of shape (22,)

        Raises
        ------
        ModelError
            If no member promises so much.
        """
        enough = np.flatnonzero(self.precisions >= precision)
        if not enough.size:
            most = math.floor(self.precisions[0] * 1000) / 1000
            raise ModelError(f"the model can promise {most} at most: ask for less")
        return self.thresholds[enough[-1]]
