import numpy as np
import pytest

from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABELS
from learning_curve import MORE, Law, Point, fit_law, outlook, some_groups

LAW = Law(floor=0.15, scale=0.2, rate=0.6)
SIZES = np.array([500.0, 1000, 2000, 4000, 8000])


def test_a_law_is_found_again_in_what_follows_it():
    found = fit_law(SIZES, LAW.f1(SIZES))
    assert (found.floor, found.scale, found.rate) == pytest.approx((0.15, 0.2, 0.6), abs=1e-3)


def points():
    """Two orders and the whole, in thirty documents that all follow the law."""
    generator = np.random.default_rng(0)
    series = []
    for size in SIZES:
        for order in (0, 1) if size < SIZES[-1] else (None,):
            given = generator.integers(20, 40, 30) * 100
            hits = np.round(given * LAW.f1(size) / 2).astype(np.int64)
            series.append(Point("real", order, int(size / 100), int(size), hits, given))
    return series


def test_the_gain_is_what_the_law_gives_for_more_sentences():
    seen = outlook(points())
    expected = float(LAW.f1(8000 + MORE) - LAW.f1(8000))
    assert seen.sentences == 8000
    assert seen.gain.value == pytest.approx(expected, rel=0.1)
    assert seen.gain.low <= seen.gain.value <= seen.gain.high
    assert seen.ceiling.value == pytest.approx(0.85, abs=0.01)


def record(authority, document):
    return LabelledSentence(
        f"{document}.0", Source.REPORT, document, authority, Framework.ILACS, Sample.RANDOM,
        Sentence("Plans drift."), (LABELS[0],),
    )  # fmt: skip


def test_authorities_are_added_to_those_that_were_there_before():
    records = [record(f"a{i}", f"r{i}") for i in range(16)] + [record(None, f"s{i}") for i in range(8)]
    quarter, half = (some_groups(records, share, 1) for share in (0.25, 0.5))
    assert quarter < half
    assert sum(name.startswith("document") for name in half) == 4
    assert len(half) == 12
    assert some_groups(records, 0.5, 2) != half
