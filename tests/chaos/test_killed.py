"""A few kills of each command but training, which ``make chaos`` kills too; many more are up to that."""

from __future__ import annotations

import sys

import pytest

from chaos.jobs import JOBS
from chaos.killing import kill_all

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up where Linux lists them")


@pytest.mark.parametrize("name", [name for name in JOBS if name != "train"])
def test_a_killed_command_loses_nothing_and_completes_when_it_is_run_again(name, tmp_path):
    [record] = kill_all(JOBS[name].share, 0, tmp_path, names=(name,)).values()
    assert record.problems == []
    assert record.previous + record.new == JOBS[name].share
    assert (record.lost, record.not_completed, record.left_in_the_end, record.orphans) == (0, 0, 0, 0)
    # What is being written when it is killed, and what waits to be replaced together.
    assert record.left <= 3
