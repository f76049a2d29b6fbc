import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from inspection_findings.model.text import CharNgrams, WordNgrams, normalise, token_spans, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Children’s plans", ["children", "plans"]),
        ("Decision-making is slow", ["decision", "making", "is", "slow"]),
        ("decisionmaking, (outofhours)", ["decision", "making", "out", "of", "hours"]),
        ("Co-located; over-18s", ["colocated", "over", "0s"]),
        ("a child-centered program", ["a", "child", "centred", "programme"]),
        ("In March, may 1st, Sept. (MAY)", ["in", "january", "may", "0", "january", "may"]),
        ("May’s or APRIL/june", ["may", "or", "january", "january"]),
        ("In 2023, 45% of 1,200", ["in", "0", "0", "of", "0", "0"]),
        ("social workers' caseloads", ["social", "workers", "caseloads"]),
        ("a\xadb", ["ab"]),
        ("", []),
    ],
)
def test_tokens_fold_what_carries_no_judgement(text, tokens):
    assert tokenise(text) == tokens


@given(st.text(alphabet="aZsé0_(’'-.,;:) \xad", max_size=20))
def test_what_is_plain_is_tokenised_as_all_else_is(text):
    assert tokenise(text) == re.findall(r"\w+", normalise(text))


_WRITTEN = st.sampled_from(
    [
        *("March", "May", "may", "April", "Sept.", "21st", "2022-23", "well-being", "wellbeing"),
        *(
            "Prioritized",
            "co-work",
            "multi‑agency",
            "arm’s-length",
            "Day-to-day",
            "centers",
            "size",
            "1stuff",
        ),
    ]
)


@given(st.lists(_WRITTEN | st.text(alphabet="aZs'-. ", max_size=6), max_size=8).map(" ".join))
def test_tokens_are_their_own_tokens(text):
    tokens = tokenise(text)
    assert tokenise(" ".join(tokens)) == tokens


@pytest.mark.parametrize("compound", ["decision-making", "Up-to-date", "well-being", "multi-agency"])
def test_a_compound_is_the_same_with_hyphens_and_without(compound):
    written = [compound, compound.replace("-", " "), compound.replace("-", ""), compound.replace("-", "‑")]
    assert len({tuple(tokenise(each)) for each in written}) == 1


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


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("A team’s decision-making (IROs) and/or Rose's.", "A|team’s|decision|making|IROs|and|or|Rose's"),
        ("arm's-length work - in 2023", "arm's|length|work|in|2023"),
        ("its wellbeing and co-located‑team", "its|wellbeing|wellbeing|and|co-located‑team|co-located‑team"),
        ("in (May)", "in|May"),
        ("on 1st/May", "on|1st/May|1st/May"),
        ("workers' £1.5m", "workers|1|5m"),
        ("", ""),
    ],
)  # fmt: skip
def test_tokens_are_found_as_they_are_written(text, written):
    assert "|".join(text[start:end] for start, end in token_spans(text)) == written


@given(st.text(max_size=80) | st.text(alphabet="aS0 -‑'’s\xad\n.İß", max_size=40))
def test_every_token_has_its_place(text):
    spans = token_spans(text)
    assert len(spans) == len(tokenise(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize("analyzer", [WordNgrams(1, 2), WordNgrams(2, 3), CharNgrams(3, 5)])
def test_spans_say_which_tokens_an_ngram_is_made_of(analyzer):
    text = "visits are\nlate at the\n\nend"
    tokens = [token for line in text.split("\n") for token in tokenise(line)]
    first, count = analyzer.spans(text)
    grams = analyzer(text)
    assert len(grams) == len(first) == len(count)
    for gram, start, n in zip(grams, first, count, strict=True):
        if isinstance(analyzer, WordNgrams):
            assert gram == " ".join(tokens[start : start + n])
        else:
            assert n == 1
            assert gram in f" {tokens[start]} "
