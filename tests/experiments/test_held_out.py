from types import SimpleNamespace

import numpy as np
import pytest

import held_out
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABELS


def records(text):
    return [
        LabelledSentence(
            "a", Source.REPORT, "d", "northmere", Framework.ILACS, Sample.RANDOM, Sentence(text), (LABELS[0],)
        )
    ]


@pytest.fixture
def fits(monkeypatch, tmp_path):
    """How many sentences each fit was given; nothing is really fitted."""
    given = []

    def fit(train, config, n_jobs):
        given.append(len(train))
        return SimpleNamespace(out_of_fold_=np.full((len(train), 22), 0.25), thresholds_=np.full(22, 0.5))

    def scorer(classifier, data, metrics):
        return SimpleNamespace(score=lambda sentences: np.full((len(sentences), 22), 0.75))

    monkeypatch.setattr(held_out, "fit_classifier", fit)
    monkeypatch.setattr(held_out, "compact_model", scorer)
    monkeypatch.setattr(held_out, "KEPT", tmp_path / "kept")
    return given


def test_what_was_predicted_once_is_read_again(fits):
    first = held_out.predict(records("Plans drift."), records("Staff stay."))
    again = held_out.predict(records("Plans drift."), records("Staff stay."))
    assert fits == [1]
    for name in ("out_of_fold", "scores", "thresholds"):
        assert (getattr(first, name) == getattr(again, name)).all()
    assert again.scores.shape == (1, 22)


@pytest.mark.parametrize(
    ("train", "others"), [("Plans improve.", "Staff stay."), ("Plans drift.", "Staff leave.")]
)
def test_other_sentences_are_fitted_anew(fits, train, others):
    held_out.predict(records("Plans drift."), records("Staff stay."))
    held_out.predict(records(train), records(others))
    assert len(fits) == 2


def test_another_source_is_fitted_anew(fits, monkeypatch):
    held_out.predict(records("Plans drift."), [])
    monkeypatch.setattr(held_out, "_SOURCE", b"changed")
    held_out.predict(records("Plans drift."), [])
    assert len(fits) == 2
