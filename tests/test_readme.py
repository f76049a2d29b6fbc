"""The README shows what really happens: its commands exist, its output is the shipped model's."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inspection_findings.corpus.records import Source
from inspection_findings.corpus.sources import read_sources

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
VALIDITY = ROOT / "experiments" / "validity.md"
CURVE = ROOT / "experiments" / "specimens.md"
COMPARISON = ROOT / "experiments" / "minilm.md"
PROMISE = ROOT / "experiments" / "promise.md"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.M | re.S)


def run(command):
    words = shlex.split(command)
    assert words[0] == "findings"
    return subprocess.run(
        [sys.executable, "-m", "inspection_findings", *words[1:]],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "COLUMNS": "100"}, check=True,
    ).stdout  # fmt: skip


@pytest.mark.parametrize("block", blocks("console"))
def test_shown_output_is_real(block):
    first, *shown = block.splitlines()
    printed = iter(line.rstrip() for line in run(first.removeprefix("$ ")).splitlines())
    for line in shown:
        if line.strip() != "…":
            # In order: each line shown is found after the one before it.
            assert line.rstrip() in printed, line


def test_every_findings_command_has_help():
    names = set(re.findall(r"findings ([a-z]+)", " ".join(blocks("console") + blocks("sh"))))
    assert {"classify", "read", "train", "evaluate", "data"} <= names
    for name in names:
        assert "Usage" in run(f"findings {name} --help")


def test_the_python_example_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    [example] = blocks("python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own text
    expected = re.findall(r"# > (.*)", example)
    assert expected
    assert capsys.readouterr().out.splitlines() == expected


def test_the_json_example_is_what_lines_of_json_give():
    [example] = blocks("json")
    asked, answered = example.strip().splitlines()
    given = subprocess.run(
        [sys.executable, "-m", "inspection_findings", "classify", "-", "--quiet"],
        input=asked, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    shown, real = json.loads(answered.replace(", …}", "}")), json.loads(given)
    assert shown["findings"] == real["findings"]
    assert shown["scores"].items() <= real["scores"].items()


def test_the_figures_are_those_of_the_shipped_models_card():
    metadata = json.loads((ROOT / "models" / "default" / "model.json").read_text())
    figures = {name: each["value"] for name, each in metadata["metrics"]["estimates"].items()}
    assert f"pairs {figures['pair_micro_f1']:.2f}," in README
    assert f"polarity right on {figures['polarity_accuracy']:.0%} of" in README
    assert f"confidence off by {figures['expected_calibration_error']:.2f} on average" in README


def test_the_figure_of_specimens_alone_is_that_of_the_curve():
    rows = re.findall(r"\| all specimens \| [\d,]+ \| ([\d,]+) \| (0\.\d+) ", CURVE.read_text())
    value = max(rows, key=lambda row: int(row[0].replace(",", "")))[1]
    assert f"reaches F1 {float(value):.2f} on real reports" in README


def test_the_sizes_of_the_corpus_are_those_of_the_labels():
    sources = read_sources(ROOT / "data")
    labelled = {name: len(part) for name, part in sources.annotations.items()}
    specimen = {name for name in labelled if sources.catalogue[name].source is Source.SPECIMEN}
    real = set(labelled) - specimen
    count = sum(labelled[name] for name in real)
    assert f"{count:,} sentences of {len(real)} reports and articles" in README
    made = sum(labelled[name] for name in specimen)
    assert f"{made:,} of {len(specimen)} specimen reports" in README.replace("\n", " ")


def test_the_agreement_with_grades_is_that_of_the_page():
    [rho] = re.findall(r"\| all areas \| [\d,]+ \| [\d,]+ \| (0\.\d+) ", VALIDITY.read_text())
    assert f"rank correlation {float(rho):.2f};" in README


def test_the_price_of_a_promise_is_that_of_the_page():
    page = PROMISE.read_text()
    [kept] = re.findall(r"\| 0\.9 \| [\d.]+% \| [\d.]+% \| 0\.\d+ \| (0\.\d+) \|", page)
    [usual] = re.findall(r"without\s+`--precision` it is\s+(0\.\d+)\. *$", page, flags=re.M)
    assert f"{kept} of all findings are still sure at 0.9, of {usual} that are found" in README


def test_the_comparison_with_a_transformer_is_that_of_the_page():
    assert "MiniLM) that was fine-tuned on the same sentences cannot be told apart from it" in README
    page = COMPARISON.read_text()
    assert "The fine-tuned MiniLM and the default model cannot be told apart here" in page
    own, tuned = (
        int(re.findall(rf"\| {row} \| ([\d,]+) \| \d+ \|", page)[0].replace(",", ""))
        for row in ("default model, with its own thresholds", "MiniLM, fine-tuned")
    )
    assert own > 10 * tuned
