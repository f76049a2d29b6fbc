from __future__ import annotations

import dataclasses
import os
import subprocess
from pathlib import Path

import pytest

from inspection_findings.tracking import processes
from inspection_findings.tracking.processes import Process, this_process


def test_a_process_survives_its_tags():
    own = this_process()
    assert own.pid == os.getpid()
    assert Process.from_tags({**own.tags(), "other": "tag"}) == own


@pytest.mark.parametrize("tags", [{}, {"process.host": "a"}, {"process.host": "a", "process.pid": "x"}])
def test_tags_without_a_process_give_none(tags):
    assert Process.from_tags(tags) is None


def test_a_running_process_is_not_gone_and_an_ended_one_is():
    with subprocess.Popen(["sleep", "60"]) as running:
        place, _, _ = this_process().key.rpartition(":")
        started = Path(f"/proc/{running.pid}/stat").read_text().split()[21]
        process = dataclasses.replace(this_process(), pid=running.pid, key=f"{place}:{started}")
        assert process.here
        assert not process.gone
        running.kill()
        # Not waited for yet: what is left of it must not count as running.
        os.waitid(os.P_PID, running.pid, os.WEXITED | os.WNOWAIT)
        assert process.gone
    assert process.gone


def test_a_number_that_is_used_again_is_another_process():
    own = this_process()
    place, _, started = own.key.rpartition(":")
    assert dataclasses.replace(own, key=f"{place}:{int(started) - 1}").gone


def test_another_machine_is_not_judged():
    own = this_process()
    assert not dataclasses.replace(own, host="elsewhere", pid=2**30).gone
    _, *rest = own.key.split(":")
    twin = dataclasses.replace(own, pid=2**30, key=":".join(("f" * 12, *rest)))
    assert not twin.here
    assert not twin.gone


def test_a_container_under_the_same_name_is_not_judged():
    own = this_process()
    machine, boot, _, started = own.key.split(":")
    assert not dataclasses.replace(own, pid=2**30, key=":".join((machine, boot, "1", started))).gone


def test_a_restart_ends_a_process_where_the_machine_is_known(monkeypatch):
    monkeypatch.setattr(processes, "_machine", lambda: "a" * 12)
    own = this_process()
    _, _, namespace, started = own.key.split(":")
    assert dataclasses.replace(own, key=f"{'a' * 12}:earlier:{namespace}:{started}").gone
    monkeypatch.setattr(processes, "_machine", lambda: "")
    assert not dataclasses.replace(own, key=f":earlier:{namespace}:{started}").gone


def test_nothing_is_gone_where_the_system_does_not_tell(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    own = this_process()
    assert own.key == ""
    assert not dataclasses.replace(own, pid=2**30).gone
