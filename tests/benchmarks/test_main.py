"""All parts in small, on specimens: what they write, and how they end."""

import json
from pathlib import Path

import pytest

from benchmarks import sentences
from benchmarks.__main__ import main
from benchmarks.parts import PARTS
from benchmarks.results import read_results


@pytest.fixture(scope="module")
def output(training_records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentences, "specimens", lambda _: sentences.shuffled(training_records))
        assert run(folder) == 0
    return folder


def run(output: Path, *arguments: str) -> int:
    nothing = str(output / "nothing")
    return main(["--quick", "--reports", nothing, "--minilm", nothing, "--output", str(output), *arguments])


def test_every_part_writes_valid_json_with_positive_figures(output):
    found = read_results(output / "results", list(PARTS))
    assert list(found) == list(PARTS)
    for name, result in found.items():
        json.loads((output / "results" / f"{name}.json").read_text())
        assert result.conditions.quick
        for table in result.tables:
            assert not table.base or table.row(table.base)
            assert all(sample.cpu > 0 and sample.wall > 0 for row in table.rows for sample in row.samples)
        for curve in result.curves:
            assert len(curve.points) == len({point.size for point in curve.points}) > 0
            assert all(point.peak > 10 for point in curve.points)


def test_scorer_and_pipeline_are_the_same_model(output):
    result = read_results(output / "results", ["scoring"])["scoring"]
    assert result.numbers["difference"] < 1e-6
    assert [row.name for row in result.tables[0].rows][:2] == ["compact", "sklearn"]
    assert any("MiniLM is left out" in fact for fact in result.facts)


def test_the_folder_is_read_whole(output):
    numbers = read_results(output / "results", ["throughput"])["throughput"].numbers
    assert numbers["documents"] == 3
    assert numbers["characters"] > 3000
    assert numbers["sentences"] > 60


def test_stages_account_for_the_whole_run(output):
    result = read_results(output / "results", ["stages"])["stages"]
    assert {"imports", "text extraction", "features: n-grams, look-up, TF-IDF"} <= {
        share.name for share in result.stages
    }
    assert result.stages[0].seconds == max(share.seconds for share in result.stages)


def test_a_clean_clone_and_the_page_hold_no_sentence(output, training_records):
    texts = "".join(file.read_text() for file in [*output.glob("results/*.json"), output / "README.md"])
    assert not any(record.sentence.text in texts for record in training_records)


def test_the_page_alone_is_written_from_results(output):
    before = (output / "README.md").read_text()
    (output / "README.md").unlink()
    assert main(["--page", "--output", str(output)]) == 0
    assert (output / "README.md").read_text() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "speed"], "no part 'speed'; there are cold_start"),
        (["--documents", "1"], "fewer than one"),
    ],
)
def test_wrong_options_are_refused_on_one_line(arguments, said, tmp_path, capsys):
    assert run(tmp_path, *arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("benchmarks: ")
    assert said in error
    assert error.count("\n") == 1
