"""What the product is held to, in ratios of one run, and whether it keeps to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.pairing import Quantity, Spread, spread, values
from benchmarks.results import Result


@dataclass(frozen=True)
class Limit:
    """A bound on how many times as much one contender takes as another.

    Attributes
    ----------
    title
        Of the ratio.
    part, table, of, against
        Which measurement, and the names of both rows. Without ``against`` the quantity itself is bounded.
    quantity
        What is compared. Processor time where cores are to be left out of it.
    bound
        Not to be passed, or, with ``at_least``, to be reached.
    """

    title: str
    part: str
    table: str
    of: str
    against: str | None
    quantity: Quantity
    bound: float
    at_least: bool = False

    def measured(self, results: Mapping[str, Result]) -> Spread | None:
        """The figure; ``None`` where it was not measured."""
        result = results.get(self.part)
        table = result.table(self.table) if result else None
        if table is None:
            return None
        if self.against is not None:
            return table.ratio(self.of, self.against, self.quantity)
        row = table.row(self.of)
        return spread(values(row.samples, self.quantity)) if row else None

    def kept(self, found: Spread) -> bool:
        """Whether the median keeps to the bound."""
        return found.median >= self.bound if self.at_least else found.median <= self.bound


LIMITS: Sequence[Limit] = (
    Limit(
        "starting, and classifying one letter / importing scikit-learn",
        "cold_start", "start", "classify", "sklearn", "wall", 0.35,
    ),
    Limit(
        "the same with nothing compiled",
        "cold_start", "first", "classify", "sklearn", "wall", 0.35,
    ),
    Limit(
        "a folder of documents to findings / their text alone",
        "throughput", "folder", "findings", "pdfium", "wall", 2.0,
    ),
    Limit(
        "scikit-learn's pipeline / the compact scorer, processor time a sentence",
        "scoring", "sentences", "sklearn", "compact", "cpu", 5.0, at_least=True,
    ),
    Limit(
        "MiniLM / the compact scorer, processor time a sentence",
        "scoring", "sentences", "minilm", "compact", "cpu", 100.0, at_least=True,
    ),
    Limit("training / the same features, a logistic regression a label, processor time",
        "training", "train", "default", "features", "cpu", 3.0,
    ),
    Limit("peak memory for many documents / for few", "memory", "peak", "many", "few", "peak", 1.3),
    Limit("peak memory for many documents, mebibytes", "memory", "peak", "many", None, "peak", 300.0),
)  # fmt: skip
