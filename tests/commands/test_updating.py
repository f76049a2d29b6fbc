"""`findings overview --update` as it is typed: what is read, what is said, and what is there in the end."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from inspection_findings.commands import updating
from inspection_findings.files import exclusive
from inspection_findings.overview.database import Database
from inspection_findings.overview.standing import journal_of


@pytest.fixture
def letters(tmp_path, letter):
    """Four letters, and a database that has three of them."""
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.md").write_text(letter.read_text().replace("Fernshire", f"Fernshire {name}"))
    return folder


@pytest.fixture
def update(run, letters):
    """Bring the database up to date with the letters, and see how that ends."""
    assert run("overview", "letters", "-o", "findings.db", "--update", "--quiet").exit_code == 0

    def updated(*options: str, code: int = 0) -> str:
        result = run("overview", "letters", "-o", "findings.db", "--update", *options)
        assert result.exit_code == code, result.stderr
        return result.stderr

    return updated


def documents(name: str = "findings.db") -> list[str]:
    with Database.open(Path(name)) as database:
        return sorted(report.document for report in database.reports())


def test_what_is_new_changed_and_gone_is_said_and_nothing_else_is_read(update, letters, monkeypatch):
    (letters / "d.md").write_text("# Inspection of Moorshire children's services\n\nPlans are late.\n")
    (letters / "b.md").write_text("# Inspection of Moorshire children's services\n\nPartners share.\n")
    (letters / "c.md").unlink()
    read = []
    monkeypatch.setattr(
        updating,
        "parts_of",
        lambda work, sources, **_: read.extend(each.name for each in sources) or map(work, sources),
    )
    said = update()
    assert "findings: 1 new, 1 changed, 1 gone, 1 unchanged\n" in said
    assert "gone from the reports, and kept (--prune removes them): 1 report: letters/c.md\n" in said
    assert "findings: 2 documents, " in said
    assert read == ["letters/b.md", "letters/d.md"]
    assert documents() == [f"letters/{name}.md" for name in "abcd"]
    assert "gone from the reports, and removed: 1 report: letters/c.md\n" in update("--prune")
    assert documents() == ["letters/a.md", "letters/b.md", "letters/d.md"]


def test_where_nothing_changed_the_file_is_not_touched(update):
    before = Path("findings.db").stat()
    assert "findings: 0 new, 0 changed, 0 gone, 3 unchanged\n" in update()
    after = Path("findings.db").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_page_is_made_of_the_database_as_it_is_then_and_what_datasette_is_told_stays(update, letters):
    (letters / "d.md").write_text((letters / "a.md").read_text().replace("Fernshire a", "Moorshire"))
    Path("findings.metadata.json").unlink()
    update("-o", "overview.html", "--quiet")
    assert "Moorshire" in Path("overview.html").read_text()
    assert Path("findings.metadata.json").exists()


def test_one_that_moved_and_one_that_is_a_copy_now(update, letters):
    (letters / "a.md").rename(letters / "z.md")
    shutil.copy(letters / "b.md", letters / "c.md")
    said = update()
    assert "0 new, 1 changed, 0 gone, 1 unchanged, 1 under another name\n" in said
    assert "letters/c.md: the same as letters/b.md, taken once" in said
    assert documents() == ["letters/b.md", "letters/z.md"]


def test_what_cannot_be_read_any_more_is_kept_and_removed_with_what_is_gone(update, letters):
    (letters / "b.md").rename(letters / "b.pdf")
    (letters / "a.md").write_bytes(b"%PDF-1.7 cut short")
    said = update(code=1)
    assert "changed, but cannot be read now, and kept as before: 1 report: letters/a.md\n" in said
    assert documents() == ["letters/a.md", "letters/c.md"]
    update("--prune", code=1)
    assert documents() == ["letters/c.md"]


def test_nothing_is_removed_where_a_path_leads_nowhere(update, run, letters):
    (letters / "c.md").unlink()
    result = run("overview", "letters", "missing", "-o", "findings.db", "--update", "--prune")
    assert result.exit_code == 1
    assert "and kept (as a path led nowhere): 1 report: letters/c.md" in result.stderr
    assert "letters/c.md" in documents()


@pytest.mark.parametrize("other", ["model", "precision", "program"])
def test_with_another_model_precision_or_program_all_is_read_anew(update, scorer, letters, other):
    options: tuple[str, ...] = ()
    match other:
        case "model":
            metadata = dataclasses.replace(scorer.metadata, version="9.9.9+ff")
            scorer.metadata = metadata
            why = "made with model version "
        case "precision":
            options, why = ("--precision", "0.8"), "made with precision 0.9, not 0.8"
        case _:
            with closing(sqlite3.connect("findings.db")) as database, database:
                database.execute("UPDATE about SET value = 'inspection-findings 0.0.1' WHERE key = 'tool'")
            why = "made with inspection-findings 0.0.1, not inspection-findings "
    (letters / "c.md").unlink()
    before = Path("findings.db").read_bytes()
    said = update(*options, code=2)
    assert why in said
    assert "to be read anew, but 1 report: letters/c.md gone from the reports" in said
    assert Path("findings.db").read_bytes() == before
    said = update(*options, "--prune")
    assert "all is read anew, and the old one stays until then" in said
    assert "findings: 2 documents" in said
    assert documents() == ["letters/a.md", "letters/b.md"]
    assert "0 new, 0 changed, 0 gone, 2 unchanged" in update()


def test_the_precision_that_it_has_is_kept(run, letters):
    run("overview", "letters", "-o", "findings.db", "--precision", "0.7")
    (letters / "d.md").write_text("Plans are late.")
    result = run("overview", "letters", "-o", "findings.db", "--update")
    assert "1 new, 0 changed, 0 gone, 3 unchanged" in result.stderr
    assert "1 finding at precision 0.7" in result.stderr


def test_of_two_at_once_one_is_told_who_is_there(update, monkeypatch):
    monkeypatch.setattr(updating, "_LONGEST_WAIT", 0.1)
    with exclusive(Path(), name=".findings.db.lock", stays=False):
        said = update(code=2)
    assert f"(process {os.getpid()}, since " in said
    assert "is writing here: try again when it has ended" in said


def test_another_program_that_goes_on_writing_is_told_of_in_one_line(update, letters, monkeypatch):
    monkeypatch.setattr("inspection_findings.overview.database.LONGEST_WAIT", 0.1)
    (letters / "d.md").write_text("Plans are late.")
    with closing(sqlite3.connect("findings.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        [line] = update(code=2).splitlines()
    assert line == "findings: error: findings.db: another program is using it: try again when it has ended"


WORDS = ("overview", "letters", "-o", "findings.db", "--update", "--jobs", "1")
_KILLED = """
import os, signal, sys
from inspection_findings.commands.app import app
from inspection_findings.overview import changes
def killed(*_):
    # Written to the file, and not yet whole.
    connection = sys._getframe(1).f_locals["connection"]
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("UPDATE sentence SET heading = heading || 'x'")
    os.kill(os.getpid(), signal.SIGKILL)
changes._spell = killed
app(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def after_a_kill(tmp_path_factory):
    """A folder with a database whose writer was killed in the middle of its transaction."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "letters").mkdir()
    more = "".join(f"Visit {number} to the team was late. " for number in range(60))
    for number in range(12):
        (folder / f"letters/{number}.md").write_text(f"# Inspection of Shire {number}\n\n{more}\n")
    typed(WORDS, folder)
    before = (folder / "findings.db").read_bytes()
    (folder / "letters/0.md").unlink()
    (folder / "letters/1.md").write_text("# Inspection of Moorshire\n\nPlans are good.\n")
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, *WORDS, "--prune"], check=False, capture_output=True, cwd=folder
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (folder / "findings.db").read_bytes() != before
    assert journal_of(folder / "findings.db").stat().st_size
    return folder


@pytest.fixture
def killed(after_a_kill, tmp_path, monkeypatch):
    """The same as the current folder."""
    shutil.copytree(after_a_kill, tmp_path / "killed")
    monkeypatch.chdir(tmp_path / "killed")


def typed(words, folder):
    """Type a command and see it end well."""
    command = [sys.executable, "-m", "inspection_findings", *words]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)


def test_who_reads_after_a_kill_sees_what_was_before(killed):
    # Opened for reading alone.
    assert documents() == sorted(f"letters/{number}.md" for number in range(12))
    assert not journal_of(Path("findings.db")).exists()


def test_after_a_kill_the_same_command_completes(killed):
    typed([*WORDS, "--prune"], Path())
    assert documents() == sorted(f"letters/{number}.md" for number in range(1, 12))
    left = {path.name for path in Path().iterdir()}
    assert left == {"letters", "findings.db", "findings.metadata.json"}


def test_a_new_database_is_not_spoilt_by_what_was_killed_in_the_old_one(killed):
    typed([word for word in WORDS if word != "--update"], Path())
    assert documents() == sorted(f"letters/{number}.md" for number in range(1, 12))
    with closing(sqlite3.connect("findings.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["letters", "-o", "a.html", "--update"],
            "--update is for a database: give --output one name in .db",
        ),
        (
            ["letters", "-o", "a.db", "-o", "b.db", "--update"],
            "--update is for a database: give --output one",
        ),
        (["letters", "-o", "a.db", "--prune"], "--prune is for --update"),
        (["a.db", "letters", "-o", "a.db", "--update"], "--update takes reports alone: a.db is a database"),
        (["-", "-o", "b.db", "--update"], "--update is for files: <stdin> can be read only once"),
        (["letters", "-o", "other.db", "--update"], "other.db: is no database of reports"),
    ],
)
def test_nothing_is_done_where_it_cannot_be(run, letters, arguments, message):
    run("overview", "letters", "-o", "a.db", "-q")
    Path("other.db").write_text("no database")
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    result = run("overview", *arguments, stdin="Plans are late.")
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before
