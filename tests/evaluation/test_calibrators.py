import numpy as np
import pytest

from inspection_findings.evaluation.calibration import calibration_error
from inspection_findings.evaluation.calibrators import CALIBRATORS, beta, venn_abers

LEARNT = [name for name in CALIBRATORS if name != "none"]


def boasting(n, seed):
    """Two labels whose probabilities are too far from a half: their log-odds are twice what is true."""
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(size=(n, 2)) * 1.5
    truth = generator.uniform(size=(n, 2)) < 1 / (1 + np.exp(-log_odds))
    return 1 / (1 + np.exp(-2 * log_odds)), truth.astype(np.int8)


@pytest.mark.parametrize("name", LEARNT)
def test_each_mends_boasting_on_cells_it_did_not_see(name):
    known, new = boasting(4000, 0), boasting(4000, 1)
    calibrated = CALIBRATORS[name](*known, new[0])
    assert calibrated.shape == new[0].shape
    before = calibration_error(new[0].ravel(), new[1].ravel())
    assert before > 0.08
    assert calibration_error(calibrated.ravel(), new[1].ravel()) < 0.03


@pytest.mark.parametrize("name", LEARNT)
def test_none_turns_the_order_of_a_label_round(name):
    known, new = boasting(2000, 2), boasting(300, 3)
    calibrated = CALIBRATORS[name](*known, new[0])
    order = np.argsort(new[0][:, 0])
    assert (np.diff(calibrated[order, 0]) >= -1e-12).all()


def test_none_changes_nothing():
    known, new = boasting(50, 4), boasting(50, 5)
    assert CALIBRATORS["none"](*known, new[0]) is new[0]


def test_beta_bends_where_a_sigmoid_cannot():
    # Right above a half, boasting below it: no slope and offset of the log-odds mend both ends.
    generator = np.random.default_rng(6)
    honest = generator.uniform(0.02, 0.98, size=(20000, 1))
    truth = (generator.uniform(size=honest.shape) < honest).astype(np.int8)
    bent = honest**3
    errors = {
        name: calibration_error(CALIBRATORS[name](bent, truth, bent).ravel(), truth.ravel())
        for name in ("sigmoid", "beta")
    }
    assert errors["beta"] < 0.02 < errors["sigmoid"]


def test_beta_gives_the_base_rate_where_the_scores_mislead():
    scores = np.linspace(0.01, 0.99, 200)[:, None]
    truth = (scores < 0.3).astype(np.int8)
    assert beta(scores, truth, scores) == pytest.approx(truth.mean())


def test_venn_abers_is_unsure_where_it_has_seen_little():
    # With one known score of each outcome, isotonic regression alone would say 0 and 1.
    known, truth = np.array([[0.2], [0.8]]), np.array([[0], [1]])
    low, high = venn_abers(known, truth, np.array([[0.2], [0.8]]))[:, 0]
    # Each stands at its level with one like it: p0 = 0 and p1 = 1/2, or 1/2 and 1.
    assert (low, high) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
