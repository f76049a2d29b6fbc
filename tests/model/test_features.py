"""The feature extractor: what is fitted on is what is scored on."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model.config import FeaturesConfig
from inspection_findings.model.features import FieldVectorizer, build_features, sentence_table


@pytest.fixture(scope="module")
def texts(training_records):
    return [record.sentence.text for record in training_records[:400]]


def test_fitting_gives_bit_for_bit_what_transforming_gives(texts):
    vectorizer = FieldVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    fitted, transformed = vectorizer.fit_transform(texts), vectorizer.transform(texts)
    assert np.array_equal(fitted.indices, transformed.indices)
    assert np.array_equal(fitted.data, transformed.data)


def test_it_is_a_tfidf_as_scikit_learn_has_it(texts):
    ours, theirs = (made(min_df=2, sublinear_tf=True) for made in (FieldVectorizer, TfidfVectorizer))
    assert abs(ours.fit_transform(texts) - theirs.fit_transform(texts)).max() < 1e-12
    assert ours.vocabulary_ == theirs.vocabulary_


def test_so_are_all_fields_and_places_together(training_records):
    config = FeaturesConfig()
    table = sentence_table([record.sentence for record in training_records[:400]], reach=config.reach)
    extractor = build_features(config)
    fitted = extractor.fit_transform(table)
    transformed = clone(extractor).fit(table).transform(table)
    assert (fitted != transformed).nnz == 0
    assert fitted.shape[0] == len(table)
