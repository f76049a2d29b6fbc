import csv
import io
import json

import pytest

from datafolder import DataFolder
from inspection_findings.corpus.annotations import read_annotations
from inspection_findings.corpus.exchange.answers import Answer
from inspection_findings.corpus.exchange.places import Place
from inspection_findings.corpus.exchange.tasks import tasks_of
from inspection_findings.corpus.merging import conflict_table, merge_answers, save_merge
from inspection_findings.corpus.records import Sample, Source
from inspection_findings.corpus.sources import LABEL_FILES, read_sources
from inspection_findings.documents import read_document
from inspection_findings.labels import Label

LETTER = """\
# Inspection of {} children's services

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Partners share what they know. Plans are still vague.

Visits are regular. Records are up to date.
"""
NEWS = "Ofsted inspectors went to Calder last week. They found that caseloads are high."
FERN, CALDER = "fernshire-ilacs-2024-03-04", "calder-news-2024-04-01"


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path)
    folder.document(FERN, "fernshire", LETTER.format("Fernshire"))
    folder.document(CALDER, "calder", NEWS, source=Source.ARTICLE, framework="news")
    return folder


def answer(folder, document, sentence, *labels, **more):
    """An answer to the task of the sentence that begins so."""
    entry = next(entry for entry in folder.entries if entry.document == document)
    tasks = tasks_of(read_document(folder.path / "raw" / entry.file, name=document), entry)
    task = next(task for task in tasks if task.text.startswith(sentence))
    return Answer(
        **{
            "where": f"line {sentence}", "place": task.place, "text": task.text, "sample": Sample.ACTIVE,
            "labels": tuple(map(Label.parse, labels)), "annotator": "Rowan", **more,
        }
    )  # fmt: skip


def merged(folder, *answers):
    kept = read_sources(folder.write())
    return kept, merge_answers(kept, answers, today="2024-06-05")


def saved(folder, source=Source.REPORT):
    return read_annotations(folder.path / "labeled" / LABEL_FILES[source])


def test_new_labels_go_to_the_file_of_their_kind(folder):
    kept, merge = merged(
        folder,
        answer(folder, FERN, "Plans", "assessment_planning:weakness", labelled="2024-06-01"),
        answer(folder, CALDER, "They found", "workforce:weakness", sample=Sample.RANDOM),
    )
    assert (merge.agreed, merge.conflicts, merge.problems) == (0, [], [])
    save_merge(kept, merge)
    [report], [article] = saved(folder), saved(folder, Source.ARTICLE)
    assert report.id == f"{FERN}@{report.position}"
    assert report.labels == ("assessment_planning:weakness",)
    assert (report.section, report.bullet, report.sample) == ("children_in_care", False, Sample.ACTIVE)
    assert (report.annotator, report.labelled, report.guideline) == ("Rowan", "2024-06-01", "1")
    assert (article.labelled, article.sample) == ("2024-06-05", Sample.RANDOM)
    assert read_sources(folder.path).annotations.keys() == {FERN, CALDER}


def test_the_same_file_again_changes_nothing(folder):
    answers = [answer(folder, FERN, "Plans", "voice:weakness"), answer(folder, FERN, "Visits")]
    kept, merge = merged(folder, *answers)
    save_merge(kept, merge)
    before = (folder.path / "labeled" / "reports.jsonl").read_bytes()
    kept = read_sources(folder.path)
    again = merge_answers(kept, answers, today="2024-06-09")
    assert (again.added, again.agreed, again.conflicts) == ([], 2, [])
    save_merge(kept, again)
    assert (folder.path / "labeled" / "reports.jsonl").read_bytes() == before


def test_what_is_labelled_otherwise_is_a_conflict_and_stays(folder):
    folder.label("P1.0", FERN, "Plans are still vague.", "assessment_planning:weakness")
    kept, merge = merged(
        folder,
        answer(folder, FERN, "Plans", "voice:weakness", note="Children's plans."),
        answer(folder, FERN, "Visits", "voice:strength"),
    )
    [conflict] = merge.conflicts
    assert [(side.stands, side.annotator, side.labels) for side in conflict.sides] == [
        (True, "a test", ("assessment_planning:weakness",)),
        (False, "Rowan", ("voice:weakness",)),
    ]
    save_merge(kept, merge)
    assert [annotation.labels for annotation in saved(folder)] == [
        ("assessment_planning:weakness",),
        ("voice:strength",),
    ]


def test_labels_are_compared_with_their_corrections_and_written_without(folder):
    folder.label("P1.0", FERN, "Plans are still vague.", "voice:weakness")
    correction = {
        "id": "P1.0", "was": ["voice:weakness"], "labels": ["assessment_planning:weakness"],
        "reason": "Plans, not views.", "reviewer": "Ash", "decided": "2024-05-05",
    }  # fmt: skip
    (folder.path / "overrides.jsonl").write_text(json.dumps(correction), encoding="utf-8")
    kept, merge = merged(
        folder,
        answer(folder, FERN, "Plans", "assessment_planning:weakness"),
        answer(folder, FERN, "Visits", "voice:strength"),
    )
    assert (merge.agreed, len(merge.added), merge.conflicts) == (1, 1, [])
    save_merge(kept, merge)
    assert saved(folder)[0].labels == ("voice:weakness",)


def test_two_annotators_who_agree_make_one_label_and_who_do_not_a_conflict(folder):
    _, merge = merged(
        folder,
        answer(folder, FERN, "Plans", "voice:weakness", labelled="2024-06-01"),
        answer(folder, FERN, "Plans", "voice:weakness", annotator="Ash", labelled="2024-06-02"),
        answer(folder, FERN, "Visits", "voice:strength"),
        answer(folder, FERN, "Visits", annotator="Ash"),
    )
    [added], [conflict] = merge.added, merge.conflicts
    assert (added.annotator, added.labelled) == ("Ash; Rowan", "2024-06-02")
    assert [str(side) for side in conflict.sides] == ["Rowan: voice:strength", "Ash: none"]


def test_a_sentence_that_was_cut_otherwise_is_the_same_text(folder):
    folder.label("P1.0", FERN, "Partners share what they know. Plans are still vague.", "voice:weakness")
    _, merge = merged(
        folder,
        answer(folder, FERN, "Partners", "voice:weakness"),
        answer(folder, FERN, "Plans", "voice:strength"),
    )
    assert (merge.added, merge.agreed) == ([], 1)
    assert [conflict.text for conflict in merge.conflicts] == ["Plans are still vague."]


def test_labels_of_a_passage_stand_together_in_order(folder):
    folder.label("P1.0", FERN, "Partners share what they know.", "partnership:strength", passage="P1")
    folder.label("C1.0", CALDER, "They found that caseloads are high.", "workforce:weakness")
    kept, merge = merged(
        folder,
        answer(folder, FERN, "Records"),
        answer(folder, FERN, "Plans", "voice:weakness"),
        answer(folder, FERN, "Caseloads", "workforce:strength"),
    )
    save_merge(kept, merge)
    kept = read_sources(folder.path)
    again = merge_answers(kept, [answer(folder, FERN, "Visits")], today="2024-06-05")
    save_merge(kept, again)
    rows = saved(folder)
    assert [row.passage for row in rows[:3]] == ["P1"] * 3
    assert rows[3].passage == rows[4].passage == rows[3].id
    assert [row.position for row in rows] == sorted(row.position for row in rows)


def test_a_label_that_moved_may_bear_the_name_of_a_place(folder):
    taken = answer(folder, FERN, "Plans").place.id
    folder.label(taken, FERN, "Visits are regular.", "voice:strength")
    kept, merge = merged(folder, answer(folder, FERN, "Plans", "voice:weakness"))
    assert merge.added[0].id == f"{taken}+{merge.added[0].length}"
    save_merge(kept, merge)
    read_sources(folder.path)


def test_a_text_that_moved_is_found_again(folder):
    moved = answer(folder, FERN, "Plans", "voice:weakness")
    there = moved.place.position
    shifted = Place(FERN, there + 20, moved.place.length, moved.place.fingerprint)
    answers = [Answer("line 2", shifted, moved.text, Sample.ACTIVE, moved.labels, "Rowan")]
    _, merge = merged(folder, *answers)
    assert merge.added[0].position == there


def test_all_problems_are_listed_and_nothing_is_saved(folder):
    gone = answer(folder, FERN, "Plans", "voice:weakness")
    gone = Answer(
        "line 4", Place(FERN, 12, 30, "0" * 16), gone.text, gone.sample, gone.labels, gone.annotator
    )
    unknown = Answer(
        "line 5", Place("no-such-1", 12, 30, "0" * 16), "x", gone.sample, gone.labels, gone.annotator
    )
    absent = answer(folder, CALDER, "They")
    (folder.path / "raw" / "articles" / f"{CALDER}.txt").unlink()
    kept, merge = merged(folder, gone, unknown, absent, answer(folder, FERN, "Visits"))
    assert merge.problems == [
        "line 5: no document 'no-such-1' in the source list",
        f"line 4: {FERN}@12+30:{'0' * 16}: no longer in the text of the document",
        f"line They: {CALDER}: the document is not at hand: see `findings data fetch`",
    ]
    with pytest.raises(ValueError, match="problems"):
        save_merge(kept, merge)
    assert saved(folder) == []


def test_a_document_that_is_another_file_now_is_a_problem(folder):
    known = answer(folder, FERN, "Visits")
    path = folder.path / "raw" / "reports" / f"{FERN}.txt"
    path.write_text(f"{path.read_text(encoding='utf-8')} More.", encoding="utf-8")
    _, merge = merged(folder, known)
    assert merge.problems == [f"line Visits: {FERN}: the document is not the file in the source list"]


def test_the_report_of_conflicts_has_a_row_for_each_side(folder):
    folder.label("P1.0", FERN, "Plans are still vague.")
    _, merge = merged(folder, answer(folder, FERN, "Plans", "voice:weakness", note="=sum"))
    rows = list(csv.DictReader(io.StringIO(conflict_table(merge.conflicts))))
    assert [(row["stands"], row["labels"], row["note"]) for row in rows] == [
        ("true", "none", ""),
        ("false", "voice:weakness", "'=sum"),
    ]
    assert {row["text"] for row in rows} == {"Plans are still vague."}
