import pytest

from inspection_findings.model.terms import Terms, code_points


@pytest.mark.parametrize("grams", [[], ["late"], ["visits are", "é", "a b c", "日本 x"]])
def test_ngrams_come_out_as_they_went_in(grams):
    terms = Terms.of(grams)
    assert list(terms) == grams
    assert len(terms) == len(grams)
    words, sizes = terms.words()
    assert words == [word for gram in grams for word in gram.split()]
    assert sizes.tolist() == [len(gram.split()) for gram in grams]
    codes, sizes = terms.characters()
    assert "".join(map(chr, codes)) == "".join(grams)
    assert sizes.tolist() == [len(gram) for gram in grams]


def test_half_a_character_is_one_code_point():
    assert code_points("a\ud800b").tolist() == [97, 0xD800, 98]


def test_a_long_vocabulary_is_cut_between_ngrams():
    grams = ["visits are", "late", "é", "drift"]
    for size in (1, 5, 100):
        parts = list(Terms.of(grams).parts(size))
        assert [gram for part in parts for gram in part] == grams
        assert len(parts) == {1: 4, 5: 3, 100: 1}[size]
