import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model.text import CharNgrams, WordNgrams, normalise, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Children’s plans", ["children", "plans"]),
        ("Decision-making is slow", ["decisionmaking", "is", "slow"]),
        ("In 2023, 45% of 1,200", ["in", "0", "0", "of", "0", "0"]),
        ("social workers' caseloads", ["social", "workers", "caseloads"]),
        ("a\xadb", ["ab"]),
        ("", []),
    ],
)
def test_tokens_fold_what_carries_no_judgement(text, tokens):
    assert tokenise(text) == tokens


def test_word_ngrams_do_not_cross_sentences():
    grams = WordNgrams(1, 2)("visits are late\nplans drift")
    assert "visits are" in grams
    assert "late plans" not in grams


def test_word_ngrams_of_every_length_asked_for():
    assert WordNgrams(2, 3)("a b c d") == ["a b", "b c", "c d", "a b c", "b c d"]


@given(st.text(alphabet="abc -'’é\n", max_size=60))
def test_char_ngrams_equal_scikit_learns_own(text):
    # scikit-learn's own analyzer is the reference; it sees the text as we normalise and cut it.
    flat = " ".join(tokenise(text.replace("\n", " ")))
    reference = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()(flat)
    ours = CharNgrams(3, 5)(text.replace("\n", " "))
    assert sorted(set(ours)) == sorted(set(reference))


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_more(text):
    once = " ".join(tokenise(text))
    assert tokenise(once) == tokenise(normalise(once))
