"""Documents in stores: a real server that speaks S3, a web server, and stores in memory and on disk."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import socket
import subprocess
import sys
import threading

import pytest

import buckets
from inspection_findings.commands.console import Messages
from inspection_findings.commands.inputs import attempt
from inspection_findings.commands.sources import stores
from inspection_findings.documents.limits import Limits
from inspection_findings.exceptions import MissingExtraError, NotThereError, TooLargeError

pytest.importorskip("s3fs")
pytest.importorskip("moto")

LETTER = b"# What needs to improve\n\nCaseloads are too high.\n"


def letter(number: int) -> bytes:
    return LETTER + f"\nPlans are late in team {number}.\n".encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Letters enough for processes to be started."""
    folder = tmp_path_factory.mktemp("desk") / "reports"
    folder.mkdir()
    for number in range(18):
        (folder / f"{number:02}.md").write_bytes(letter(number))
    return folder


@pytest.fixture(scope="module")
def bucket(tmp_path_factory, folder):
    with buckets.served(tmp_path_factory.mktemp("s3")) as bucket:
        bucket.put_folder(folder, "reports")
        yield bucket


@pytest.fixture
def here(bucket, monkeypatch):
    """The bucket as this process reaches it."""
    import fsspec

    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": bucket.endpoint})
    return bucket


def findings(folder, environment, *words) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "inspection_findings", *words], cwd=folder, capture_output=True, text=True,
        timeout=120, env={**os.environ, **environment}, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def local(folder):
    """What comes of the folder itself."""
    done = findings(folder.parent, {}, "classify", "reports", "--format", "jsonl", "--jobs", "1")
    assert done.returncode == 0
    return done


@pytest.mark.parametrize("typed", ["s3://letters/reports", "s3://letters/reports/*.md", "listed"])
def test_results_are_those_of_the_folder(folder, local, bucket, tmp_path, typed):
    words = [typed]
    if typed == "listed":
        lines = [f"s3://letters/reports/{file.name}" for file in sorted(folder.iterdir())]
        (tmp_path / "new.txt").write_text("\n".join(lines))
        words = ["--manifest", tmp_path / "new.txt"]
    done = findings(tmp_path, bucket.environment, "classify", *words, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.replace("s3://letters/", "") == local.stdout
    assert done.stderr == local.stderr


def test_an_overview_and_pages_are_made_of_a_bucket(folder, bucket, tmp_path):
    done = findings(tmp_path, bucket.environment, "overview", "s3://letters/reports/0*", "-o", "o.db")
    assert (done.returncode, "10 documents" in done.stderr) == (0, True), done.stderr
    done = findings(tmp_path, bucket.environment, "report", "s3://letters/reports/03.md")
    assert (done.returncode, (tmp_path / "03.html").exists()) == (0, True), done.stderr


def test_keys_are_names_and_never_places(here, look, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    keys = [
        "a [1]*.md", "é ☃ %41.md", "x?y=1.md", "..", "../up.md", "./dot.md", "//double.md", "#;+&.md",
        "empty.md", "folder/", ".hidden/a.md", "~$lock.docx", "notes", "A.MD",
    ]  # fmt: skip
    here.put(
        {f"odd/{key}": b"" if key in ("empty.md", "folder/") else letter(i) for i, key in enumerate(keys)}
    )
    # What a name with dots in it would lead to, were it a path.
    here.put({"up.md": b"Another letter."})
    inputs = look("s3://letters/odd")
    named = [source.name.removeprefix("s3://letters/odd/") for source in inputs.sources]
    wanted = {key for key in keys if key.lower().endswith(".md")} - {".hidden/a.md"}
    assert set(named) == wanted
    for source in inputs.sources:
        content = stores.read_from_store(source.url, source.limits)
        key = source.name.removeprefix("s3://letters/odd/")
        assert content == (b"" if key == "empty.md" else letter(keys.index(key)))
    empty = next(source for source in inputs.sources if source.size == 0)
    attempt(empty.name, empty.read, Messages())
    messages = capsys.readouterr().err.splitlines()
    assert messages == [
        "findings: s3://letters/odd: 1 file of other kinds passed over: no suffix",
        "findings: s3://letters/odd/empty.md: the file is empty",
    ]
    # One that is named as it is, although it looks like a pattern.
    assert [source.name for source in look("s3://letters/odd/a [1]*.md").sources] == [
        "s3://letters/odd/a [1]*.md"
    ]


def test_what_goes_away_or_changes_after_it_was_found(here, look):
    here.put({"later/gone.md": LETTER, "later/grown.md": LETTER, "later/same.md": LETTER})
    gone, grown, same = look("s3://letters/later/", limits=Limits(bytes=len(LETTER))).sources
    tag = grown.stamp()
    here.remove("later/gone.md")
    here.put({"later/grown.md": LETTER * 2})
    with pytest.raises(NotThereError, match="no such document or folder in this store"):
        gone.read()
    with pytest.raises(TooLargeError, match="give --max-bytes"):
        grown.read()
    assert same.read().name == "s3://letters/later/same.md"
    [anew] = look("s3://letters/later/grown.md").sources
    assert anew.stamp() != tag


def test_digest_stamp_size_and_lines_are_those_of_the_object(here, look, tmp_path):
    here.put(
        {"one/a.md": LETTER, "one/b.jsonl": b'{"id": 1, "text": "Plans are late."}\n{"id": 2, "text": "x"}\n'}
    )
    [listed] = look("s3://letters/one").sources
    (tmp_path / "new.txt").write_text("s3://letters/one/a.md")
    [named] = look(manifest=str(tmp_path / "new.txt")).sources
    assert listed.sha256() == hashlib.sha256(LETTER).hexdigest()
    assert listed.stamp() == named.stamp() == f"{len(LETTER)}-{hashlib.md5(LETTER).hexdigest()}"  # noqa: S324
    assert (listed.size, listed.place, named.size) == (len(LETTER), None, None)
    [lines] = look("s3://letters/one/b.jsonl").sources
    assert lines.holds_lines
    assert list(lines.lines())[1] == b'{"id": 2, "text": "x"}\n'


@pytest.mark.parametrize(
    ("typed", "said", "there"),
    [
        ("s3://letters/none/", "no such document or folder in this store", False),
        ("s3://letters/none/*.pdf", "no document matches this pattern", False),
        ("s3://absent/a.pdf", "no such bucket", False),
        ("s3://key:pw@letters/x?sig=S", "keys and signatures are no part of an address", True),
    ],
)
def test_what_is_not_there_is_said_in_a_line(here, look, capsys, typed, said, there):
    inputs = look(typed)
    assert (inputs.sources, inputs.failures, inputs.unreadable) == ([], 1, int(there))
    [line] = capsys.readouterr().err.splitlines()
    assert said in line
    assert not {"pw", "sig"} & set(line.replace("=", " ").replace(":", " ").split())


def test_a_store_that_is_not_there_or_has_no_keys_is_one_line(bucket, tmp_path):
    told = {
        "its store cannot be reached": {"FSSPEC_S3_ENDPOINT_URL": "http://127.0.0.1:1"},
        "no credentials for this store": {"AWS_ACCESS_KEY_ID": "", "AWS_SHARED_CREDENTIALS_FILE": "/none"},
    }
    for said, settings in told.items():
        done = findings(tmp_path, bucket.environment | settings, "classify", "s3://letters/reports")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"findings: s3://letters/reports: {said}")
        assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def mute():
    """The address of a server that takes what it is asked and says nothing."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_store_that_says_nothing_is_not_waited_for(here, mute, look, monkeypatch, capsys):
    import fsspec

    assert stores._ANSWER * stores._ATTEMPTS <= 15
    monkeypatch.setattr(stores, "_ANSWER", 0.1)
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": mute})
    assert look("s3://letters/reports").unreadable == 1
    assert capsys.readouterr().err == "findings: s3://letters/reports: its store did not answer in time\n"


def test_reading_from_a_store_is_within_the_time_of_the_document(bucket, mute, tmp_path):
    (tmp_path / "new.txt").write_text("s3://letters/a.md\n")
    settings = bucket.environment | {"FSSPEC_S3_ENDPOINT_URL": mute}
    done = findings(tmp_path, settings, "classify", "--manifest", "new.txt", "--timeout", "1")
    assert done.returncode == 1
    assert done.stderr.startswith("findings: s3://letters/a.md: not read within 1 seconds")


def test_memory_and_disk_are_stores_like_others(look, tmp_path, folder):
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe({"/desk/a\nb.md": letter(1), "/desk/../c.md": letter(2), "/desk/n.xyz": b""})
    try:
        inputs = look("memory://desk")
        assert sorted(source.name for source in inputs.sources) == [
            "memory://desk/../c.md",
            "memory://desk/a\nb.md",
        ]
        for source in inputs.sources:
            assert source.stamp()
            assert f"in team {1 if 'b.md' in source.name else 2}." in source.read().text
    finally:
        memory.rm("/desk", recursive=True)
    inputs = look(f"file://{folder}/*.md")
    assert [source.name for source in inputs.sources] == [
        f"file://{file}" for file in sorted(folder.iterdir())
    ]
    assert inputs.sources[3].read().text == look(str(folder / "03.md")).sources[0].read().text


def test_a_document_is_read_from_the_web(look, folder):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            if self.path != "/pieces":
                return super().do_GET()
            # Without saying how much there will be.
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (letter(5), b"\nSome more.\n" * 4000, b"\nIn team 6.\n", b""):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            return None

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/03.md"
        source, absent = look(f"{address}?sig=S", f"{address}x").sources
        assert source.name == address
        assert "in team 3." in source.read().text
        with pytest.raises(NotThereError):
            absent.read()
        pieces = f"http://127.0.0.1:{server.server_port}/pieces"
        assert look(pieces).sources[0].read().text.endswith("In team 6.")
        with pytest.raises(TooLargeError):
            look(pieces, limits=Limits(bytes=20_000)).sources[0].read()
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("scheme", "absent", "said"),
    [
        ("s3", "s3fs", r"s3:// needs s3fs: pip install 'inspection-findings\[remote\]'"),
        ("memory", "fsspec", r"memory:// needs fsspec: pip install 'inspection-findings\[remote\]'"),
        ("gs", "gcsfs", "gs:// needs gcsfs: pip install gcsfs"),
    ],
)
def test_what_is_not_installed_is_named_with_how_to_install_it(look, monkeypatch, scheme, absent, said):
    monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(MissingExtraError, match=f"^{said}$"):
        look(f"{scheme}://letters/a.pdf")


def test_whoever_reads_files_imports_nothing_for_stores(folder):
    code = (
        "import sys; import inspection_findings.commands.app as a\n"
        "try: a.main()\nfinally: print(*sorted({'fsspec', 's3fs', 'aiohttp', 'botocore'} & set(sys.modules)))"
    )
    words = ["classify", "reports/*.md", "--format", "jsonl", "--output", "-"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder.parent, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "", done.stderr
