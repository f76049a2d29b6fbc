import json

from benchmarks.results import read_result, read_results


def test_a_result_is_read_as_it_was_saved(results, tmp_path):
    for result in results.values():
        result.save(tmp_path)
        assert read_result(tmp_path / f"{result.part}.json") == result
    assert list(read_results(tmp_path, ["stages", "training", "memory"])) == ["stages", "memory"]


def test_figures_are_kept_to_six_digits(results, tmp_path, conditions):
    from benchmarks.results import Result

    Result("stages", conditions, numbers={"documents": 1 / 3}).save(tmp_path)
    assert json.loads((tmp_path / "stages.json").read_text())["numbers"] == {"documents": 0.333333}


def test_a_curve_takes_off_what_is_spent_anyway(results):
    law = results["growth"].curve("documents").time_law()
    assert round(law.exponent, 6) == 1.0
    assert round(law.at(1000)) == 101


def test_a_row_that_was_not_measured_has_no_ratio(results):
    table = results["scoring"].table("sentences")
    assert table.ratio("minilm", "compact", "cpu") is None
    assert table.ratio("sklearn", "compact", "cpu").median == 4.0
