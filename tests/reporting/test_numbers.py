import math

import pytest

from inspection_findings.reporting.numbers import figure, p_equals, probability, signed, signed_span, span


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0124, "+0.012"),
        (-0.0124, "−0.012"),
        (0.0004, "0.000"),
        (-0.0004, "0.000"),
        (0, "0.000"),
        (math.nan, "–"),
    ],
)
def test_a_change_has_a_sign_unless_it_rounds_to_nothing(value, shown):
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("p_value", "shown", "said"),
    [(0.0009, "< 0.001", "p < 0.001"), (0.001, "0.001", "p = 0.001"), (1, "1.000", "p = 1.000")],
)
def test_p_values_never_read_as_nothing(p_value, shown, said):
    assert (probability(p_value), p_equals(p_value)) == (shown, said)


def test_what_is_not_a_number_is_a_dash():
    nothing = math.nan
    assert {figure(nothing), span(nothing, nothing), signed_span(nothing, nothing), probability(nothing)} == {
        "–"
    }
    assert (span(0.1, 0.2), signed_span(-0.1, 0.2)) == ("0.100 to 0.200", "−0.100 to +0.200")
