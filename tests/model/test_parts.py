import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.model.parts import Parts
from inspection_findings.model.terms import Terms
from inspection_findings.model.text import CharNgrams

VOCABULARY = ["visits", "visit", "banana", "a", "é0é"]
WORDS = st.lists(st.text("visban0é日", min_size=1, max_size=8) | st.sampled_from(VOCABULARY))


@pytest.mark.parametrize(("low", "high"), [(3, 5), (1, 2), (4, 8), (6, 6)])
@given(words=WORDS)
def test_parts_of_words_are_those_of_the_analyzer(low, high, words):
    cut = CharNgrams(low, high)
    terms = sorted({part for word in VOCABULARY for part in cut(word)})[::2]
    parts = Parts(Terms.of(terms), low, high)
    rows, columns = parts.of(words)
    found = [sorted(terms[column] for column in columns[rows == k]) for k in range(len(words))]
    assert found == [sorted(part for part in cut(word) if part in terms) for word in words]
    assert (np.diff(rows) >= 0).all()
    every = [part for word in words for part in cut(word)]
    expected = [terms.index(part) if part in terms else -1 for part in every]
    assert parts.columns(Terms.of(every)).tolist() == expected


def test_a_vocabulary_without_terms_knows_no_parts():
    rows, columns = Parts(Terms.of([]), 3, 5).of(["visits"])
    assert rows.tolist() == columns.tolist() == []
