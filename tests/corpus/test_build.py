import dataclasses

import pytest

from datafolder import DataFolder
from inspection_findings.corpus.build import build_corpus, make_corpus
from inspection_findings.corpus.records import Source, truth_matrix
from inspection_findings.corpus.splits import Split
from inspection_findings.exceptions import CorpusError
from inspection_findings.labels import LABELS


@pytest.fixture
def folder(tmp_path):
    """Two reports, each retold by a specimen, and one specimen of its own."""
    folder = DataFolder(tmp_path)
    # bedford belongs to validation, barking and dagenham to training: see test_splits.
    folder.document("a", "bedford", "Plans are clear.\n\nVisits are late.")
    folder.document("b", "barking and dagenham", "Homes are stable.")
    folder.document("c", "farrowmere", "Plans say plainly what is to be done.", source=Source.SPECIMEN)
    folder.document("d", "oakness", "Children stay where they are.", source=Source.SPECIMEN)
    folder.document("e", "whinholt", "Audits are deep.", source=Source.SPECIMEN)
    folder.label("P1", "a", "Plans are clear.", "assessment_planning:strength")
    folder.label("P3", "a", "Visits are late.", "voice:weakness", sample="active")
    folder.label("P2", "b", "Homes are stable.", "children_in_care:strength")
    folder.label("spec-P1", "c", "Plans say plainly what is to be done.", retells="P1")
    folder.label("spec-P2", "d", "Children stay where they are.", retells="P2")
    folder.label("spec-own", "e", "Audits are deep.", "quality_assurance:strength")
    folder.write()
    return folder


def test_a_specimen_follows_the_authority_that_it_retells(folder):
    corpus = build_corpus(folder.path).corpus
    split = {r.id: s for s, records in corpus.splits.items() for r in records}
    assert split["spec-P1"] is split["P1"] is Split.VALIDATION
    assert split["spec-P2"] is split["P2"] is Split.TRAIN
    assert split["spec-own"] is Split.TRAIN
    assert len(split) == 6


def test_it_follows_it_also_where_the_report_is_not_at_hand(folder):
    built = build_corpus(folder.path)
    for name in ("a", "b"):
        (folder.path / "raw" / "reports" / f"{name}.txt").unlink()
    alone = build_corpus(folder.path)
    for split in Split:
        kept = [r for r in built.corpus.splits[split] if r.source is Source.SPECIMEN]
        assert alone.corpus.splits[split] == kept
    [reports, _, specimens] = alone.coverage
    assert (reports.listed, reports.there, reports.absent) == (2, 0, ("a", "b"))
    assert (specimens.sentences, specimens.missing, specimens.share) == (3, (), 1.0)


def test_figures_are_reported_on_real_random_sentences_alone(folder):
    assert [r.id for r in build_corpus(folder.path).corpus.evaluation(Split.VALIDATION)] == ["P1"]


def test_a_changed_document_is_refused_and_named(folder):
    (folder.path / "raw" / "reports" / "a.txt").write_text("Plans are vague.")
    [reports, *_] = build_corpus(folder.path).coverage
    assert reports.refused == (("a", "the document is not the file in the source list"),)


def test_an_unreadable_document_is_named_and_the_rest_is_built(folder):
    folder.entries[0] = folder.document("f", "bedford", "\x00\x01")
    [entry] = [e for e in folder.entries if e.document == "f"][:1]
    folder.annotations[0] = folder.annotations[0].model_copy(update={"document": "f"})
    folder.annotations[1] = folder.annotations[1].model_copy(update={"document": "f"})
    folder.entries = [e for e in {e.document: e for e in folder.entries}.values() if e.document != "a"]
    built = build_corpus(folder.write())
    [(name, reason)] = built.coverage[0].refused
    assert name == entry.document
    assert reason
    assert built.corpus.splits[Split.TRAIN]


def test_what_is_not_found_is_listed(folder):
    folder.annotations[0] = folder.annotations[0].model_copy(update={"fingerprint": "0" * 16})
    [reports, *_] = build_corpus(folder.write()).coverage
    assert [a.id for a in reports.missing] == ["P1"]
    assert reports.share == pytest.approx(2 / 3)


def test_one_kind_can_be_built_alone(folder):
    corpus = build_corpus(folder.path, sources=[Source.SPECIMEN]).corpus
    assert {r.source for records in corpus.splits.values() for r in records} == {Source.SPECIMEN}
    assert not corpus.has_real_text


def test_nothing_at_hand_is_an_error(folder):
    for path in (folder.path / "raw").rglob("*.txt"):
        path.unlink()
    with pytest.raises(CorpusError, match="none of the labelled documents is at hand"):
        build_corpus(folder.path)


def test_no_authority_is_in_two_splits(specimens):
    groups = [{r.group for r in records} for records in specimens.splits.values()]
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert specimens.evaluation(Split.VALIDATION) == specimens.splits[Split.VALIDATION]


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
    corpus = build_corpus(folder.path).corpus
    with pytest.raises(CorpusError, match="no sentence of the test split"):
        corpus.evaluation(Split.TEST)


def test_truth_has_a_one_where_a_label_is(specimens):
    records = specimens.splits[Split.TEST]
    truth = truth_matrix(records)
    assert truth.shape == (len(records), 22)
    for row, record in zip(truth, records, strict=True):
        assert {LABELS[k] for k in row.nonzero()[0]} == set(record.labels)
