import pytest

from inspection_findings.evaluation.comparison import compare
from inspection_findings.reporting.comparison import Compared, Contender, Report
from made_predictions import DATA, made_predictions


@pytest.fixture(scope="session")
def report():
    """A model that is much better than the baseline, and one that is the same."""
    bad, good = made_predictions(noise=0.4), made_predictions(noise=0.15)
    compared = []
    for letter, name, other in (("B", "models/<b>|_x", good), ("C", "c" * 32, bad)):
        comparison = compare(bad, other, resamples=100, permutations=99)
        run_id = name if letter == "C" else None
        compared.append(
            Compared(Contender(letter, name, run_id, letter == "C"), comparison, comparison.headline.p_value)
        )
    return Report(Contender("A", "models/a", None, stored=True), compared, "validation split", DATA)
