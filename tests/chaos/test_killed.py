"""A few kills of each command but training, which takes long to set up: ``make chaos`` kills all of them."""

from __future__ import annotations

import sys

import pytest

from chaos.killing import kill_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up where Linux lists them")


KILLS = {
    "classify": 4,
    "classify --resume": 4,
    "classify -o archive/": 3,
    "overview -o overview.html": 1,
    "overview -o findings.db": 2,
    "overview --update": 2,
    "label import": 6,
    "data build": 6,
    "promote": 2,
}


@pytest.mark.parametrize("name", KILLS)
def test_a_killed_command_loses_nothing_and_completes_when_it_is_run_again(name, tmp_path):
    [(_, record)] = kill_all(KILLS[name], 0, tmp_path, names=(name,))
    assert record.problems == []
    assert record.previous + record.new >= record.kills >= KILLS[name]
    assert (record.lost, record.not_completed, record.left_in_the_end, record.orphans) == (0, 0, 0, 0)
    # What is being written when it is killed, and what waits to be replaced together.
    assert record.left <= 4
