import dataclasses

import numpy as np
import pytest

from minilm import student
from minilm.exchange import (
    FINE_TUNED_UNLABELLED,
    LABELLED,
    STUDENT,
    UNLABELLED,
    Row,
    digest,
    load_arrays,
    save_arrays,
    truth,
    write_rows,
)
from minilm.export import labelled_rows


@pytest.fixture(scope="module")
def rows(specimens):
    return labelled_rows(specimens)[:1200]


@pytest.fixture
def folder(rows, tmp_path):
    """Six hundred labelled sentences, three hundred that only a teacher knows, and three hundred to score."""
    held = [dataclasses.replace(row, split="validation") for row in rows[900:]]
    unlabelled = [
        Row(f"new {row.id}", "train", row.passage, row.section, row.bullet, row.text, (), place < 50)
        for place, row in enumerate(rows[600:900])
    ]
    write_rows(tmp_path / LABELLED, [*rows[:600], *held])
    write_rows(tmp_path / UNLABELLED, unlabelled)
    save_arrays(
        tmp_path / FINE_TUNED_UNLABELLED, digest(tmp_path / LABELLED, tmp_path / UNLABELLED),
        ids=np.array([row.id for row in unlabelled]), logits=12 * truth(rows[600:900]) - 6,
    )  # fmt: skip
    return tmp_path


def test_the_student_learns_what_its_teacher_says(rows):
    labels = truth(rows[600:900])
    without, taught = student.teach(rows[:600], rows[600:900], rows[600:900], 12 * labels - 6, np.arange(300))
    wrong = [np.abs(probabilities - labels).mean() for probabilities in (without, taught)]
    assert wrong[1] < 0.8 * wrong[0]


def test_sentences_that_are_labelled_already_are_left_out(folder, rows):
    assert student.main(["--folder", str(folder)]) == 0
    made = load_arrays(folder / STUDENT, student.made_of(folder))
    assert int(made["sentences"]) == 250
    assert made["ids"].tolist() == [row.id for row in rows[900:]]
    assert made["without"].shape == made["student"].shape == (300, 22)


def test_a_trial_run_does_not_pass_for_the_whole(folder):
    assert student.main(["--folder", str(folder), "--sentences", "20"]) == 0
    with pytest.raises(FileNotFoundError):
        load_arrays(folder / STUDENT, student.made_of(folder))


def test_without_a_teacher_it_is_said_what_to_do(folder, capsys):
    (folder / FINE_TUNED_UNLABELLED).unlink()
    assert student.main(["--folder", str(folder)]) == 1
    assert "make minilm" in capsys.readouterr().err
