import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from datafolder import DataFolder
from inspection_findings.corpus.build import Coverage
from inspection_findings.corpus.checks import Check, Severity, check_corpus, write_contradictions
from inspection_findings.corpus.checks.drift import permutation_p_values
from inspection_findings.corpus.checks.files import read_files
from inspection_findings.corpus.checks.similarity import near_pairs
from inspection_findings.corpus.checks.texts import coverage, faults_of
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.splits import Split, split_of
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.exceptions import CorpusError

DATA = Path(__file__).resolve().parents[2] / "data"

# bedford belongs to validation, dorset to test, barking and dagenham to training: see test_splits.
TRAIN, VALIDATION, TEST = "barking and dagenham", "bedford", "dorset"
PLANS = "Plans say plainly what is to be done, by whom and by when."
PLANS_NEARLY = "Plans say plainly what is to be done, by whom and when."
VISITS = "Visits to children who live far away are often late."
HOMES = "Most children live in homes that suit them well."


@pytest.fixture
def folder(tmp_path):
    """Two reports, one retold by a specimen: nothing is wrong with them."""
    folder = DataFolder(tmp_path)
    folder.document("a", VALIDATION, f"{PLANS}\n\n{VISITS}")
    folder.document("b", TRAIN, HOMES)
    folder.document("c", "farrowmere", "It is plain from each plan who does what.", source=Source.SPECIMEN)
    folder.label("A1", "a", PLANS, "assessment_planning:strength")
    folder.label("A2", "a", VISITS, "voice:weakness")
    folder.label("B1", "b", HOMES, "children_in_care:strength")
    folder.label(
        "C1", "c", "It is plain from each plan who does what.", "assessment_planning:strength", retells="A1"
    )
    folder.write()
    return folder


def found(folder):
    """Check, severity, place and message of every problem of a folder as it stands."""
    return [(p.check, p.severity, p.where, p.message) for p in check_corpus(folder.path).problems]


def change(file, old, new, count=1):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, count))


def test_nothing_is_found_where_nothing_is_wrong(folder):
    report = check_corpus(folder.path)
    assert (report.problems, report.pairs, report.left_out) == ((), (), ())
    assert [row.check for row in report.tallies] == list(Check)


def test_the_data_of_the_repository_have_no_error():
    report = check_corpus(DATA, specimens_only=True, n_jobs=2)
    assert [problem for problem in report.problems if problem.severity is Severity.ERROR] == []
    assert report.left_out == ()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        check_corpus(tmp_path / "nowhere")


def test_every_bad_line_is_named(folder):
    reports = folder.path / "labeled" / "reports.jsonl"
    change(reports, "assessment_planning:strength", "assessment_planning:poor")
    change(reports, '"children_in_care:strength"', '"children_in_care:strength","children_in_care:strength"')
    with reports.open("a") as stream:
        stream.write("{\n")
    change(folder.path / "raw" / "sources.csv", ",farrowmere,", ",,")
    problems = found(folder)
    assert {(check, severity) for check, severity, *_ in problems[:4]} == {(Check.SCHEMA, Severity.ERROR)}
    assert [(Path(where).name, message.partition(":")[0]) for _, _, where, message in problems[:4]] == [
        ("sources.csv:4", "authority"), ("reports.jsonl:1", "labels"), ("reports.jsonl:3", "labels"),
        ("reports.jsonl:4", "Invalid JSON"),
    ]  # fmt: skip
    assert len(problems) == 4
    report = check_corpus(folder.path)
    assert Check.TEXT in report.left_out
    assert Check.TEXT not in {row.check for row in report.tallies}


def test_a_missing_or_unreadable_file_is_named(folder):
    (folder.path / "labeled" / "articles.jsonl").unlink()
    (folder.path / "raw" / "sources.csv").write_text("document\n")
    assert [(check, Path(where).name) for check, _, where, _ in found(folder)] == [
        (Check.SCHEMA, "sources.csv:1"), (Check.SCHEMA, "articles.jsonl"),
    ]  # fmt: skip


def test_identifiers_that_occur_twice_are_named(folder):
    folder.annotations[1] = folder.annotations[1].model_copy(update={"id": "A1"})
    folder.entries.append(folder.entries[0])
    folder.write()
    problems = found(folder)
    assert [(check, severity) for check, severity, *_ in problems] == [
        (Check.IDENTIFIERS, Severity.ERROR)
    ] * 2
    assert "a is listed twice" in problems[0][3]
    assert problems[1][2].endswith("reports.jsonl:2")
    assert "A1 stands already at" in problems[1][3]


def test_what_refers_to_nothing_is_named(folder):
    change(folder.path / "labeled" / "reports.jsonl", '"document":"b"', '"document":"z"')
    change(folder.path / "labeled" / "reports.jsonl", '"retells":""', '"retells":"B1"')
    change(folder.path / "labeled" / "specimens.jsonl", '"retells":"A1"', '"retells":"A9"')
    messages = [message for check, _, _, message in found(folder) if check is Check.REFERENCES]
    assert messages == [
        "retells B1, which only a specimen can do",
        "retells A9, which does not exist",
        "is not in the source list; reports.jsonl labels 1 of its sentences",
    ]


def test_a_document_of_another_kind_and_a_retold_specimen_are_named(folder):
    lines = (folder.path / "labeled" / "reports.jsonl").read_text().splitlines(keepends=True)
    (folder.path / "labeled" / "reports.jsonl").write_text(lines[0] + lines[1])
    (folder.path / "labeled" / "articles.jsonl").write_text(lines[2])
    change(folder.path / "labeled" / "specimens.jsonl", '"retells":"A1"', '"retells":"C1"')
    assert [message for *_, message in found(folder)] == [
        "retells C1, which is itself a specimen",
        "is listed as report; articles.jsonl labels 1 of its sentences",
    ]


def test_corrections_are_checked_and_applied(folder):
    def correction(id_, was, labels):
        more = {"reason": "The plans are praised.", "reviewer": "a test", "decided": "2026-11-22"}
        return json.dumps({"id": id_, "was": was, "labels": labels, **more})

    strength = "assessment_planning:strength"
    rows = [
        correction("A1", [strength], [strength, "voice:strength"]), correction("A1", [strength], []),
        correction("Z1", [], []), correction("B1", [], []),
        correction("C1", [strength], [strength, strength]), correction("A2", ["voice:bad"], []),
    ]  # fmt: skip
    (folder.path / "overrides.jsonl").write_text("\n".join(rows))
    problems = {(int(where.rpartition(":")[2]), check) for check, _, where, _ in found(folder)}
    assert problems == {
        (2, Check.IDENTIFIERS), (3, Check.REFERENCES), (4, Check.REFERENCES), (5, Check.SCHEMA),
        (6, Check.SCHEMA),
    }  # fmt: skip
    kept = read_files(folder.path).sources
    assert kept.annotations["a"][0].labels == (strength, "voice:strength")


@pytest.mark.parametrize(
    ("label", "severity"), [("voice:weakness", Severity.WARNING), ("voice:strength", Severity.ERROR)]
)
def test_a_place_that_is_labelled_twice_is_worse_with_other_labels(folder, label, severity):
    folder.label("A3", "a", VISITS, label)
    folder.write()
    assert [(c, s, where) for c, s, where, _ in found(folder) if c is Check.PLACES] == [
        (Check.PLACES, severity, "A3")
    ]


def test_ranges_that_overlap_are_named_and_neighbours_are_not(folder):
    folder.label("A0", "a", "what is")
    folder.label("A3", "a", "by when.")
    place = folder.annotations[-1]
    folder.annotations[-1] = place.model_copy(update={"position": place.position + 2})
    folder.write()
    assert [(where, message) for check, _, where, message in found(folder) if check is Check.OVERLAPS] == [
        ("A0", "shares 6 letters with A1 in a"), ("A3", "shares 4 letters with A1 in a"),
        ("A2", "shares 2 letters with A3 in a"),
    ]  # fmt: skip


def test_a_specimen_that_retells_two_splits_is_an_error(folder):
    folder.document("d", "oakness", "Who does what is plain.\n\nThey live well.", source=Source.SPECIMEN)
    folder.label("D1", "d", "Who does what is plain.", retells="A1")
    folder.label("D2", "d", "They live well.", retells="B1")
    folder.write()
    assert found(folder) == [
        (Check.SPLITS, Severity.ERROR, "oakness", "authority with sentences in train, validation"),
        (Check.SPLITS, Severity.ERROR, "d", "document with sentences in train, validation"),
    ]


def test_two_spellings_of_an_authority_are_an_error(folder):
    folder.document("d", f"{VALIDATION} council", "They live well.")
    folder.document("e", f"the {VALIDATION}", "They live well.", source=Source.SPECIMEN)
    folder.write()
    message = f"the source list also calls this authority '{VALIDATION} council'"
    assert found(folder) == [(Check.SPLITS, Severity.ERROR, VALIDATION, message)]


@pytest.mark.parametrize(("authority", "count"), [(TEST, 1), (VALIDATION, 0)])
def test_the_same_sentence_in_two_splits_is_named(folder, authority, count):
    folder.document("d", authority, f"{PLANS.upper()}\n\nShort.")
    folder.label("D1", "d", PLANS.upper(), "assessment_planning:strength")
    folder.label("D2", "d", "Short.")
    folder.write()
    problems = [message for check, _, _, message in found(folder) if check is Check.DUPLICATES]
    assert problems == ["stands in validation: A1; test: D1"][:count]
    assert not [check for check, *_ in found(folder) if check is Check.NEAR_DUPLICATES]


@pytest.mark.parametrize(("authority", "count"), [(TEST, 1), (VALIDATION, 0)])
def test_nearly_the_same_sentence_in_two_splits_is_named(folder, authority, count):
    folder.document("d", authority, PLANS_NEARLY)
    folder.label("D1", "d", PLANS_NEARLY, "assessment_planning:strength")
    folder.write()
    report = check_corpus(folder.path, similarity=0.7)
    assert [p.check for p in report.problems] == [Check.NEAR_DUPLICATES] * count
    assert {(p.first.id, p.second.id, p.identical) for p in report.pairs} == {("A1", "D1", False)}
    for problem in report.problems:
        assert (problem.severity, problem.where) == (Severity.WARNING, "A1")
        assert set(problem.texts) == {PLANS, PLANS_NEARLY}
        assert PLANS not in problem.message + repr(problem)


@pytest.mark.parametrize("threshold", [0.5, 0.75, 0.9])
def test_no_pair_is_missed(threshold):
    generator = np.random.default_rng(1)
    words = [f"word{k}" for k in range(30)]
    frequencies = 1 / np.arange(1, 31)
    lengths = generator.integers(5, 12, 120)
    texts = [
        " ".join(generator.choice(words, length, p=frequencies / frequencies.sum())) for length in lengths
    ]
    texts += [f"{text} word1" for text in texts[:60]]
    records = [
        LabelledSentence(
            str(k), Source.REPORT, "a", TRAIN, Framework.ILACS, Sample.RANDOM, Sentence(text), ()
        )
        for k, text in enumerate(texts)
    ]
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
    cosines = (vectors @ vectors.T).toarray()
    expected = {(i, j) for i, j in np.argwhere(cosines >= threshold).tolist() if i < j}
    assert len(expected) > 20
    assert {(int(p.first.id), int(p.second.id)) for p in near_pairs(records, threshold=threshold)} == expected


@pytest.mark.parametrize(
    ("labels", "check"),
    [
        (["assessment_planning:strength"], None),
        (["assessment_planning:weakness"], Check.OPPOSITE),
        (["assessment_planning:weakness", "assessment_planning:strength"], Check.DIFFERENT),
        ([], Check.DIFFERENT),
    ],
)
def test_labels_of_the_same_sentence_that_disagree_are_named_and_written(folder, labels, check):
    folder.document("d", VALIDATION, PLANS)
    folder.label("D1", "d", PLANS, *labels)
    folder.write()
    report = check_corpus(folder.path)
    assert [(p.check, p.severity) for p in report.problems] == ([(check, Severity.WARNING)] if check else [])
    file = folder.path / "pairs.csv"
    assert write_contradictions(file, report.pairs) == len(report.problems)
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert PLANS not in file.read_text()
    if check:
        [row] = rows
        assert (row["kind"], row["similarity"], row["first"], row["second"]) == (check, "1.0000", "A1", "D1")
        assert (row["first_labels"], row["second_labels"]) == (
            "assessment_planning:strength", " ".join(labels),
        )  # fmt: skip
        write_contradictions(file, report.pairs, show_text=True)
        assert PLANS in file.read_text()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PLANS, None),
        ("“Not all children’s plans (2019–20) are clear,” – café staff said.", None),
        ("A plan.", "only 7 characters"),
        ("12 345 678 910", "no letters"),
        ("In 2019: 12%, 14%, 23 of 45.", "18% letters"),
        (f"{PLANS} \ue001\ue002", "2 characters that are no text"),
        (f"Plans \ufffd\ufffd\ufffd {PLANS}", "3 characters that are no text"),
        ("Visits are late and " * 60, "1,200 characters"),
    ],
)
def test_text_that_is_none_is_named(text, fault):
    assert [fault] == (list(faults_of(text)) or [None])


def test_a_sentence_that_is_no_text_is_named_by_its_id(folder):
    folder.document("d", VALIDATION, f"{PLANS}\n\n14 of 25, 12%, 77 (31).")
    folder.label("D1", "d", "14 of 25, 12%, 77 (31).")
    folder.write()
    assert [(check, where) for check, _, where, _ in found(folder)] == [(Check.TEXT, "D1")]


def test_sentences_that_are_not_found_are_an_error_when_they_are_many(folder):
    folder.annotations[1] = folder.annotations[1].model_copy(update={"fingerprint": "0" * 16})
    folder.write()
    problems = [(check, severity, where) for check, severity, where, _ in found(folder)]
    assert problems == [
        (Check.COVERAGE, Severity.ERROR, "report"), (Check.COVERAGE, Severity.WARNING, "A2"),
    ]  # fmt: skip
    missing = (folder.annotations[1],)
    few = Coverage(Source.REPORT, 1, 1, (), (), sentences=200, moved=0, missing=missing)
    assert [problem.severity for problem in coverage([few])] == [Severity.WARNING]


def test_documents_that_are_not_at_hand_are_noted_and_changed_ones_are_errors(folder):
    (folder.path / "raw" / "reports" / "a.txt").write_text("Another file.")
    (folder.path / "raw" / "reports" / "b.txt").unlink()
    assert [(severity, where) for _, severity, where, _ in found(folder)] == [
        (Severity.ERROR, "a"), (Severity.NOTE, "report"),
    ]  # fmt: skip
    (folder.path / "raw" / "reports" / "a.txt").unlink()
    (folder.path / "raw" / "specimens" / "c.txt").unlink()
    report = check_corpus(folder.path)
    assert [(p.check, p.severity) for p in report.problems] == [(Check.DOCUMENTS, Severity.NOTE)]
    assert Check.NEAR_DUPLICATES in report.left_out
    (folder.path / "raw" / "specimens" / "c.txt").write_text("Another file.")
    assert check_corpus(folder.path).problems[0].severity is Severity.ERROR


def test_a_specimen_that_is_not_there_is_a_warning(folder):
    (folder.path / "raw" / "specimens" / "c.txt").unlink()
    [(check, severity, where, _)] = found(folder)
    assert (check, severity, where) == (Check.DOCUMENTS, Severity.WARNING, "c")


def test_reports_are_not_read_when_specimens_alone_are_asked_for(folder):
    (folder.path / "raw" / "reports" / "a.txt").write_text("Another file.")
    assert check_corpus(folder.path, specimens_only=True).problems == ()


@pytest.mark.parametrize(("with_label", "check"), [(True, Severity.WARNING), (False, Severity.NOTE)])
def test_a_label_that_is_common_in_one_split_alone_is_named(tmp_path, with_label, check):
    folder = DataFolder(tmp_path)
    wanted = {Split.TRAIN: 12, Split.VALIDATION: 12}
    for name, split in authorities(wanted):
        text = "Audits are deep. Homes are few. Panels are new. Boards are big."
        folder.document(name, name, text)
        for k, sentence in enumerate(("Audits are deep.", "Homes are few.", "Panels are new.")):
            labels = ["leadership:strength"] if with_label and split is Split.VALIDATION else []
            folder.label(f"{name}-{k}", name, sentence, *labels)
    folder.write()
    problems = [p for p in check_corpus(folder.path).problems if p.check is Check.DRIFT]
    assert problems[0].severity is check
    assert len(problems) == 1 + with_label
    if with_label:
        assert problems[0].where == "leadership:strength"
        assert problems[0].message.startswith("100.00% of sentences in validation, 0.00% in train (p = 0.000")


def authorities(wanted):
    """Made-up names, as many of each split as wanted."""
    left = dict(wanted)
    for number in range(1000):
        split = split_of(f"place-{number}")
        if left.get(split):
            left[split] -= 1
            yield f"place-{number}", split


def test_authorities_and_not_sentences_are_what_the_test_of_drift_counts():
    # One authority has all that differs: a hundred sentences, yet a single draw.
    train = np.array([[0.0, 100.0]] * 20)
    held_out = np.array([[0.0, 100.0]] * 9 + [[100.0, 100.0]])
    [p_value] = permutation_p_values(train, held_out)
    assert p_value == pytest.approx(1 / 3, abs=0.03)


def test_p_values_of_drift_are_even_where_there_is_none():
    generator = np.random.default_rng(3)
    least = []
    for seed in range(60):
        labels = generator.binomial(40, 0.1, size=(30, 6)).astype(float)
        counts = np.column_stack([labels, np.full(30, 40.0)])
        least.append(permutation_p_values(counts[:20], counts[20:], seed=seed).min())
    assert np.mean(np.array(least) < 0.05) < 0.15
    assert 0.3 < np.mean(least) < 0.7
