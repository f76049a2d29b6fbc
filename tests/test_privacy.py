"""Text stays on the machine: nothing is sent, nothing is told about its use, and messages quote nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from guard.refusing import REFUSED, RefusedError, is_here
from inspection_findings import read_document

ROOT = Path(__file__).resolve().parent.parent
LETTER = ROOT / "data" / "raw" / "specimens" / "northmere-ilacs-2024-03-08.pdf"
# Reserved for documents: nobody is there.
ELSEWHERE = "192.0.2.1"


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """Where refusals are noted that this test asks for."""
    monkeypatch.setenv(REFUSED, str(tmp_path / "refused"))
    return tmp_path / "refused"


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_tests_cannot_connect_to_elsewhere(refused):
    with socket.socket() as stream, pytest.raises(RefusedError):
        stream.connect((ELSEWHERE, 443))
    with pytest.raises(RefusedError):
        socket.getaddrinfo("example.org", 443)
    with socket.socket(type=socket.SOCK_DGRAM) as stream, pytest.raises(RefusedError):
        stream.sendto(b"x", (ELSEWHERE, 53))
    assert len(refused.read_text().splitlines()) == 3


def test_nor_can_what_they_start(refused):
    done = python(f"import socket; socket.create_connection(({ELSEWHERE!r}, 443))")
    assert "RefusedError" in done.stderr
    assert ELSEWHERE in refused.read_text()


@pytest.mark.parametrize(
    ("host", "here"),
    [
        *[(None, True), ("localhost", True), ("127.0.0.1", True), ("127.8.0.1", True), ("::1", True)],
        *[("0.0.0.0", True), (ELSEWHERE, False), ("10.0.0.1", False), ("2001:db8::1", False)],  # noqa: S104
        *[("localhost.example.org", False), ("example.org", False), (b"example.org", False)],
    ],
)
def test_what_counts_as_this_machine(host, here):
    assert is_here(host) is here


COMMAND = """
import os, sys
sys.argv = ["findings", "--version"]
from inspection_findings.__main__ import main
try:
    main()
except SystemExit:
    pass
print(*(os.environ.get(name) for name in ("DO_NOT_TRACK", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE")))
"""
LIBRARY = """
import inspection_findings.tracking.store, inspection_findings.corpus.dataset
import huggingface_hub.constants
from mlflow.telemetry.utils import is_telemetry_disabled
print(is_telemetry_disabled(), huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY)
"""
# Where these are set, or in continuous integration, there would be nothing to switch off.
NAMES = {
    *("CI", "DO_NOT_TRACK", "GITHUB_ACTIONS", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE"),
    *("MLFLOW_DISABLE_TELEMETRY", "PYTEST_CURRENT_TEST"),
}


@pytest.mark.parametrize(("code", "said"), [(COMMAND, ["1"] * 3), (LIBRARY, ["True"] * 2)])
def test_libraries_tell_nobody_of_their_use(code, said):
    kept = {name: value for name, value in os.environ.items() if name not in NAMES}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=kept, check=False)
    assert done.stdout.split()[-len(said) :] == said, done.stderr


def test_messages_hold_no_sentence_of_a_letter(tmp_path):
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(LETTER.read_bytes())
    (tmp_path / "cut.pdf").write_bytes(LETTER.read_bytes()[:9_000])
    (tmp_path / "cut.html").write_text("<p>" + "A secret of one child was told. " * 9)
    (tmp_path / "named.docx").write_text("A secret of one child was told.")
    command = [
        sys.executable,
        "-m",
        "inspection_findings",
        "classify",
        tmp_path,
        "-o",
        tmp_path / "out.jsonl",
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cut.pdf" in done.stderr
    sentences = [sentence.text for sentence in read_document(letter).sentences()]
    assert any(sentences[0] in line for line in (tmp_path / "out.jsonl").read_text().splitlines())
    said = " ".join(done.stderr.split())
    assert "secret" not in said
    for sentence in sentences:
        words = re.findall(r"\w+", sentence)
        for start in range(max(len(words) - 5, 0)):
            assert not re.search(r"\W+".join(words[start : start + 6]), said), sentence
