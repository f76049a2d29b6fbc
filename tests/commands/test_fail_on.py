"""How many documents may fail before the exit code says so."""

from __future__ import annotations

import pytest

from inspection_findings.commands.console import UsageError
from inspection_findings.commands.fail_on import FailOn


@pytest.mark.parametrize(
    ("asked", "enough", "too_few"),
    [
        ("any", [(1, 100), (100, 100)], []),
        ("all", [(100, 100), (1, 1)], [(99, 100)]),
        ("never", [], [(1, 100), (100, 100)]),
        ("20", [(20, 100), (21, 100)], [(19, 100), (5, 5)]),
        ("2%", [(2, 100), (1, 3)], [(1, 100)]),
        ("0.5%", [(1, 200)], [(1, 201)]),
        ("100%", [(3, 3)], [(2, 3)]),
    ],
)
def test_so_many_and_more_are_enough(asked, enough, too_few):
    fail_on = FailOn.parse(asked)
    assert all(fail_on.holds(*each) for each in enough)
    assert not any(fail_on.holds(*each) for each in [*too_few, (0, 100), (0, 0)])


@pytest.mark.parametrize(
    "asked", ["", "0", "-1", "0%", "101%", "1.5", "none", "5 %", "1e3", "\u0665", "nan%"]
)
def test_what_says_nothing_is_refused(asked):
    with pytest.raises(UsageError, match=r"--fail-on .*: any, all, never, a number from 1"):
        FailOn.parse(asked)
