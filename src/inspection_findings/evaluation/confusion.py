"""Which domain is taken for which."""

from __future__ import annotations

import numpy as np

from inspection_findings.evaluation.metrics import Floats, Scored, by_domain
from inspection_findings.labels import Domain


def domain_confusion(scored: Scored) -> Floats:
    """Count true domains by the domain that was reported for them, polarity aside.

    A sentence may have several domains, so what was taken for what is in part a convention. Of each sentence:

    - a domain that is true and reported counts as 1 on the diagonal;
    - a true domain that was missed counts as 1 in its row, shared out evenly over the domains that were
      reported wrongly, or in the last column where there are none;
    - a domain that was reported wrongly where none was missed counts as 1 in the last row.

    So each row but the last adds up to the true sentences of its domain.

    Parameters
    ----------
    scored
        Predictions beside the truth.

    Returns
    -------
    ndarray of shape (12, 12)
        True domains by reported ones, in the order of `Domain`; last "none".
    """
    n = len(Domain)
    truth, found = by_domain(scored.truth).astype(float), by_domain(scored.predicted).astype(float)
    missed, extra = truth * (1 - found), found * (1 - truth)
    extras = extra.sum(axis=1, keepdims=True)
    counts = np.zeros((n + 1, n + 1))
    counts[:n, :n] = missed.T @ (extra / np.maximum(extras, 1)) + np.diag((truth * found).sum(axis=0))
    counts[:n, n] = missed[extras[:, 0] == 0].sum(axis=0)
    counts[n, :n] = extra[missed.sum(axis=1) == 0].sum(axis=0)
    return counts
