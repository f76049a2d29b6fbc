"""The page of what was tried says what the commands found, and nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from chaos.jobs import JOBS
from fuzz.targets import TARGETS
from load import holding

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def trust(monkeypatch):
    """The module that writes the page."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import trust

    yield trust
    sys.modules.pop("trust", None)


def test_the_page_is_what_the_results_say(trust):
    assert trust.PAGE.read_text() == trust.page()


def test_every_target_is_described(trust):
    assert set(trust.READ) == set(TARGETS)


def test_figures_are_those_of_the_results(trust, tmp_path):
    ran = {"made": "2024-03-04", "cpu_seconds": 90.0, "tried": 12_345, "raised": {"here": "x"}, "ended": 2}
    (tmp_path / "fuzz.json").write_text(json.dumps({"pdf": ran, "html": ran}))
    page = trust.page(tmp_path)
    assert "24,690 inputs in 3 minutes" in page
    assert "| a PDF letter | 12,345 | 1.5 | 1 | 2 | 2024-03-04 |" in page


def test_losses_are_told(trust, tmp_path):
    counts = {"kills": 7, "previous": 4, "new": 2, "lost": 1, "not_completed": 3, "orphans": 5}
    counts |= {"left_in_the_end": 4, "made": "2024-03-04", "resumed": 6}
    commands = dict.fromkeys(JOBS, counts)
    (tmp_path / "chaos.json").write_text(json.dumps({"seed": 8, "machine": "3 cores", "commands": commands}))
    page = trust.page(tmp_path)
    assert f"{7 * len(JOBS)} kills, seed 8: {len(JOBS)} times anything was lost" in page
    assert "went on 6 times from what it had done. Made on 2024-03-04; 3 cores." in page
    assert "| `findings classify` | 7 | 4 | 2 | 1 | 3 | 4 | 5 |" in page


def test_load_is_told(trust, tmp_path):
    times = {"count": 1_234, "p50": 1_500, "p95": 9_870, "p99": 12_000}
    size = {"level": 300.4, "peak": 310.0, "growth": -0.5}
    values = {
        "made": "2024-03-04",
        "users": 50,
        "seconds": 60,
        "warm_up": 30,
        "machine": "2 cores",
        "load_average": 1.5,
        "requests": 2_000,
        "errors": 1,
        "cpu_seconds": 20.0,
        "files_left": ["x"],
        "processes_left": 0,
        "memory": {"proportional": size},
        "letters": {"dropped": 41, "finished": 40, "busy": 3},
        "milliseconds": {"dropping to result": times},
    }
    (tmp_path / "load.json").write_text(json.dumps(values))
    page = trust.page(tmp_path)
    assert "41 letters dropped, 40 of them read" in page
    assert "2,000 requests, 1 error. From" in page
    assert "1.5 s in the middle and 9.9 s at the 95th percentile" in page
    assert "0.50 s a letter" in page
    assert "| dropping to result | 1,234 | 1.50 | 9.87 | 12.00 |" in page
    assert trust.GROWTH == holding.GROWTH
    assert "300 MiB, climbing by -0.5 MiB; 310 MiB at most. Files left behind: 1; processes: 0." in page


def test_what_was_not_run_is_said(trust, tmp_path):
    assert trust.page(tmp_path).count(trust.NOT_RUN) == len(trust.SECTIONS)


def test_memory_that_climbs_is_told(trust):
    assert "more" in trust._verdict({"growth": 6.0, "level": 100.0})
    assert trust._verdict({"growth": 4.0, "level": 100.0}) == ""
