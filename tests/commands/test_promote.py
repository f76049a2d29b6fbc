"""Promoting from the command line: what is printed, what is kept, and how it ends."""

from __future__ import annotations

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.corpus import Split
from inspection_findings.corpus.build import make_corpus
from inspection_findings.corpus.dataset import save_corpus
from inspection_findings.exceptions import TrackingError
from inspection_findings.model.scorer import default_model_path
from inspection_findings.model.storage import save_model
from inspection_findings.model.training import compact_model
from inspection_findings.tracking.artifacts import fetch
from inspection_findings.tracking.cards import CARD_FILE, version_card
from inspection_findings.tracking.promotion import history
from inspection_findings.tracking.registry import CHAMPION, set_alias, version_with_alias
from made_predictions import made_predictions
from registered import made_version, store_in

RULES = "max_ece = 1\nmin_sentences = 100\nmin_support = 1\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    (folder / "rules.toml").write_text(RULES)
    with store_in(folder):
        yield folder


@pytest.fixture(scope="module")
def good(folder):
    return made_version(made_predictions(noise=0.15))


@pytest.fixture(scope="module")
def bad(good):
    return made_version(made_predictions(noise=0.4))


@pytest.fixture(scope="module")
def better(bad):
    return made_version(made_predictions(noise=0.02))


@pytest.fixture
def champion(good):
    set_alias(CHAMPION, good.version)
    return good


def promote(*arguments, rules=("--rules", "rules.toml")):
    return CliRunner().invoke(app, ["promote", *map(str, arguments), *rules])


def current():
    return version_with_alias(CHAMPION).version


def test_a_worse_model_is_held_back_with_each_rule_that_does_not_hold(champion, bad):
    result = promote(bad.version)
    assert result.exit_code == 3
    challenger, against, *checks, end = result.stdout.splitlines()
    assert challenger == f"challenger  version {bad.version}, run {bad.run_id}"
    assert against == f"champion    version {champion.version}, run {champion.run_id}"
    failed = [line for line in checks if line.startswith("FAILS  ")]
    assert any(line.startswith("FAILS  min_gain: pair micro f1 gains -0.") for line in failed)
    assert any("+0.000 is asked at least" in line for line in failed)
    assert any(line.startswith("FAILS  max_drop_per_label: ") for line in failed)
    assert end == f"version {bad.version}: held back: {len(failed)} of {len(checks)} checks failed"
    assert current() == champion.version


def test_a_better_model_is_promoted(champion, better):
    result = promote("challenger", "--reason", "less noise")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == f"version {better.version}: promoted"
    assert "FAILS" not in result.stdout
    assert current() == better.version
    assert (history()[-1].by, history()[-1].reason) == ("ada@fernshire", "less noise")


def test_options_stand_over_the_file(champion, better):
    for options in (["--min-gain", 0.9], ["--max-ece", 0], ["--max-drop-per-label", 0, "--min-gain", 0.9]):
        assert promote(better.version, *options).exit_code == 3
    assert current() == champion.version


def test_a_trial_changes_nothing(champion, better):
    result = promote(better.version, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"version {better.version}: would be promoted"
    assert current() == champion.version


def test_the_champion_is_the_champion(champion):
    result = promote(champion.version)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"version {champion.version}: already champion"


def test_the_card_of_a_champion_is_made_good_when_a_job_was_killed_before_it_wrote_it(folder):
    version = made_version(made_predictions(noise=0.15), model=default_model_path())
    set_alias(CHAMPION, version.version)
    with pytest.raises(TrackingError):
        fetch(version.run_id, CARD_FILE, folder)
    assert promote(version.version).exit_code == 0
    assert fetch(version.run_id, CARD_FILE, folder).read_text() == version_card(version)


def test_a_program_reads_the_same(champion, bad):
    result = promote(bad.version, "--format", "json")
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert told["result"] == "held_back"
    assert told["challenger"] == {"version": bad.version, "run_id": bad.run_id}
    assert told["champion"]["version"] == champion.version
    assert told["rules"]["min_sentences"] == 100
    assert {check["rule"] for check in told["checks"]} > {"min_gain", "max_ece"}
    assert [check["limit"] for check in told["checks"] if check["rule"] == "min_sentences"] == [100]


def test_what_was_measured_on_other_sentences_is_scored_anew_where_that_is_asked(
    champion, scorer_files, specimens, folder
):
    sizes = {Split.TRAIN: 5, Split.VALIDATION: 200, Split.TEST: 5}
    few = [record for split, size in sizes.items() for record in specimens.splits[split][:size]]
    save_corpus(make_corpus(few), folder / "dataset")
    worse, better = scorer_files
    set_alias(CHAMPION, made_version(model=worse).version)
    challenger = made_version(model=better)
    result = promote(challenger.version)
    assert result.exit_code == 3
    assert "FAILS  same_sentences: " in result.stdout
    assert "--rescore" in result.stdout
    again = promote(challenger.version, "--rescore", "--data", "dataset", "--max-drop-per-label", 0.5)
    assert again.exit_code == 0, again.output
    assert "measured on 200 sentences: 100 are asked at least" in again.stdout
    assert current() == challenger.version


@pytest.fixture(scope="module")
def scorer_files(classifier, tmp_path_factory):
    """Two real models: the second as it was trained, the first with all thresholds far too low."""
    trained = compact_model(classifier, data={"fingerprint": "0" * 64, "splits": ["train"]}, metrics={})
    low = dataclasses.replace(trained.parameters, thresholds=trained.parameters.thresholds / 5)
    folders = []
    for name, parameters in (("worse", low), ("better", trained.parameters)):
        folders.append(tmp_path_factory.mktemp(name))
        save_model(folders[-1], parameters, trained.metadata)
    return folders


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("99",), "has no version 99"),
        (("nobody",), "nobody: no version has this alias"),
        (("--rules", "none.toml"), "none.toml: cannot be read"),
        (("--max-ece", "2"), "max_ece: Input should be less than or equal to 1"),
        (("--rescore", "--split", "exam"), "--split exam: expected one of train"),
        (("--rescore", "--data", "nowhere"), "nowhere: no dataset there"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(champion, arguments, message):
    rules = () if "--rules" in arguments else ("--rules", "rules.toml")
    result = promote(*arguments, rules=rules)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: ")
    assert message in line
    assert current() == champion.version


def test_the_rules_of_the_checkout_are_taken_where_none_are_named(champion, better, folder):
    (folder / "experiments").mkdir(exist_ok=True)
    (folder / "experiments" / "promotion.toml").write_text("min_sentences = 1000\n")
    assert "1,000 are asked at least" in promote(better.version, "--dry-run", rules=()).stdout
    (folder / "experiments" / "promotion.toml").unlink()
    assert "300 are asked at least" in promote(better.version, "--dry-run", rules=()).stdout
