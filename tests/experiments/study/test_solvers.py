import numpy as np
import pytest
from scipy import sparse

from study.config import FirstPass
from study.solvers import SOLVERS, fit_binary


@pytest.fixture(scope="module")
def problem():
    """Sentences of thirty words, of which the first two tell the answer."""
    random = np.random.default_rng(0)
    target = random.integers(0, 2, 400)
    features = (random.random((400, 30)) < 0.2).astype(float)
    features[:, 0] = target * (random.random(400) < 0.9)
    features[:, 1] = (1 - target) * (random.random(400) < 0.9)
    return sparse.csr_matrix(features), target


@pytest.mark.parametrize("solver", SOLVERS)
def test_every_solver_finds_what_tells_the_answer(solver, problem):
    features, target = problem
    weights, intercept = fit_binary(FirstPass(solver=solver, keep_features=10), 1.0, features, target)
    assert weights.shape == (30,)
    assert ((features @ weights + intercept > 0) == target).mean() > 0.93
    assert weights[0] > 0 > weights[1]


def test_chi2_and_l1_leave_weights_out(problem):
    chi2, _ = fit_binary(FirstPass(solver="chi2", keep_features=10), 1.0, *problem)
    assert np.count_nonzero(chi2) == 10
    l1, _ = fit_binary(FirstPass(solver="l1"), 0.1, *problem)
    assert 2 <= np.count_nonzero(l1) < 15


def test_balancing_finds_more_of_a_rare_class(problem):
    features, target = problem
    rows = np.flatnonzero((target == 0) | (np.arange(400) < 40))
    found = [
        (features[rows] @ weights + intercept > 0).sum()
        for weights, intercept in (
            fit_binary(FirstPass(balanced=balanced), 0.05, features[rows], target[rows])
            for balanced in (False, True)
        )
    ]
    assert found[1] > found[0]
