import pytest

from datafolder import DataFolder
from inspection_findings.corpus.exchange.tasks import open_tasks, tasks_of
from inspection_findings.documents import read_document
from inspection_findings.documents.types import Framework
from inspection_findings.labels import SectionCode

LETTER = """\
# Inspection of Fernshire children's services

## What needs to improve

- The regularity of supervision.

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Partners share what they know. Plans are still vague.
"""


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path)


@pytest.fixture
def entry(folder):
    return folder.document("fernshire-ilacs-2024-03-04", "fernshire", LETTER)


@pytest.fixture
def document(folder, entry):
    return read_document(folder.path / "raw" / entry.file, name=entry.document)


def test_each_sentence_is_a_task_in_its_passage(document, entry):
    tasks = tasks_of(document, entry)
    assert [task.text for task in tasks] == [sentence.text for sentence in document.sentences()]
    task = next(task for task in tasks if task.text.startswith("Partners"))
    assert task.before == "Caseloads have come down since the autumn."
    assert task.after == "Plans are still vague."
    assert task.section is SectionCode.CHILDREN_IN_CARE
    assert task.heading.startswith("The experiences and progress of children in care")
    assert (task.authority, task.framework, task.page) == ("fernshire", Framework.ILACS, None)
    assert not task.bullet


def test_sentences_of_a_passage_share_the_id_of_the_first(document, entry):
    tasks = [task for task in tasks_of(document, entry) if not task.bullet]
    assert {task.passage for task in tasks} == {tasks[0].place.id}


def test_a_bullet_is_known_as_one(document, entry):
    task = next(task for task in tasks_of(document, entry) if "supervision" in task.text)
    assert (task.bullet, task.before, task.after) == (True, "", "")


def test_what_is_labelled_is_no_longer_open_even_if_it_was_cut_otherwise(document, entry, folder):
    whole = folder.label("P1.0", entry.document, "Partners share what they know.")
    part = folder.label("P1.1", entry.document, "are still vague.")
    left = open_tasks(document, tasks_of(document, entry), [whole, part])
    assert [task.text.split()[0] for task in left] == ["The", "Caseloads"]
