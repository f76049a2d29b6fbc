import numpy as np
import pytest

from inspection_findings.corpus.records import LabelledSentence, Sample, Source, truth_matrix
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABELS
from minilm.compare import page
from minilm.contenders import BOTH, DEFAULT, FROZEN, SHIPPED, STUDENT_ROW, TUNED, WITHOUT, Contender

NAMES = (SHIPPED, DEFAULT, FROZEN, TUNED, BOTH, WITHOUT, STUDENT_ROW)


@pytest.fixture
def records():
    return [
        LabelledSentence(
            f"s{i}", Source.REPORT, f"d{i // 5}", f"authority {i // 10}", Framework.ILACS, Sample.RANDOM,
            Sentence("Plans drift."), (LABELS[i % 22],),
        )
        for i in range(200)
    ]  # fmt: skip


def rows(records, right):
    """Contenders that find the labels of a share of the sentences and nothing else."""
    truth = truth_matrix(records)
    found = []
    for name in NAMES:
        predicted = truth.copy()
        predicted[np.arange(len(truth)) % 100 >= 100 * right.get(name, 0.8)] = 0
        found.append(Contender(name, f"row {name}", predicted * 0.9, predicted, 1000.0, 11.0))
    return found


def test_a_clear_difference_is_told_and_a_small_one_is_not(records):
    text = page(rows(records, {TUNED: 0.95, BOTH: 0.81}), records, training_minutes=30.4, taught=83000)
    told = " ".join(text.split())
    assert "The fine-tuned MiniLM is better than the default model by 0." in told
    assert "The mean of both and the default model cannot be told apart here" in told
    assert "200 real sentences of 20 validation authorities (40 documents)" in told
    assert "about 30 minutes" in told
    assert "83,000 sentences" in told
    for name in NAMES:
        assert f"| row {name} | 0.8" in told or f"| row {name} | 0.9" in told


def test_a_row_that_does_worse_is_said_to(records):
    text = page(rows(records, {TUNED: 0.5}), records, training_minutes=1, taught=1)
    assert "The fine-tuned MiniLM is worse than the default model by 0." in text


def test_what_was_not_measured_has_a_dash(records):
    plain = [
        Contender(r.name, r.title, r.probabilities, r.predicted, None, r.megabytes) for r in rows(records, {})
    ]
    assert "| row fine-tuned | – | 11 |" in page(plain, records, training_minutes=1, taught=1)
