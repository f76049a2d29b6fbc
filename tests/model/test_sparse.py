import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model import sparse
from inspection_findings.model.lines import Vocabulary
from inspection_findings.model.parameters import TextField
from inspection_findings.model.sparse import WordScorer, narrowest, row_sums, runs
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import WordNgrams

TEXTS = ["visits are late", "visits visits are timely", "plans drift and drift", "leaders know"]


@pytest.fixture(scope="module")
def reference():
    vectorizer = TfidfVectorizer(analyzer=WordNgrams(1, 2), sublinear_tf=True).fit(TEXTS)
    coefficients = np.random.default_rng(0).normal(size=(len(vectorizer.idf_), 13)).astype(np.float32)
    field = TextField(
        "words", "text", 0.7, WordNgrams(1, 2), Terms.of(vectorizer.get_feature_names_out()),
        vectorizer.idf_, coefficients,
    )  # fmt: skip
    return (
        vectorizer,
        coefficients,
        WordScorer(field, Vocabulary([field.terms, Terms.of(["of another field"])])),
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "unknown"]), max_size=12), max_size=6))
def test_equals_the_vectorizer_times_the_weights(reference, words):
    vectorizer, coefficients, field = reference
    texts = [" ".join(w) for w in words]
    expected = vectorizer.transform(texts) @ coefficients.astype(float) * 0.7 if texts else np.zeros((0, 13))
    assert np.abs(field(texts) - expected).max(initial=0.0) < 1e-12


def test_unknown_words_alone_score_nothing(reference):
    assert not reference[2](["quite unknown", ""]).any()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*" ".join(TEXTS).split(), "unknown"]), max_size=12), max_size=6))
def test_what_tokens_add_is_the_whole(reference, words):
    field = reference[2]
    texts = [" ".join(w) for w in words]
    sizes = np.array([len(w) for w in words], dtype=np.int64)
    by_token = field.by_token(texts, sizes)
    ends = np.cumsum(sizes)
    for row, (size, end) in enumerate(zip(sizes, ends, strict=True)):
        assert np.abs(by_token[end - size : end].sum(axis=0) - field(texts)[row]).max() < 1e-12


def test_an_ngram_is_shared_by_its_tokens_and_repeats_share_alike(reference):
    vectorizer, coefficients, field = reference
    terms = vectorizer.vocabulary_
    values = vectorizer.transform(["drift and drift"]).toarray()[0] * 0.7
    part = {term: values[k] * coefficients[k].astype(float) for term, k in terms.items()}
    expected = [
        part["drift"] / 2 + part["drift and"] / 2,
        part["and"] + part["drift and"] / 2 + part["and drift"] / 2,
        part["drift"] / 2 + part["and drift"] / 2,
    ]
    assert np.allclose(field.by_token(["drift and drift"], np.array([3])), expected)


def test_texts_are_ranges_of_lines_that_ngrams_do_not_cross(reference):
    field = reference[2]
    assert np.array_equal(field(["plans drift\nand drift"]), field(["and drift\nplans drift"]))
    assert np.abs(field(["plans drift\nand drift"]) - field(["plans drift and drift"])).max() > 1e-3


def test_runs_and_sums_by_row():
    values, counts = runs(np.array([0, 0, 3, 7, 7, 7]))
    assert (values.tolist(), counts.tolist()) == ([0, 3, 7], [2, 1, 3])
    assert [part.tolist() for part in runs(np.array([], dtype=np.int64))] == [[], []]
    sums = row_sums(np.array([[1.0], [2.0], [4.0]]), np.array([1, 1, 3]), 4)
    assert sums.ravel().tolist() == [0, 3, 0, 4]


def test_numbers_are_as_narrow_as_the_largest_allows():
    for size in (5, 2**31, 2**31 + 1, 2**40):
        assert np.iinfo(narrowest(size)).max >= size - 1
    assert narrowest(2**31) is np.int32


def test_cells_that_need_the_full_width_score_the_same(reference, monkeypatch):
    texts = ["visits visits are late", "plans drift"]
    scores = reference[2](texts)
    monkeypatch.setattr(sparse, "narrowest", lambda size: np.int64)
    assert np.array_equal(reference[2](texts), scores)
