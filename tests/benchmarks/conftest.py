"""Results as a run would give them, without one."""

import pytest

from benchmarks.pairing import Sample
from benchmarks.results import Conditions, Curve, Point, Result, Row, Share, Table

CONDITIONS = Conditions("Linux x86_64", "3.11.7", 2, 1.0, quick=False, versions={"numpy": "2.4.6"})


@pytest.fixture
def conditions():
    return CONDITIONS


def samples(*seconds, peak=None):
    return tuple(Sample(each, each, peak) for each in seconds)


@pytest.fixture
def results():
    """All that the page can show."""
    start = Table(
        "start", "From start to end", "sklearn", 1, "command",
        (
            Row("classify", "`findings classify`", samples(1.0, 1.2, 1.1, peak=100.0)),
            Row("sklearn", "scikit-learn", samples(4.0, 4.0, 4.0, peak=190.0)),
        ),
    )  # fmt: skip
    scoring = Table(
        "sentences", "2,000 sentences", "compact", 2000, "sentences",
        (Row("compact", "compact", samples(1.0, 1.0)), Row("sklearn", "pipeline", samples(3.0, 5.0))),
    )  # fmt: skip
    peak = Table(
        "peak", "One process", "", 1, "process",
        (
            Row("few", "40 reports", samples(4.0, peak=200.0)),
            Row("many", "400 reports", samples(40.0, peak=320.0)),
        ),
    )  # fmt: skip
    documents = Curve(
        "documents", "classifying reports", "reports",
        tuple(Point(n, 1 + 0.1 * n, 200.0) for n in (10, 100, 400)), fixed_seconds=1.0,
    )  # fmt: skip
    training = Curve(
        "training", "training on sentences", "sentences",
        tuple(Point(n, 0.01 * n, 300 + 0.02 * n) for n in (1000, 10_000, 100_000)), fixed_peak=300.0,
    )  # fmt: skip
    found = (
        Result("cold_start", CONDITIONS, tables=(start,)),
        Result("scoring", CONDITIONS, tables=(scoring,), facts=("MiniLM is left out.",)),
        Result("memory", CONDITIONS, tables=(peak,)),
        Result("growth", CONDITIONS, curves=(documents, training)),
        Result(
            "stages", CONDITIONS,
            stages=(Share("sentences", 6.0), Share("imports", 2.0)),
            functions=(Share("documents.sentences:spans", 5.0),), numbers={"documents": 40.0},
        ),
    )  # fmt: skip
    return {result.part: result for result in found}
