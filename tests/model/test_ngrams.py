import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection_findings.model.ngrams import NgramTree, Table

NUMBERS = st.integers(0, 2**62)


@given(st.sets(NUMBERS), st.lists(NUMBERS))
def test_a_table_finds_every_key_and_nothing_else(keys, others):
    ordered = list(keys)
    table = Table(np.array(ordered, dtype=np.int64))
    wanted = [*ordered, *others]
    expected = [ordered.index(each) if each in keys else -1 for each in wanted]
    assert table.find(np.array(wanted, dtype=np.int64)).tolist() == expected


def test_keys_that_want_the_same_slot_are_all_found(monkeypatch):
    # The last, so that the search goes on at the first.
    monkeypatch.setattr(Table, "_slots", lambda table, numbers: np.full(len(numbers), table._mask))
    table = Table(np.arange(3))
    assert table.find(np.array([2, 0, 3, 1])).tolist() == [2, 0, -1, 1]


SYMBOLS = st.integers(0, 3)


def laid_out(grams):
    return np.array([s for gram in grams for s in gram], dtype=np.int64), np.array(
        [len(gram) for gram in grams], dtype=np.int64
    )


@given(st.lists(st.lists(SYMBOLS, min_size=1, max_size=5).map(tuple), max_size=30))
def test_a_tree_numbers_what_its_ngrams_begin_with_and_nothing_else(grams):
    tree = NgramTree(*laid_out(grams), alphabet=4)
    beginnings = {gram[:n] for gram in grams for n in range(2, len(gram) + 1)}
    assert tree.size == 4 + len(beginnings)
    known = [*((symbol,) for symbol in range(4)), *beginnings]
    numbers = tree.find(*laid_out(known)).tolist()
    assert sorted(numbers) == list(range(tree.size))
    assert numbers[:4] == [0, 1, 2, 3]
    strange = [(*gram, -1) for gram in known] + [(-1, *gram) for gram in known]
    strange += [(*gram, 0) for gram in known if (*gram, 0) not in beginnings]
    assert set(tree.find(*laid_out(strange)).tolist()) == {-1}


@pytest.mark.parametrize("n", [2, 3, 9])
def test_an_ngram_grows_by_a_symbol(n):
    tree = NgramTree(*laid_out([(0, 1, 2)]), alphabet=3)
    numbers = tree.find(*laid_out([(0,), (0, 1), (0, 1, 2)]))
    grown = tree.extend(numbers, np.array([1, 2, 0]), n)
    assert grown.tolist() == {2: [numbers[1], -1, -1], 3: [-1, numbers[2], -1], 9: [-1, -1, -1]}[n]
