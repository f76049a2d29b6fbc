"""``findings data fetch`` as it is called, with a small server where something is downloaded."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.corpus.catalogue import write_catalogue
from loopback import clear_proxies, having, listed, serving, then

BODIES = {f"fernshire-{number}": f"%PDF-1.7 letter {number}".encode() * 9000 for number in range(3)}
NEWS = b"Fernshire in the news"
SPECIMEN = b"%PDF-1.7 specimen"


@pytest.fixture
def site():
    with serving() as site:
        site.answers |= {f"/{name}": having(body) for name, body in BODIES.items()}
        yield site


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    """An empty checkout to run in, with room for a folder beside it."""
    clear_proxies(monkeypatch)
    folder = tmp_path / "checkout"
    (folder / "data" / "raw").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def raw(checkout, site):
    """The folder of documents, with three reports, an article and a specimen listed."""
    folder = checkout / "data" / "raw"
    entries = [listed(f"{site.address}/{name}", body, name=name) for name, body in BODIES.items()]
    news = {"source": "article", "framework": "news", "publication": "The Fern"}
    entries.append(listed("", NEWS, name="fernshire-news", file="articles/fernshire-news.txt", **news))
    entries.append(listed("", SPECIMEN, name="specimen", file="specimens/specimen.pdf", source="specimen"))
    write_catalogue(folder / "sources.csv", entries)
    return folder


@pytest.fixture
def source(tmp_path):
    """A folder that has all of it."""
    folder = tmp_path / "source"
    for name, body in BODIES.items():
        put(folder, f"reports/{name}.pdf", body)
    put(folder, "articles/fernshire-news.txt", NEWS)
    put(folder, "specimens/specimen.pdf", SPECIMEN)
    return folder


def put(folder, file, body):
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def fetch(*arguments):
    return CliRunner().invoke(app, ["data", "fetch", "--delay", "0", *map(str, arguments)])


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


REPORTS = [f"reports/{name}.pdf" for name in BODIES]
ALL = ["articles/fernshire-news.txt", *REPORTS, "sources.csv"]


def test_a_named_folder_is_copied_from_and_nothing_is_downloaded(raw, source, site):
    result = fetch("--from", source)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "4 documents: 0 there, 4 copied, 0 downloaded, 0 missing\n"
    assert files_below(raw) == ALL
    assert site.requests == []
    again = fetch("--from", source)
    assert again.stdout == "4 documents: 4 there, 0 copied, 0 downloaded, 0 missing\n"


def test_without_options_it_copies_from_the_folder_beside_and_downloads_the_rest(raw, tmp_path, site):
    put(tmp_path / "shared" / "corpus", "reports/fernshire-0.pdf", BODIES["fernshire-0"])
    result = fetch()
    assert result.exit_code == 0
    assert result.stdout == "4 documents: 0 there, 1 copied, 2 downloaded, 1 missing\n"
    assert result.stderr == "findings: no address for 1 missing document; published by: The Fern (1)\n"
    assert sorted(request.path for request in site.requests) == ["/fernshire-1", "/fernshire-2"]
    assert files_below(raw) == [*REPORTS, "sources.csv"]


def test_what_a_named_folder_lacks_is_a_failure_each_on_a_line(raw, source):
    (source / "articles" / "fernshire-news.txt").unlink()
    (source / "reports" / "fernshire-1.pdf").unlink()
    result = fetch("--from", source)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"findings: fernshire-news: not in {source}",
        f"findings: fernshire-1: not in {source}",
    ]
    assert result.stdout == "4 documents: 0 there, 2 copied, 0 downloaded, 2 missing\n"


def test_a_named_folder_and_downloads_together(raw, source, site):
    wrong = BODIES["fernshire-0"][:-1] + b"?"
    put(source, "reports/fernshire-0.pdf", wrong)
    result = fetch("--from", source, "--download")
    assert result.exit_code == 0
    assert result.stdout == "4 documents: 0 there, 3 copied, 1 downloaded, 0 missing\n"
    assert [request.path for request in site.requests] == ["/fernshire-0"]
    found, expected = (hashlib.sha256(body).hexdigest()[:12] for body in (wrong, BODIES["fernshire-0"]))
    place = source / "reports" / "fernshire-0.pdf"
    assert result.stderr == (
        f"findings: warning: fernshire-0: {place}: sha256 {found}, expected {expected}\n"
    )


def test_another_file_in_a_document_s_place_is_told_once(raw):
    put(raw, "reports/fernshire-0.pdf", b"something else")
    result = fetch("--only", "reports")
    assert result.exit_code == 0
    assert (raw / "reports" / "fernshire-0.pdf").read_bytes() == BODIES["fernshire-0"]
    assert result.stderr.count("\n") == 1
    assert "fernshire-0: replaced another file; " in result.stderr
    assert result.stderr.count("sha256") == 1


def test_another_file_in_its_place_is_told_too_where_the_download_fails(raw, site):
    put(raw, "reports/fernshire-0.pdf", b"something else")
    del site.answers["/fernshire-0"]
    result = fetch("--document", "fernshire-0")
    assert result.exit_code == 1
    assert result.stderr.startswith("findings: fernshire-0: data/raw/reports/fernshire-0.pdf: sha256 ")
    assert result.stderr.endswith("; 404 Not Found\n")


def test_a_download_that_fails_is_one_line_and_the_others_come(raw, site):
    del site.answers["/fernshire-1"]
    result = fetch("--only", "reports")
    assert result.exit_code == 1
    assert result.stderr == "findings: fernshire-1: 404 Not Found\n"
    assert result.stdout == "3 documents: 0 there, 0 copied, 2 downloaded, 1 missing\n"
    assert files_below(raw) == ["reports/fernshire-0.pdf", "reports/fernshire-2.pdf", "sources.csv"]


def test_a_dry_run_lists_what_it_would_do_and_does_nothing(raw, tmp_path, site):
    put(tmp_path / "shared" / "corpus", "reports/fernshire-0.pdf", BODIES["fernshire-0"])
    put(raw, "reports/fernshire-1.pdf", BODIES["fernshire-1"])
    result = fetch("--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "copy      reports/fernshire-0.pdf",
        f"download  reports/fernshire-2.pdf  {site.address}/fernshire-2",
        "4 documents: 1 there, 1 to copy, 1 to download, 1 missing",
    ]
    assert site.requests == []
    assert files_below(raw) == ["reports/fernshire-1.pdf", "sources.csv"]


def test_another_data_folder_has_its_own_list_and_documents(raw, source, tmp_path):
    other = tmp_path / "other"
    (other / "raw").mkdir(parents=True)
    (raw / "sources.csv").rename(other / "raw" / "sources.csv")
    result = fetch("--data", other, "--from", source)
    assert (result.exit_code, result.stderr) == (0, "")
    assert files_below(other / "raw") == ALL
    assert files_below(raw) == []
    result = fetch("--data", other, "--document", "brackenford")
    assert result.stderr == f"findings: error: --document brackenford: not in {other}/raw/sources.csv\n"


def test_only_one_kind(raw, source):
    assert fetch("--from", source, "--only", "articles").exit_code == 0
    assert files_below(raw) == ["articles/fernshire-news.txt", "sources.csv"]
    assert fetch("--from", source, "--only", "reports").exit_code == 0
    assert files_below(raw) == ALL


def test_only_the_documents_named(raw, source):
    result = fetch("--from", source, "--document", "fernshire-2", "--document", "fernshire-0")
    assert result.exit_code == 0
    assert files_below(raw) == ["reports/fernshire-0.pdf", "reports/fernshire-2.pdf", "sources.csv"]


def test_an_article_without_address_that_was_named_is_a_failure(raw):
    result = fetch("--document", "fernshire-news")
    assert result.exit_code == 1
    assert result.stderr == "findings: fernshire-news: no address; published by: The Fern\n"


def test_checking_looks_at_specimens_too_and_fetches_nothing(raw, site, tmp_path):
    put(tmp_path / "shared" / "corpus", "reports/fernshire-0.pdf", BODIES["fernshire-0"])
    for name, body in BODIES.items():
        put(raw, f"reports/{name}.pdf", body)
    put(raw, "specimens/specimen.pdf", SPECIMEN)
    result = fetch("--check")
    assert (result.exit_code, result.stdout) == (0, "5 documents: 4 there, 1 missing\n")
    (raw / "reports" / "fernshire-0.pdf").unlink()
    put(raw, "specimens/specimen.pdf", b"changed")
    result = fetch("--check", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "5 documents: 2 there, 1 changed, 2 missing\n")
    first, second = result.stderr.splitlines()
    assert first == "findings: fernshire-0: not there"
    assert second.startswith("findings: specimen: data/raw/specimens/specimen.pdf: sha256 ")
    assert (raw / "specimens" / "specimen.pdf").read_bytes() == b"changed"
    assert site.requests == []


def test_checking_lists_ten_problems_unless_all_are_asked_for(raw):
    entries = [listed("https://example.org/x", name=f"fernshire-{n}") for n in range(10, 24)]
    write_catalogue(raw / "sources.csv", entries)
    put(raw, entries[12].file, b"something else")
    few = fetch("--check")
    assert (few.exit_code, few.stdout) == (1, "14 documents: 0 there, 1 changed, 13 missing\n")
    first, *others, last = few.stderr.splitlines()
    assert first.startswith("findings: fernshire-22: data/raw/")
    assert others == [f"findings: fernshire-{n}: not there" for n in range(10, 19)]
    assert last == "findings: and 4 more, see --all"
    assert len(fetch("--check", "--all").stderr.splitlines()) == 14


def test_a_specimen_that_is_gone_does_not_pass_for_an_article(raw, source):
    fetch("--from", source)
    result = fetch("--check")
    assert (result.exit_code, result.stderr) == (1, "findings: specimen: not there\n")


@pytest.mark.parametrize(("arguments", "message"), [
    (["--jobs", "0"], "--jobs 0: 1 to 8 downloads at a time"),
    (["--jobs", "9"], "--jobs 9: 1 to 8 downloads at a time"),
    (["--delay", "-1"], "--delay -1: 0 to 60 seconds"),
    (["--delay", "nan"], "--delay nan: 0 to 60 seconds"),
    (["--timeout", "0"], "--timeout 0: more than 0 and at most 600 seconds"),
    (["--timeout", "inf"], "--timeout inf: more than 0 and at most 600 seconds"),
    (["--from", "nowhere"], "--from nowhere: no such folder"),
    (["--no-download"], "--no-download: no ../shared/corpus to copy from; name a folder with --from"),
    (["--all"], "--all: only with --check, which lists the first problems alone"),
    (["--document", "brackenford"], "--document brackenford: not in data/raw/sources.csv"),
    (["--document", "specimen"], "--document specimen: part of the repository, and not fetched"),
    (["--document", "fernshire-0", "--only", "articles"], "no such documents in data/raw/sources.csv"),
    *(
        (["--check", *other], "--check fetches nothing: not with --from, --download or --dry-run")
        for other in (["--from", "."], ["--download"], ["--no-download"], ["--dry-run"])
    ),
])  # fmt: skip
def test_mistakes_in_the_call_are_one_line_and_nothing_is_done(raw, site, arguments, message):
    result = fetch(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"findings: error: {message}\n"
    assert site.requests == []
    assert files_below(raw) == ["sources.csv"]


def test_without_a_list_of_sources_it_says_so():
    result = fetch()
    assert result.exit_code == 2
    assert result.stderr.startswith("findings: error: data/raw/sources.csv: ")


def test_an_interruption_keeps_what_came_and_the_next_run_goes_on(raw, site):
    body = BODIES["fernshire-0"]
    first_half_sent = threading.Event()

    def send_half(handler, number):
        handler.send(body, cut=len(body) // 2)
        handler.wfile.flush()
        first_half_sent.set()
        handler.stall()

    site.answers["/fernshire-0"] = then(send_half, having(body))
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    process = subprocess.Popen(
        [sys.executable, "-m", "inspection_findings", "data", "fetch", "--document", "fernshire-0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        # Tests that run in the background of a script inherit that interruptions are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    part = raw / "reports" / "fernshire-0.pdf.part"
    assert first_half_sent.wait(60)
    while process.poll() is None and not part.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "findings: stopped: what has come is kept, and the next run goes on from there\n"
    kept = part.read_bytes()
    assert body.startswith(kept)
    assert len(kept) < len(body)
    assert fetch("--document", "fernshire-0").exit_code == 0
    assert (raw / "reports" / "fernshire-0.pdf").read_bytes() == body
    assert not part.exists()
    assert [request.path for request in site.requests] == ["/fernshire-0"] * 2
    assert site.ranges() == [None, f"bytes={len(kept)}-" if kept else None]


@pytest.mark.parametrize("quiet", [False, True])
def test_a_terminal_shows_documents_and_bytes_unless_asked_to_be_quiet(raw, source, monkeypatch, quiet):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    result = fetch("--from", source, "--download", *(["--quiet"] if quiet else []))
    assert result.exit_code == 0
    assert ("4/4 documents" in result.stderr) is not quiet


def test_help_has_examples_each_on_a_line():
    result = CliRunner().invoke(app, ["data", "fetch", "--help"])
    assert result.exit_code == 0
    assert sum(line.startswith("   findings data fetch") for line in result.stdout.splitlines()) >= 3
    assert "Exit code" in result.stdout
