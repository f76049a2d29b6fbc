"""``findings label``: out to annotators and back, in the formats that they work with."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from datafolder import DataFolder
from inspection_findings.corpus.corrections import Correction, CorrectionStore, Outcome
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.sources import read_sources
from inspection_findings.documents import read_document
from inspection_findings.files import exclusive
from inspection_findings.labels import Label

FERN, CALDER = "fernshire-ilacs-2024-03-04", "calder-sif-2015-02-01"
LETTER = """\
# Inspection of {} children's services

## What needs to improve

- The regularity of supervision.
- The quality of plans.

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Inspectors met three teams from {}.

Partners share what they know without delay.
"""


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.path.mkdir()
    folder.document(FERN, "fernshire", LETTER.format("Fernshire", "Fernshire"))
    folder.document(CALDER, "calder", LETTER.format("Calder", "Calder"), framework="sif")
    folder.label("P1.0", CALDER, "Partners share what they know without delay.", "partnership:strength")
    folder.write()
    return folder


@pytest.fixture
def scorer(scorer):
    """The model of the other commands' tests, as far as choosing and suggesting need one."""
    scorer.thresholds = np.full(22, 0.6)
    scorer.metadata = SimpleNamespace(version="cue")
    return scorer


@pytest.fixture
def label(run, folder):
    def invoke(command, *arguments, **options):
        extra = [] if command == "config" else ["--data", folder.path, "--jobs", 1]
        return run("label", command, *arguments, *extra, **options)

    return invoke


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def saved(folder):
    return {a.id: a for of in read_sources(folder.path).annotations.values() for a in of}


def exported(tasks, *judged):
    """What Label Studio's JSON export makes of tasks: labels of each annotator (e-mail or number)."""
    return json.dumps(
        [
            {
                "id": number, "data": task["data"], "predictions": [], "file_upload": "tasks.json",
                "annotations": [
                    {
                        "id": 100 * number + k, "completed_by": who, "was_cancelled": chosen is None,
                        "ground_truth": False, "created_at": "2024-06-03T09:12:44.120388Z",
                        "updated_at": "2024-06-04T10:01:02.000001Z", "lead_time": 12.4,
                        "result": [
                            {
                                "id": "x", "from_name": "labels", "to_name": "text", "type": "choices",
                                "value": {"choices": chosen}, "origin": "manual",
                            }
                        ] if chosen else [],
                    }
                    for k, (who, chosen) in enumerate(given)
                ],
            }
            for number, (task, given) in enumerate(zip(tasks, judged, strict=True), start=1)
        ]
    )  # fmt: skip


def test_the_interface_is_printed(label):
    result = label("config")
    assert result.exit_code == 0
    assert result.stdout.startswith("<View>")
    assert result.stdout.count("<Choice ") == 23


def test_uncertain_sentences_of_unlabelled_documents_come_as_label_studio_tasks(label):
    result = label("export", "--uncertain", 2)
    assert result.exit_code == 0, result.output
    tasks = json.loads(result.stdout)
    assert {task["data"]["document"] for task in tasks} == {FERN}
    assert {task["data"]["sample"] for task in tasks} == {"active"}
    assert "The quality of plans." in [task["data"]["text"] for task in tasks]
    assert "2 sentences of 1 document" in result.stderr
    assert not any("predictions" in task for task in tasks)
    assert label("export", "--uncertain", 2).stdout == result.stdout


def test_labelled_documents_give_what_is_not_labelled(label):
    result = label("export", "--random", 99, "--format", "csv", "--include-labelled-documents")
    rows = rows_of(result.stdout)
    texts = [row["text"] for row in rows if row["document"] == CALDER]
    assert "The quality of plans." in texts
    assert "Partners share what they know without delay." not in texts
    assert {row["sample"] for row in rows} == {"random"}


def test_the_suffix_names_the_format_and_suggestions_are_on_request(label, tmp_path):
    result = label("export", "--uncertain", 9, "--output", tmp_path / "tasks.csv", "--suggest")
    assert (result.exit_code, result.stdout) == (0, "")
    rows = rows_of((tmp_path / "tasks.csv").read_text(encoding="utf-8"))
    suggested = {row["text"]: row["suggestions"] for row in rows}
    assert suggested["The regularity of supervision."] == "oversight:weakness 0.91"
    assert {row["labels"] for row in rows} == {""}
    [task, *_] = json.loads(label("export", "--random", 1, "--suggest").stdout)
    assert task["predictions"][0]["model_version"] == "cue"


def test_documents_may_be_named(label, folder, tmp_path):
    other = tmp_path / f"{FERN}.txt"
    other.write_text("Something else.", encoding="utf-8")
    result = label("export", folder.path / "raw" / "reports", other, tmp_path / "no.txt", "--random", 99)
    assert result.exit_code == 1
    assert {task["data"]["document"] for task in json.loads(result.stdout)} == {FERN, CALDER}
    assert f"not the file that the source list has as {FERN}" in result.stderr
    assert "no such file" in result.stderr


def test_whole_passages_are_given_together(label):
    pair = {"Caseloads have come down since the autumn.", "Inspectors met three teams from Fernshire."}
    for seed in range(6):
        result = label("export", "--random", 3, "--whole-passages", "--seed", seed)
        texts = {task["data"]["text"] for task in json.loads(result.stdout)}
        assert len(texts & pair) in {0, 2}
    result = label("export", "--uncertain", 99, "--whole-passages")
    assert pair < {task["data"]["text"] for task in json.loads(result.stdout)}


@pytest.mark.parametrize(
    "arguments", [[], ["--uncertain", "1", "--random", "1"], ["--uncertain", "0"], ["--random", "x"]]
)
def test_one_way_to_choose(label, arguments):
    result = label("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_to_label_is_an_error(label, folder):
    (folder.path / "raw" / "reports" / f"{FERN}.txt").unlink()
    result = label("export", "--random", 5)
    assert result.exit_code == 2
    assert "no sentence without labels" in result.stderr
    assert "1 document not at hand" in result.stderr


def test_a_changed_document_is_told_and_the_others_are_given(label, folder):
    (folder.path / "raw" / "reports" / f"{CALDER}.txt").write_text("Other.", encoding="utf-8")
    result = label("export", "--random", 3, "--include-labelled-documents")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)) == 3
    assert f"{CALDER}: the document is not the file in the source list" in result.stderr


def test_there_and_back_with_label_studio(label, folder, tmp_path):
    tasks = json.loads(label("export", "--random", 4).stdout)
    both = [("ash@example.org", ["voice:weakness"]), ("elm@example.org", ["voice:weakness"])]
    path = tmp_path / "project-4.json"
    split = [("ash@example.org", ["voice:weakness"]), (7, ["none"])]
    path.write_text(exported(tasks, both, [(7, ["none"])], [(7, None)], split), encoding="utf-8")
    result = label("import", path, "--annotator", "Rowan", "--conflicts", tmp_path / "conflicts.csv")
    assert result.exit_code == 1
    assert "2 sentences added, 0 already there, 1 in conflict, 1 skipped" in result.stderr
    assert "conflict: ash@example.org: voice:weakness | Rowan: none" in result.stderr
    new = [a for a in saved(folder).values() if a.document == FERN]
    assert [(a.labels, a.annotator, a.labelled) for a in new] == [
        (("voice:weakness",), "ash@example.org; elm@example.org", "2024-06-04"),
        ((), "Rowan", "2024-06-04"),
    ]
    assert len(rows_of((tmp_path / "conflicts.csv").read_text(encoding="utf-8"))) == 2
    again = label("import", path, "--annotator", "Rowan")
    assert "0 sentences added, 2 already there, 1 in conflict, 1 skipped" in again.stderr
    left = label("export", "--random", 99, folder.path / "raw" / "reports" / f"{FERN}.txt").stdout
    assert {task["data"]["task"] for task in tasks[:2]}.isdisjoint(
        task["data"]["task"] for task in json.loads(left)
    )


def test_two_imports_at_once_lose_nothing(label, folder, tmp_path):
    rows = rows_of(label("export", "--random", 4, "--format", "csv").stdout)
    running = []
    with exclusive(folder.path):
        for k in range(2):
            for row, mine in zip(rows, (k == 0, k == 1, k == 0, k == 1), strict=True):
                row["labels"] = "none" if mine else ""
            path = tmp_path / f"tasks-{k}.csv"
            with path.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
            command = [sys.executable, "-m", "inspection_findings", "label", "import", str(path)]
            options = ["--annotator", f"Rowan {k}", "--data", str(folder.path)]
            running.append(subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True))
        for process in running:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(2.5)
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "2 sentences added" in said
    assert len([a for a in saved(folder).values() if a.document == FERN]) == 4


def test_back_as_json_min_from_standard_input(label, folder):
    [task] = json.loads(label("export", "--random", 1).stdout)
    record = {
        **task["data"], "id": 1, "labels": {"choices": ["voice:strength", "voice:weakness"]}, "note": "Both.",
        "annotator": 1, "annotation_id": 1, "created_at": "2024-06-03T09:12:44.120388Z",
        "updated_at": "2024-06-03T09:12:44.120388Z", "lead_time": 3.5,
    }  # fmt: skip
    result = label("import", "-", "--annotator", "Rowan", stdin=json.dumps([record]))
    assert result.exit_code == 0, result.output
    assert "by Rowan: Both." in result.stderr
    [new] = [a for a in saved(folder).values() if a.document == FERN]
    assert (new.labels, new.sample) == (("voice:strength", "voice:weakness"), "random")


def test_there_and_back_with_a_spreadsheet(label, folder, tmp_path):
    rows = rows_of(label("export", "--uncertain", 3, "--format", "csv").stdout)
    for row, given in zip(rows, ["oversight:weakness; voice:strength", "none", ""], strict=True):
        row["labels"] = given
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / "tasks.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    dry = label("import", path, "--annotator", "Rowan", "--dry-run")
    assert dry.exit_code == 0
    assert "2 sentences would be added" in dry.stderr
    assert len(saved(folder)) == 1
    result = label("import", path, "--annotator", "Rowan")
    assert "2 sentences added, 0 already there, 0 in conflict, 1 skipped" in result.stderr
    assert {a.labels for a in saved(folder).values() if a.document == FERN} == {
        ("oversight:weakness", "voice:strength"),
        (),
    }


@pytest.fixture
def corrections(folder, tmp_path):
    """Corrections of a listed letter and of one that is not."""
    entry = next(entry for entry in folder.entries if entry.document == FERN)
    document = read_document(folder.path / "raw" / entry.file)
    sentence = next(each for each in document.sentences() if each.text == "The quality of plans.")
    stream = Stream.of(document.text)
    position, length = stream.place(sentence.start, sentence.end)
    given = Label.parse("assessment_planning:weakness")
    said = Correction(
        entry.sha256, "letter.txt", position, length, stream.fingerprint(position, length), (given,),
        given, None, person="", decided="2024-06-03T09:00:00+00:00", model="m1",
    )  # fmt: skip
    store = CorrectionStore.create(tmp_path / "corrections.db")
    store.add(said)
    store.add(replace(said, sha256="f" * 64, document="mine.pdf"))
    return store


def test_corrections_of_the_local_app_are_taken_in_and_marked(label, folder, corrections):
    nameless = label("import", corrections.path)
    assert nameless.exit_code == 2
    assert "give --annotator" in nameless.stderr
    dry = label("import", corrections.path, "--annotator", "Rowan", "--dry-run")
    assert "1 sentence would be added" in dry.stderr
    assert {each.outcome for each in corrections.read()} == {None}
    result = label("import", corrections.path, "--annotator", "Rowan")
    assert result.exit_code == 1
    assert "1 sentence added, 0 corrected, 0 already there, 0 in conflict" in result.stderr
    assert "mine.pdf: not in the source list, 1 sentence left" in result.stderr
    assert "findings data add" in result.stderr
    assert [each.outcome for each in corrections.read()] == [Outcome.TAKEN, None]
    [new] = [a for a in saved(folder).values() if a.document == FERN]
    assert (new.labels, new.sample, new.annotator) == ((), "active", "Rowan")
    before = (folder.path / "labeled" / "reports.jsonl").read_bytes()
    again = label("import", corrections.path, "--annotator", "Rowan")
    assert "0 sentences added, 0 corrected, 1 already there" in again.stderr
    assert (folder.path / "labeled" / "reports.jsonl").read_bytes() == before


def test_corrections_that_were_not_marked_in_time_are_found_to_be_there(
    label, folder, corrections, monkeypatch
):
    def stop(self, outcomes):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(CorrectionStore, "mark", stop)
        label("import", corrections.path, "--annotator", "Rowan")
    assert {each.outcome for each in corrections.read()} == {None}
    label("import", corrections.path, "--annotator", "Rowan")
    assert Outcome.TAKEN in {each.outcome for each in corrections.read()}
    assert len([a for a in saved(folder).values() if a.document == FERN]) == 1


def test_a_database_of_something_else_is_refused_on_one_line(label, tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE letter (id)")
    result = label("import", tmp_path / "other.db", "--annotator", "Rowan")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "not the corrections" in result.stderr


def test_what_is_wrong_is_listed_whole_and_nothing_is_written(label, folder, tmp_path):
    rows = rows_of(label("export", "--random", 4, "--format", "csv").stdout)
    for row, given in zip(rows, ["voice:bad", "none", "voice:weakness", "none"], strict=True):
        row["labels"] = given
    rows[2]["task"] = rows[2]["task"].replace(FERN, "nowhere-ilacs-2020-01-01")
    rows[3]["text"] = "Something else."
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "tasks.csv").write_text(text.getvalue(), encoding="utf-8")
    before = (folder.path / "labeled" / "reports.jsonl").read_bytes()
    result = label("import", tmp_path / "tasks.csv", "--annotator", "Rowan")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 4
    assert "nothing was imported: 3 problems" in lines[-1]
    assert (folder.path / "labeled" / "reports.jsonl").read_bytes() == before


@pytest.mark.parametrize("content", ["", "[", "[]", "[" * 200_000, "a,b\n1,2\n"])
def test_another_file_is_refused_on_one_line(label, tmp_path, content):
    (tmp_path / "x").write_text(content, encoding="utf-8")
    result = label("import", tmp_path / "x", "--annotator", "Rowan")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_conflicts_are_not_written_over_the_file_that_is_read(label, tmp_path):
    (tmp_path / "tasks.csv").write_text("task,text,sample,labels\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "tasks.csv")
    for name in ("tasks.csv", "link.csv"):
        result = label("import", "tasks.csv", "--annotator", "Rowan", "--conflicts", tmp_path / name)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "would overwrite what is read" in result.stderr


@pytest.mark.parametrize(
    "place", ["raw/sources.csv", "labeled/new.csv", "raw/reports/x.csv", "overrides.jsonl", "README.md"]
)
def test_nothing_is_written_into_the_corpus(label, folder, tmp_path, place):
    (tmp_path / "tasks.csv").write_text("task,text,sample,labels\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(folder.path)
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    for base in (folder.path, tmp_path / "link"):
        for command in (
            ("import", "tasks.csv", "--annotator", "Rowan", "--conflicts"),
            ("export", "--random", 2, "--output"),
        ):
            result = label(*command, base / place)
            assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
            assert "would write into the corpus" in result.stderr
    assert {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()} == before


def test_tasks_are_not_written_over_a_document_that_is_read(label, folder, tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    copy = letters / f"{FERN}.txt"
    copy.write_bytes((folder.path / "raw" / "reports" / copy.name).read_bytes())
    for path in (copy, letters):
        result = label("export", path, "--random", 2, "--output", copy)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "would overwrite what is read" in result.stderr
    assert label("export", letters, "--random", 2, "--output", letters / "tasks.json").exit_code == 0


@pytest.mark.parametrize("jobs", [0, -2])
@pytest.mark.parametrize("command", [("export", "--random", "1"), ("import", "x", "--annotator", "Rowan")])
def test_a_number_of_processes_that_cannot_be_is_refused(run, folder, command, jobs):
    result = run("label", *command, "--data", folder.path, "--jobs", jobs)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert f"--jobs {jobs}" in result.stderr


def test_an_empty_name_and_a_missing_file_are_refused(label, tmp_path):
    assert label("import", tmp_path / "x", "--annotator", " ").exit_code == 2
    result = label("import", tmp_path / "x", "--annotator", "Rowan")
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_a_table_needs_a_name(label, tmp_path):
    (tmp_path / "x.csv").write_text("task,text,sample,labels\n", encoding="utf-8")
    result = label("import", tmp_path / "x.csv")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "give --annotator" in result.stderr


def test_a_format_may_be_named(label, tmp_path):
    (tmp_path / "x").write_text("[]", encoding="utf-8")
    result = label("import", tmp_path / "x", "--format", "csv", "--annotator", "Rowan")
    assert "not a table of `findings label export`" in result.stderr


@pytest.mark.parametrize("command", ["export", "import", "config"])
def test_help_has_examples(run, command):
    result = run("label", command, "--help")
    assert result.exit_code == 0
    assert len([line for line in result.stdout.splitlines() if f"  findings label {command}" in line]) >= 2
