import dataclasses
import json

import pytest

from inspection_findings.corpus.build import build_corpus, make_corpus
from inspection_findings.corpus.records import Source, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS


@pytest.fixture
def folder(tmp_path):
    """A corpus of two real passages, each retold by a specimen, and one specimen of its own."""

    def row(passage, **more):
        return {
            "id": f"{passage}.0", "framework": "ilacs", "section": None, "bullet": False, "passage": passage,
            "position": 0, "text": f"Text of {passage}.", "labels": [], "sample": "random", **more,
        }  # fmt: skip

    # bedford belongs to validation, barking and dagenham to training: see test_splits.
    (tmp_path / "manifest.csv").write_text("doc_id,authority\na,bedford\nb,barking and dagenham\n")
    real = [row("P1", document="a"), row("P2", document="b"), row("P3", document="a", sample="active")]
    (tmp_path / "labeled.jsonl").write_text("\n".join(map(json.dumps, real)))
    specimens = [row("spec-P1"), row("spec-P2"), row("spec-P9")]
    (tmp_path / "specimens.jsonl").write_text("\n".join(map(json.dumps, specimens)))
    return tmp_path


def test_a_specimen_follows_the_authority_that_it_retells(folder):
    corpus = build_corpus(folder / "specimens.jsonl", folder)
    split = {r.id: s for s, records in corpus.splits.items() for r in records}
    assert split["spec-P1.0"] is split["P1.0"] is Split.VALIDATION
    assert split["spec-P2.0"] is split["P2.0"] is Split.TRAIN
    assert len(split) == 6


def test_figures_are_reported_on_real_random_sentences_alone(folder):
    corpus = build_corpus(folder / "specimens.jsonl", folder)
    assert [r.id for r in corpus.evaluation(Split.VALIDATION)] == ["P1.0"]


def test_without_real_text_the_specimens_are_split_by_passage(specimens):
    assert not specimens.has_real_text
    passages = [{r.sentence.passage for r in records} for records in specimens.splits.values()]
    assert all(passages)
    assert not (passages[0] & passages[1] | passages[1] & passages[2] | passages[0] & passages[2])
    assert specimens.evaluation(Split.VALIDATION) == specimens.splits[Split.VALIDATION]


def test_no_authority_is_in_two_splits(folder):
    corpus = build_corpus(folder / "specimens.jsonl", folder)
    groups = [{r.group for r in records} for records in corpus.splits.values()]
    assert sum(map(len, groups)) == len(set().union(*groups))


def test_a_folder_without_labelled_text_leaves_specimens_alone(folder, tmp_path):
    corpus = build_corpus(folder / "specimens.jsonl", tmp_path / "nowhere")
    assert {r.source for records in corpus.splits.values() for r in records} == {Source.SPECIMEN}


def test_the_fingerprint_changes_with_any_label(specimens):
    records = [r for part in specimens.splits.values() for r in part]
    assert make_corpus(records).fingerprint == specimens.fingerprint
    records[5] = dataclasses.replace(records[5], labels=(LABELS[0], LABELS[3]))
    assert make_corpus(records).fingerprint != specimens.fingerprint


def test_an_identifier_that_occurs_twice_is_refused(specimens):
    record = specimens.splits[Split.TRAIN][0]
    with pytest.raises(CorpusError, match=repr(record.id)):
        make_corpus([record, record])


def test_a_split_with_nothing_representative_cannot_be_measured_on(folder):
    (folder / "manifest.csv").write_text("doc_id,authority\na,barking and dagenham\nb,barking and dagenham\n")
    corpus = build_corpus(folder / "specimens.jsonl", folder)
    with pytest.raises(CorpusError, match="no sentence of the validation split"):
        corpus.evaluation(Split.VALIDATION)


def test_truth_has_a_one_where_a_label_is(specimens):
    records = specimens.splits[Split.TEST]
    truth = truth_matrix(records)
    assert truth.shape == (len(records), 22)
    for row, record in zip(truth, records, strict=True):
        assert {LABELS[k] for k in row.nonzero()[0]} == set(record.labels)
