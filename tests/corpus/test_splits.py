from collections import Counter

from inspection_findings.corpus.splits import Split, split_of


def test_a_group_always_falls_into_the_same_split():
    # Fixed by hash: a change here would mix up authorities between releases.
    assert split_of("barking and dagenham") is Split.TRAIN
    assert split_of("bedford") is Split.VALIDATION


def test_shares_are_about_right():
    counts = Counter(split_of(f"authority {i}") for i in range(10_000))
    assert 0.68 < counts[Split.TRAIN] / 10_000 < 0.72
    assert 0.13 < counts[Split.VALIDATION] / 10_000 < 0.17
