from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model import lexicon
from inspection_findings.model.characters import CharScorer
from inspection_findings.model.lines import Vocabulary
from inspection_findings.model.parameters import TextField
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import CharNgrams

TEXTS = ["banana bananas an", "visits visit revisited", "ana is late, so late", "x"]
WORDS = st.sampled_from([*" ".join(TEXTS).replace(",", "").split(), "unheard"])


@pytest.fixture(scope="module")
def vectorizer():
    return TfidfVectorizer(analyzer=CharNgrams(3, 5), sublinear_tf=True).fit(TEXTS)


@pytest.fixture
def scorer(vectorizer):
    coefficients = np.random.default_rng(0).normal(size=(len(vectorizer.idf_), 13)).astype(np.float32)
    terms = Terms.of(vectorizer.get_feature_names_out())
    return CharScorer(
        TextField("parts", "text", 0.7, CharNgrams(3, 5), terms, vectorizer.idf_, coefficients),
        Vocabulary([]),
    )


def expected(vectorizer, scorer, texts):
    return vectorizer.transform(texts) @ scorer._coefficients.astype(float) * 0.7


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(st.lists(WORDS, max_size=9).map(" ".join), min_size=1, max_size=5))
def test_equals_the_vectorizer_times_the_weights(vectorizer, texts):
    coefficients = np.random.default_rng(1).normal(size=(len(vectorizer.idf_), 13)).astype(np.float32)
    terms = Terms.of(vectorizer.get_feature_names_out())
    field = TextField("parts", "text", 0.7, CharNgrams(3, 5), terms, vectorizer.idf_, coefficients)
    scorer = CharScorer(field, Vocabulary([]))
    for _ in range(2):  # The second time, every word is known.
        assert np.abs(scorer(texts) - expected(vectorizer, scorer, texts)).max() < 1e-12


def test_what_tokens_add_is_the_whole(scorer):
    texts = ["banana an banana", "late"]
    by_token = scorer.by_token(texts, np.array([3, 1]))
    assert np.abs(by_token[:3].sum(axis=0) - scorer(texts)[0]).max() < 1e-12
    assert np.abs(by_token[3] - scorer(texts)[1]).max() < 1e-12


def test_words_are_forgotten_before_they_are_too_many(vectorizer, scorer, monkeypatch):
    monkeypatch.setattr(lexicon, "_CHARACTERS_KEPT", 20)
    for text in TEXTS * 2:
        assert np.abs(scorer([text]) - expected(vectorizer, scorer, [text])).max() < 1e-12
    assert len(scorer._known.sums) < len(set(" ".join(TEXTS).split()))


def test_threads_do_not_disturb_each_other(vectorizer, scorer, monkeypatch):
    monkeypatch.setattr(lexicon, "_CHARACTERS_KEPT", 30)
    with ThreadPoolExecutor(4) as pool:
        for text, scores in zip(TEXTS * 50, pool.map(lambda text: scorer([text]), TEXTS * 50), strict=True):
            assert np.abs(scores - expected(vectorizer, scorer, [text])).max() < 1e-12
