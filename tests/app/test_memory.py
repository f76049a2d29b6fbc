from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from inspection_findings.app import memory

HELD = """
import sys, threading
from inspection_findings.app.memory import share_heap

if sys.argv[1] == "shared":
    assert share_heap()

held = []
gate = threading.Barrier(9)

def allocate():
    # Below what the library maps by itself: such pieces come from a heap.
    held.append([bytearray(100_000) for _ in range(10)])
    gate.wait()

threads = [threading.Thread(target=allocate) for _ in range(8)]
for thread in threads:
    thread.start()
gate.wait()
for thread in threads:
    thread.join()
# The library reserves 64 MiB of addresses for each heap of a thread, on 64 bits.
print(sum(line.startswith("VmSize") and int(line.split()[1]) for line in open("/proc/self/status")))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries have other heaps")
def test_threads_share_a_heap():
    sizes = {}
    for name in ("shared", "not"):
        done = subprocess.run([sys.executable, "-c", HELD, name], capture_output=True, text=True, check=True)
        sizes[name] = int(done.stdout)
    assert sizes["not"] - sizes["shared"] > 100_000


def test_a_system_that_cannot_be_told_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert not memory.share_heap()
    monkeypatch.setattr(sys, "platform", "win32")
    assert not memory.share_heap()


def test_cycles_are_looked_for_again():
    before = gc.get_threshold()
    try:
        gc.set_threshold(100_000)
        memory.collect_often()
        assert gc.get_threshold()[0] <= 2_000
    finally:
        gc.set_threshold(*before)
