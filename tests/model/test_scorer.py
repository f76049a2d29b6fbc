import pickle
import subprocess
import sys

import numpy as np
import pytest

from inspection_findings.corpus import Split
from inspection_findings.documents.types import Document, DocumentSection, Format, Passage, Sentence
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import LABELS
from inspection_findings.model import scorer as module
from inspection_findings.model.features import sentence_table
from inspection_findings.model.scorer import load_model


def test_equals_the_pipeline_over_thousands_of_sentences(classifier, scorer, specimens):
    sentences = [r.sentence for split in (Split.VALIDATION, Split.TEST) for r in specimens.splits[split]]
    assert len(sentences) > 2000
    expected = classifier.predict_proba(sentence_table(sentences, reach=scorer.parameters.reach))
    assert np.abs(scorer.score(sentences) - expected).max() < 1e-6


def test_the_shipped_model_loads_and_finds_the_obvious():
    shipped = load_model()
    found = shipped.classify_sentences(
        [
            Sentence("Caseloads are too high and too many social workers leave."),
            Sentence("Personal advisers keep in close touch with care leavers and know them well."),
            Sentence("Inspectors were on site for two weeks in May."),
        ]
    )
    labels = [{str(f.label) for f in each.findings} for each in found]
    assert "workforce:weakness" in labels[0]
    assert "care_leavers:strength" in labels[1]
    assert labels[2] == set()


def test_context_changes_the_score(scorer):
    alone = scorer.score([Sentence("This is not consistent for all.")])
    after = scorer.score(
        [
            Sentence("Most care leavers have a good pathway plan.", passage="p"),
            Sentence("This is not consistent for all.", passage="p"),
        ]
    )
    column = [str(label) for label in LABELS].index("care_leavers:weakness")
    assert after[1, column] > 2 * alone[0, column]


def test_plain_strings_stand_alone(scorer):
    texts = ["Visits are regular.", "They are purposeful."]
    assert np.array_equal(scorer.score(texts), scorer.score([Sentence(t) for t in texts]))


def test_mappings_are_read_as_json_lines_are(scorer, training_records):
    sentences = [r.sentence for r in training_records[:50]]
    rows = [
        {"text": s.text, "section": s.section, "bullet": s.bullet, "passage": s.passage} for s in sentences
    ]
    assert np.array_equal(scorer.score(rows), scorer.score(sentences))
    assert np.array_equal(scorer.score([{"text": "A."}]), scorer.score(["A."]))


def test_batches_do_not_change_the_scores(scorer, training_records, monkeypatch):
    sentences = [r.sentence for r in training_records[:300]]
    whole = scorer.score(sentences)
    monkeypatch.setattr(module, "_BATCH", 7)
    assert np.abs(scorer.score(sentences) - whole).max() < 1e-12


def test_a_model_that_was_not_tested_for_it_promises_nothing(scorer):
    with pytest.raises(ModelError, match="promises no precision: train it again"):
        scorer.thresholds_for(0.9)


def test_a_scorer_can_be_sent_to_another_process(scorer):
    scores = scorer.score(["Visits are late."])
    assert np.array_equal(pickle.loads(pickle.dumps(scorer)).score(["Visits are late."]), scores)  # noqa: S301


def test_nothing_in_nothing_out(scorer):
    assert scorer.score([]).shape == (0, 22)
    assert scorer.classify_sentences([]) == []


@pytest.mark.parametrize("text", ["", " ", "\n", "§§§", "\x00", "x" * 100_000, "日本語"])
def test_odd_sentences_get_probabilities(scorer, text):
    scores = scorer.score([text])
    assert ((scores > 0) & (scores < 1)).all()


def test_findings_reach_their_thresholds_most_confident_first(scorer, training_records):
    for each in scorer.classify_sentences([r.sentence for r in training_records[:200]]):
        confidences = [f.confidence for f in each.findings]
        assert confidences == sorted(confidences, reverse=True)
        shown = {f.label for f in each.findings}
        for label, score, threshold in zip(LABELS, each.scores, scorer.thresholds, strict=True):
            assert (score >= threshold) == (label in shown)


def test_a_document_is_classified_in_reading_order(scorer):
    first, second = Sentence("Visits are regular.", passage="p0"), Sentence("Audits are rare.", passage="p1")
    sections = (
        DocumentSection(None, None, (Passage("p0", (first,)),)),
        DocumentSection("Leaders", None, (Passage("p1", (second,)),)),
    )
    document = Document("a", Format.TEXT, "Visits are regular.\nAudits are rare.", sections)
    assert [each.sentence for each in scorer.classify(document)] == [first, second]


def test_scoring_imports_numpy_and_nothing_of_the_training_stack():
    code = (
        "import sys; from inspection_findings import load_model; load_model().score(['Visits are late.']);"
        "heavy = {'sklearn', 'scipy', 'pandas', 'datasets', 'mlflow', 'joblib', 'skops', 'pydantic'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
