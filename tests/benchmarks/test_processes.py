import sys

import pytest

from benchmarks.processes import CommandFailedError, run

HELD = 150
HOLD = f"held = bytearray({HELD} * 2**20); print(len(held))"


def python(code):
    return [sys.executable, "-S", "-c", code]


def test_peak_memory_is_that_of_the_largest_child_and_not_of_the_one_that_measures():
    here = bytearray(300 * 2**20)
    small, _ = run(python("pass"))
    large, printed = run(python("pass"), python(HOLD))
    assert len(here) == 300 * 2**20
    assert small.peak < 100
    assert HELD < large.peak < HELD + 100
    assert printed == ["", f"{HELD * 2**20}\n"]


def test_processor_time_is_that_of_all_children_and_waiting_is_none():
    spin = "import time\nwhile time.process_time() < 0.2: pass"
    both, _ = run(python(spin), python(spin))
    assert both.cpu >= 0.4
    assert both.wall >= 0.2
    asleep, _ = run(python("import time; time.sleep(0.3)"))
    assert asleep.cpu < asleep.wall >= 0.3


def test_a_command_that_fails_is_named_with_its_last_words():
    with pytest.raises(CommandFailedError, match=r"ended with 3: no such letter"):
        run(python("pass"), python("import sys; print('no such letter', file=sys.stderr); sys.exit(3)"))
    with pytest.raises(CommandFailedError, match="nothing-of-this-name"):
        run(["nothing-of-this-name"])


def test_threads_are_held_to_one_unless_asked_otherwise(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    show = python("import os; print(os.environ.get('OPENBLAS_NUM_THREADS'))")
    assert run(show)[1] == ["1\n"]
    assert run(show, one_thread=False)[1] == ["None\n"]
