"""Schedulers that are not there, and workers that are not as this process is: one line, and exit code 2."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import crews
import inspection_findings
from loopback import certificate

pytest.importorskip("distributed")

from inspection_findings.commands.distributed import connection


@pytest.fixture
def refused(findings, tmp_path):
    """What is said of a cluster that cannot be used."""
    (tmp_path / "letter.md").write_text("# A\n\nCaseloads are too high.\n")

    def ask(address):
        result = findings("classify", "letter.md", "-o", "out.jsonl", "--cluster", address)
        assert result.exit_code == 2
        assert not (tmp_path / "out.jsonl").exists()
        [line] = result.stderr.splitlines()
        return line.removeprefix(f"findings: error: --cluster {address}: ")

    return ask


def test_a_scheduler_that_is_not_there(refused, monkeypatch):
    monkeypatch.setattr(connection, "CONNECTING", 1.0)
    said = refused("tcp://127.0.0.1:9")
    assert said.startswith("no connection to the workers: Timed out trying to connect")


@pytest.fixture(scope="module")
def lonely(tmp_path_factory):
    """A scheduler that has no workers, and its folder."""
    folder = tmp_path_factory.mktemp("lonely")
    with crews.scheduler(folder) as address:
        yield address, folder


def test_a_scheduler_without_workers(refused, lonely, monkeypatch):
    monkeypatch.setattr(connection, "JOINING", 0.5)
    assert refused(lonely[0]) == f"no workers within 0.5 seconds: start some, dask worker {lonely[0]}"


def test_workers_with_other_code_or_none(refused, lonely, tmp_path):
    address, folder = lonely
    other = tmp_path / "other"
    package = shutil.copytree(Path(inspection_findings.__file__).parent, other / "inspection_findings")
    (package / "labels.py").write_text((package / "labels.py").read_text() + "\n# Changed.\n")
    with crews.workers(address, folder, 1, first=str(other)):
        said = refused(address)
    assert "has inspection-findings 0.1.0 (" in said
    assert said.endswith(": install the same on both")
    shutil.rmtree(package / "commands")
    time.sleep(1)
    with crews.workers(address, folder, 1, first=str(other)):
        said = refused(address)
    assert said.startswith("a worker cannot say what it has (")
    assert said.endswith("): install inspection-findings there as it is here")


def test_a_cluster_behind_tls_is_asked_with_dasks_own_configuration(refused, tmp_path, monkeypatch):
    import dask

    monkeypatch.setattr(connection, "JOINING", 0.5)
    pem = str(certificate(tmp_path))
    names = ("ca-file", "scheduler.key", "scheduler.cert", "client.key", "client.cert")
    settings = {f"distributed.comm.tls.{name}": pem for name in names}
    variables = {f"DASK_{name.upper().replace('.', '__').replace('-', '_')}": pem for name in settings}
    with crews.scheduler(tmp_path, "tls", **variables) as address:
        assert "perhaps check your TLS configuration" in refused(address)
        with dask.config.set(settings):
            assert refused(address).startswith("no workers within")


def test_a_cluster_that_goes_away(findings, tmp_path, harmful):
    (tmp_path / "letters").mkdir()
    for name in ("a", "hang", "z"):
        (tmp_path / "letters" / f"{name}.md").write_text("# A\n\nCaseloads are too high.\n")
    with crews.scheduler(tmp_path) as address, crews.workers(address, tmp_path, 1):
        ended = threading.Event()

        def end():
            while harmful.loads() == 0 and not ended.wait(0.1):
                pass
            crews.kill_scheduler(tmp_path)

        thread = threading.Thread(target=end)
        thread.start()
        result = findings("classify", "letters", "-o", "out.jsonl", "--cluster", address)
        ended.set()
        thread.join()
    assert result.exit_code == 2
    assert not (tmp_path / "out.jsonl").exists()
    [line] = result.stderr.splitlines()
    assert line == "findings: error: the connection to the cluster was lost: give the command again"


COMMAND = """
import sys
from pathlib import Path
import crews, inspection_findings
from inspection_findings.__main__ import main
from inspection_findings.model import load_model
if __name__ == "__main__":
    shipped = load_model()
    model = crews.Harmful(shipped.parameters, shipped.metadata, Path("loads.txt").absolute())
    inspection_findings.load_model = lambda path=None: model
    sys.argv = ["findings", "classify", "letters", "-o", "out.jsonl", "--workers", "1"]
    main()
"""


def heed_interrupt() -> None:
    """Let SIGINT end this process, as in a terminal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="no such groups of processes")
def test_a_command_that_is_interrupted_ends_its_workers_without_a_word(tmp_path, monkeypatch):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "hang.md").write_text("# A\n\nCaseloads are too high.\n")
    (tmp_path / "command.py").write_text(COMMAND)
    monkeypatch.setenv("PYTHONPATH", str(crews.TESTS), prepend=os.pathsep)
    process = subprocess.Popen(
        [sys.executable, "command.py"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Whoever runs the tests may ignore it, and hand that on.
        preexec_fn=heed_interrupt,
    )
    loads = tmp_path / "loads.txt"
    # Once in the command, once in the process that reads.
    while not loads.exists() or len(loads.read_text().split()) < 2:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.1)
    # As a terminal does, to all of them.
    os.killpg(process.pid, signal.SIGINT)
    # It ends when all have gone that could write there.
    assert process.communicate(timeout=120)[1] == ""
    assert process.returncode == 130
    assert not (tmp_path / "out.jsonl").exists()
