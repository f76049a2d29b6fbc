"""``findings serve`` as a process: it starts, says where, refuses what it should, and ends on Ctrl+C."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from inspection_findings.commands import serve
from inspection_findings.files import exclusive


def started(*arguments: str | Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "inspection_findings", "serve", "--no-open", *map(str, arguments)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Tests that run in the background of a script inherit that interruptions are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_says_where_it_is_and_ends_when_it_is_told_to(tmp_path, stop, code):
    process = started("--port", 0, "--store", tmp_path / "store")
    try:
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S{40,}", line)[0]
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with pytest.raises(urllib.error.HTTPError, match="403"):
            browser.open(address.partition("?")[0], timeout=60)
        browser.open(address, timeout=60).close()
        with browser.open(address.partition("?")[0], timeout=60) as answer:
            page = answer.read().decode()
        assert "Drop inspection letters here" in page
        assert str(tmp_path / "store") in page
        process.send_signal(stop)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out) == (code, "")
    assert "Traceback" not in err
    assert "error" not in err
    left = sorted(path.name for path in (tmp_path / "store").iterdir())
    assert left == [".lock", "corrections.db", "letters.db"]


def test_no_program_is_started_with_the_key(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("HOME", str(tmp_path))
    with serve._opened("http://127.0.0.1:8765/?key=secret"):
        [page] = tmp_path.iterdir()
        assert opened == [page.as_uri()]
        assert 'url=http://127.0.0.1:8765/?key=secret"' in page.read_text()
        assert page.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == []


def test_without_a_screen_nothing_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda address: pytest.fail(address))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with serve._opened("http://127.0.0.1:8765/?key=secret"):
        pass


def refused(run, *arguments: str | Path) -> str:
    result = run("serve", "--no-open", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = [each for each in result.stderr.splitlines() if "error:" in each]
    return line


def test_a_port_that_is_taken_is_said(run, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refused(run, "--port", port, "--store", tmp_path)
    assert f"port {port}" in line
    assert "is it running already? choose another with --port" in line


def test_a_folder_that_is_in_use_is_said(run, tmp_path):
    with exclusive(tmp_path):
        assert "another `findings serve`" in refused(run, "--port", 0, "--store", tmp_path)


def test_other_machines_are_let_in_only_if_that_is_said(run, tmp_path):
    for host in ("0.0.0.0", "192.168.0.5", "::"):  # noqa: S104
        assert "--allow-others" in refused(run, "--host", host, "--store", tmp_path)
    assert "in figures" in refused(run, "--host", "example.org", "--store", tmp_path)


@pytest.mark.parametrize("precision", ["0", "1", "90", "high"])
def test_a_precision_that_cannot_be_is_refused(run, tmp_path, precision):
    assert "--precision" in refused(run, "--port", 0, "--precision", precision, "--store", tmp_path)


def test_without_the_extra_it_says_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastapi", None)
    line = refused(run, "--store", tmp_path)
    assert "pip install 'inspection-findings[app]'" in line
