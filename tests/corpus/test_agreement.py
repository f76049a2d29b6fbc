import pytest

from inspection_findings.corpus.agreement import TwicePassed, measure_agreement, read_passes
from inspection_findings.exceptions import CorpusError

S, W, P = "voice:strength", "voice:weakness", "partnership:strength"


def passes(*pairs):
    return [TwicePassed(id=str(i), first=a, second=b) for i, (a, b) in enumerate(pairs)]


def test_the_same_labels_agree_wholly_in_any_order():
    found = measure_agreement(passes(([S, P], [P, S]), ([], [])))
    assert (found.sentences, found.pair_f1, found.exact, found.polarity) == (2, 1.0, 1.0, 1.0)


def test_each_figure_counts_what_it_says():
    found = measure_agreement(passes(([S, P], [S]), ([S], [W]), ([], []), ([P], [S])))
    assert found.pair_f1 == pytest.approx(2 * 1 / 7)
    assert found.exact == 0.25
    # voice is shared by the first two, and judged alike in one of them.
    assert found.polarity == 0.5


def test_nothing_to_compare_is_an_error():
    with pytest.raises(CorpusError, match="no sentence was labelled twice"):
        measure_agreement([])


@pytest.mark.parametrize(
    ("line", "message"), [("{", "line 2: "), ('{"id": "1", "first": ["x"], "second": []}', "unknown label")]
)
def test_a_bad_line_is_named(tmp_path, line, message):
    good = '{"id": "0", "first": [], "second": []}'
    (tmp_path / "p.jsonl").write_text(f"{good}\n{line}\n")
    with pytest.raises(CorpusError, match=message):
        read_passes(tmp_path / "p.jsonl")
    with pytest.raises(CorpusError, match="cannot be read"):
        read_passes(tmp_path / "none.jsonl")
