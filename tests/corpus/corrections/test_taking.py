import datetime as dt
import json
from dataclasses import replace

import pytest

from datafolder import DataFolder
from inspection_findings.corpus.annotations import read_annotations
from inspection_findings.corpus.corrections import Correction, Outcome, judgements_of
from inspection_findings.corpus.corrections.taking import save_taking, take_corrections
from inspection_findings.corpus.overrides import read_overrides
from inspection_findings.corpus.positions import Stream
from inspection_findings.corpus.records import Sample
from inspection_findings.corpus.sources import read_sources
from inspection_findings.corpus.splits import Split, split_for
from inspection_findings.documents import read_document
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import Label

LETTER = """\
# Inspection of {} children's services

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Partners share what they know. Plans are still vague.

Visits are regular. Records are up to date.
"""
TRAINED = "fernshire-ilacs-2024-03-04"
MEASURED = "calder-ilacs-2024-04-01"
TODAY = dt.date(2024, 6, 5)


def name_in(*splits):
    """A council that does not exist and falls into one of the splits."""
    return next(name for k in range(99) if split_for(name := f"fernshire {k}") in splits)


@pytest.fixture
def folder(tmp_path):
    folder = DataFolder(tmp_path)
    folder.document(TRAINED, name_in(Split.TRAIN), LETTER.format("Fernshire"))
    folder.document(MEASURED, name_in(Split.TEST, Split.VALIDATION), LETTER.format("Calder"))
    return folder


def said(folder, document, sentence, given, label, corrected, **more):
    """A correction of a finding in the sentence that begins so; ``given`` is what the model found."""
    entry = next(entry for entry in folder.entries if entry.document == document)
    read = read_document(folder.path / "raw" / entry.file)
    found = next(each for each in read.sentences() if each.text.startswith(sentence))
    stream = Stream.of(read.text)
    position, length = stream.place(found.start, found.end)
    values = {
        "sha256": entry.sha256, "document": f"{document}.txt", "position": position, "length": length,
        "fingerprint": stream.fingerprint(position, length), "findings": tuple(map(Label.parse, given)),
        "label": Label.parse(label), "corrected": Label.parse(corrected) if corrected else None,
        "person": "Rowan", "decided": "2024-06-03T09:00:00+00:00", "model": "m1",
    }  # fmt: skip
    return Correction(**values | more)


def taken(folder, *corrections, annotator=None):
    kept = read_sources(folder.write() if not (folder.path / "labeled").exists() else folder.path)
    numbered = [replace(each, number=number) for number, each in enumerate(corrections, start=1)]
    taking = take_corrections(kept, judgements_of(numbered), annotator=annotator, today=TODAY)
    save_taking(kept, taking)
    return taking


def saved(folder):
    return read_annotations(folder.path / "labeled" / "reports.jsonl")


def overrides(folder):
    return read_overrides(folder.path / "overrides.jsonl")


def test_a_corrected_sentence_is_labelled_for_training_only(folder):
    given = ["assessment_planning:strength"]
    taking = taken(folder, said(folder, TRAINED, "Plans", given, given[0], "assessment_planning:weakness"))
    [new] = saved(folder)
    assert (new.labels, new.sample) == (("assessment_planning:weakness",), Sample.ACTIVE)
    assert (new.annotator, new.labelled, new.section) == ("Rowan", "2024-06-03", "children_in_care")
    assert taking.outcomes == [(1, Outcome.TAKEN)]


def test_what_is_no_finding_is_a_sentence_without_labels(folder):
    taken(folder, said(folder, TRAINED, "Visits", ["voice:strength"], "voice:strength", None))
    assert [each.labels for each in saved(folder)] == [()]


def test_a_sentence_judged_in_part_is_left(folder):
    given = ["voice:strength", "protection:strength"]
    taking = taken(folder, said(folder, TRAINED, "Visits", given, given[0], None))
    assert (taking.half, taking.outcomes, saved(folder)) == (1, [], [])


def test_a_second_time_changes_nothing(folder):
    folder.label("P1.0", TRAINED, "Visits are regular.", "voice:weakness")
    corrections = [
        said(folder, TRAINED, "Plans", [], "voice:weakness", "voice:weakness"),
        said(folder, TRAINED, "Visits", ["protection:strength"], "protection:strength", "voice:strength"),
    ]
    taken(folder, *corrections)
    before = {path: path.read_bytes() for path in folder.path.rglob("*.jsonl")}
    again = taken(folder, *corrections)
    assert (again.merge.added, again.merge.agreed, again.overrides) == ([], 2, {})
    assert {path: path.read_bytes() for path in folder.path.rglob("*.jsonl")} == before
    assert {outcome for _, outcome in again.outcomes} == {Outcome.TAKEN}


def test_a_label_that_is_trained_on_is_overridden_with_a_reason(folder):
    folder.label("P1.0", TRAINED, "Visits are regular.", "voice:weakness")
    folder.write()
    taking = taken(
        folder, said(folder, TRAINED, "Visits", ["voice:weakness"], "voice:weakness", "voice:strength")
    )
    [override] = overrides(folder)
    assert (override.id, override.was, override.labels) == ("P1.0", ("voice:weakness",), ("voice:strength",))
    assert (override.reviewer, override.decided) == ("Rowan", TODAY)
    assert "model m1 said voice:weakness" in override.reason
    assert saved(folder)[0].labels == ("voice:weakness",)
    assert (taking.merge.conflicts, taking.outcomes) == ([], [(1, Outcome.TAKEN)])


def test_a_reader_who_changes_their_mind_changes_their_override(folder):
    folder.label("P1.0", TRAINED, "Visits are regular.", "voice:weakness")
    folder.write()
    given = ["protection:strength"]
    first = said(folder, TRAINED, "Visits", given, given[0], "voice:strength")
    taken(folder, first)
    taken(folder, first, said(folder, TRAINED, "Visits", given, given[0], "partnership:strength"))
    [override] = overrides(folder)
    assert (override.was, override.labels) == (("voice:weakness",), ("partnership:strength",))
    taken(folder, first, said(folder, TRAINED, "Visits", given, given[0], "voice:weakness"))
    assert overrides(folder) == []


def test_what_people_decided_with_a_reason_stands(folder):
    folder.label("P1.0", TRAINED, "Visits are regular.", "voice:weakness")
    folder.write()
    row = {
        "id": "P1.0", "was": ["voice:weakness"], "labels": [], "reason": "A described arrangement.",
        "reviewer": "Ash", "decided": "2024-01-01",
    }  # fmt: skip
    path = folder.path / "overrides.jsonl"
    path.write_text(json.dumps(row))
    taking = taken(
        folder, said(folder, TRAINED, "Visits", ["voice:weakness"], "voice:weakness", "voice:strength")
    )
    assert json.loads(path.read_text()) == row
    assert taking.outcomes == [(1, Outcome.CONFLICT)]
    [conflict] = taking.merge.conflicts
    assert conflict.text.startswith("Visits are regular")


@pytest.mark.parametrize(
    ("document", "corrected"), [(MEASURED, "partnership:strength"), (TRAINED, "protection:strength")]
)
def test_figures_do_not_lean_towards_the_model(folder, document, corrected):
    # In the first case the label is measured on, in the second the reader only agreed with the model.
    folder.label("P1.0", document, "Visits are regular.", "voice:weakness")
    given = ["protection:strength"]
    taking = taken(folder, said(folder, document, "Visits", given, given[0], corrected))
    assert [(outcome, overrides(folder)) for _, outcome in taking.outcomes] == [(Outcome.CONFLICT, [])]
    assert [str(side) for side in taking.merge.conflicts[0].sides][1] == f"Rowan: {corrected}"


def test_a_sentence_that_was_cut_otherwise_is_a_conflict(folder):
    folder.label("P1.0", TRAINED, "Visits are regular. Records are up to date.", "voice:weakness")
    taking = taken(folder, said(folder, TRAINED, "Visits", [], "voice:strength", "voice:strength"))
    assert (len(taking.merge.conflicts), taking.overrides) == (1, {})


def test_documents_that_are_not_listed_and_sentences_that_are_gone_wait(folder):
    given = ["voice:strength"]
    fine = said(folder, TRAINED, "Records", given, given[0], None)
    taking = taken(
        folder,
        fine,
        replace(fine, sha256="f" * 64, document="mine.pdf"),
        said(folder, TRAINED, "Plans", given, given[0], None, fingerprint="f" * 16),
    )
    assert taking.unlisted == {"mine.pdf": 1}
    [problem] = taking.merge.problems
    assert "no longer in the text" in problem
    assert (len(saved(folder)), taking.outcomes) == (1, [(1, Outcome.TAKEN)])


def test_somebody_has_to_be_named(folder):
    nameless = said(folder, TRAINED, "Visits", [], "voice:strength", "voice:strength", person="")
    with pytest.raises(CorpusError, match="--annotator"):
        taken(folder, nameless)
    taken(folder, nameless, annotator="Ash")
    assert saved(folder)[0].annotator == "Ash"
