import dataclasses

import numpy as np
import pytest

from inspection_findings.corpus.records import LabelledSentence, Sample, Source, truth_matrix
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.evaluation.metrics import Scored, pair_micro_f1
from inspection_findings.evaluation.registers import register_scores
from inspection_findings.labels import LABELS


@pytest.fixture(scope="module")
def records():
    """Sixty sentences of a JTAI report and sixty of two ILACS reports, each with a finding."""
    return [
        LabelledSentence(
            id=f"{document}.{i}",
            source=Source.REPORT,
            document=document,
            authority="northmere",
            framework=framework,
            sample=Sample.RANDOM,
            sentence=Sentence("Plans drift.", passage=f"{document} {i}"),
            labels=(LABELS[i % len(LABELS)],),
        )
        for document, framework, size in (
            ("c", Framework.JTAI, 60), ("a", Framework.ILACS, 20), ("b", Framework.ILACS, 40),
        )
        for i in range(size)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def scored(records):
    """All right, but for the first thirty JTAI sentences, which are given nothing."""
    truth = truth_matrix(records)
    predicted = truth.copy()
    predicted[:30] = 0
    return Scored(truth, predicted.astype(np.float64), predicted)


def test_each_register_is_measured_by_itself_in_a_fixed_order(scored, records):
    scores = register_scores(scored, records)
    assert list(scores) == [Framework.ILACS, Framework.JTAI]
    ilacs, jtai = scores.values()
    assert ilacs.estimates["pair_micro_f1"].value == 1
    expected = pair_micro_f1(scored.take(np.arange(60)))
    assert 0 < expected < 1
    assert jtai.estimates["pair_micro_f1"].value == pytest.approx(expected)
    assert jtai.sentences == 60


def test_documents_are_resampled_unless_told_otherwise(scored, records):
    ilacs, jtai = register_scores(scored, records).values()
    assert (ilacs.documents, jtai.documents) == (2, 1)
    # A single document is the same in every resample.
    interval = jtai.estimates["pair_micro_f1"]
    assert interval.low == interval.high
    [_, by_sentence] = register_scores(scored, records, units=[r.id for r in records]).values()
    interval = by_sentence.estimates["pair_micro_f1"]
    assert interval.low < interval.value < interval.high


def test_a_register_that_does_not_occur_is_left_out(scored, records):
    only = [dataclasses.replace(r, framework=Framework.NEWS) for r in records]
    assert list(register_scores(scored, only)) == [Framework.NEWS]
