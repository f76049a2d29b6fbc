import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model.parameters import TextField
from inspection_findings.model.sparse import FieldScorer
from inspection_findings.model.text import WordNgrams

TEXTS = ["visits are late", "visits visits are timely", "plans drift and drift", "leaders know"]


@pytest.fixture(scope="module")
def reference():
    vectorizer = TfidfVectorizer(analyzer=WordNgrams(1, 2), sublinear_tf=True).fit(TEXTS)
    coefficients = np.random.default_rng(0).normal(size=(len(vectorizer.idf_), 13)).astype(np.float32)
    field = TextField(
        "words", "text", 0.7, WordNgrams(1, 2), tuple(vectorizer.get_feature_names_out()),
        vectorizer.idf_, coefficients,
    )  # fmt: skip
    return vectorizer, coefficients, FieldScorer(field)


@settings(max_examples=200)
@given(st.lists(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "unknown"]), max_size=12), max_size=6))
def test_equals_the_vectorizer_times_the_weights(reference, words):
    vectorizer, coefficients, field = reference
    texts = [" ".join(w) for w in words]
    expected = vectorizer.transform(texts) @ coefficients.astype(float) * 0.7 if texts else np.zeros((0, 13))
    assert np.abs(field(texts) - expected).max(initial=0.0) < 1e-12


def test_unknown_words_alone_score_nothing(reference):
    assert not reference[2](["quite unknown", ""]).any()
