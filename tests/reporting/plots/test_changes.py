from contextlib import contextmanager

import pytest

from inspection_findings.evaluation.comparison import compare
from inspection_findings.reporting.comparison import Compared, Contender, Report
from inspection_findings.reporting.plots import changes, style
from made_predictions import made_predictions


@pytest.fixture(scope="module")
def report():
    bad = made_predictions(noise=0.4)
    compared = []
    for letter, noise in (("B", 0.15), ("C", 0.39)):
        comparison = compare(bad, made_predictions(noise=noise), resamples=60, permutations=59)
        compared.append(Compared(Contender(letter, letter, None, True), comparison, 0.01))
    return Report(Contender("A", "a", None, True), compared, "validation split", "")


@pytest.fixture
def axes(report, monkeypatch):
    kept = []

    @contextmanager
    def spying(*arguments, **options):
        with style.drawing(*arguments, **options) as drawn:
            kept.append(drawn.axes)
            yield drawn

    monkeypatch.setattr(changes, "drawing", spying)
    changes.change_plot(report)
    return kept[0]


def drawn(axes):
    """Interval, place and filling of each row, from the top."""
    _, *lines = axes.lines
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [(tuple(a.get_xdata()), b.get_xdata()[0], b.get_markerfacecolor() != "white") for a, b in pairs]


def test_each_column_is_a_model_and_each_row_a_figure_with_its_interval(report, axes):
    for column, compared in enumerate(report.compared):
        metrics = compared.comparison.metrics.values()
        assert drawn(axes[0, column]) == [((d.low, d.high), d.change, d.p_value < 0.05) for d in metrics]
    changed = report.compared[0].by_change
    assert drawn(axes[1, 0]) == [((d.low, d.high), d.change, d.adjusted_p_value < 0.05) for d in changed]
    names = [label.get_text() for label in axes[1, 0].get_yticklabels()]
    assert names == [f"F1 {each.label}" for each in changed]


def test_all_columns_have_the_order_of_the_first_and_one_scale(report, axes):
    labels = {each.label: each.change for each in report.compared[1].comparison.labels}
    assert [change for _, change, _ in drawn(axes[1, 1])] == [
        labels[each.label] for each in report.compared[0].by_change
    ]
    assert axes[0, 0].get_xlim() == axes[1, 1].get_xlim()


def test_the_same_comparison_is_the_same_picture(report):
    assert changes.change_plot(report) == changes.change_plot(report)
