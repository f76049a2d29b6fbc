"""How a model does that has less to learn from: parts of the training data, authority by authority."""

from __future__ import annotations

from collections.abc import Sequence

from inspection_findings.corpus.records import LabelledSentence
from inspection_findings.corpus.splits import hash_place

SHARES = (1 / 8, 1 / 4, 1 / 2)
"""Shares of the authorities, beside all of them."""


def parts(
    records: Sequence[LabelledSentence], shares: Sequence[float] = SHARES
) -> list[list[LabelledSentence]]:
    """Take shares of the authorities, each within the next; adding data moves none from part to part.

    Parameters
    ----------
    records
        To take from.
    shares
        Of the authorities, 0 to 1, in ascending order.

    Returns
    -------
    list of list
        Records in their order, a list a share; those without a record are left out.
    """
    found = [[record for record in records if hash_place(f"part {record.group}") < share] for share in shares]
    return [part for part in found if part]
