import json
import re
import subprocess
import sys
import time

import pytest

from inspection_findings import files
from inspection_findings.files import (
    LOCK_FILE,
    BusyError,
    atomic_writer,
    digest_of,
    exclusive,
    write_atomically,
)


def test_writes_the_bytes_and_leaves_no_other_file(tmp_path):
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_an_error_leaves_the_old_file_whole(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), atomic_writer(target) as stream:
        stream.write(b"half of the n")
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_the_file_is_as_readable_as_any_new_file(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_atomically(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "a", b"")


HOLDER = """
import pathlib, sys
from inspection_findings.files import exclusive
with exclusive(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that keeps the folder until its standard input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


def test_a_folder_that_another_process_keeps_is_waited_for_and_then_refused(tmp_path, holder):
    before = time.monotonic()
    with pytest.raises(BusyError) as raised, exclusive(tmp_path, wait=0.2):
        pass
    assert time.monotonic() - before >= 0.2
    said = re.escape(f"{tmp_path}: `-c {tmp_path}"[:200])
    assert re.match(said[:120], str(raised.value))
    assert re.search(rf"` \(process {holder.pid}, since 2[-\d: +]+\) is writing here: try", str(raised.value))


def test_a_lock_that_does_not_say_whose_it_is_is_waited_for_too(tmp_path, holder):
    (tmp_path / ".lock").write_text("[]")
    with pytest.raises(BusyError, match="another command is writing here"), exclusive(tmp_path, wait=0):
        pass


def test_a_command_is_named_as_it_was_typed(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/usr/lib/inspection_findings/__main__.py", "train", "-o", "x" * 200])
    with exclusive(tmp_path):
        noted = json.loads((tmp_path / ".lock").read_text())
    assert noted["command"].startswith("findings train -o xxx")
    assert len(noted["command"]) == 80
    assert (tmp_path / ".lock").read_text() == ""


KILLED = """
import os, pathlib, signal, sys
from inspection_findings.files import atomic_writer, temporary_folder_beside
path = pathlib.Path(sys.argv[1])
with atomic_writer(path) as stream, temporary_folder_beside(path) as folder:
    (folder / "half").touch()
    stream.write(b"half")
    if sys.argv[2] == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    print("writing", flush=True)
    sys.stdin.read()
"""


def test_what_a_killed_process_left_goes_with_the_next_writing_and_nothing_else_does(tmp_path):
    target = tmp_path / "a"
    for other in (".a.settings", ".a.settings.part", ".b.12345678.part", ".a.1234567.part"):
        (tmp_path / other).touch()
    others = set(tmp_path.iterdir())
    subprocess.run([sys.executable, "-c", KILLED, target, "kill"], check=False)
    assert len(set(tmp_path.iterdir()) - others) == 2
    write_atomically(target, b"new")
    assert set(tmp_path.iterdir()) - others == {target}


def test_what_another_process_is_writing_stays(tmp_path):
    target = tmp_path / "a"
    command = [sys.executable, "-c", KILLED, target, "go on"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"writing"
        write_atomically(target, b"new")
        assert len(list(tmp_path.glob(".a.*.part"))) == 2
        process.stdin.close()
        assert process.wait() == 0
    assert target.read_bytes() == b"half"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("end", ["close", "kill"])
def test_a_folder_is_free_when_its_process_ends_however_it_ends(tmp_path, holder, end):
    if end == "kill":
        holder.kill()
    else:
        holder.stdin.close()
    with exclusive(tmp_path, wait=20):
        pass


def test_a_folder_can_be_kept_again_and_one_that_is_not_there_is_not_made(tmp_path):
    for folder in (tmp_path, tmp_path, tmp_path / "no"):
        with exclusive(folder, wait=0):
            pass
    assert not (tmp_path / "no").exists()


def test_a_digest_is_that_of_the_content(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert digest_of(tmp_path / "x").startswith("ba7816bf8f01cfea")


def test_a_lock_that_goes_leaves_no_file_and_still_keeps_others_out(tmp_path):
    with exclusive(tmp_path, name=".o.lock", stays=False):
        with pytest.raises(BusyError), exclusive(tmp_path, wait=0, name=".o.lock", stays=False):
            pass
        assert (tmp_path / ".o.lock").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be taken away there")
def test_a_lock_on_a_file_that_was_taken_away_is_none(tmp_path, monkeypatch):
    place, real, gone = tmp_path / LOCK_FILE, files._locked, []

    def locked(descriptor):
        if not gone:
            # By the process that held it, in the moment before this one is given it.
            gone.append(place)
            place.unlink()
        return real(descriptor)

    monkeypatch.setattr(files, "_locked", locked)
    with exclusive(tmp_path):
        assert place.exists()
        with pytest.raises(BusyError), exclusive(tmp_path, wait=0):
            pass
