from __future__ import annotations

import numpy as np
import pytest

from inspection_findings.corpus import Corpus, Split
from inspection_findings.overview.similarity import Tfidf, cosines, stems

TEXTS = [
    "Supervision lacks reflection.",
    "Supervisors do not help workers to reflect; supervision is brief.",
    "Care leavers live in suitable homes.",
    "",
]


def test_words_of_one_family_count_as_one():
    assert stems("Supervised supervisors’ decision-making") == ["super", "super", "decis", "makin"]


def test_cosines_are_those_of_scikit_learn(specimens: Corpus):
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [record.sentence.text for record in specimens.splits[Split.TRAIN][:300]]
    vectorizer = TfidfVectorizer(analyzer=stems, sublinear_tf=True).fit(texts[:200])
    expected = vectorizer.transform(texts[200:]) @ vectorizer.transform(texts[:150]).T
    assert np.allclose(Tfidf(texts[:200]).cosines(texts[200:], texts[:150]), expected.toarray(), atol=1e-12)


def test_a_text_is_most_like_itself_and_next_like_what_shares_its_rare_words():
    alike = Tfidf(TEXTS).cosines(TEXTS[:3], TEXTS)
    assert alike[:, :3].argmax(axis=1).tolist() == [0, 1, 2]
    assert np.diag(alike[:3, :3]) == pytest.approx([1, 1, 1])
    assert alike.max() <= 1
    assert alike[0, 1] > alike[0, 2] == 0


@pytest.mark.parametrize("text", ["", "…", "Zebras"])
def test_a_text_without_a_known_word_is_like_nothing(text):
    model = Tfidf(TEXTS)
    assert model.cosines([text], TEXTS).tolist() == [[0, 0, 0, 0]]
    assert model.cosines(TEXTS, [text]).max() == 0


def test_no_texts_are_no_error():
    model = Tfidf([])
    assert model.cosines([], []).shape == (0, 0)
    assert model.cosines(["Plans"], []).shape == (1, 0)
    assert cosines(Tfidf(TEXTS).vectors([]), Tfidf(TEXTS).vectors(TEXTS)).shape == (0, 4)


def test_what_is_in_every_text_counts_least():
    model = Tfidf(["the plan", "the visit", "the team"])
    [[shared, rare]] = model.cosines(["the plan"], ["the team", "a plan"])
    assert 0 < shared < rare
