from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["read"], "missing argument 'PATH': try findings read --help"),
        (["clasify"], "no such command 'clasify'. Did you mean 'classify'? try findings --help"),
        (
            ["classify", "x", "--polarity", "good"],
            "invalid value for '--polarity' / '-p': 'good' is not one of 'strength', 'weakness': "
            "try findings classify --help",
        ),
        (["data", "check", "--nonsense"], "no such option: --nonsense: try findings data check --help"),
        (
            ["classify", "x", "--output"],
            "option '--output' requires an argument: try findings --help",
        ),
    ],
)
def test_a_mistake_in_a_call_is_one_line_that_says_where_to_look(run, call, said):
    result = run(*call)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"findings: error: {said}\n"


def test_no_command_at_all_shows_the_help(run):
    result = run()
    assert "Usage: findings" in result.output
    assert "findings: error" not in result.output
