"""A trained model against what it must beat, on specimens that it was not trained on."""

from dataclasses import replace

import pytest

from inspection_findings.corpus import Split
from inspection_findings.evaluation.baselines import lexicon_baseline, majority_baseline
from inspection_findings.evaluation.metrics import pair_micro_f1, polarity_accuracy
from inspection_findings.evaluation.scoring import evaluate_scorer, score_records, units
from inspection_findings.labels import LABELS


@pytest.fixture(scope="module")
def held_out(specimens):
    return specimens.splits[Split.VALIDATION]


@pytest.fixture(scope="module")
def scored(scorer, held_out):
    return score_records(scorer, held_out)


def test_the_model_beats_the_most_frequent_label(scored, held_out, training_records):
    baseline = pair_micro_f1(majority_baseline(training_records, held_out))
    assert pair_micro_f1(scored) > baseline + 0.4


def test_the_model_beats_a_word_list(scored, held_out):
    baseline = lexicon_baseline(held_out)
    assert pair_micro_f1(scored) > pair_micro_f1(baseline) + 0.2
    assert polarity_accuracy(scored) > polarity_accuracy(baseline) + 0.1


def test_the_word_list_finds_what_it_should(held_out):
    # A baseline that found nothing would be beaten by anything.
    assert pair_micro_f1(lexicon_baseline(held_out)) > 0.2


def test_the_word_list_takes_hyphenated_words_for_one(held_out):
    sentence = replace(held_out[0].sentence, text="Multi-agency meetings are not held.")
    [found] = lexicon_baseline([replace(held_out[0], sentence=sentence)]).predicted
    assert [str(label) for label, is_found in zip(LABELS, found, strict=True) if is_found] == [
        "partnership:weakness"
    ]


def test_sentences_are_resampled_by_document(scorer, held_out):
    assert units(held_out[:3]) == [r.document for r in held_out[:3]]
    evaluation = evaluate_scorer(scorer, held_out[:200], resamples=20)
    assert evaluation.documents == len({r.document for r in held_out[:200]})
