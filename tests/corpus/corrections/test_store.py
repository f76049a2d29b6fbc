import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from inspection_findings.corpus.corrections import Correction, CorrectionStore, Outcome, holds_corrections
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Label

WEAK, STRONG = Label.parse("voice:weakness"), Label.parse("voice:strength")
SAID = Correction(
    sha256="a" * 64, document="letter.pdf", position=10, length=5, fingerprint="0" * 16, findings=(WEAK,),
    label=WEAK, corrected=STRONG, person="Rowan", decided="2024-06-03T09:00:00+00:00", model="m1",
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    return CorrectionStore.create(tmp_path / "corrections.db")


def test_what_is_kept_is_read_again_in_another_process_life(store):
    number = store.add(SAID)
    nothing = replace(SAID, findings=(), corrected=None, person="", sha256="b" * 64)
    store.add(nothing)
    again = CorrectionStore.create(store.path)
    assert again.read() == [replace(SAID, number=number), replace(nothing, number=number + 1)]
    assert again.read("b" * 64) == [replace(nothing, number=number + 1)]


def test_undo_takes_back_the_last_word_alone(store):
    store.add(SAID)
    store.add(replace(SAID, corrected=None))
    assert store.undo(SAID.place, WEAK)
    assert [each.corrected for each in store.read()] == [STRONG]
    assert store.undo(SAID.place, WEAK)
    assert not store.undo(SAID.place, WEAK)
    assert store.read() == []


def test_what_is_in_the_labels_cannot_be_taken_back(store):
    store.mark([(store.add(SAID), Outcome.TAKEN)])
    assert not store.undo(SAID.place, WEAK)
    [kept] = store.read()
    assert kept.outcome is Outcome.TAKEN


def test_a_name_goes_to_what_was_corrected_before_it_was_given(store):
    store.add(replace(SAID, person=""))
    store.add(SAID)
    assert store.person == ""
    store.person = "Ash"
    assert store.person == "Ash"
    assert [each.person for each in store.read()] == ["Ash", "Rowan"]


def test_a_copy_is_a_file_of_corrections_and_stands_alone(store, tmp_path):
    store.add(SAID)
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.copy())
    assert holds_corrections(copy)
    assert CorrectionStore(copy).read() == store.read()


def test_the_file_alone_holds_all_while_others_read(store, tmp_path):
    reader = sqlite3.connect(store.path)
    reader.execute("SELECT * FROM correction").fetchall()
    store.add(SAID)
    alone = tmp_path / "alone.db"
    alone.write_bytes(store.path.read_bytes())
    assert len(CorrectionStore(alone).read()) == 1
    reader.close()


def test_it_holds_no_word_of_a_letter(store):
    with sqlite3.connect(store.path) as connection:
        columns = {row[1] for row in connection.execute("PRAGMA table_info(correction)")}
    assert not columns & {"text", "sentence", "passage", "before", "after"}


def test_clear_removes_all(store):
    store.add(SAID)
    store.person = "Ash"
    store.clear()
    assert (store.read(), store.person) == ([], "")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00 and then not", b"labels"])
def test_another_file_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "corrections.db"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match="corrections"):
        CorrectionStore.create(path)
    assert path.read_bytes() == content


def test_another_database_and_another_version_are_refused(store, tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE correction (id)")
    with pytest.raises(CorpusError, match="not the corrections"):
        CorrectionStore(tmp_path / "other.db").read()
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 9")
    with pytest.raises(CorpusError, match="version 9"):
        store.read()


def test_a_file_that_went_away_is_not_made_anew(store):
    store.path.unlink()
    with pytest.raises(CorpusError, match=r"corrections\.db"):
        store.add(SAID)
    assert not store.path.exists()


def test_a_label_that_is_none_is_an_error_with_the_file_named(store):
    store.add(SAID)
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE correction SET label = 'voice:bad'")
    with pytest.raises(CorpusError, match=r"corrections\.db: damaged"):
        store.read()


def test_several_processes_write_at_once(store):
    script = (
        "import sys; from pathlib import Path\n"
        "from dataclasses import replace\n"
        "from inspection_findings.corpus.corrections import *\n"
        "store = CorrectionStore(Path(sys.argv[1]))\n"
        "said = store.read()[0]\n"
        "for k in range(20): store.add(replace(said, document=sys.argv[2]))\n"
    )
    store.add(SAID)
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(store.path), name], stderr=subprocess.PIPE)
        for name in ("one.pdf", "two.pdf")
    ]
    assert [process.communicate(timeout=60)[1] for process in running] == [b"", b""]
    assert len(store.read()) == 41


def test_corrections_are_read_without_the_local_app():
    script = (
        "import sys, inspection_findings.corpus.corrections.taking\n"
        "print([name for name in ('fastapi', 'uvicorn', 'starlette', 'jinja2') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert result.stdout == "[]\n", result.stderr
