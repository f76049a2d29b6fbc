"""How far a run is, by a clock that the test turns."""

from __future__ import annotations

import io

import pytest

from inspection_findings.commands import console
from inspection_findings.commands.console import Messages
from inspection_findings.commands.pace import Pace


class Clock:
    """Seconds, as the test has them."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (12_400, 64_000, 400, "12,400 of 64,000, 31 a second, about 28 minutes left"),
        (12_400, 1_000_000, 400, "12,400 of 1,000,000, 31 a second, about 9 hours left"),
        (50, 60, 100, "50 of 60, 30 a minute, less than a minute left"),
        (500, 860, 100, "500 of 860, 5.0 a second, about 1 minute left"),
        (1, 40, 1800, "1 of 40, 2.0 an hour, about 20 hours left"),
        (0, 40, 1800, "0 of 40"),
        (7, 40, 0, "7 of 40"),
        (40, 40, 20, "40 of 40, 2.0 a second, less than a minute left"),
    ],
)
def test_it_is_said_how_far_how_fast_and_how_long(done, total, seconds, said):
    clock = Clock()
    pace = Pace(total, clock)
    for _ in range(done):
        pace.step()
    clock.now += seconds
    assert pace.line(0) == said
    assert pace.line(3) == f"{said}, 3 failed"


def test_a_line_is_due_once_a_minute_and_after_a_pause_once():
    clock = Clock()
    pace = Pace(10, clock)
    due = []
    for second in [*range(130), 500, 501, 559, 560]:
        clock.now = 1000.0 + second
        if pace.is_due():
            due.append(second)
    assert due == [60, 120, 500, 560]


@pytest.fixture
def tracked(monkeypatch):
    """Lines on standard error of a run that goes through so many things, each in so many seconds."""

    def track(number, seconds, *, quiet=False, visible=True, terminal=False):
        clock, stream = Clock(), io.StringIO()
        if terminal:
            stream.isatty = lambda: True
            monkeypatch.setenv("TERM", "xterm")
            monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr("sys.stderr", stream)
        monkeypatch.setattr(console, "Pace", lambda total: Pace(total, clock))
        messages = Messages(quiet=quiet)
        for item in messages.track(range(number), total=number, visible=visible):
            clock.now += seconds
            if item == 1:
                messages.failure("b.pdf", "damaged")
        return stream.getvalue().splitlines()

    return track


def test_off_a_terminal_a_line_a_minute_is_said(tracked):
    assert tracked(5, 25) == [
        "findings: b.pdf: damaged",
        "findings: 3 of 5, 2.4 a minute, less than a minute left, 1 failed",
    ]
    assert tracked(600, 1)[1:3] == [
        "findings: 60 of 600, 1.0 a second, about 9 minutes left, 1 failed",
        "findings: 120 of 600, 1.0 a second, about 8 minutes left, 1 failed",
    ]


def test_on_a_terminal_the_bar_says_as_much(tracked):
    *_, last = [line for line in tracked(600, 1, terminal=True) if "Reading" in line]
    assert "600/600" in last
    assert "1.0 a second, less than a minute left" in last


def test_nothing_is_said_of_a_run_of_seconds_nor_to_who_wants_none(tracked):
    said = ["findings: b.pdf: damaged"]
    assert tracked(59, 1) == said
    assert tracked(600, 1, quiet=True) == said
    assert tracked(600, 1, visible=False) == said
