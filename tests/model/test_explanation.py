import itertools

import numpy as np
import pytest

from inspection_findings.corpus import Split
from inspection_findings.documents.types import Sentence
from inspection_findings.labels import LABEL_INDEX, LABELS, Label, SectionCode
from inspection_findings.model import scorer as scoring
from inspection_findings.model.explanation import (
    Contribution,
    Explanation,
    Origin,
    explain,
    explain_findings,
)
from inspection_findings.model.scorer import load_model


@pytest.fixture(scope="module")
def sentences(specimens):
    return [r.sentence for r in specimens.splits[Split.VALIDATION][:500]]


@pytest.fixture(scope="module")
def explained(scorer, sentences):
    return explain_findings(scorer, scorer.classify_sentences(sentences))


def amounts(explanation, origin):
    return [each.amount for each in explanation.contributions if each.origin is origin]


def test_contributions_add_up_to_the_log_odds_of_the_confidence(explained):
    checked = 0
    for result in explained:
        assert [each.label for each in result.explanations] == [each.label for each in result.findings]
        for finding, explanation in zip(result.findings, result.explanations, strict=True):
            expected = np.log(finding.confidence) - np.log1p(-finding.confidence)
            assert explanation.log_odds == pytest.approx(expected, abs=1e-9)
            assert sum(each.amount for each in explanation.contributions) == pytest.approx(expected, abs=1e-9)
            checked += 1
    assert checked > 300


@pytest.mark.parametrize("label", LABELS[::5], ids=str)
def test_they_add_up_for_labels_that_are_not_found_too(scorer, sentences, label):
    scores = scorer.score(sentences[:60])[:, LABEL_INDEX[label]]
    for index in range(60):
        explanation = explain(scorer, sentences[:60], index, label)
        expected = np.log(scores[index]) - np.log1p(-scores[index])
        assert sum(each.amount for each in explanation.contributions) == pytest.approx(expected, abs=1e-9)


def test_the_shipped_model_is_explained_as_exactly(sentences):
    shipped = load_model()
    found = explain_findings(shipped, shipped.classify_sentences(sentences[:150]))
    for result in found:
        for finding, explanation in zip(result.findings, result.explanations, strict=True):
            total = sum(each.amount for each in explanation.contributions)
            assert 1 / (1 + np.exp(-total)) == pytest.approx(finding.confidence, abs=1e-9)


def test_topic_and_polarity_add_up_to_the_first_pass(scorer, sentences, explained):
    domains, polarities, _ = scorer.first_pass(sentences)
    for row, result in enumerate(explained):
        for explanation in result.explanations:
            domain, polarity = divmod(LABEL_INDEX[explanation.label], 2)
            topic = sum(each.topic for each in explanation.contributions)
            stance = sum(each.polarity for each in explanation.contributions)
            assert topic == pytest.approx(domains[row, domain], abs=1e-9)
            assert stance == pytest.approx(polarities[row, domain, polarity], abs=1e-9)


def test_each_word_is_named_as_it_stands(explained):
    for result in explained:
        for explanation in result.explanations:
            words = [each for each in explanation.contributions if each.origin is Origin.WORDS]
            assert all(result.sentence.text[each.start : each.end] == each.text for each in words)
            assert all(a.end <= b.start for a, b in itertools.pairwise(words))


def test_a_word_of_the_topic_and_a_word_of_the_judgement_are_told_apart(scorer):
    text = "Caseloads remain too high."
    explanation = explain(scorer, [Sentence(text)], 0, Label.parse("workforce:weakness"))
    words = {each.text: each for each in explanation.contributions if each.text}
    assert words["Caseloads"].amount > 0.5
    assert words["Caseloads"].topic > words["Caseloads"].polarity
    assert words["too"].polarity > max(0.5, words["too"].topic)


def test_what_is_not_there_adds_nothing(scorer):
    [baseline, *others] = explain(scorer, [Sentence("")], 0, LABELS[3]).contributions
    assert baseline.origin is Origin.BASELINE
    assert [each.amount for each in others] == [0.0] * len(others)
    alone = explain(scorer, [Sentence("Visits are late.")], 0, LABELS[3])
    for origin in (
        *(Origin.BEFORE, Origin.AFTER, Origin.PASSAGE),
        *(Origin.SECTION, Origin.BULLET, Origin.POSITION),
    ):
        assert amounts(alone, origin) == [0.0]


def test_the_sentence_before_is_named_where_it_decides(scorer):
    sentences = [
        Sentence("Most care leavers have a good pathway plan.", passage="p"),
        Sentence("This is not consistent for all.", passage="p"),
    ]
    explanation = explain(scorer, sentences, 1, Label.parse("care_leavers:weakness"))
    assert amounts(explanation, Origin.BEFORE)[0] > 1
    assert amounts(explanation, Origin.AFTER) == [0.0]
    assert amounts(explanation, Origin.PASSAGE) == [0.0]


def test_the_section_is_named_with_its_code(scorer):
    sentence = Sentence("The quality of plans.", section=SectionCode.WHAT_NEEDS_TO_IMPROVE, bullet=True)
    explanation = explain(scorer, [sentence], 0, Label.parse("assessment_planning:weakness"))
    [section] = [each for each in explanation.contributions if each.origin is Origin.SECTION]
    assert section.text == "what_needs_to_improve"
    assert section.polarity > 0
    assert amounts(explanation, Origin.BULLET) != [0.0]


def test_the_sentence_alone_says_the_same_as_the_whole_document(scorer, sentences, explained):
    row = next(i for i, result in enumerate(explained) if result.explanations and i > 50)
    [expected, *_] = explained[row].explanations
    again = explain(scorer, sentences, row, expected.label)
    for a, b in zip(again.contributions, expected.contributions, strict=True):
        assert (a.origin, a.text, a.start) == (b.origin, b.text, b.start)
        assert a.amount == pytest.approx(b.amount, abs=1e-9)


def test_batches_do_not_change_the_reasons(scorer, sentences, explained, monkeypatch):
    monkeypatch.setattr(scoring, "_BATCH", 7)
    again = explain_findings(scorer, scorer.classify_sentences(sentences[:100]))
    for a, b in zip(again[:90], explained[:90], strict=True):
        for one, other in zip(a.explanations, b.explanations, strict=True):
            assert [x.amount for x in one.contributions] == pytest.approx(
                [x.amount for x in other.contributions], abs=1e-9
            )


def test_nothing_found_nothing_explained(scorer):
    results = scorer.classify_sentences([Sentence("Inspectors came in May.")])
    assert explain_findings(scorer, results) == results
    assert explain_findings(scorer, []) == []


@pytest.mark.parametrize("text", ["", "§§§", "\x00", "İstanbul’s ẞ", "a'sb ’s -- x" * 50, "日本語 visits"])
def test_odd_sentences_are_explained(scorer, text):
    sentences = [Sentence(text, passage="p"), Sentence("Visits are late.", passage="p")]
    score = scorer.score(sentences)[0, 5]
    explanation = explain(scorer, sentences, 0, LABELS[5])
    total = sum(each.amount for each in explanation.contributions)
    assert total == pytest.approx(np.log(score / (1 - score)), abs=1e-9)


class TestReasons:
    def explanation(self, text, *values, **context):
        """One contribution a word, then those of the context."""
        words, end = [], 0
        for word, value in zip(text.split(), values, strict=True):
            start = text.index(word, end)
            end = start + len(word)
            words.append(Contribution(Origin.WORDS, value, text=word, start=start, end=end))
        rest = [Contribution(Origin(name), value) for name, value in context.items()]
        baseline = Contribution(Origin.BASELINE, -4.0)
        return Explanation(text, LABELS[0], sum(values), (baseline, *words, *rest))

    def shown(self, reasons):
        return [(each.origin.value, each.text, round(each.amount, 6)) for each in reasons]

    def test_words_that_pull_together_are_one_phrase_and_the_rest_is_one_line(self):
        explanation = self.explanation(
            "Work remains too slow but is improving", 0.1, 0.5, 1.0, 0.5, 0.1, 0.0, -0.6, section=0.4
        )
        assert self.shown(explanation.reasons()) == [
            ("words", "remains too slow", 2.0),
            ("words", "improving", -0.6),
            ("section", None, 0.4),
            ("rest", None, 0.2),
            ("baseline", None, -4.0),
        ]

    def test_weak_words_at_the_ends_are_cut_off_a_phrase(self):
        explanation = self.explanation("the plans are weak", 0.2, 3.0, 0.3, 2.0)
        assert self.shown(explanation.reasons())[:2] == [
            ("words", "plans are weak", 5.3),
            ("rest", None, 0.2),
        ]

    def test_only_the_weightiest_are_listed_and_all_still_adds_up(self):
        explanation = self.explanation("a b c d", 1.0, -2.0, 3.0, -4.0, before=0.5)
        reasons = explanation.reasons(2)
        assert self.shown(reasons) == [
            ("words", "d", -4.0),
            ("words", "c", 3.0),
            ("rest", None, -0.5),
            ("baseline", None, -4.0),
        ]

    def test_reasons_add_up_to_the_log_odds(self, explained):
        for result in explained:
            for explanation in result.explanations:
                for part in ("amount", "topic", "polarity"):
                    whole = sum(getattr(each, part) for each in explanation.contributions)
                    listed = sum(getattr(each, part) for each in explanation.reasons(3))
                    assert listed == pytest.approx(whole, abs=1e-9)
