import dataclasses

import numpy as np
import pytest

from inspection_findings.corpus import Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.evaluation.predictions import RUN_PREDICTIONS
from inspection_findings.exceptions import PredictionsError
from inspection_findings.model.storage import save_model
from inspection_findings.tracking.artifacts import log_file
from inspection_findings.tracking.measuring import NotMeasuredError, kept_predictions, rescored
from made_predictions import made_predictions
from registered import made_version, store_in


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with store_in(tmp_path_factory.mktemp("store")) as client:
        yield client


@pytest.fixture(scope="module")
def corpus(specimens, training_records):
    return make_corpus([*training_records[:30], *specimens.splits[Split.VALIDATION][:80]])


def saved(scorer, folder, splits):
    metadata = dataclasses.replace(scorer.metadata, data={"fingerprint": "0" * 64, "splits": splits})
    save_model(folder, scorer.parameters, metadata)
    return folder


def test_what_was_kept_is_read_back(store):
    made = made_predictions()
    found = kept_predictions(made_version(made))
    assert found.fingerprint == made.fingerprint
    np.testing.assert_array_equal(found.probabilities, made.probabilities)


def test_what_was_not_kept_is_to_be_scored(store):
    with pytest.raises(NotMeasuredError, match="has no predictions in its run: score it now with --rescore"):
        kept_predictions(made_version())


def test_damaged_predictions_are_refused(store):
    version = made_version()
    log_file(RUN_PREDICTIONS, b"x", run_id=version.run_id)
    with pytest.raises(PredictionsError):
        kept_predictions(version)


def test_a_version_is_scored_with_its_own_model(store, scorer, corpus, tmp_path):
    version = made_version(model=saved(scorer, tmp_path, ["train"]))
    found = rescored(corpus, Split.VALIDATION)(version)
    records = corpus.evaluation(Split.VALIDATION)
    assert found.ids == tuple(record.id for record in records)
    assert found.data_fingerprint == corpus.fingerprint
    np.testing.assert_allclose(found.probabilities, scorer.score([record.sentence for record in records]))


def test_a_model_is_not_measured_on_what_it_was_trained_on(store, scorer, corpus, tmp_path):
    version = made_version(model=saved(scorer, tmp_path, ["train", "validation"]))
    with pytest.raises(NotMeasuredError, match="was trained on the validation split"):
        rescored(corpus, Split.VALIDATION)(version)
