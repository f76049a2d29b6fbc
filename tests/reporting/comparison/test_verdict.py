import dataclasses

import pytest

from inspection_findings.evaluation.comparison import Difference
from inspection_findings.reporting.comparison import verdict


@pytest.mark.parametrize(
    ("low", "change", "high", "p_value", "said"),
    [
        (0.004, 0.012, 0.020, 0.003, "B is better by 0.012 (0.004 to 0.020) in pair micro f1, p = 0.003"),
        (-0.020, -0.012, -0.004, 0.0001, "B is worse by 0.012 (0.004 to 0.020) in pair micro f1, p < 0.001"),
        (
            -0.004, 0.012, 0.020, 0.2,
            "B cannot be told apart from A: pair micro f1 changes by +0.012 (−0.004 to +0.020), p = 0.200",
        ),
        (0, 0, 0, 1, "B cannot be told apart from A: both have the same pair micro f1 in every document"),
    ],
)  # fmt: skip
def test_a_verdict_is_a_sentence(report, low, change, high, p_value, said):
    found = Difference("pair_micro_f1", 0.7, 0.7 + change, change, low, high, p_value)
    comparison = dataclasses.replace(report.first, metrics={"pair_micro_f1": found})
    compared = dataclasses.replace(report.compared[0], comparison=comparison, p_value=p_value)
    assert verdict(compared) == said


def test_the_adjusted_p_value_is_the_one_that_counts(report):
    lenient = report.compared[0]
    assert lenient.comparison.headline.p_value < 0.05
    assert "cannot be told apart" in verdict(dataclasses.replace(lenient, p_value=0.06))
