import itertools
from dataclasses import replace

import numpy as np
import pytest

from inspection_findings.corpus import Split
from inspection_findings.documents.types import Sentence
from inspection_findings.labels import LABELS
from inspection_findings.model.attribution import Trace, attribute, read
from inspection_findings.model.scorer import Scorer


@pytest.fixture(scope="module")
def sentences(specimens):
    return [r.sentence for r in specimens.splits[Split.VALIDATION][:60]]


def every_cell(n):
    return np.array(list(itertools.product(range(n), range(len(LABELS))))).T


def test_a_trace_ends_where_scoring_does(scorer, sentences):
    trace = Trace.of(scorer, sentences)
    scores = scorer.score(sentences)
    assert np.abs(trace.calibrated - np.log(scores / (1 - scores))).max() < 1e-9
    assert len(trace.logits) == len(trace.features) == len(trace.probabilities)


def test_what_tokens_and_neighbours_add_is_what_the_text_fields_give(scorer, sentences):
    from_text = np.array([reading.logits.sum(axis=0) for reading in read(scorer, sentences)])
    for expected, given in zip(
        scorer.first_pass(sentences), scorer.first_pass(sentences, from_text), strict=True
    ):
        assert np.abs(expected - given).max() < 1e-9


def test_a_reading_has_a_row_a_token_and_says_where_the_others_stand(scorer):
    texts = ("Plans drift.", "Visits are late.", "Audits are rare.")
    sentences = [*(Sentence(text, passage="p") for text in texts), Sentence("Alone.")]
    readings = read(scorer, sentences)
    assert [len(reading.logits) - 2 for reading in readings] == [2, 3, 3, 1]
    assert [reading.others for reading in readings[:3]] == ["after", "passage", "before"]
    assert not readings[0].logits[-2].any()
    assert readings[0].logits[-1].any()
    assert readings[2].logits[-2].any()
    assert not readings[2].logits[-1].any()
    assert not readings[3].logits[-2:].any()


@pytest.mark.parametrize("n_rounds", [1, 2, 3])
def test_the_parts_of_every_cell_add_up(scorer, sentences, n_rounds):
    rounds = (*scorer.parameters.rounds, scorer.parameters.rounds[-1])[:n_rounds]
    model = Scorer(replace(scorer.parameters, rounds=rounds), scorer.metadata)
    trace, empty = Trace.of(model, sentences), Trace.of(model, [Sentence("")])
    rows, labels = every_cell(len(sentences))
    parts = attribute(model, trace, empty, rows, labels)
    topic = trace.domains[rows, labels // 2] - empty.domains[0, labels // 2]
    stance = (trace.polarities - empty.polarities)[rows, labels // 2, labels % 2]
    total = parts.baseline + parts.topic_slope * topic + parts.polarity_slope * stance + parts.labels
    total += parts.places.sum(axis=1) + parts.neighbours.sum(axis=1)
    scores = model.score(sentences)[rows, labels]
    assert np.abs(total - np.log(scores / (1 - scores))).max() < 1e-9


def test_scores_that_are_cut_off_are_shared_out_too(scorer, sentences):
    # Beyond the limits of what stacking reads: the change there is less than what brought it about.
    trace, empty = Trace.of(scorer, sentences), Trace.of(scorer, [Sentence("")])
    rows, labels = every_cell(len(sentences))
    usual = attribute(scorer, trace, empty, rows, labels)
    extreme = Trace.of(scorer, sentences, np.full((len(sentences), 13), 30.0))
    parts = attribute(scorer, extreme, empty, rows, labels)
    assert np.isfinite(parts.topic_slope).all()
    assert parts.topic_slope.mean() < usual.topic_slope.mean() / 2


def test_parts_that_did_not_change_have_no_share(scorer):
    empty = Trace.of(scorer, [Sentence("")])
    parts = attribute(scorer, empty, empty, *every_cell(1))
    assert np.array_equal(parts.log_odds, parts.baseline)
    for each in (parts.topic_slope, parts.polarity_slope, parts.places, parts.neighbours, parts.labels):
        assert not each.any()
