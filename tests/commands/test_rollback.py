from __future__ import annotations

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.evaluation.promotion import PromotionRules
from inspection_findings.tracking.promotion import promote
from inspection_findings.tracking.registry import CHAMPION, version_with_alias
from made_predictions import made_predictions
from registered import made_version, store_in

RULES = PromotionRules(max_ece=1, min_sentences=1)


@pytest.fixture(scope="module")
def promoted(tmp_path_factory):
    """Two versions, each promoted."""
    with store_in(tmp_path_factory.mktemp("store")):
        versions = [made_version(made_predictions(noise=noise)) for noise in (0.3, 0.1)]
        for version in versions:
            promote(str(version.version), RULES, reason="trained anew")
        yield [version.version for version in versions]


def rollback(*arguments):
    return CliRunner().invoke(app, ["rollback", *map(str, arguments)])


def current():
    return version_with_alias(CHAMPION).version


def test_there_and_back_is_kept_and_can_be_listed(promoted):
    first, second = promoted
    assert current() == second
    result = rollback("--reason", "finds too little")
    assert result.exit_code == 0
    words = f"version {first} rolled back by ada@fernshire, after version {second}: finds too little"
    assert result.stdout.splitlines()[0].endswith(words)
    assert current() == first
    assert rollback("--to", second).exit_code == 0
    assert current() == second
    listed = rollback("--history").stdout.splitlines()
    assert [line.split("  ", 1)[1].split(" by")[0] for line in listed] == [
        f"version {first} promoted",
        f"version {second} promoted",
        f"version {first} rolled back",
        f"version {second} rolled back",
    ]
    assert "the first: trained anew" in listed[0]


def test_the_champion_is_not_moved_to_itself(promoted):
    result = rollback("--to", current())
    assert result.exit_code == 0
    assert result.stdout == f"version {current()} is the champion already\n"


def test_a_version_that_is_not_there_is_one_clear_line(promoted):
    before = current()
    result = rollback("--to", 99)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert line.startswith("findings: error: ")
    assert line.endswith("has no version 99 of inspection-findings")
    assert current() == before


def test_where_nothing_came_before_it_is_said(promoted):
    while current() != promoted[0]:
        rollback()
    result = rollback()
    assert result.exit_code == 2
    assert "is the first champion on record: name a version with --to" in result.stderr
