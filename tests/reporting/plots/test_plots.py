"""What each picture shows. That it is legible was seen to by eye."""

import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager

import numpy as np
import pytest

from inspection_findings.evaluation import curves
from inspection_findings.evaluation.confusion import domain_confusion
from inspection_findings.evaluation.metrics import per_label_scores
from inspection_findings.reporting.plots import (
    CurvePoint,
    confusion,
    labels,
    precision_recall,
    run_plots,
    style,
)
from inspection_findings.reporting.plots import learning_curve as draw_curve
from made_predictions import as_good_as, made_predictions


@pytest.fixture(scope="module")
def predictions():
    return made_predictions()


@pytest.fixture
def seen(monkeypatch):
    """The axes of the last picture, whichever module drew it."""
    kept = []

    @contextmanager
    def spying(*arguments, **options):
        with style.drawing(*arguments, **options) as drawn:
            kept.append(drawn.axes)
            yield drawn

    for module in (labels, confusion, precision_recall):
        monkeypatch.setattr(module, "drawing", spying)
    return kept


def written(axes):
    return [text.get_text() for text in axes.texts]


def test_a_run_has_its_four_pictures_as_svg(predictions):
    plots = run_plots(predictions)
    assert set(plots) == {"label_f1.svg", "precision_recall.svg", "reliability.svg", "domain_confusion.svg"}
    for svg in plots.values():
        assert ElementTree.fromstring(svg).tag.endswith("svg")  # noqa: S314 - made here
    assert run_plots(predictions) == plots


def test_a_model_that_reports_nothing_can_be_drawn(predictions):
    silent = as_good_as(predictions, thresholds=np.full(22, 2.0))
    assert len(run_plots(silent)) == 4


def test_bars_are_the_f1_of_each_label_beside_its_sentences(predictions, seen):
    labels.label_bars(predictions)
    scores = per_label_scores(predictions.scored)
    [axes] = seen
    bars = [bar.get_width() for container in axes.containers for bar in container]
    assert bars == pytest.approx([score.f1 for score in scores])
    assert written(axes) == [*(f"{score.support:,}" for score in scores), "sentences"]


def test_the_diamond_is_where_the_thresholds_lie(predictions, seen):
    precision_recall.precision_recall_curves(predictions.scored)
    scored = predictions.scored
    hits = (scored.truth & scored.predicted).sum()
    *lines, diamond = seen[0].lines
    assert len(lines) == 23
    assert diamond.get_xydata()[0] == pytest.approx(
        [hits / scored.truth.sum(), hits / scored.predicted.sum()]
    )


def test_curves_are_thinned_and_keep_their_ends(predictions, seen):
    precision_recall.precision_recall_curves(predictions.scored)
    whole = curves.precision_recall(predictions.truth, predictions.probabilities).recall
    x = seen[0].lines[22].get_xdata()
    assert len(x) <= 200 < len(whole)
    assert (x[0], x[-1]) == (whole[0], 1)


def test_shades_are_shares_of_each_row(predictions, seen):
    confusion.confusion_table(predictions.scored)
    [image] = seen[0].images
    counts = domain_confusion(predictions.scored)
    assert np.asarray(image.get_array()) == pytest.approx(counts / counts.sum(axis=1, keepdims=True))
    assert len(written(seen[0])) == np.count_nonzero(counts)


def test_a_learning_curve_is_drawn_from_points_in_any_order():
    points = [CurvePoint("a", size, size / 1000, 0.1, 0.9) for size in (100, 800, 400)]
    assert draw_curve(points) == draw_curve(points[::-1])


@pytest.mark.parametrize("series", [0, 5])
def test_series_that_cannot_be_told_apart_are_refused(series):
    points = [CurvePoint(str(k), 100, 0.5, 0.4, 0.6) for k in range(series)]
    with pytest.raises(ValueError, match=f"{series} series"):
        draw_curve(points)
