from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspection_findings.app.store import Store, UnknownLetterError, default_folder, file_name
from inspection_findings.documents import read_bytes
from inspection_findings.exceptions import FindingsError
from inspection_findings.overview.database import Database
from made_letters import CueModel, keep, letter_of


def test_a_letter_is_kept_with_its_findings_and_comes_back_after_a_restart(store):
    key = keep(store, "Fernshire")
    report = store.report(key)
    said = []
    again = Store(store.folder, CueModel(), say=said.append)
    assert said == []
    assert again.report(key) == report
    [letter] = again.letters()
    assert (letter.key, letter.name, letter.framework) == (key, "Fernshire", "ILACS")
    assert (letter.date.year, letter.grade, letter.strengths) == (2024, None, 2)
    assert re.fullmatch("[0-9a-f]{16}", key)


def test_its_letters_are_an_overview_database(store):
    keep(store, "Fernshire")
    with Database.open(store.path) as database:
        assert [each.authority for each in database.reports()] == ["Fernshire"]
        assert database.connection.execute("SELECT count(*) FROM findings").fetchone()[0] == 5


def test_the_same_letter_is_kept_once_and_another_of_its_name_beside_it(store):
    key = keep(store, "Fernshire")
    data = letter_of("Fernshire")
    assert store.add(read_bytes(data, name="other.md"), data) == (key, False)
    for word in ("One", "Two"):
        keep(store, "Fernshire", extra=f"\n{word} more.\n")
    assert sorted(each.report.document for each in store.letters()) == [
        *("fernshire (2).md", "fernshire (3).md", "fernshire.md")
    ]


def test_a_removed_letter_leaves_no_word_behind(store):
    kept = keep(store, "Calder")
    key = keep(store, "Fernshire", extra="\nA zebrafinch sang.\n")
    store.report(key)
    store.remove(key)
    assert [each.key for each in store.letters()] == [kept]
    for gone in (store.report, store.remove, store.letter):
        with pytest.raises(UnknownLetterError, match="no such letter"):
            gone(key)
    assert b"zebrafinch sang" not in store.path.read_bytes()


@pytest.mark.parametrize("corrections", [False, True])
def test_everything_is_removed(store, corrections):
    keep(store, "Fernshire", extra="\nA zebrafinch sang.\n")
    store.corrections.person = "Rowan"
    store.remove_everything(corrections=corrections)
    assert store.letters() == []
    assert store.corrections.person == ("" if corrections else "Rowan")
    assert not any(b"zebrafinch" in path.read_bytes() for path in store.folder.iterdir())


@pytest.mark.parametrize("model", [CueModel(version="0.2.0"), CueModel(precision=None)])
def test_another_model_or_precision_classifies_what_is_there_again(store, model):
    key = keep(store, "Fernshire")
    said = []
    again = Store(store.folder, model, say=said.append)
    assert said == ["classifying 1 letter again, for this model and precision"]
    assert again.report(key).model.version == model.version
    [letter] = again.letters()
    assert (letter.key, letter.unsure) == (key, 1 if model.precision else 0)
    Store(store.folder, model, say=said.append)
    assert len(said) == 1


def test_a_reading_whose_letter_was_not_kept_is_swept_away(store):
    key = keep(store, "Fernshire")
    with sqlite3.connect(store.path) as connection:
        connection.execute("INSERT INTO reading VALUES ('cut off', x'00')")
    Store(store.folder, CueModel())
    with sqlite3.connect(store.path) as connection:
        assert [row[0][:16] for row in connection.execute("SELECT sha256 FROM reading")] == [key]


def test_a_database_of_something_else_is_refused(tmp_path):
    with Database.create(tmp_path / "letters.db"):
        pass
    with pytest.raises(FindingsError, match="choose another folder"):
        Store(tmp_path, CueModel())


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\letters\Fernshire.pdf", "Fernshire.pdf"),
        ("..", "letter"),
        ("", "letter"),
        ("a\x00b\n.pdf", "a�b .pdf"),
        ("x" * 300 + ".pdf", "x" * 108 + "….pdf"),
    ],
)
def test_a_name_is_only_a_name(given, name):
    assert file_name(given) == name


def test_where_letters_are_kept_can_be_said(monkeypatch, tmp_path):
    monkeypatch.setenv("FINDINGS_STORE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("FINDINGS_STORE")
    assert default_folder().name == "inspection-findings"


def test_letters_are_listed_whatever_comes_and_goes_meanwhile(store):
    def come_and_go():
        for year in range(2000, 2040):
            store.remove(keep(store, "Fernshire", year=year))

    keep(store, "Calder")
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(come_and_go)
        while not busy.done():
            assert "Calder" in {letter.name for letter in store.letters()}
        busy.result()
    assert [letter.name for letter in store.letters()] == ["Calder"]


def test_a_letter_that_is_removed_while_all_are_taken_away_is_left_out(store):
    keys = {name: keep(store, name) for name in ("Aldbrough", "Calder", "Fernshire")}
    reports = store.reports()
    first = next(reports)
    store.remove(keys["Calder"])
    assert [each.document.name for each in (first, *reports)] == ["aldbrough.md", "fernshire.md"]
