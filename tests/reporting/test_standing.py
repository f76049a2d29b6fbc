from inspection_findings.reporting.standing import Gate, RuleResult, Standing, standing_section

CHECKS = (RuleResult("min_gain", True, "gains 0.01"), RuleResult("max_ece", False, "a | b"))


def section(gate, aliases=("champion",)):
    return standing_section(Standing("models:/inspection-findings/3", "run", aliases, gate))


def test_names_and_the_run_are_given():
    text = section(None)
    assert "`models:/inspection-findings/3`, `champion`, made by run `run`." in text
    assert "Nothing has been decided" in text
    assert "`models:/inspection-findings/3`, made by run `run`." in section(None, aliases=())


def test_the_decision_is_given_with_every_rule():
    text = section(Gate("held back", "2026-01-02T03:04:05+00:00", "ada", 2, CHECKS))
    assert "Last decision: **held back**, 2026-01-02T03:04:05+00:00, by ada, against version 2." in text
    assert "| min_gain | holds | gains 0.01 |" in text
    assert "| max_ece | **fails** | a \\| b |" in text


def test_without_a_champion_there_is_none_to_name():
    assert "with no champion before it" in section(Gate("promoted", "t", "ada", None, ()))
